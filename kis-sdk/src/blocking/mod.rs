//! The same client without `async`, for scripts (feature `blocking`).
//!
//! Requests, answers, errors, tokens, pacing and retries are those of the rest of the crate; only the waiting differs.
//!
//! ```no_run
//! use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
//! use kis_sdk::{Account, Client, Credentials, Environment};
//!
//! # fn main() -> Result<(), kis_sdk::Error> {
//! let client = Client::builder(Environment::Real, Credentials::from_env()?).build_blocking()?;
//! let account: Account = "12345678-01".parse()?;
//! for page in client.pages(Request::new(&account, InqrCndt::ALL)) {
//!     for lot in page?.output {
//!         println!("{} {:?}", lot.prdt_name, lot.cblc_qty);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Within an async program use [`kis_sdk::Client`](crate::Client): a call that blocks there is refused with an error of the
//! kind [`ErrorKind::Input`](crate::ErrorKind::Input) instead of stopping every other task of its thread.

mod background;
mod pages;

use std::fmt;
use std::sync::Arc;

use background::Background;
pub use pages::{Items, Pages};

use crate::descriptor::{Call, Endpoint};
use crate::token::{AccessToken, ApprovalKey};
use crate::{ClientBuilder, Counters, Environment, Error, Untyped, UntypedAnswer};

/// Sends requests and waits for their answers; made by [`ClientBuilder::build_blocking`].
///
/// Cheap to clone, `Send` and `Sync`: threads can share it.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    background: Arc<Background>,
}

impl ClientBuilder {
    /// Builds a client whose calls wait for their answers, for programs without `async`.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`]; [`ErrorKind::Input`](crate::ErrorKind::Input) where the operating system has no thread
    /// left for the connections.
    pub fn build_blocking(self) -> Result<Client, Error> {
        let background = Arc::new(Background::start()?);
        Ok(Client { client: self.build()?, background })
    }
}

impl Client {
    /// The environment that this client talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        self.client.environment()
    }

    /// Sends one request and waits for its answer: the first page where the answer comes in several.
    ///
    /// # Errors
    /// As [`crate::Client::send`].
    pub fn send<E: Endpoint>(&self, request: &E) -> Result<E::Answer, Error> {
        self.background.wait(self.client.send(request))?
    }

    /// The pages of an answer (연속조회), one after the other.
    pub fn pages<E: Endpoint + 'static>(&self, request: E) -> Pages<E> {
        Pages::new(self.client.pages(request), Arc::clone(&self.background))
    }

    /// Sends a request for a TR that has no descriptor.
    ///
    /// # Errors
    /// As [`crate::Client::call_untyped`].
    pub fn call_untyped(&self, call: &Untyped) -> Result<UntypedAnswer, Error> {
        self.background.wait(self.client.call_untyped(call))?
    }

    /// Sends a call of a described TR that was put together at run time.
    ///
    /// # Errors
    /// As [`crate::Client::call`].
    pub fn call(&self, call: &Call) -> Result<UntypedAnswer, Error> {
        self.background.wait(self.client.call(call))?
    }

    /// The access token that this client's calls use.
    ///
    /// # Errors
    /// As [`crate::Client::access_token`].
    pub fn access_token(&self) -> Result<AccessToken, Error> {
        self.background.wait(self.client.access_token())?
    }

    /// The key of a realtime connection.
    ///
    /// # Errors
    /// As [`crate::Client::approval_key`].
    pub fn approval_key(&self) -> Result<ApprovalKey, Error> {
        self.background.wait(self.client.approval_key())?
    }

    /// Ends the access token; `false` where there is none.
    ///
    /// # Errors
    /// As [`crate::Client::revoke_token`].
    pub fn revoke_token(&self) -> Result<bool, Error> {
        self.background.wait(self.client.revoke_token())?
    }

    /// The hash key of a request's body; not needed.
    ///
    /// # Errors
    /// As [`crate::Client::hash_key`].
    pub fn hash_key<E: Endpoint>(&self, request: &E) -> Result<String, Error> {
        self.background.wait(self.client.hash_key(request))?
    }

    /// What this client and its clones did so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.client.counters()
    }

    /// The async client, which shares connections, token, pace and counters with this one.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}
