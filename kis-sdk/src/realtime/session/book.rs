//! What is registered, what is asked for, and who reads it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use crate::ErrorKind;
use crate::realtime::buffer::{Queue, gap_of};
use crate::realtime::event::{Event, Gap, Key};
use crate::realtime::failure::Failure;
use crate::realtime::link::{Outcome, Place, Want};
use crate::realtime::settings::REGISTRATIONS;

/// One registration with its streams.
pub(super) struct Entry {
    pub(super) want: Want,
    pub(super) streams: Vec<(u64, Arc<Queue>)>,
    waiters: Vec<(u64, Outcome)>,
    /// The server acknowledged it on this connection.
    is_active: bool,
    /// Since when nothing came, and why.
    lost: Option<(SystemTime, Arc<str>)>,
}

/// What a message asks of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Subscribe,
    Unsubscribe,
}

/// A message to be sent, or sent and not answered yet.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) verb: Verb,
    pub(super) want: Want,
}

/// All registrations, in the order of their requests.
#[derive(Default)]
pub(super) struct Book {
    pub(super) entries: Vec<Entry>,
    pub(super) outbox: VecDeque<Line>,
    asked: VecDeque<(Line, Instant)>,
    leaving: Vec<(Want, Outcome)>,
    is_connected: bool,
}

impl Book {
    pub(super) fn wants(&self) -> Vec<Want> {
        self.entries.iter().map(|entry| entry.want.clone()).collect()
    }

    /// Adds a stream, and a registration where it is the first of its kind.
    pub(super) fn subscribe(&mut self, place: Place, queue: Arc<Queue>, done: Outcome) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.want == place.want) {
            entry.streams.push((place.id, queue));
            match entry.is_active {
                true => drop(done.send(Ok(()))),
                false => entry.waiters.push((place.id, done)),
            }
            return;
        }
        if self.entries.len() >= REGISTRATIONS {
            drop(done.send(Err(self.full().of(Some(place.want.tr)))));
            return;
        }
        if self.is_connected {
            self.outbox.push_back(Line { verb: Verb::Subscribe, want: place.want.clone() });
        }
        let (streams, waiters) = (vec![(place.id, queue)], vec![(place.id, done)]);
        self.entries.push(Entry { want: place.want, streams, waiters, is_active: false, lost: None });
    }

    fn full(&self) -> Failure {
        let all: Vec<String> =
            self.entries.iter().map(|Entry { want, .. }| format!("{} {}", want.tr_id, want.key)).collect();
        Failure::new(
            ErrorKind::Input,
            format!(
                "all {REGISTRATIONS} registrations of this app key are in use; nothing was sent. Drop one of their streams \
                 first: {}",
                all.join(", ")
            ),
        )
    }

    /// Removes a stream, and the registration where it was the last one.
    pub(super) fn leave(&mut self, place: &Place, done: Option<Outcome>) {
        let fine = |done: Option<Outcome>| done.into_iter().for_each(|done| drop(done.send(Ok(()))));
        let Some(index) = self.entries.iter().position(|entry| entry.want == place.want) else { return fine(done) };
        let entry = &mut self.entries[index];
        let before = entry.streams.len();
        entry.streams.retain(|(id, _)| *id != place.id);
        entry.waiters.retain(|(id, _)| *id != place.id);
        if entry.streams.len() == before || !entry.streams.is_empty() {
            return fine(done);
        }
        self.entries.remove(index);
        let unsent = self.outbox.iter().position(|line| line.verb == Verb::Subscribe && line.want == place.want);
        match unsent {
            Some(index) => drop(self.outbox.remove(index)),
            None if self.is_connected => {
                self.outbox.push_back(Line { verb: Verb::Unsubscribe, want: place.want.clone() });
                self.leaving.extend(done.map(|done| (place.want.clone(), done)));
                return;
            }
            None => {}
        }
        fine(done);
    }

    /// A connection is there: everything is registered anew, in order.
    pub(super) fn begin(&mut self) {
        self.end();
        self.is_connected = true;
        self.outbox.extend(self.entries.iter().map(|entry| Line { verb: Verb::Subscribe, want: entry.want.clone() }));
    }

    /// The connection is gone.
    pub(super) fn end(&mut self) {
        self.is_connected = false;
        self.outbox.clear();
        self.asked.clear();
        // With it every registration went.
        self.leaving.drain(..).for_each(|(_, done)| drop(done.send(Ok(()))));
        self.entries.iter_mut().for_each(|entry| entry.is_active = false);
    }

    /// The connection was lost; nothing came since `from`.
    pub(super) fn lose(&mut self, from: SystemTime, why: &Arc<str>) {
        for entry in self.entries.iter_mut().filter(|entry| entry.is_active) {
            entry.lost.get_or_insert_with(|| (from, Arc::clone(why)));
        }
        self.end();
    }

    /// Takes the next message to be sent.
    pub(super) fn next_line(&mut self) -> Option<Line> {
        let line = self.outbox.pop_front()?;
        self.asked.push_back((line.clone(), Instant::now()));
        Some(line)
    }

    /// Everything that has not been acknowledged is to be sent again; gives how many answers are still to come.
    pub(super) fn ask_again(&mut self) -> usize {
        let asked: Vec<Line> = self.asked.drain(..).map(|(line, _)| line).collect();
        let open = asked.len();
        for line in asked.into_iter().rev() {
            self.outbox.push_front(line);
        }
        open
    }

    /// Since when the server owes an answer.
    pub(super) fn owed_since(&self) -> Option<Instant> {
        self.asked.front().map(|(_, at)| *at)
    }

    /// Which message an answer is to: by TR and key, by the TR alone where the server writes the key otherwise, or the oldest
    /// where it names no TR. Answers come in the order of the messages.
    pub(super) fn answered(&mut self, tr_id: &str, key: &str) -> Option<Line> {
        let is_of_tr = |line: &Line| line.want.tr_id == tr_id;
        let exact = self.asked.iter().position(|(line, _)| is_of_tr(line) && line.want.key.as_str() == key);
        let index = exact.or_else(|| self.asked.iter().position(|(line, _)| is_of_tr(line)));
        let names_none = tr_id.is_empty() || tr_id == "(null)";
        let index = index.or_else(|| names_none.then_some(0))?;
        self.asked.remove(index).map(|(line, _)| line)
    }

    /// The oldest message, as unanswered.
    pub(super) fn give_up_oldest(&mut self) -> Option<Line> {
        self.asked.pop_front().map(|(line, _)| line)
    }

    /// A subscription is there; gives what to tell of it, and the gap before it.
    pub(super) fn activate(&mut self, want: &Want) -> Option<Option<Event>> {
        let is_last = |line: &Line| line.want != *want;
        if !self.outbox.iter().all(is_last) || !self.asked.iter().all(|(line, _)| is_last(line)) {
            // It was ended and asked for again meanwhile: the last answer counts.
            return None;
        }
        let entry = self.entries.iter_mut().find(|entry| entry.want == *want)?;
        if entry.is_active {
            return None;
        }
        entry.is_active = true;
        entry.waiters.drain(..).for_each(|(_, done)| drop(done.send(Ok(()))));
        Some(entry.close_gap())
    }

    /// A subscription has ended.
    pub(super) fn left(&mut self, want: &Want) {
        let leaving = std::mem::take(&mut self.leaving);
        for (place, done) in leaving {
            match place == *want {
                true => drop(done.send(Ok(()))),
                false => self.leaving.push((place, done)),
            }
        }
    }

    /// The server refused a subscription, which ends its streams.
    pub(super) fn refuse(&mut self, want: &Want, failure: &Failure) {
        let Some(index) = self.entries.iter().position(|entry| entry.want == *want) else { return };
        let entry = self.entries.remove(index);
        let told = Event::Refused { tr: want.tr, key: want.key.clone(), failure: failure.clone() };
        entry.end(Some(failure), Some(&told));
    }

    /// Ends all streams.
    pub(super) fn close(&mut self, failure: Option<&Failure>) {
        self.end();
        let last = failure.map(|failure| Event::Closed(Some(failure.clone())));
        self.entries.drain(..).for_each(|entry| entry.end(failure, last.as_ref()));
    }

    /// Whether the server acknowledged any on this connection.
    pub(super) fn has_active(&self) -> bool {
        self.entries.iter().any(|entry| entry.is_active)
    }

    /// Whether all subscriptions are there.
    pub(super) fn is_complete(&self) -> bool {
        self.entries.iter().all(|entry| entry.is_active)
    }

    /// The registration that a record belongs to, by its first column; `hint` is the last one's.
    pub(super) fn owner(&self, tr_id: &str, column: &str, hint: usize) -> Option<usize> {
        let fits = |entry: &Entry| entry.want.tr_id == tr_id && entry.want.key.as_str() == column;
        if self.entries.get(hint).is_some_and(fits) {
            return Some(hint);
        }
        self.entries.iter().position(fits)
    }

    /// The registration of a TR that has this key.
    pub(super) fn of_key(&self, tr_id: &str, key: &Key) -> Option<usize> {
        self.entries.iter().position(|entry| entry.want.tr_id == tr_id && entry.want.key == *key)
    }

    /// All registrations of a TR.
    pub(super) fn of_tr(&self, tr_id: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.want.tr_id == tr_id)
    }
}

impl Entry {
    /// Tells the streams of the gap that ends here, if there was one.
    pub(super) fn close_gap(&mut self) -> Option<Event> {
        let (from, why) = self.lost.take()?;
        let gap = gap_of(self.want.tr, &self.want.key, Gap { from, to: SystemTime::now(), why });
        self.tell(&gap);
        Some(gap)
    }

    pub(super) fn has_gap(&self) -> bool {
        self.lost.is_some()
    }

    pub(super) fn tell(&self, event: &Event) {
        self.streams.iter().for_each(|(_, queue)| queue.push(event.clone()));
    }

    /// Who still waits is told by that; the streams of others end with the last item.
    fn end(self, failure: Option<&Failure>, last: Option<&Event>) {
        for (id, queue) in &self.streams {
            let waits = self.waiters.iter().any(|(waiter, _)| waiter == id);
            queue.close(last.filter(|_| !waits).cloned());
        }
        if let Some(failure) = failure {
            self.waiters.into_iter().for_each(|(_, done)| drop(done.send(Err(failure.clone()))));
        }
    }
}
