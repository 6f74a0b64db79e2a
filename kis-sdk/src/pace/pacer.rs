//! A client's access to its budget: wait for a slot, give it back.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::budget::{Budget, Step};
use super::lanes::Holder;
use super::queue::{Precedence, Turn};
use super::{Pace, Settings, Sharing};
use crate::descriptor::Kind;
use crate::{Credentials, Environment, Error, user_folder};

/// One client and its clones.
#[derive(Debug)]
pub(crate) struct Pacer {
    budget: Arc<Budget>,
    member: u64,
    orders_first: bool,
}

impl Pacer {
    pub(crate) fn new(
        settings: &Settings,
        environment: &Environment,
        credentials: &Credentials,
    ) -> Result<Self, Error> {
        let budget = Budget::of(environment.origin(), credentials.app_key());
        let folder = match &settings.sharing {
            Sharing::Process => None,
            Sharing::Folder(folder) => Some(folder.clone()),
            Sharing::User => user_folder::path().ok(),
        };
        if settings.sharing == Sharing::User && folder.is_none() {
            tracing::warn!(
                "this user has no home folder: the pace isn't shared with other processes. Name a folder with \
                 ClientBuilder::pace_across_processes_in"
            );
        }
        let pace = settings.pace.unwrap_or_else(|| Pace::of(environment));
        let member = budget.join(pace, folder.as_deref())?;
        Ok(Self { budget, member, orders_first: settings.orders_first })
    }

    /// Waits until a call of this kind may go. Dropped while it waits, it loses nothing and holds nobody up.
    pub(crate) async fn slot(&self, kind: Kind) -> Permit {
        let precedence = match kind {
            Kind::Order if self.orders_first => Precedence::First,
            Kind::Order | Kind::Query | Kind::Realtime => Precedence::Ordinary,
        };
        if self.budget.is_free() {
            return Permit { budget: Arc::clone(&self.budget), holder: None, waited: Duration::ZERO };
        }
        let began = Instant::now();
        let mut waiting = Waiting::new(&self.budget, precedence);
        let holder = waiting.slot().await;
        Permit { budget: Arc::clone(&self.budget), holder, waited: began.elapsed() }
    }

    /// The server refused a call for too many in a second (EGW00201) although the budget was kept: another program uses
    /// the same app key, or the account has a smaller budget than it was said to. All calls pause for one window, after
    /// which the server has forgotten whatever it counted; nothing more is learnt from it, because how much others use
    /// says nothing about the next second.
    pub(crate) fn refused(&self) {
        tracing::debug!("more calls than the server allows: all calls pause for a second");
        self.budget.pause();
    }
}

impl Drop for Pacer {
    fn drop(&mut self) {
        self.budget.leave(self.member);
    }
}

/// The right to send one call. Drop it when the answer is there, or when none will come: until then the call counts as
/// one that may arrive at any moment.
#[derive(Debug)]
#[must_use = "the call counts as arrived when the permit is dropped"]
pub(crate) struct Permit {
    budget: Arc<Budget>,
    /// `None` where nothing limits.
    holder: Option<Holder>,
    waited: Duration,
}

impl Permit {
    /// How long the slot took to come.
    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(holder) = self.holder {
            self.budget.settle(holder);
        }
    }
}

/// A place in the queue that is left when it is dropped.
struct Waiting<'a> {
    budget: &'a Budget,
    turn: Turn,
    waker: Arc<Notify>,
    served: bool,
}

impl<'a> Waiting<'a> {
    fn new(budget: &'a Budget, precedence: Precedence) -> Self {
        let waker = Arc::new(Notify::new());
        let turn = budget.enqueue(precedence, Arc::clone(&waker));
        Self { budget, turn, waker, served: false }
    }

    /// Only the first in the queue watches the clock; everybody else sleeps until it is their turn, and looks now and then
    /// whether somebody before them went to sleep for good.
    async fn slot(&mut self) -> Option<Holder> {
        loop {
            match self.budget.step(self.turn) {
                Step::Go(holder) => {
                    self.served = true;
                    return holder;
                }
                Step::Until(instant) => {
                    // Either way, look again.
                    let _ = tokio::time::timeout_at(instant, self.waker.notified()).await;
                }
            }
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.served {
            self.budget.abandon(self.turn);
        }
    }
}
