//! When a request is sent again, and how long is waited before.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use super::attempt::{Failed, OVER_THE_LIMIT, Reach};

/// When a failed call is tried again; [`ClientBuilder::retries`](crate::ClientBuilder::retries) sets it.
///
/// **Queries** are asked again after failures that may pass: no connection, a connection that broke, no answer in time, a
/// gateway that answers in the API's place, `EGW00201`, `EGW00215`, `EGW00316`, `OPSQ1002`, `OPSQ0003`. The first wait is
/// [`Retries::first_wait`], each further one twice as long up to [`Retries::longest_wait`], plus a random part so that
/// many tasks don't come back at once. Each try waits for its turn as the first one did.
///
/// **Orders** are tried again only where it is proven that the order never left this machine: no token could be got, or no
/// connection was made. An order that left is never sent twice. One exception can be asked for:
/// [`Retries::orders_over_limit`].
///
/// ```
/// use std::time::Duration;
/// use kis_sdk::Retries;
///
/// let patient = Retries::default().tries(8).within(Duration::from_secs(120));
/// let none = Retries::none();
/// # drop((patient, none));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "does nothing until a client is built with it"]
pub struct Retries {
    tries: u32,
    first_wait: Duration,
    longest_wait: Duration,
    within: Duration,
    orders_over_limit: bool,
}

impl Default for Retries {
    /// Four tries within 30 s; 250 ms before the second one, 4 s at most before any.
    fn default() -> Self {
        Self {
            tries: 4,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(4),
            within: Duration::from_secs(30),
            orders_over_limit: false,
        }
    }
}

impl Retries {
    /// Every call is tried once. (A token that the server no longer knows is replaced all the same: that is no failure.)
    pub fn none() -> Self {
        Self::default().tries(1)
    }

    /// Sets how often a call is tried in all; at least once.
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// Sets the wait before the second try.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Sets the longest wait between two tries.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Sets how long after the beginning of a call another try may begin.
    pub fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// Whether an order is sent again after `EGW00201` (over the calls per second); not by default.
    ///
    /// The gateway says so before the order reaches the broker's systems, so a second try is no second order. It is off
    /// unless you ask because an order that arrives seconds later may no longer be the one that you wanted.
    pub fn orders_over_limit(mut self, again: bool) -> Self {
        self.orders_over_limit = again;
        self
    }

    /// Begins to count the tries of one call.
    pub(super) fn begin(&self) -> Tries {
        let waits = ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.tries.saturating_sub(1) as usize)
            .with_jitter()
            .build();
        Tries { settings: *self, waits, begun: Instant::now() }
    }
}

/// The tries of one call.
pub(super) struct Tries {
    settings: Retries,
    waits: ExponentialBackoff,
    begun: Instant,
}

impl Tries {
    /// How long to wait before the next try; `None` where there must not be another one.
    pub(super) fn after(&mut self, failed: &Failed, is_order: bool) -> Option<Duration> {
        let is_harmless = match failed.reach {
            // Too soon for a token: that was waited for already, with a patience of its own. Too many calls, a token
            // request among them, is another matter.
            Reach::NeverLeft => !failed.error.is_rate_limited() || failed.error.code() == Some(OVER_THE_LIMIT),
            Reach::OverLimit => !is_order || self.settings.orders_over_limit,
            Reach::Left => !is_order,
        };
        if !is_harmless || !failed.error.is_retryable() {
            return None;
        }
        let wait = self.waits.next()?;
        (self.begun.elapsed() + wait <= self.settings.within).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, ErrorKind};

    fn failed(kind: ErrorKind, reach: Reach) -> Failed {
        Failed { error: Error::new(kind, ""), reach }
    }

    #[test]
    fn only_an_order_that_never_left_goes_again() {
        let settings = Retries::default();
        for (kind, reach, query, order) in [
            (ErrorKind::Network, Reach::NeverLeft, true, true),
            (ErrorKind::Timeout, Reach::NeverLeft, true, true),
            (ErrorKind::RateLimited, Reach::NeverLeft, false, false),
            (ErrorKind::Network, Reach::Left, true, false),
            (ErrorKind::Timeout, Reach::Left, true, false),
            (ErrorKind::Unavailable, Reach::Left, true, false),
            (ErrorKind::RateLimited, Reach::Left, true, false),
            (ErrorKind::RateLimited, Reach::OverLimit, true, false),
            (ErrorKind::OutcomeUnknown, Reach::Left, false, false),
            (ErrorKind::Refused, Reach::Left, false, false),
            (ErrorKind::Auth, Reach::NeverLeft, false, false),
            (ErrorKind::Input, Reach::NeverLeft, false, false),
            (ErrorKind::Decode, Reach::Left, false, false),
        ] {
            let again = |is_order| settings.begin().after(&failed(kind, reach), is_order).is_some();
            assert_eq!((again(false), again(true)), (query, order), "{kind:?} {reach:?}");
        }
        // A token request that was one call too many, and one that came too soon.
        let told = |code| Failed {
            error: Error::new(ErrorKind::RateLimited, "").with_code(code, ""),
            reach: Reach::NeverLeft,
        };
        for (code, again) in [("EGW00201", true), ("EGW00133", false)] {
            assert_eq!(settings.begin().after(&told(code), false).is_some(), again, "{code}");
            assert_eq!(settings.begin().after(&told(code), true).is_some(), again, "{code}");
        }
        let asked_for = settings.orders_over_limit(true);
        assert!(asked_for.begin().after(&failed(ErrorKind::RateLimited, Reach::OverLimit), true).is_some());
        assert!(asked_for.begin().after(&failed(ErrorKind::RateLimited, Reach::Left), true).is_none());
    }

    #[test]
    fn waits_grow_and_end() {
        let settings = Retries::default().tries(4).first_wait(Duration::from_millis(100));
        let mut tries = settings.begin();
        let failure = failed(ErrorKind::Timeout, Reach::Left);
        let waits: Vec<_> = std::iter::from_fn(|| tries.after(&failure, false)).collect();
        assert_eq!(waits.len(), 3);
        for (wait, least) in waits.iter().zip([100, 200, 400]) {
            assert!(*wait >= Duration::from_millis(least), "{waits:?}");
        }
        assert!(Retries::none().begin().after(&failure, false).is_none());
        assert!(settings.within(Duration::from_millis(50)).begin().after(&failure, false).is_none());
    }
}
