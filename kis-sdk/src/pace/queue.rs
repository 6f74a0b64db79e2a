//! Whose turn it is: first come, first served, and orders before queries.

use std::collections::BTreeMap;

/// How many orders in a row go past waiting queries. The next slot is a query's, so that a program that does nothing but
/// order still learns its balance.
pub(crate) const ORDERS_IN_A_ROW: u32 = 4;

/// Which calls go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precedence {
    /// Before the ordinary ones.
    First,
    Ordinary,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    precedence: Precedence,
    number: u64,
}

/// Those who wait, each with a `W` to be woken by.
#[derive(Debug)]
pub(crate) struct Queue<W> {
    first: BTreeMap<u64, W>,
    ordinary: BTreeMap<u64, W>,
    /// Those who didn't come when it was their turn. They take their old place when they do.
    passed_over: BTreeMap<u64, (Precedence, W)>,
    next_number: u64,
    orders_in_a_row: u32,
}

impl<W> Default for Queue<W> {
    fn default() -> Self {
        Self {
            first: BTreeMap::new(),
            ordinary: BTreeMap::new(),
            passed_over: BTreeMap::new(),
            next_number: 0,
            orders_in_a_row: 0,
        }
    }
}

impl<W> Queue<W> {
    /// Takes a place behind all others of the same precedence.
    pub(crate) fn join(&mut self, precedence: Precedence, waker: W) -> Turn {
        let turn = Turn { precedence, number: self.next_number };
        self.next_number += 1;
        self.waiting(precedence).insert(turn.number, waker);
        turn
    }

    /// The one who goes next.
    pub(crate) fn head(&self) -> Option<(Turn, &W)> {
        let first = self.first.first_key_value().map(|(number, waker)| (Precedence::First, number, waker));
        let ordinary = self.ordinary.first_key_value().map(|(number, waker)| (Precedence::Ordinary, number, waker));
        let next = if self.orders_in_a_row < ORDERS_IN_A_ROW { first.or(ordinary) } else { ordinary.or(first) };
        next.map(|(precedence, &number, waker)| (Turn { precedence, number }, waker))
    }

    pub(crate) fn is_head(&self, turn: Turn) -> bool {
        self.head().is_some_and(|(head, _)| head == turn)
    }

    /// `turn` got its slot.
    pub(crate) fn served(&mut self, turn: Turn) {
        self.leave(turn);
        self.orders_in_a_row = match turn.precedence {
            Precedence::First if !self.ordinary.is_empty() => self.orders_in_a_row + 1,
            Precedence::First | Precedence::Ordinary => 0,
        };
    }

    /// `turn` waits no longer.
    pub(crate) fn leave(&mut self, turn: Turn) {
        self.waiting(turn.precedence).remove(&turn.number);
        self.passed_over.remove(&turn.number);
    }

    /// Counts the first out until it comes back.
    pub(crate) fn pass_over_head(&mut self) {
        let Some((head, _)) = self.head() else { return };
        if let Some(waker) = self.waiting(head.precedence).remove(&head.number) {
            self.passed_over.insert(head.number, (head.precedence, waker));
        }
    }

    /// `turn` is here: where it was passed over, it takes its old place.
    pub(crate) fn come_back(&mut self, turn: Turn) {
        if let Some((precedence, waker)) = self.passed_over.remove(&turn.number) {
            self.waiting(precedence).insert(turn.number, waker);
        }
    }

    /// How many wait, without those who were passed over.
    pub(crate) fn len(&self) -> usize {
        self.first.len() + self.ordinary.len()
    }

    /// Whether nobody waits, those who were passed over included.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0 && self.passed_over.is_empty()
    }

    fn waiting(&mut self, precedence: Precedence) -> &mut BTreeMap<u64, W> {
        match precedence {
            Precedence::First => &mut self.first,
            Precedence::Ordinary => &mut self.ordinary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(queue: &mut Queue<&'static str>) -> Option<&'static str> {
        let (turn, name) = queue.head().map(|(turn, name)| (turn, *name))?;
        assert!(queue.is_head(turn));
        queue.served(turn);
        Some(name)
    }

    #[test]
    fn first_come_first_served() {
        let mut queue = Queue::default();
        queue.join(Precedence::Ordinary, "a");
        let gone = queue.join(Precedence::Ordinary, "b");
        queue.join(Precedence::Ordinary, "c");
        queue.leave(gone);
        assert_eq!([serve(&mut queue), serve(&mut queue), serve(&mut queue)], [Some("a"), Some("c"), None]);
    }

    #[test]
    fn who_does_not_come_is_passed_over_and_keeps_its_place() {
        let mut queue = Queue::default();
        let absent = queue.join(Precedence::Ordinary, "a");
        queue.join(Precedence::Ordinary, "b");
        queue.join(Precedence::Ordinary, "c");
        queue.pass_over_head();
        assert_eq!((serve(&mut queue), queue.len()), (Some("b"), 1));
        queue.come_back(absent);
        assert_eq!([serve(&mut queue), serve(&mut queue), serve(&mut queue)], [Some("a"), Some("c"), None]);
        let gone = queue.join(Precedence::Ordinary, "d");
        queue.pass_over_head();
        queue.leave(gone);
        queue.come_back(gone);
        assert_eq!(serve(&mut queue), None);
    }

    #[test]
    fn an_order_goes_before_the_queries_that_wait() {
        let mut queue = Queue::default();
        queue.join(Precedence::Ordinary, "query");
        queue.join(Precedence::First, "order");
        queue.join(Precedence::First, "order 2");
        assert_eq!([serve(&mut queue), serve(&mut queue)], [Some("order"), Some("order 2")]);
        assert_eq!(serve(&mut queue), Some("query"));
    }

    #[test]
    fn orders_without_end_leave_every_fifth_slot_to_a_query() {
        let mut queue = Queue::default();
        for _ in 0..3 {
            queue.join(Precedence::Ordinary, "query");
        }
        let mut served = Vec::new();
        for _ in 0..15 {
            queue.join(Precedence::First, "order");
            queue.join(Precedence::First, "order");
            served.push(serve(&mut queue).expect("someone waits"));
        }
        let fifths: Vec<usize> = (0..15).filter(|index| served[*index] == "query").collect();
        assert_eq!(fifths, [4, 9, 14]);
        assert_eq!(serve(&mut queue), Some("order"), "nobody else waits");
    }

    #[test]
    fn orders_that_keep_no_query_waiting_run_up_no_debt() {
        let mut queue = Queue::default();
        for _ in 0..20 {
            queue.join(Precedence::First, "order");
            assert_eq!(serve(&mut queue), Some("order"));
        }
        queue.join(Precedence::Ordinary, "query");
        queue.join(Precedence::First, "order");
        assert_eq!(serve(&mut queue), Some("order"));
    }
}
