//! The server's clock: this machine's, or one that a test moves by hand.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp, tz};

/// How a clock is set up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// Whether it moves by hand only.
    pub(super) is_stopped: bool,
    /// How far its wall time is from this machine's.
    pub(super) skew: SignedDuration,
}

/// A running (or stopped) clock.
#[derive(Debug)]
pub(super) struct Clock {
    setting: Setting,
    started: Instant,
    started_at: Timestamp,
    moved: Mutex<Duration>,
}

impl Clock {
    pub(super) fn new(setting: Setting) -> Self {
        Self { setting, started: Instant::now(), started_at: Timestamp::now(), moved: Mutex::default() }
    }

    /// Time since the server started: never goes back, whatever happens to the wall clock.
    pub(super) fn now(&self) -> Duration {
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        if self.setting.is_stopped { moved } else { self.started.elapsed().saturating_add(moved) }
    }

    /// Moves it on.
    pub(super) fn advance(&self, by: Duration) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        *moved = moved.saturating_add(by);
    }

    /// What it shows at `now`, skew included. Past the end of time it stays where it started.
    fn wall(&self, now: Duration) -> Timestamp {
        let passed = SignedDuration::try_from(now).unwrap_or(SignedDuration::MAX);
        let shown = self.started_at.checked_add(passed).and_then(|time| time.checked_add(self.setting.skew));
        shown.unwrap_or(self.started_at)
    }

    /// The header `date` at `now`.
    pub(super) fn http_date(&self, now: Duration) -> String {
        DateTimePrinter::new().timestamp_to_rfc9110_string(&self.wall(now)).unwrap_or_default()
    }

    /// `2025-12-02 09:10:10` in Korea at `now`, as `access_token_token_expired` has it.
    pub(super) fn korean(&self, now: Duration) -> String {
        tz::offset(9).to_datetime(self.wall(now)).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_by_hand_only() {
        let clock = Clock::new(Setting { is_stopped: true, ..Setting::default() });
        assert_eq!(clock.now(), Duration::ZERO);
        clock.advance(Duration::from_secs(3));
        assert_eq!(clock.now(), Duration::from_secs(3));
    }

    #[test]
    fn korean_time_and_http_date_are_the_same_moment() {
        let mut clock = Clock::new(Setting::default());
        clock.started_at = "2025-12-01T23:10:10Z".parse().expect("a timestamp");
        assert_eq!(clock.korean(Duration::from_secs(3_600)), "2025-12-02 09:10:10");
        assert_eq!(clock.http_date(Duration::from_secs(3_600)), "Tue, 02 Dec 2025 00:10:10 GMT");
        clock.setting.skew = SignedDuration::from_hours(-24);
        assert_eq!(clock.korean(Duration::ZERO), "2025-12-01 08:10:10");
    }
}
