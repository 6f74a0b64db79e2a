//! What waits for a stream's reader: bounded, with the reader's policy.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::sync::Notify;

use super::event::{Event, Gap, Pushed};

/// How many bytes of records wait at most, however few records that is.
const BYTES: usize = 64 << 20;

/// How many items other than records wait at most where records don't count.
const SIGNS: usize = 4_096;

/// What happens when records come faster than a stream is read. Streams don't share a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing until a stream is made with it"]
pub struct Buffer {
    pub(super) policy: Policy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    DropOldest(usize),
    Wait(usize),
    Latest,
}

impl Default for Buffer {
    /// The oldest of 10,000 is dropped.
    fn default() -> Self {
        Self::drop_oldest(10_000)
    }
}

impl Buffer {
    /// At most so many records wait (at least 1); of more the oldest are dropped, and how many is told in their place.
    pub fn drop_oldest(records: usize) -> Self {
        Self { policy: Policy::DropOldest(records.max(1)) }
    }

    /// At most so many records wait (at least 1), and those of one frame more; then **the whole session waits**: nothing is
    /// read from the socket until this stream is read.
    ///
    /// That loses nothing on this side. But all other streams of the session wait as well, `PINGPONG` is not answered, no
    /// subscription is acknowledged, and a server whose own buffers are full ends the connection. Take it for a reader that
    /// is slow for moments only.
    pub fn wait(records: usize) -> Self {
        Self { policy: Policy::Wait(records.max(1)) }
    }

    /// Of each key only the latest record waits. What it replaces is not told: right for prices, **wrong for notices**,
    /// where every record counts.
    pub fn latest() -> Self {
        Self { policy: Policy::Latest }
    }
}

/// How many streams hold the session up.
#[derive(Debug, Default)]
pub(super) struct Pressure {
    full: AtomicUsize,
    relieved: Notify,
}

impl Pressure {
    pub(super) fn is_on(&self) -> bool {
        self.full.load(Ordering::Acquire) > 0
    }

    /// Waits until a stream has room again. One that got it meanwhile is noticed.
    pub(super) async fn relieved(&self) {
        self.relieved.notified().await;
    }

    fn add(&self) {
        self.full.fetch_add(1, Ordering::AcqRel);
    }

    fn remove(&self) {
        self.full.fetch_sub(1, Ordering::AcqRel);
        self.relieved.notify_one();
    }
}

/// One stream's buffer, between the session and the reader.
#[derive(Debug)]
pub(super) struct Queue {
    policy: Policy,
    /// Whether records are wanted, too.
    pub(super) takes_records: bool,
    pressure: Arc<Pressure>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    items: VecDeque<Event>,
    records: usize,
    bytes: usize,
    /// What was dropped from before the first item.
    dropped: u64,
    gap: Option<Dropped>,
    waker: Option<Waker>,
    holds_up: bool,
    is_closed: bool,
    is_gone: bool,
}

/// A gap that was dropped: it is told all the same.
#[derive(Debug)]
struct Dropped(Event);

impl Queue {
    pub(super) fn new(buffer: Buffer, takes_records: bool, pressure: &Arc<Pressure>) -> Arc<Self> {
        let (policy, pressure) = (buffer.policy, Arc::clone(pressure));
        Arc::new(Self { policy, takes_records, pressure, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody reads it any more.
    pub(super) fn is_gone(&self) -> bool {
        self.state().is_gone
    }

    /// Adds an item, and wakes the reader.
    pub(super) fn push(&self, event: Event) {
        let waker = {
            let mut state = self.state();
            if state.is_gone || state.is_closed {
                return;
            }
            state.add(event, self.policy);
            if let Policy::Wait(records) = self.policy
                && !state.holds_up
                && (state.records >= records || state.bytes >= BYTES)
            {
                state.holds_up = true;
                self.pressure.add();
            }
            state.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    }

    /// Adds the last item: the stream ends after it.
    pub(super) fn close(&self, last: Option<Event>) {
        let waker = {
            let mut state = self.state();
            if state.is_closed {
                return;
            }
            state.items.extend(last);
            state.is_closed = true;
            state.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    }

    /// The next item; `None` at the end.
    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        let mut state = self.state();
        let Some(event) = state.take() else {
            if state.is_closed {
                return Poll::Ready(None);
            }
            if !state.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                state.waker = Some(cx.waker().clone());
            }
            return Poll::Pending;
        };
        if let (Policy::Wait(records), true) = (self.policy, state.holds_up) {
            // Half of it has to be free, or the session would stop and go with every record.
            if state.records <= records / 2 && state.bytes <= BYTES / 2 {
                state.holds_up = false;
                self.pressure.remove();
            }
        }
        Poll::Ready(Some(event))
    }

    /// Nobody reads it any more.
    pub(super) fn leave(&self) {
        let mut state = self.state();
        state.is_gone = true;
        state.items = VecDeque::new();
        if std::mem::take(&mut state.holds_up) {
            self.pressure.remove();
        }
    }
}

impl State {
    fn add(&mut self, event: Event, policy: Policy) {
        match (&event, policy) {
            (Event::Record(pushed), Policy::Latest) => {
                let same = |item: &&mut Event| matches!(item, Event::Record(waiting) if is_same(waiting, pushed));
                if let Some(place) = self.items.iter_mut().find(same) {
                    self.bytes += pushed.columns().len();
                    if let Event::Record(replaced) = std::mem::replace(place, event) {
                        self.bytes -= replaced.columns().len();
                    }
                    return;
                }
            }
            // One after the other without a record between them are one.
            (Event::Gap { key, gap, .. }, _) => {
                if let Some(Event::Gap { key: same, gap: last, .. }) = self.items.back_mut()
                    && same == key
                {
                    *last = last.clone().and(gap.clone());
                    return;
                }
            }
            _ => {}
        }
        if let Event::Record(pushed) = &event {
            self.records += 1;
            self.bytes += pushed.columns().len();
        }
        self.items.push_back(event);
        let most = match policy {
            Policy::DropOldest(records) => records,
            Policy::Wait(records) => records.saturating_add(SIGNS),
            Policy::Latest => SIGNS,
        };
        while policy.drops() && (self.items.len() > most || self.bytes > BYTES) || self.signs() > SIGNS {
            self.drop_oldest();
        }
    }

    fn signs(&self) -> usize {
        self.items.len() - self.records
    }

    fn drop_oldest(&mut self) {
        match self.remove_first() {
            Some(Event::Gap { tr, key, gap }) => {
                let gap = match self.gap.take() {
                    Some(Dropped(Event::Gap { gap: earlier, key: same, .. })) if same == key => earlier.and(gap),
                    _ => gap,
                };
                self.gap = Some(Dropped(Event::Gap { tr, key, gap }));
            }
            Some(Event::Dropped(number)) => self.dropped += number,
            Some(_) => self.dropped += 1,
            None => {}
        }
    }

    fn remove_first(&mut self) -> Option<Event> {
        let event = self.items.pop_front()?;
        if let Event::Record(pushed) = &event {
            self.records -= 1;
            self.bytes -= pushed.columns().len();
        }
        Some(event)
    }

    fn take(&mut self) -> Option<Event> {
        if let Some(Dropped(gap)) = self.gap.take() {
            return Some(gap);
        }
        match std::mem::take(&mut self.dropped) {
            0 => self.remove_first(),
            number => Some(Event::Dropped(number)),
        }
    }
}

impl Policy {
    fn drops(self) -> bool {
        !matches!(self, Self::Wait(_))
    }
}

fn is_same(one: &Pushed, other: &Pushed) -> bool {
    one.tr() == other.tr() && one.key() == other.key()
}

/// A gap as an item.
pub(super) fn gap_of(tr: &'static crate::descriptor::Tr, key: &super::Key, gap: Gap) -> Event {
    Event::Gap { tr, key: key.clone(), gap }
}
