//! How long to wait for what, while a token is got.

use std::time::Duration;

/// Times of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waits {
    /// How long a call waits in all for a token that the server doesn't issue yet (EGW00133).
    pub(crate) patience: Duration,
    /// How long for another holder of the lock, which asks the server meanwhile. Longer than a request takes: who waited
    /// so long has met a process that is stopped.
    pub(crate) lock: Duration,
    /// How long a token that the server refuses and yet hands out again is left alone.
    pub(crate) minute: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            // The server's message says once in a minute.
            patience: Duration::from_secs(65),
            lock: Duration::from_secs(45),
            minute: Duration::from_secs(60),
        }
    }
}

impl Waits {
    /// How often to look whether another process got a token meanwhile: each second, of 65.
    pub(super) fn look(&self) -> Duration {
        (self.patience / 65).max(Duration::from_millis(10))
    }

    /// How long to leave the server alone after it said EGW00133: 13 s, of 65.
    pub(super) fn ask(&self) -> Duration {
        self.patience / 5
    }

    /// After how long a flight is taken for dead: its runtime isn't driven any more.
    pub(super) fn stalled(&self) -> Duration {
        self.patience + self.lock * 2 + Duration::from_secs(60)
    }
}

/// The time and up to half of it on top, so that those who wait together don't ask together.
pub(super) fn with_jitter(time: Duration) -> Duration {
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    // 16 bits are plenty.
    time + time.mul_f64((random >> 48) as f64 / 65_536.0 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_adds_up_to_a_half() {
        let time = Duration::from_millis(100);
        let times: Vec<Duration> = (0..100).map(|_| with_jitter(time)).collect();
        assert!(times.iter().all(|with| *with >= time && *with <= time * 3 / 2));
        assert!(times.iter().any(|with| *with != times[0]), "not all the same");
    }
}
