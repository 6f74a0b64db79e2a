//! The arithmetic of the window, on a given clock.
//!
//! A server that allows N calls in any second is asked through N lanes. A call takes a lane, and the lane is free again one
//! window after the call **arrived** at the server. That is enough: of N + 1 calls two went through the same lane, so they
//! arrived at least a window apart. An idle budget has all lanes free: N calls may go at once.
//!
//! When a call arrived is known to nobody but the server. The answer proves that it arrived before; so a lane counts from
//! the answer. Machine and network may stall as they like, and the first connection may take its time: what is late delays
//! the next call of its lane and never goes over the limit. The price is that a lane rests for as long as answers take. A
//! call without an answer counts as arrived [`DOUBT`] after it was sent, so that a dead connection doesn't hold a lane for
//! the length of a time-out.

/// Nanoseconds of some clock.
pub(crate) type Nanos = u64;

pub(crate) const MILLISECOND: Nanos = 1_000_000;
const SECOND: Nanos = 1000 * MILLISECOND;

/// How far apart two calls of a lane arrive. The milliseconds on top are for the clocks: the server's may count in whole
/// milliseconds, and either may be corrected while the window passes.
pub(crate) const WINDOW: Nanos = SECOND + 3 * MILLISECOND;

/// How long after it was sent a call without an answer may still arrive. What takes longer is a lost packet or a dead
/// connection, and holds its lane for one window more than an ordinary call.
pub(crate) const DOUBT: Nanos = SECOND;

/// Who took a lane: unique among all calls of the budget; 0 for nobody.
pub(crate) type Holder = u64;

/// One of N places in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lane {
    /// When the next call may go. While `in_flight`, the latest time that this can be.
    pub(crate) free_at: Nanos,
    /// The last call; the lowest bit says that it is in flight.
    pub(crate) mark: u64,
}

impl Lane {
    pub(crate) fn holder(self) -> Holder {
        self.mark >> 1
    }

    pub(crate) fn in_flight(self) -> bool {
        self.mark & 1 == 1
    }

    /// The earliest time at which it can be free: as if the call in flight had arrived when it was sent.
    fn perhaps_free_at(self) -> Nanos {
        if self.in_flight() { self.free_at.saturating_sub(DOUBT) } else { self.free_at }
    }

    /// Taken by `holder`, whose call is sent now.
    pub(crate) fn take(&mut self, holder: Holder, now: Nanos) {
        *self = Self { free_at: now + DOUBT + WINDOW, mark: holder << 1 | 1 };
    }

    /// The call arrived at `arrived` at the latest.
    pub(crate) fn settle(&mut self, arrived: Nanos) {
        *self = Self { free_at: arrived + WINDOW, mark: self.mark & !1 };
    }
}

/// When the next call may go, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Now, through this lane.
    Free(usize),
    Later {
        /// When a lane is free whatever happens.
        certain: Nanos,
        /// When a lane is free if the calls in flight turn out to have arrived early.
        perhaps: Nanos,
    },
}

/// The lane that is free first.
pub(crate) fn next(lanes: &[Lane], now: Nanos) -> Next {
    let Some((index, first)) = lanes.iter().enumerate().min_by_key(|(_, lane)| lane.free_at) else {
        return Next::Later { certain: Nanos::MAX, perhaps: Nanos::MAX };
    };
    if first.free_at <= now {
        return Next::Free(index);
    }
    let perhaps = lanes.iter().map(|lane| lane.perhaps_free_at()).min().unwrap_or(first.free_at);
    Next::Later { certain: first.free_at, perhaps }
}

/// Settles the lane of `holder`, unless another call has it by now. Says which lane it was.
pub(crate) fn settle(lanes: &mut [Lane], holder: Holder, arrived: Nanos) -> Option<usize> {
    let index = lanes.iter().position(|lane| lane.in_flight() && lane.holder() == holder)?;
    lanes[index].settle(arrived);
    Some(index)
}

/// Nobody goes before `until`.
pub(crate) fn pause(lanes: &mut [Lane], until: Nanos) {
    for lane in lanes {
        lane.free_at = lane.free_at.max(until);
    }
}

/// Changes the number of lanes: of more lanes the latest places stay, since they are what a smaller number is up against.
pub(crate) fn resize(lanes: &mut Vec<Lane>, count: usize) {
    if count < lanes.len() {
        lanes.sort_by_key(|lane| std::cmp::Reverse(lane.free_at));
    }
    lanes.resize(count, Lane::default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(lanes: &mut [Lane], holder: Holder, now: Nanos) -> Result<(), (Nanos, Nanos)> {
        match next(lanes, now) {
            Next::Free(index) => {
                lanes[index].take(holder, now);
                Ok(())
            }
            Next::Later { certain, perhaps } => Err((certain, perhaps)),
        }
    }

    #[test]
    fn an_idle_budget_goes_at_once_and_then_waits_for_the_window() {
        let mut lanes = vec![Lane::default(); 3];
        let start = 10 * SECOND;
        for holder in 1..=3 {
            assert_eq!(take(&mut lanes, holder, start), Ok(()));
        }
        assert_eq!(take(&mut lanes, 4, start), Err((start + DOUBT + WINDOW, start + WINDOW)));
        settle(&mut lanes, 2, start + 20 * MILLISECOND);
        let free = start + 20 * MILLISECOND + WINDOW;
        assert_eq!(take(&mut lanes, 4, free - 1), Err((free, start + WINDOW)));
        assert_eq!(take(&mut lanes, 4, free), Ok(()));
    }

    #[test]
    fn a_call_without_an_answer_holds_its_lane_for_a_window_and_the_doubt() {
        let mut lanes = vec![Lane::default(); 1];
        assert_eq!(take(&mut lanes, 1, 0), Ok(()));
        assert_eq!(take(&mut lanes, 2, DOUBT + WINDOW), Ok(()));
        assert_eq!(settle(&mut lanes, 1, DOUBT + WINDOW + 1), None, "the lane is another's by now");
        assert_eq!(lanes[0].free_at, 2 * (DOUBT + WINDOW));
        assert_eq!(settle(&mut lanes, 2, DOUBT + WINDOW + 2), Some(0));
        assert_eq!(settle(&mut lanes, 2, 0), None, "settled once");
    }

    #[test]
    fn an_answer_later_than_the_doubt_holds_the_lane_longer() {
        let mut lanes = vec![Lane::default(); 1];
        assert_eq!(take(&mut lanes, 1, 0), Ok(()));
        settle(&mut lanes, 1, DOUBT + 5);
        assert_eq!(take(&mut lanes, 2, DOUBT + WINDOW), Err((DOUBT + WINDOW + 5, DOUBT + WINDOW + 5)));
    }

    #[test]
    fn a_smaller_number_counts_the_latest_calls() {
        let mut lanes = vec![Lane::default(); 4];
        for holder in 1..=4 {
            assert_eq!(take(&mut lanes, holder, holder * 100 * MILLISECOND), Ok(()));
            settle(&mut lanes, holder, holder * 100 * MILLISECOND);
        }
        resize(&mut lanes, 2);
        let third = 300 * MILLISECOND + WINDOW;
        assert_eq!(take(&mut lanes, 5, third - 1), Err((third, third)));
        resize(&mut lanes, 3);
        assert_eq!(take(&mut lanes, 5, third - 1), Ok(()), "a lane more");
    }

    #[test]
    fn a_pause_holds_everyone() {
        let mut lanes = vec![Lane::default(); 2];
        pause(&mut lanes, WINDOW);
        assert_eq!(take(&mut lanes, 1, WINDOW - 1), Err((WINDOW, WINDOW)));
        assert_eq!(take(&mut lanes, 1, WINDOW), Ok(()));
    }
}
