//! How many calls are let through: strict sliding windows, and what a test can read of them.

use std::collections::VecDeque;
use std::time::Duration;

/// The length of a window.
const WINDOW: Duration = Duration::from_secs(1);

/// What the server lets through; [`Limit::NONE`] by default. Set with [`Builder::limit`](super::Builder::limit).
///
/// A window is strict: at most so many calls are let through in **any** 1000 ms, not in each second of a clock. A call
/// counts from the moment when its headers are read, before its body is. Each app key has windows of its own. Calls are
/// the requests below `/uapi/`; token and approval key have their own limits. A call that is refused is not counted,
/// unless [`Limit::counting_refusals`] says so.
///
/// ```
/// use std::time::Duration;
/// use kis_sdk::mock::Limit;
///
/// let limit = Limit::per_second(5).ledger(2).token_interval(Duration::from_secs(60));
/// assert_ne!(limit, Limit::REAL);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    calls: Option<u32>,
    ledger: Option<u32>,
    pub(super) token_interval: Duration,
    counts_refusals: bool,
}

impl Limit {
    /// Lets everything through.
    pub const NONE: Self = Self { calls: None, ledger: None, token_interval: Duration::ZERO, counts_refusals: false };
    /// The real environment since 2026-04-20: 18 calls a second; a token once a minute, an approval key once a second.
    pub const REAL: Self = Self::per_second(18).token_interval(Duration::from_secs(60));
    /// The paper environment: one call a second; a token once a minute, an approval key once a second.
    pub const PAPER: Self = Self::per_second(1).token_interval(Duration::from_secs(60));
    /// A customer's first three days: three calls a second; a token once a minute, an approval key once a second.
    pub const NEW_CUSTOMER: Self = Self::per_second(3).token_interval(Duration::from_secs(60));

    /// This many calls in any second (with 0 every call is refused); further ones get `EGW00201`. Tokens are unlimited.
    #[must_use]
    pub const fn per_second(calls: u32) -> Self {
        Self { calls: Some(calls), ..Self::NONE }
    }

    /// This many calls of account and trading TRs (`…/trading/…`) in any second; further ones get `EGW00215`. Such a call
    /// counts among all calls, too.
    #[must_use]
    pub const fn ledger(mut self, calls: u32) -> Self {
        self.ledger = Some(calls);
        self
    }

    /// How long after a token the next one may be asked for; sooner gets `EGW00133` (HTTP 403). The same holds for approval
    /// keys, but for one second at most. What is refused doesn't lengthen the wait.
    #[must_use]
    pub const fn token_interval(mut self, interval: Duration) -> Self {
        self.token_interval = interval;
        self
    }

    /// Refused calls count as well: who goes on without a pause is never let through again.
    #[must_use]
    pub const fn counting_refusals(mut self) -> Self {
        self.counts_refusals = true;
        self
    }
}

/// Which window had no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    Calls,
    Ledger,
}

impl Full {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Calls => "EGW00201",
            Self::Ledger => "EGW00215",
        }
    }
}

/// The windows and the meter of one app key.
#[derive(Debug, Default)]
pub(super) struct Budget {
    calls: Window,
    ledger: Window,
    pub(super) meter: Meter,
}

impl Budget {
    /// Takes note of a call that arrives at `now`; says which window has no room for it.
    pub(super) fn arrive(&mut self, limit: &Limit, is_ledger: bool, now: Duration) -> Result<(), Full> {
        let verdict = if !self.calls.admits(limit.calls, limit.counts_refusals, now) {
            Err(Full::Calls)
        } else if is_ledger && !self.ledger.admits(limit.ledger, limit.counts_refusals, now) {
            Err(Full::Ledger)
        } else {
            Ok(())
        };
        self.meter.count(now, verdict.is_err());
        verdict
    }
}

/// When the calls of the last second were let through.
#[derive(Debug, Default)]
struct Window {
    recent: VecDeque<Duration>,
}

impl Window {
    fn admits(&mut self, limit: Option<u32>, counts_refusals: bool, now: Duration) -> bool {
        let Some(limit) = limit else { return true };
        forget_old(&mut self.recent, now);
        let admitted = self.recent.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        if admitted || counts_refusals {
            self.recent.push_back(now);
        }
        admitted
    }
}

/// Drops what lies a whole window back.
fn forget_old(times: &mut VecDeque<Duration>, now: Duration) {
    while times.front().is_some_and(|time| now.saturating_sub(*time) >= WINDOW) {
        times.pop_front();
    }
}

/// Counts arrivals.
#[derive(Debug, Default)]
pub(super) struct Meter {
    recent: VecDeque<Duration>,
    first: Option<Duration>,
    seen: Traffic,
}

impl Meter {
    pub(super) fn count(&mut self, now: Duration, is_refused: bool) {
        forget_old(&mut self.recent, now);
        self.recent.push_back(now);
        let first = *self.first.get_or_insert(now);
        self.seen.arrived += 1;
        self.seen.refused += u64::from(is_refused);
        self.seen.busiest = self.seen.busiest.max(self.recent.len());
        self.seen.span = now.saturating_sub(first);
    }

    pub(super) fn traffic(&self) -> Traffic {
        self.seen
    }
}

/// What arrived below `/uapi/`, measured by the server's clock when the headers were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// How many calls arrived, refused ones and those that a fault kept from being read included.
    pub arrived: u64,
    /// How many of them were refused for a [`Limit`].
    pub refused: u64,
    /// How many arrived within the busiest 1000 ms.
    pub busiest: usize,
    /// The time between the first and the last arrival.
    pub span: Duration,
}

impl Traffic {
    /// How many calls were let through.
    #[must_use]
    pub fn let_through(&self) -> u64 {
        self.arrived - self.refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_window_slides() {
        let mut budget = Budget::default();
        let limit = Limit::per_second(2);
        let mut at = |time| budget.arrive(&limit, false, ms(time)).is_ok();
        // A clock's seconds would let the call at 1000 and the one at 1001 through.
        assert_eq!([at(900), at(950), at(999), at(1000), at(1899)], [true, true, false, false, false]);
        assert_eq!([at(1900), at(1949), at(1950), at(2899), at(2900)], [true, false, true, false, true]);
    }

    #[test]
    fn refusals_count_where_it_is_said() {
        let mut budget = Budget::default();
        let limit = Limit::per_second(1).counting_refusals();
        let mut at = |time| budget.arrive(&limit, false, ms(time)).is_ok();
        assert_eq!([at(0), at(900), at(1800), at(2700), at(3700)], [true, false, false, false, true]);
    }

    #[test]
    fn the_ledger_has_a_window_of_its_own() {
        let mut budget = Budget::default();
        let limit = Limit::per_second(3).ledger(1);
        let mut at = |is_ledger| budget.arrive(&limit, is_ledger, ms(0));
        assert_eq!(at(true), Ok(()));
        assert_eq!(at(true), Err(Full::Ledger));
        assert_eq!(at(false), Ok(()));
        assert_eq!(at(false), Err(Full::Calls));
    }

    #[test]
    fn traffic_knows_the_busiest_second() {
        let mut meter = Meter::default();
        for time in [500, 1_400, 1_450, 1_499, 1_500, 9_000] {
            meter.count(ms(time), time == 1_450);
        }
        let expected = Traffic { arrived: 6, refused: 1, busiest: 4, span: ms(8_500) };
        assert_eq!((meter.traffic(), meter.traffic().let_through()), (expected, 5));
    }
}
