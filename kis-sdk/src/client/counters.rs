//! What a client counts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a client and its clones did so far; from [`Client::counters`](crate::Client::counters).
///
/// A snapshot: the numbers are taken one after the other while other tasks go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Calls that were asked for, each page of a walk counted.
    pub calls: u64,
    /// Requests that were sent for them, repeated ones included; token requests are not.
    pub requests: u64,
    /// Tries after the first one of a call, with or without another token. One that gets no token sends no request.
    pub retries: u64,
    /// Calls that gave an answer.
    pub answers: u64,
    /// Calls that ended in an error.
    pub errors: u64,
    /// Answers that refused a request because of the calls per second (`EGW00201`, `EGW00215`).
    pub rate_limited: u64,
    /// Answers that refused the access token (`EGW00121`, `EGW00123`).
    pub tokens_refused: u64,
    /// Orders of which nobody knows what became of them: each wants to be looked up.
    pub outcomes_unknown: u64,
    /// Bytes of all answers' bodies.
    pub bytes: u64,
    /// Time that calls waited for their slot ([`Pace`](crate::Pace)), added up.
    pub waited: Duration,
}

/// The counters while they count.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    pub(super) calls: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) retries: AtomicU64,
    pub(super) answers: AtomicU64,
    pub(super) errors: AtomicU64,
    pub(super) rate_limited: AtomicU64,
    pub(super) tokens_refused: AtomicU64,
    pub(super) outcomes_unknown: AtomicU64,
    pub(super) bytes: AtomicU64,
    pub(super) waited_micros: AtomicU64,
}

/// Adds to a counter.
pub(super) fn add(counter: &AtomicU64, number: u64) {
    counter.fetch_add(number, Ordering::Relaxed);
}

impl Counting {
    /// The counters as they are now.
    pub(crate) fn read(&self) -> Counters {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counters {
            calls: read(&self.calls),
            requests: read(&self.requests),
            retries: read(&self.retries),
            answers: read(&self.answers),
            errors: read(&self.errors),
            rate_limited: read(&self.rate_limited),
            tokens_refused: read(&self.tokens_refused),
            outcomes_unknown: read(&self.outcomes_unknown),
            bytes: read(&self.bytes),
            waited: Duration::from_micros(read(&self.waited_micros)),
        }
    }
}
