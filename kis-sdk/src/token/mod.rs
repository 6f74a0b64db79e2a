//! Access tokens and approval keys: one for each server and app key, for all clients of a process and all processes of a
//! machine.
//!
//! The server issues a token for a day, sends the account's owner a message each time, and refuses to issue another one
//! within a minute. So a client looks for one that is there already, and only then asks:
//!
//! 1. in its own memory, shared by its clones;
//! 2. in its [`TokenStore`]: files in the user's state folder ([`FileTokenStore`]) unless
//!    [`ClientBuilder::token_store`](crate::ClientBuilder::token_store) says otherwise. **A client of a server on this
//!    machine** (`127.0.0.1`, `localhost`: the mock server, a test) uses a [`MemoryTokenStore`] that is common to the
//!    process, so that tests never write into anybody's folders;
//! 3. from the server, while it holds the store's lock: of fifty processes that start together, one asks. Tasks that wait
//!    for the same request share its outcome, failures too.
//!
//! # What goes wrong
//! - **The server refuses the token** (`EGW00121`, `EGW00123`): that token is forgotten, and replaced by the one that
//!   another process has got meanwhile, or by a new one, once. The server may hand out the refused one again: that gets one
//!   more try as well. A replacement that is refused before it worked is an error of the kind
//!   [`ErrorKind::Auth`](crate::ErrorKind::Auth), and for a minute nobody asks again.
//! - **Too soon** (`EGW00133`): the call waits for up to 65 s
//!   ([`ClientBuilder::token_patience`](crate::ClientBuilder::token_patience)), looks whether another process got one, asks
//!   again now and then, and at last fails with [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited).
//! - **The clock is wrong or is set**: within a process a steady clock counts. What is kept says when it was asked for; if
//!   that lies in the future it is trusted for a day at most. The worst is a token that the server refuses, and that is
//!   replaced once.
//! - **The store fails**: one warning, and the process keeps its tokens in memory. What is damaged is replaced.
//!
//! # For your own use
//! [`Client::access_token`](crate::Client::access_token) and [`Client::approval_key`](crate::Client::approval_key) give
//! them to requests and connections that this crate doesn't make.

mod cell;
mod failure;
mod file;
mod flight;
mod format;
mod key;
mod memory;
pub(crate) mod oauth;
mod record;
mod secret;
mod shelf;
mod store;
#[cfg(all(test, feature = "mock"))]
mod tests;
mod waits;

use std::fmt;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use cell::Cell;
pub use file::FileTokenStore;
pub use key::{Purpose, TokenKey};
pub use memory::MemoryTokenStore;
pub(crate) use secret::Token;
pub use secret::{AccessToken, ApprovalKey};
pub use store::{Entry, Lease, StoreError, StoreFuture, TokenStore};
pub(crate) use waits::Waits;

use crate::client::http::Http;
use crate::{Credentials, Environment, Error};

const DAY: Duration = Duration::from_secs(86_400);

/// How long before its end a token is no longer used: longer than any request takes, but not most of a short life.
fn margin(lifetime: Duration) -> Duration {
    (lifetime / 10).min(Duration::from_secs(60))
}

/// The store of a client that was not given one.
pub(crate) fn default_store(environment: &Environment) -> Arc<dyn TokenStore> {
    static FILES: LazyLock<Arc<dyn TokenStore>> = LazyLock::new(|| Arc::new(FileTokenStore::new()));
    static MEMORY: LazyLock<Arc<dyn TokenStore>> = LazyLock::new(|| Arc::new(memory::PROCESS.clone()));
    Arc::clone(if environment.is_loopback() { &MEMORY } else { &FILES })
}

/// Drops what this process keeps for a server on this machine: a new one can get the port of an old one.
#[cfg(feature = "mock")]
pub(crate) fn forget_host(origin: &str) {
    memory::PROCESS.forget_host(origin);
}

/// The tokens of one client and its clones.
pub(crate) struct Tokens {
    access: Arc<Cell>,
    approval: Arc<Cell>,
}

impl Tokens {
    pub(crate) fn new(
        environment: &Environment,
        credentials: &Credentials,
        store: &Arc<dyn TokenStore>,
        waits: Waits,
    ) -> Self {
        let cell = |purpose| {
            let key = TokenKey::new(environment, credentials, purpose);
            Cell::shared(store, key, credentials, waits)
        };
        Self { access: cell(Purpose::AccessToken), approval: cell(Purpose::ApprovalKey) }
    }

    /// The current access token, or a new one.
    pub(crate) async fn get(&self, http: &Http, credentials: &Credentials) -> Result<Token, Error> {
        self.access.get(http, credentials).await
    }

    /// The access token that is kept, good or not.
    pub(crate) async fn kept(&self) -> Option<Token> {
        self.access.at_hand().await
    }

    /// Forgets an access token that the server refused, unless another one is there already.
    pub(crate) async fn forget(&self, refused: &Token) {
        self.access.forget(refused, true).await;
    }

    /// The current approval key, or a new one.
    pub(crate) async fn approval_key(&self, http: &Http, credentials: &Credentials) -> Result<Token, Error> {
        self.approval.get(http, credentials).await
    }

    /// Forgets an approval key that the server refused, unless another one is there already.
    pub(crate) async fn forget_approval_key(&self, refused: &Token) {
        self.approval.forget(refused, true).await;
    }

    /// Ends the access token, if there is one; gives whether there was.
    pub(crate) async fn revoke(&self, http: &Http, credentials: &Credentials) -> Result<bool, Error> {
        let Some(token) = self.access.at_hand().await else { return Ok(false) };
        oauth::revoke(http, credentials, token.value()).await?;
        self.access.forget(&token, false).await;
        tracing::debug!("access token revoked");
        Ok(true)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("access", &self.access).field("approval", &self.approval).finish()
    }
}
