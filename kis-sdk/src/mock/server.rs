//! The server as a test holds it.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::builder::Builder;
use super::clock::Clock;
use super::fault::Fault;
use super::limit::{Meter, Traffic};
use super::listen::listen;
use super::memory::{Memory, Planned};
use super::message::{Received, Reply};
use super::oauth::TOKEN_PATH;
use super::orders::Order;
use super::target::Target;
use crate::descriptor::Tr;
use crate::{Account, BaseUrl, Credentials, Environment, Error};

/// Those that it knows as the other environment's.
const FOREIGN_KEY: &str = "PSmock00000000000000000000000foreign";
const FOREIGN_SECRET: &str = "mock-app-secret-of-the-other-environment==";

/// A running mock server. Dropping it closes the port and every connection.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) settings: Builder,
    pub(super) clock: Clock,
    state: Mutex<Memory>,
    #[cfg(feature = "realtime")]
    pub(super) hub: super::realtime::Hub,
}

impl Shared {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// The app key that every mock server knows, for programs that don't take [`Server::credentials`].
    pub const APP_KEY: &str = "PSmock00000000000000000000000000mock";
    /// Its app secret, which opens nothing else.
    pub const APP_SECRET: &str = "mock-app-secret-that-opens-nothing-but-the-mock-server==";

    /// Starts a server with three pages of four rows.
    ///
    /// # Errors
    /// As [`Builder::start`].
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins with settings.
    ///
    /// # Panics
    /// Never: the server's own credentials are usable.
    pub fn builder() -> Builder {
        let pair = |key, secret| known_good(Credentials::new(key, secret));
        Builder::new(pair(Self::APP_KEY, Self::APP_SECRET), pair(FOREIGN_KEY, FOREIGN_SECRET))
    }

    pub(super) async fn with(settings: Builder) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", settings.port)).await?;
        let address = listener.local_addr()?;
        // The port may have been another server's, whose tokens this one doesn't know.
        crate::token::forget_host(&format!("http://{address}"));
        let clock = Clock::new(settings.clock);
        let shared = Arc::new(Shared {
            settings,
            clock,
            state: Mutex::default(),
            #[cfg(feature = "realtime")]
            hub: super::realtime::Hub::default(),
        });
        let task = tokio::spawn(listen(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// Where the server listens, e.g. `http://127.0.0.1:41235`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The environment that leads here: with the real TR ids, or with the paper ones after [`Builder::paper`].
    ///
    /// # Panics
    /// Never: the server's own address is plain http to this machine.
    #[must_use]
    pub fn environment(&self) -> Environment {
        let base = known_good(BaseUrl::new(&self.url()));
        Environment::Custom(if self.shared.settings.is_paper { base.with_paper_ids() } else { base })
    }

    /// The credentials that this server accepts; [`Builder::credentials`] adds others.
    ///
    /// # Panics
    /// Never: they are usable.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        known_good(Credentials::new(Self::APP_KEY, Self::APP_SECRET))
    }

    /// Credentials of the other environment: they get a token, as from the real server, and then every call is refused
    /// (`EGW02004`; after [`Builder::paper`] `EGW02007`).
    ///
    /// # Panics
    /// Never: they are usable.
    #[must_use]
    pub fn foreign_credentials(&self) -> Credentials {
        known_good(Credentials::new(FOREIGN_KEY, FOREIGN_SECRET))
    }

    /// An account with this product code; the server takes any account.
    ///
    /// # Panics
    /// Where the product code is not two digits.
    #[must_use]
    pub fn account(&self, product: &str) -> Account {
        known_good(format!("50001234-{product}").parse())
    }

    /// Says what the next request to this TR's path gets, whatever it is; several are given out in turn. After them the
    /// server answers by itself again. A request that is over the limit, and one whose fault is an answer, leaves the reply
    /// to the next one. An order with a reply that says `rt_cd` 0 stands.
    pub fn reply(&self, tr: &'static Tr, reply: Reply) {
        self.shared.memory().scripted.entry(tr.path.to_owned()).or_default().push_back(reply);
    }

    /// Says what the next request to this path gets: for TRs that have no descriptor.
    pub fn reply_to_path(&self, path: &str, reply: Reply) {
        self.shared.memory().scripted.entry(path.to_owned()).or_default().push_back(reply);
    }

    /// Says what the next token request gets.
    pub fn reply_to_token_request(&self, reply: Reply) {
        self.shared.memory().scripted.entry(TOKEN_PATH.to_owned()).or_default().push_back(reply);
    }

    /// Lets the next request that `target` names meet a fault. A request meets one fault at most: the one that was given
    /// first. One that is over the [`Limit`](super::Limit) meets none.
    ///
    /// ```
    /// use kis_sdk::domestic_bond::trading::inquire_balance;
    /// use kis_sdk::mock::{self, Fault, Target};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let server = mock::Server::start().await?;
    /// server.fault(Target::Tokens, Fault::code("EGW00133"));
    /// server.fault(&inquire_balance::TR, Fault::CutOff);
    /// server.fault_next(3, Target::Orders, Fault::ResetAfter);
    /// server.fault_always(Target::NextPages, Fault::RepeatedKeys);
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, target: impl Into<Target>, fault: Fault) {
        self.fault_next(1, target, fault);
    }

    /// Lets the next so many requests that `target` names meet a fault.
    pub fn fault_next(&self, requests: u32, target: impl Into<Target>, fault: Fault) {
        if requests > 0 {
            self.plan(target.into(), fault, Some(requests));
        }
    }

    /// Lets every request that `target` names meet a fault, until [`Server::clear_faults`].
    pub fn fault_always(&self, target: impl Into<Target>, fault: Fault) {
        self.plan(target.into(), fault, None);
    }

    fn plan(&self, target: Target, fault: Fault, left: Option<u32>) {
        self.shared.memory().planned.push(Planned { target, fault, left });
    }

    /// Takes back all faults that are still to come; those that happen by chance stay.
    pub fn clear_faults(&self) {
        let mut memory = self.shared.memory();
        memory.planned.clear();
        memory.resets = 0;
    }

    /// How often each fault was met so far, by its name: those of [`Server::fault`] and those by chance.
    #[must_use]
    pub fn played(&self) -> BTreeMap<String, u64> {
        self.shared.memory().played.clone()
    }

    /// Resets (RST) the next so many connections as soon as they are there, before anything is read.
    pub fn reset_connections(&self, connections: u64) {
        self.shared.memory().resets += connections;
    }

    /// Forgets the tokens that it issued, as the real server does after maintenance: the next call with one gets `EGW00123`,
    /// the next token request another token.
    pub fn drop_token(&self) {
        self.shared.memory().tokens.lose(None, true);
    }

    /// Forgets the tokens that it issued, and hands the same dead ones out again until their six hours are over, as the
    /// real server is said to do.
    pub fn drop_token_yet_reissue_it(&self) {
        self.shared.memory().tokens.lose(None, false);
    }

    /// Moves the server's clock on: limits, tokens and the header `date` see the time go by. See
    /// [`Builder::stopped_clock`].
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// What arrived so far, token requests included, oldest first; the last ones after [`Builder::keep_received`].
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.memory().received.iter().cloned().collect()
    }

    /// How many requests arrived at a path, such as `/oauth2/tokenP` or [`Tr::path`], refused ones and those that a fault
    /// kept from being read included.
    #[must_use]
    pub fn arrived(&self, path: &str) -> u64 {
        self.shared.memory().arrived.get(path).copied().unwrap_or_default()
    }

    /// The realtime side: what it pushes, what goes wrong there, and who is connected.
    #[cfg(feature = "realtime")]
    #[must_use]
    pub fn feed(&self) -> super::Feed {
        super::Feed { shared: Arc::clone(&self.shared) }
    }

    /// The calls of all app keys, known and unknown, in numbers.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.shared.memory().meter.traffic()
    }

    /// The calls of one app key in numbers; its secret doesn't matter. An app key that the server doesn't know has none.
    #[must_use]
    pub fn traffic_of(&self, credentials: &Credentials) -> Traffic {
        let pair = self.shared.settings.pair(Some(credentials.app_key()));
        let memory = self.shared.memory();
        pair.and_then(|pair| memory.meter_of(pair)).map(Meter::traffic).unwrap_or_default()
    }

    /// The orders that stand, oldest first: those that were processed, whether or not their senders learnt of it.
    #[must_use]
    pub fn orders(&self) -> Vec<Order> {
        self.shared.memory().orders.all()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        #[cfg(feature = "realtime")]
        self.shared.hub.stop();
    }
}

/// For values that this module made itself: a failure is a bug in it.
#[expect(clippy::panic, reason = "documented on each caller; only a product code of the caller's own can be wrong")]
fn known_good<T>(value: Result<T, Error>) -> T {
    match value {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
