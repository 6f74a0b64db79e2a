//! The budget of one app key on one host, and where the clients of a process find it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use super::Pace;
use super::clock::{Clock, Moment};
use super::lanes::{self, Holder, Lane, MILLISECOND, Nanos, Next, WINDOW};
use super::queue::{Precedence, Queue, Turn};
use super::shared::{Shared, Verdict};
use super::state_file::StateFile;
use crate::Error;

/// How long the first in the queue may stay away when it is due. A program can hold a call that waits without ever looking
/// at it again (`buffered` while its body makes another call, a branch of `select!` that lost): it must not hold up the rest.
const GRACE: Nanos = 100 * MILLISECOND;

/// How often those behind look whether the first is still there. Of many of them, a thousand look each second in all.
const PATIENCE: Nanos = 500 * MILLISECOND;

/// The budgets of this process. One without clients stays until the server has forgotten its calls: a program that makes a
/// client for each call keeps the pace as well.
static BUDGETS: LazyLock<Mutex<HashMap<String, Arc<Budget>>>> = LazyLock::new(Mutex::default);

/// What all clients of one app key on one host have in common.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Names the budget among others, and its file: a hash, from which nobody learns the app key.
    name: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    clock: Clock,
    /// The rates of the clients alive, by number of client.
    members: HashMap<u64, Pace>,
    next_member: u64,
    /// This process's calls. As many as the slowest client's rate; none where nothing limits.
    lanes: Vec<Lane>,
    queue: Queue<Arc<Notify>>,
    /// When the first in the queue has to ask for its slot: when it was woken, or when it said that it would.
    head_due: Nanos,
    next_holder: Holder,
    /// The folder that a client named, and the lanes in it unless they couldn't be used.
    folder: Option<PathBuf>,
    shared: Option<Shared>,
}

/// What the one who waits has to do.
#[derive(Debug)]
pub(crate) enum Step {
    /// Go; the lane is held by `Holder` if there is a limit.
    Go(Option<Holder>),
    /// Ask again at this time, or when woken.
    Until(tokio::time::Instant),
}

impl Budget {
    /// The budget of this app key on this host, shared with all other clients of the process that ask for the same.
    pub(crate) fn of(origin: &str, app_key: &str) -> Arc<Self> {
        let name = name(origin, app_key);
        let mut budgets = lock(&BUDGETS);
        budgets.retain(|known, budget| *known == name || Arc::strong_count(budget) > 1 || !budget.is_forgotten());
        let budget = budgets.entry(name).or_insert_with_key(|name| Arc::new(Self::new(name.clone())));
        Arc::clone(budget)
    }

    /// Whether all lanes are free: a new budget is the same.
    fn is_forgotten(&self) -> bool {
        let state = self.state();
        let now = state.clock.steady();
        state.lanes.iter().all(|lane| lane.free_at <= now)
    }

    fn new(name: String) -> Self {
        let state = State {
            clock: Clock::new(),
            members: HashMap::new(),
            next_member: 0,
            lanes: Vec::new(),
            queue: Queue::default(),
            head_due: 0,
            // A random process in the upper half, the calls counted in the lower; one bit stays free for the lane's mark.
            next_holder: (uuid::Uuid::new_v4().as_u64_pair().0 >> 33) << 32,
            folder: None,
            shared: None,
        };
        Self { name, state: Mutex::new(state) }
    }

    /// Adds a client: from now on the slowest of all counts. With a folder the budget is shared with all processes that
    /// name the same one; where that is impossible, this process keeps the pace by itself and says so once.
    pub(crate) fn join(&self, pace: Pace, folder: Option<&Path>) -> Result<u64, Error> {
        let mut state = self.state();
        if state.members.is_empty() {
            (state.folder, state.shared) = (None, None);
        }
        if let Some(folder) = folder {
            state.share(folder, &self.name)?;
        }
        let member = state.next_member;
        state.next_member += 1;
        state.members.insert(member, pace);
        state.count_lanes();
        // Whoever waits and was first has another number of lanes before it.
        state.wake_head();
        Ok(member)
    }

    /// A client is gone.
    pub(crate) fn leave(&self, member: u64) {
        let mut state = self.state();
        state.members.remove(&member);
        // The calls that are still in flight count for whoever comes next.
        if !state.members.is_empty() {
            state.count_lanes();
            state.wake_head();
        }
    }

    /// Whether nothing limits and nobody waits: then there is no turn to take.
    pub(crate) fn is_free(&self) -> bool {
        let state = self.state();
        state.lanes.is_empty() && state.queue.is_empty()
    }

    pub(crate) fn enqueue(&self, precedence: Precedence, waker: Arc<Notify>) -> Turn {
        let mut state = self.state();
        let turn = state.queue.join(precedence, waker);
        if state.queue.is_head(turn) {
            state.head_due = state.clock.steady();
        }
        turn
    }

    /// Gives the first in the queue its slot, if there is one.
    pub(crate) fn step(&self, turn: Turn) -> Step {
        self.state().step(turn)
    }

    /// Who waited waits no longer.
    pub(crate) fn abandon(&self, turn: Turn) {
        let mut state = self.state();
        let was_head = state.queue.is_head(turn);
        state.queue.leave(turn);
        if was_head {
            state.wake_head();
        }
    }

    /// The call of `holder` has arrived by now, whatever came of it.
    pub(crate) fn settle(&self, holder: Holder) {
        let mut state = self.state();
        let moment = state.clock.moment();
        lanes::settle(&mut state.lanes, holder, moment.steady);
        state.tell(|shared, count| shared.settle(count, holder, moment.wall, moment));
        state.wake_head();
    }

    /// Nobody goes before the window has passed, counted from now.
    pub(crate) fn pause(&self) {
        let mut state = self.state();
        let moment = state.clock.moment();
        lanes::pause(&mut state.lanes, moment.steady + WINDOW);
        state.tell(|shared, count| shared.pause(count, moment.wall + WINDOW, moment));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    fn share(&mut self, folder: &Path, name: &str) -> Result<(), Error> {
        match &self.folder {
            Some(known) if known == folder => return Ok(()),
            Some(known) => {
                return Err(Error::input(format!(
                    "another client of this program shares the pace of the same app key through {}: give both the same \
                     folder (not {})",
                    known.display(),
                    folder.display()
                )));
            }
            None => self.folder = Some(folder.to_owned()),
        }
        match StateFile::open(folder, name) {
            Ok(file) => self.shared = Some(Shared::new(file)),
            Err(error) => warn(folder, &error),
        }
        Ok(())
    }

    fn step(&mut self, turn: Turn) -> Step {
        self.queue.come_back(turn);
        if let Some(again) = self.wait_for_head(turn) {
            return Step::Until(self.clock.instant(again));
        }
        let step = self.ask();
        if let Step::Go(_) = step {
            self.queue.served(turn);
            self.head_due = self.clock.steady();
            self.wake_head();
        }
        step
    }

    /// When somebody who isn't first has to look again; `None` for the first. Who should be first and doesn't come is
    /// passed over until it does.
    fn wait_for_head(&mut self, turn: Turn) -> Option<Nanos> {
        if self.queue.is_head(turn) {
            return None;
        }
        let now = self.clock.steady();
        if self.head_due + GRACE <= now {
            self.queue.pass_over_head();
            self.head_due = now;
            self.wake_head();
            return if self.queue.is_head(turn) { None } else { Some(now + GRACE) };
        }
        let crowd = self.queue.len() as Nanos * MILLISECOND;
        Some((self.head_due + GRACE).max(now + PATIENCE.max(crowd)))
    }

    /// The first in the queue asks for a slot.
    fn ask(&mut self) -> Step {
        if self.lanes.is_empty() {
            return Step::Go(None);
        }
        let moment = self.clock.moment();
        let index = match lanes::next(&self.lanes, moment.steady) {
            Next::Free(index) => index,
            // An answer that comes before then wakes the head.
            Next::Later { certain, .. } => return self.until(certain),
        };
        let holder = self.next_holder;
        if let Verdict::Later(wait) = self.ask_others(holder, moment) {
            return self.until(moment.steady + wait);
        }
        self.next_holder += 1;
        self.lanes[index].take(holder, moment.steady);
        Step::Go(Some(holder))
    }

    fn until(&mut self, due: Nanos) -> Step {
        self.head_due = due;
        Step::Until(self.clock.instant(due))
    }

    fn ask_others(&mut self, holder: Holder, moment: Moment) -> Verdict {
        let count = self.lanes.len();
        let Some(shared) = &mut self.shared else { return Verdict::Go };
        match shared.take(count, holder, moment) {
            Ok(verdict) => verdict,
            Err(error) => {
                warn(shared.path(), &error);
                self.shared = None;
                Verdict::Go
            }
        }
    }

    /// Writes to the shared lanes, if there are any.
    fn tell(&mut self, write: impl FnOnce(&mut Shared, usize) -> std::io::Result<()>) {
        let count = self.lanes.len();
        let Some(shared) = self.shared.as_mut().filter(|_| count > 0) else { return };
        if let Err(error) = write(shared, count) {
            warn(shared.path(), &error);
            self.shared = None;
        }
    }

    fn wake_head(&mut self) {
        if let Some((_, waker)) = self.queue.head() {
            waker.notify_one();
            self.head_due = self.head_due.min(self.clock.steady());
        }
    }

    fn count_lanes(&mut self) {
        let count = self.members.values().filter_map(|pace| pace.lanes()).min().unwrap_or(0);
        lanes::resize(&mut self.lanes, count);
    }
}

/// Once for each budget: it isn't tried again.
fn warn(path: &Path, error: &std::io::Error) {
    tracing::warn!(
        path = %path.display(),
        %error,
        "the pace can't be shared with other processes: this one keeps it by itself. Name a folder that can be written to \
         with ClientBuilder::pace_across_processes_in"
    );
}

fn name(origin: &str, app_key: &str) -> String {
    let digest = Sha256::new().chain_update(origin).chain_update([0]).chain_update(app_key).finalize();
    digest.iter().take(16).fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// The state is whole at every step: a panic elsewhere is no reason to stop all calls.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
