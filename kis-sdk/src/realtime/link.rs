//! From the streams to their session: one session for each server and app key of a process.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::buffer::{Pressure, Queue};
use super::event::Key;
use super::failure::Failure;
use super::session::Session;
use super::settings::Settings;
use crate::descriptor::Tr;
use crate::token::{Purpose, TokenKey};
use crate::{Client, Error, ErrorKind};

/// How long the last connection of an app key is remembered.
const REMEMBERED: Duration = Duration::from_secs(600);

/// What is registered: a TR, by its id on this environment, and a key.
#[derive(Clone, PartialEq)]
pub(crate) struct Want {
    pub(crate) tr: &'static Tr,
    pub(crate) tr_id: &'static str,
    pub(crate) key: Key,
}

/// Which stream of which registration.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) want: Want,
    pub(crate) id: u64,
}

/// What came of it.
pub(crate) type Outcome = oneshot::Sender<Result<(), Failure>>;

/// What streams ask of their session.
pub(crate) enum Command {
    Connect(Outcome),
    Subscribe { place: Place, queue: Arc<Queue>, done: Outcome },
    Leave { place: Place, done: Option<Outcome> },
    Listen(Arc<Queue>),
    Close(Outcome),
}

/// What a session lets others see.
#[derive(Default)]
pub(crate) struct Status {
    pub(crate) is_connected: bool,
    /// The registrations that the server acknowledged or is asked for, in their order.
    pub(crate) registered: Vec<Want>,
    /// Why there is no connection.
    pub(crate) failure: Option<Failure>,
}

/// A session as its streams hold it; it ends when the last one lets go.
pub(crate) struct Link {
    commands: mpsc::UnboundedSender<Command>,
    ids: AtomicU64,
    pub(crate) pressure: Arc<Pressure>,
    status: Arc<Mutex<Status>>,
    patience: Duration,
}

/// The last connection of an app key; whoever holds it has the session.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub(crate) connected: Option<Instant>,
}

struct Entry {
    link: Weak<Link>,
    /// Sessions of one app key follow each other: the server refuses a second one.
    turn: Arc<tokio::sync::Mutex<Turn>>,
}

/// The sessions of this process by server and app key.
static SESSIONS: Mutex<Option<HashMap<String, Entry>>> = Mutex::new(None);

impl Link {
    /// The session of this client's server and app key, where there is one.
    pub(crate) fn running(client: &Client) -> Option<Arc<Self>> {
        let key = TokenKey::new(client.environment(), client.credentials(), Purpose::ApprovalKey);
        let sessions = SESSIONS.lock().unwrap_or_else(PoisonError::into_inner);
        let link = sessions.as_ref()?.get(key.id())?.link.upgrade();
        link.filter(|link| !link.is_over())
    }

    /// The session of this client's server and app key: the running one, or a new one.
    pub(crate) fn of(client: &Client, settings: &Settings) -> Arc<Self> {
        let key = TokenKey::new(client.environment(), client.credentials(), Purpose::ApprovalKey);
        let mut sessions = SESSIONS.lock().unwrap_or_else(PoisonError::into_inner);
        let sessions = sessions.get_or_insert_default();
        let running = sessions.get(key.id()).and_then(|entry| entry.link.upgrade());
        if let Some(link) = running.filter(|link| !link.commands.is_closed()) {
            return link;
        }
        sessions.retain(|id, entry| id == key.id() || entry.is_needed());
        let turn = sessions.get(key.id()).map(|entry| Arc::clone(&entry.turn)).unwrap_or_default();
        let (commands, received) = mpsc::unbounded_channel();
        let link = Arc::new(Self {
            commands,
            ids: AtomicU64::new(0),
            pressure: Arc::default(),
            status: Arc::default(),
            patience: settings.patience,
        });
        sessions.insert(key.id().to_owned(), Entry { link: Arc::downgrade(&link), turn: Arc::clone(&turn) });
        let session =
            Session::new(client.clone(), *settings, received, Arc::clone(&link.pressure), Arc::clone(&link.status));
        tokio::spawn(session.run(turn));
        link
    }

    /// Whether the session has ended for good.
    pub(crate) fn is_over(&self) -> bool {
        self.commands.is_closed()
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a command; nothing happens where the session has ended, which `wait` then tells.
    pub(crate) fn send(&self, command: Command) {
        drop(self.commands.send(command));
    }

    /// What came of a command, within the patience; `None` where the session ended before.
    pub(crate) async fn in_time(
        &self,
        tr: &'static Tr,
        wait: oneshot::Receiver<Result<(), Failure>>,
    ) -> Option<Result<(), Error>> {
        match tokio::time::timeout(self.patience, wait).await {
            Ok(Ok(outcome)) => Some(outcome.map_err(|failure| failure.error())),
            Ok(Err(_)) => None,
            Err(_) => Some(Err(self.too_late().of(Some(tr)).error())),
        }
    }

    /// The same without a TR.
    pub(crate) async fn connected_in_time(
        &self,
        wait: oneshot::Receiver<Result<(), Failure>>,
    ) -> Option<Result<(), Error>> {
        match tokio::time::timeout(self.patience, wait).await {
            Ok(Ok(outcome)) => Some(outcome.map_err(|failure| failure.error())),
            Ok(Err(_)) => None,
            Err(_) => Some(Err(self.too_late().error())),
        }
    }

    fn too_late(&self) -> Failure {
        let seconds = self.patience.as_secs_f32();
        if self.pressure.is_on() {
            let message = format!(
                "no word from the server in {seconds} s: the session waits for a stream with Buffer::wait that isn't read"
            );
            return Failure::new(ErrorKind::Timeout, message);
        }
        match &self.status().failure {
            Some(failure) => {
                let message = format!("no connection to the realtime server in {seconds} s; the last try: {failure}");
                Failure::new(ErrorKind::Timeout, message)
            }
            None => Failure::new(ErrorKind::Timeout, format!("no word from the realtime server in {seconds} s")),
        }
    }
}

impl Entry {
    fn is_needed(&self) -> bool {
        match self.turn.try_lock() {
            Ok(turn) => turn.connected.is_some_and(|connected| connected.elapsed() < REMEMBERED),
            Err(_) => true,
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}
