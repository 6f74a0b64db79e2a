//! The two clocks: one that nobody sets, and one that all processes share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::lanes::Nanos;

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// This process's own clock: nobody sets it, and it stands still while the machine sleeps.
    pub(crate) steady: Nanos,
    /// The time of day, since 1970: all processes of the machine see the same, and it may be set.
    pub(crate) wall: Nanos,
}

/// Counts from its own beginning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    beginning: Instant,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { beginning: Instant::now() }
    }

    pub(crate) fn steady(&self) -> Nanos {
        nanos(self.beginning.elapsed())
    }

    pub(crate) fn moment(&self) -> Moment {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment { steady: self.steady(), wall: nanos(wall) }
    }

    /// The instant at which [`steady`](Self::steady) will say so.
    pub(crate) fn instant(&self, steady: Nanos) -> Instant {
        self.beginning + Duration::from_nanos(steady)
    }
}

fn nanos(duration: Duration) -> Nanos {
    Nanos::try_from(duration.as_nanos()).unwrap_or(Nanos::MAX)
}
