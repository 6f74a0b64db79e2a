//! How a session connects and stays alive.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use super::buffer::Buffer;

/// How many registrations one app key may have, all products together.
pub(crate) const REGISTRATIONS: usize = 41;

/// Settings of a session and its streams.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) idle: Duration,
    pub(super) connect: Duration,
    pub(super) patience: Duration,
    pub(super) first_wait: Duration,
    pub(super) longest_wait: Duration,
    pub(super) interval: Duration,
    /// Between two registrations.
    pub(super) registration: Duration,
    pub(super) buffer: Buffer,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(60),
            connect: Duration::from_secs(10),
            patience: Duration::from_secs(30),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            interval: Duration::from_secs(5),
            registration: Duration::from_millis(100),
            buffer: Buffer::default(),
        }
    }
}

impl Settings {
    /// The waits before the next connections, without end.
    pub(super) fn waits(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait.max(self.first_wait))
            .without_max_times()
            .with_jitter()
            .build()
    }
}
