//! One budget for all processes of a machine: the lanes in a state file, on the clock that all of them see.
//!
//! Each process lets its own first waiter ask here; the lock is held for microseconds, and nobody waits for it other than
//! by coming back a millisecond later. When a lane comes free, the processes come for it a millisecond apart, the one that
//! waits longest first, as far as timers are that fine: nobody starves. Beside the file each process keeps its own calls apart by its
//! own steady clock.
//!
//! The time of day may be set. A lane that is free only in a future that no call leads to was written before that, and so
//! was every lane when the two clocks of this process disagree: all lanes then count as taken just now, and the calls go
//! on one window later. What remains is a clock set forward within the second before a new process makes its first calls.

use std::io;

use super::clock::Moment;
use super::lanes::{self, DOUBT, Holder, Lane, MILLISECOND, Nanos, Next, WINDOW};
use super::state_file::{Content, StateFile};

/// How soon to come back when another process has the lock.
const RETRY: Nanos = MILLISECOND;

/// How soon to look whether the answer came that another process waits for.
const LOOK: Nanos = 5 * MILLISECOND;

/// How much later than a lane is free a process comes that only began to wait. Each slot that went by meanwhile takes a
/// millisecond off, which is as fine as timers are: of five processes the one that waits longest comes first.
const HANDICAP: Nanos = 4 * MILLISECOND;

/// How often to try for the lock where nothing can wait.
const TRIES: usize = 3;

/// How far the clocks may drift apart between two looks, and on top of it in each second: more is a clock that was set.
const DRIFT: Nanos = 20 * MILLISECOND;
const DRIFT_PER_SECOND: Nanos = MILLISECOND;

/// Whether a call may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    /// Ask again after so long.
    Later(Nanos),
}

/// This process's access to the shared lanes.
#[derive(Debug)]
pub(crate) struct Shared {
    file: StateFile,
    ledger: Ledger,
}

/// What this process has to tell the others, and what it knows about the clocks.
#[derive(Debug, Default)]
struct Ledger {
    /// Answers that came while another process had the lock: call and latest arrival.
    answered: Vec<(Holder, Nanos)>,
    /// A pause that couldn't be written yet.
    pause: Option<Nanos>,
    /// Since when this process waits for a slot, by its own clock.
    since: Option<Nanos>,
    last: Option<Moment>,
}

impl Shared {
    pub(crate) fn new(file: StateFile) -> Self {
        Self { file, ledger: Ledger::default() }
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.file.path()
    }

    /// Takes a lane for the call of `holder` if one is free.
    pub(crate) fn take(&mut self, count: usize, holder: Holder, moment: Moment) -> io::Result<Verdict> {
        let ledger = &mut self.ledger;
        let verdict = self.file.try_change(count, |content| {
            let mut lanes = ledger.settled(content, count, moment);
            let waited = moment.steady.saturating_sub(*ledger.since.get_or_insert(moment.steady));
            let verdict = step(&mut lanes, holder, moment.wall, waited);
            if verdict == Verdict::Go {
                ledger.since = None;
            }
            (Some(lanes), verdict)
        })?;
        Ok(verdict.unwrap_or(Verdict::Later(RETRY)))
    }

    /// The call of `holder` arrived at `arrived` by the time of day, at the latest. Never waits: where another process has
    /// the lock, the next call of this process brings it along, and until then the lane counts as in flight.
    pub(crate) fn settle(&mut self, count: usize, holder: Holder, arrived: Nanos, moment: Moment) -> io::Result<()> {
        self.ledger.answered.push((holder, arrived));
        self.tell(count, moment)
    }

    /// Nobody goes before `until`, in any process.
    pub(crate) fn pause(&mut self, count: usize, until: Nanos, moment: Moment) -> io::Result<()> {
        self.ledger.pause = self.ledger.pause.max(Some(until));
        self.tell(count, moment)
    }

    fn tell(&mut self, count: usize, moment: Moment) -> io::Result<()> {
        let ledger = &mut self.ledger;
        for _ in 0..TRIES {
            let told = self.file.try_change(count, |content| (Some(ledger.settled(content, count, moment)), ()))?;
            if told.is_some() {
                break;
            }
            std::hint::spin_loop();
        }
        Ok(())
    }
}

impl Ledger {
    /// The lanes that the file holds, made plausible, with everything that this process has to tell.
    fn settled(&mut self, content: Content, count: usize, now: Moment) -> Vec<Lane> {
        let mut lanes = match content {
            Content::Lanes(lanes) => lanes,
            Content::Empty => vec![Lane::default(); count],
            // Whoever called before is not known any more.
            Content::Foreign => vec![taken(now.wall); count],
        };
        if self.clock_was_set(now) {
            tracing::debug!("the time of day was set: all calls pause for a second");
            lanes.fill(taken(now.wall));
        }
        for lane in &mut lanes {
            if lane.free_at > now.wall + DOUBT + 2 * WINDOW {
                *lane = taken(now.wall);
            }
        }
        for (holder, arrived) in self.answered.drain(..) {
            lanes::settle(&mut lanes, holder, arrived);
        }
        if let Some(until) = self.pause.take() {
            lanes::pause(&mut lanes, until);
        }
        lanes
    }

    /// Whether the time of day went on by another amount than this process's own clock since the last look. A machine
    /// that slept looks the same, and a pause does no harm then.
    fn clock_was_set(&mut self, now: Moment) -> bool {
        let Some(last) = self.last.replace(now) else { return false };
        let steady = now.steady.saturating_sub(last.steady);
        (last.wall + steady).abs_diff(now.wall) > DRIFT + steady / (1000 * MILLISECOND) * DRIFT_PER_SECOND
    }
}

fn taken(now: Nanos) -> Lane {
    Lane { free_at: now + WINDOW, mark: 0 }
}

fn step(lanes: &mut [Lane], holder: Holder, now: Nanos, waited: Nanos) -> Verdict {
    let slots_gone_by = waited.saturating_mul(lanes.len() as Nanos) / WINDOW;
    let handicap = HANDICAP.saturating_sub(slots_gone_by.saturating_mul(MILLISECOND));
    let due = match lanes::next(lanes, now) {
        Next::Free(index) => {
            let due = lanes[index].free_at.saturating_add(handicap);
            if due <= now {
                lanes[index].take(holder, now);
                return Verdict::Go;
            }
            due
        }
        Next::Later { certain, perhaps } => perhaps.max(now + LOOK).min(certain).saturating_add(handicap),
    };
    Verdict::Later(due - now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Nanos = 1_800_000_000 * 1000 * MILLISECOND;
    const A: Holder = 1 << 32;
    const B: Holder = 2 << 32;

    fn moment(after: Nanos) -> Moment {
        Moment { steady: after, wall: START + after }
    }

    fn settled(ledger: &mut Ledger, lanes: &[Lane], now: Moment) -> Vec<Lane> {
        ledger.settled(Content::Lanes(lanes.to_vec()), lanes.len(), now)
    }

    #[test]
    fn processes_share_the_lanes() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Shared::new(StateFile::open(folder.path(), "x").expect("a file"));
        let (mut a, mut b) = (open(), open());
        assert_eq!(a.take(2, A, moment(0)).expect("readable"), Verdict::Go);
        assert_eq!(b.take(2, B, moment(1)).expect("readable"), Verdict::Go);
        let Verdict::Later(_) = b.take(2, B + 1, moment(2)).expect("readable") else { panic!("both lanes are taken") };
        a.settle(2, A, START + 10, moment(10)).expect("writable");
        let due = 10 + WINDOW;
        assert_eq!(a.take(2, A + 1, moment(due)).expect("readable"), Verdict::Later(HANDICAP), "it only comes now");
        assert_eq!(
            b.take(2, B + 1, moment(due + HANDICAP - 2 * MILLISECOND)).expect("readable"),
            Verdict::Go,
            "it waited"
        );
        b.pause(2, START + due + WINDOW, moment(due)).expect("writable");
        let Verdict::Later(wait) = a.take(2, A + 1, moment(due + WINDOW - 1)).expect("readable") else {
            panic!("all processes pause")
        };
        assert!(wait >= 1);
    }

    #[test]
    fn an_answer_that_others_wait_for_is_looked_for() {
        let mut lanes = [Lane::default()];
        assert_eq!(step(&mut lanes, A, START, 0), Verdict::Go);
        assert_eq!(step(&mut lanes, B, START + WINDOW / 2, 0), Verdict::Later(WINDOW - WINDOW / 2 + HANDICAP));
        assert_eq!(step(&mut lanes, B, START + WINDOW, WINDOW), Verdict::Later(LOOK + HANDICAP - MILLISECOND));
        assert_eq!(step(&mut lanes, B, START + WINDOW + DOUBT, 2 * WINDOW), Verdict::Later(HANDICAP - 2 * MILLISECOND));
        assert_eq!(step(&mut lanes, B, START + WINDOW + DOUBT, 4 * WINDOW), Verdict::Go);
    }

    /// Nobody gets less than half of a fair share in the worst order: the processes' timers go off in whole milliseconds,
    /// and A always comes first, then B, C and D.
    #[test]
    fn nobody_starves() {
        for count in [1, 3, 18] {
            let mut lanes = vec![Lane::default(); count];
            let mut asks_at = [START; 4];
            let mut since = [START; 4];
            let mut slots = [0; 4];
            for tick in 0..20_000 {
                let now = START + tick * MILLISECOND;
                for process in 0..4 {
                    if asks_at[process] > now {
                        continue;
                    }
                    let holder = (process as Holder + 1) << 32 | tick;
                    match step(&mut lanes, holder, now, now - since[process]) {
                        Verdict::Go => {
                            slots[process] += 1;
                            since[process] = now;
                            lanes::settle(&mut lanes, holder, now);
                            asks_at[process] = now + MILLISECOND;
                        }
                        Verdict::Later(wait) => asks_at[process] = now + wait,
                    }
                }
            }
            let fair = 20 * count / 4;
            assert!(slots.iter().all(|slots| *slots >= fair / 2), "{count} a second: {slots:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_pauses_all_calls_once() {
        for (set, elapsed, is_set) in [
            (0_i64, 1, false),
            (19, 1, false),
            (-19, 1, false),
            (3_600_000, 1, true),
            (-3_600_000, 1, true),
            (500, 3, true),
            (-500, 3, true),
            // Corrected by half a thousandth over two minutes.
            (60, 120_000, false),
        ] {
            let mut ledger = Ledger::default();
            let before = [Lane { free_at: START, mark: 0 }];
            assert_eq!(settled(&mut ledger, &before, moment(0)), before);
            let mut now = moment(elapsed * MILLISECOND);
            now.wall = now.wall.checked_add_signed(set * MILLISECOND as i64).expect("after 1970");
            let after = settled(&mut ledger, &before, now);
            assert_eq!(after == [taken(now.wall)], is_set, "{set} ms within {elapsed} ms");
            let later = Moment { steady: now.steady + WINDOW, wall: now.wall + WINDOW };
            assert_eq!(settled(&mut ledger, &after, later), after, "once");
        }
    }

    #[test]
    fn a_lane_in_the_far_future_is_not_believed() {
        let lanes = [Lane { free_at: Nanos::MAX, mark: Nanos::MAX }, Lane { free_at: START, mark: 0 }];
        let healed = settled(&mut Ledger::default(), &lanes, moment(0));
        assert_eq!(healed, [taken(START), lanes[1]]);
    }

    #[test]
    fn foreign_content_counts_as_calls_just_now() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.settled(Content::Foreign, 2, moment(0)), [taken(START); 2]);
        assert_eq!(ledger.settled(Content::Empty, 2, moment(1)), [Lane::default(); 2]);
    }
}
