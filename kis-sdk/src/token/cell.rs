//! One token within this process: what is known of it, and the one request for it that may be under way.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tracing::Instrument as _;
use tracing::instrument::WithSubscriber as _;

use super::failure::Failure;
use super::flight;
use super::key::digest;
use super::record::Refused;
use super::shelf::Shelf;
use super::store::TokenStore;
use super::waits::Waits;
use super::{Token, TokenKey};
use crate::client::http::Http;
use crate::{Credentials, Error, ErrorKind};

/// How a flight ended, for all who wait for it.
pub(super) type Outcome = Result<Token, Failure>;

/// A flight under way; `None` until it ended.
type Flight = watch::Receiver<Option<Outcome>>;

/// One token within this process, shared by all clients with the same store, server, credentials and times.
pub(super) struct Cell {
    pub(super) shelf: Shelf,
    pub(super) waits: Waits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Token>,
    refused: Option<Refused>,
    flight: Option<Flight>,
}

/// A cell's name. The store's address can't be another one's later: who is found holds it.
type Name = (usize, TokenKey, String, Waits);

/// The cells in use.
static CELLS: LazyLock<Mutex<HashMap<Name, Weak<Cell>>>> = LazyLock::new(Mutex::default);

impl Cell {
    /// The process's cell for this token. Clients with another app secret share no failure, hence no cell.
    pub(super) fn shared(
        store: &Arc<dyn TokenStore>,
        key: TokenKey,
        credentials: &Credentials,
        waits: Waits,
    ) -> Arc<Self> {
        let address = Arc::as_ptr(store).cast::<()>().addr();
        let name = (address, key.clone(), digest(&[credentials.app_key(), credentials.app_secret()]), waits);
        let mut cells = CELLS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = cells.get(&name).and_then(Weak::upgrade) {
            return cell;
        }
        cells.retain(|_, cell| cell.strong_count() > 0);
        let cell = Arc::new(Self { shelf: Shelf::new(Arc::clone(store), key), waits, state: Mutex::default() });
        cells.insert(name, Arc::downgrade(&cell));
        cell
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that this process or another one uses, or used last, good or not; never asks for one.
    pub(super) async fn at_hand(&self) -> Option<Token> {
        let current = self.state().current.clone();
        match current {
            Some(token) => Some(token),
            None => flight::kept(self).await,
        }
    }

    /// The token that the server refused last.
    pub(super) fn refused(&self) -> Option<Refused> {
        self.state().refused.clone()
    }

    /// The token at hand, or the outcome of the one flight that gets another.
    pub(super) async fn get(self: &Arc<Self>, http: &Http, credentials: &Credentials) -> Result<Token, Error> {
        // A flight can be lost with its runtime. Then once more, from here.
        for _ in 0..2 {
            let mut flight = match self.board(http, credentials)? {
                Boarded::Token(token) => return Ok(token),
                Boarded::Flight(flight) => flight,
            };
            let landed = tokio::time::timeout(self.waits.stalled(), flight.wait_for(Option::is_some)).await;
            let outcome = landed.ok().and_then(Result::ok).and_then(|outcome| outcome.clone());
            match outcome {
                Some(Ok(token)) => return Ok(token),
                Some(Err(failure)) => return Err(failure.to_error()),
                None => self.give_up(&flight),
            }
        }
        let what = self.shelf.key().purpose();
        Err(Error::new(
            ErrorKind::Unavailable,
            format!("the request for the {what} was abandoned: is the program ending?"),
        ))
    }

    /// The token, or the flight under way, or a new one.
    ///
    /// A flight is a task of its own. Its callers may be dropped or not be polled for a while: it lands all the same, no
    /// issued token is lost, and no lock is held by a future that nobody drives.
    fn board(self: &Arc<Self>, http: &Http, credentials: &Credentials) -> Result<Boarded, Error> {
        let mut state = self.state();
        if let Some(token) = state.current.as_ref().filter(|token| token.is_usable()) {
            return Ok(Boarded::Token(token.clone()));
        }
        if let Some(flight) = state.flight.as_ref().filter(|flight| flight.has_changed().is_ok()) {
            return Ok(Boarded::Flight(flight.clone()));
        }
        let runtime = Handle::try_current().map_err(|_| {
            Error::input("there is no tokio runtime here: call this within one that drives I/O and time")
        })?;
        let (sender, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let (cell, http, credentials) = (Arc::clone(self), http.clone(), credentials.clone());
        let task = async move {
            let outcome = flight::fly(&cell, &http, &credentials).await;
            cell.land(sender, outcome);
        };
        runtime.spawn(task.in_current_span().with_current_subscriber());
        Ok(Boarded::Flight(flight))
    }

    /// Ends a flight. Who comes later starts another one.
    fn land(&self, sender: watch::Sender<Option<Outcome>>, outcome: Outcome) {
        let mut state = self.state();
        if state.flight.as_ref().is_some_and(|flight| flight.same_channel(&sender.subscribe())) {
            state.flight = None;
        }
        if let Ok(token) = &outcome {
            state.current = Some(token.clone());
        }
        drop(state);
        sender.send_replace(Some(outcome));
    }

    /// Drops a flight that didn't land.
    fn give_up(&self, lost: &Flight) {
        let mut state = self.state();
        if state.flight.as_ref().is_some_and(|flight| flight.same_channel(lost)) {
            state.flight = None;
        }
    }

    /// Forgets a token, here and in the store, unless another one is there already. `is_refused`: it must not come back.
    pub(super) async fn forget(self: &Arc<Self>, token: &Token, is_refused: bool) {
        {
            let mut state = self.state();
            if state.current.as_ref().is_some_and(|current| current.value() == token.value()) {
                state.current = None;
            }
            if is_refused {
                state.refused = Some(Refused { value: token.secret().clone(), at: SystemTime::now() });
            }
        }
        let (cell, token) = (Arc::clone(self), token.clone());
        let task = async move { flight::mark(&cell, &token, is_refused).await };
        if let Ok(runtime) = Handle::try_current() {
            // A task for the same reasons as a flight. It doesn't fail, and if it ends with its runtime all ends.
            drop(runtime.spawn(task.in_current_span().with_current_subscriber()).await);
        }
    }
}

enum Boarded {
    Token(Token),
    Flight(Flight),
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell").field("key", self.shelf.key()).finish_non_exhaustive()
    }
}
