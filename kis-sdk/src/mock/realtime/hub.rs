//! What the realtime side remembers: connections, registrations, and what is to go wrong.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::realtime::Text;

/// What a connection is told to do.
pub(super) enum Order {
    /// Sends a text, in so many frames.
    Text(Text, usize),
    /// Sends these texts in turn, so often, as fast as they are taken.
    Repeat(Vec<Text>, u64),
    /// Sends half of a text and ends.
    Half(Text),
    /// Closes as the protocol has it.
    Close,
    /// Resets (RST).
    Reset,
    /// Says nothing more, and stays open.
    Silence,
}

/// A connection that speaks.
pub(super) struct Connection {
    pub(super) orders: UnboundedSender<Order>,
    /// The app key of its first registration.
    pub(super) pair: Option<usize>,
    /// It was told that the app key is in use.
    pub(super) is_second: bool,
    /// TR ids and keys, in the order of their registrations.
    pub(super) registered: Vec<(String, String)>,
}

/// Everything that changes.
#[derive(Default)]
pub(super) struct State {
    pub(super) connections: BTreeMap<u64, Connection>,
    /// How many there have been.
    pub(super) connected: u64,
    pub(super) pongs: u64,
    /// The app keys of the approval keys, in the order of their issue.
    approvals: Vec<usize>,
    /// How many of them are forgotten.
    forgotten: usize,
    pub(super) refusals: VecDeque<String>,
    pub(super) unanswered: u32,
    pub(super) is_occupied: bool,
    /// How many columns records have more (or less) than is documented.
    pub(super) columns: isize,
    /// How many records were made up for each TR and key.
    pub(super) made: HashMap<(String, String), u64>,
}

/// The realtime side.
pub(in crate::mock) struct Hub {
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    tasks: Mutex<JoinSet<()>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { state: Mutex::default(), changes: watch::Sender::new(0), tasks: Mutex::default() }
    }
}

impl Hub {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and tells those who wait for it.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let outcome = change(&mut self.state());
        self.changes.send_modify(|number| *number += 1);
        outcome
    }

    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends all connections.
    pub(in crate::mock) fn stop(&self) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
    }

    /// Issues an approval key.
    pub(in crate::mock) fn approve(&self, pair: usize) -> String {
        let mut state = self.state();
        state.approvals.push(pair);
        format!("mock-approval-key-{}", state.approvals.len())
    }

    /// Forgets all approval keys that it issued.
    pub(super) fn forget_approvals(&self) {
        let mut state = self.state();
        state.forgotten = state.approvals.len();
    }
}

impl State {
    /// The app key that an approval key was issued for, if it still counts.
    pub(super) fn approved(&self, key: &str) -> Option<usize> {
        let number: usize = key.strip_prefix("mock-approval-key-")?.parse().ok()?;
        let index = number.checked_sub(1).filter(|index| *index >= self.forgotten)?;
        self.approvals.get(index).copied()
    }

    /// Gives an order to all connections.
    pub(super) fn order(&self, order: impl Fn() -> Order) {
        self.connections.values().for_each(|connection| drop(connection.orders.send(order())));
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").finish_non_exhaustive()
    }
}
