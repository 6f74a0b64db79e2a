//! The settings of a mock server.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::chaos::Chaos;
use super::clock;
use super::exchange::{Exchange, Observer};
use super::limit::Limit;
use super::message::Received;
use super::server::Server;
use crate::descriptor::{Kind, Method, Tr};
use crate::{Credentials, TRANSACTIONS};

/// How long a token lives.
const TOKEN_LIFE: Duration = Duration::from_secs(86_400);

/// Settings of a mock server; made by [`Server::builder`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    pub(super) pages: usize,
    pub(super) rows: usize,
    pub(super) port: u16,
    pub(super) is_paper: bool,
    pub(super) pairs: Vec<Pair>,
    pub(super) limit: Limit,
    pub(super) chaos: Option<(u64, Chaos)>,
    pub(super) keeps: usize,
    pub(super) token_life: Duration,
    pub(super) clock: clock::Setting,
    pub(super) observer: Option<Observer>,
    transactions: &'static [&'static Tr],
}

/// An app key and its secret.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) credentials: Credentials,
    /// It belongs to the other environment: it gets a token, and its calls are refused.
    pub(super) is_foreign: bool,
}

impl Builder {
    pub(super) fn new(own: Credentials, foreign: Credentials) -> Self {
        let pair = |credentials, is_foreign| Pair { credentials, is_foreign };
        Self {
            pages: 3,
            rows: 4,
            port: 0,
            is_paper: false,
            pairs: vec![pair(own, false), pair(foreign, true)],
            limit: Limit::NONE,
            chaos: None,
            keeps: usize::MAX,
            token_life: TOKEN_LIFE,
            clock: clock::Setting::default(),
            observer: None,
            transactions: &[],
        }
    }

    /// Sets how many pages a paging TR has; 3 by default, at least 1.
    pub fn pages(mut self, pages: usize) -> Self {
        self.pages = pages.max(1);
        self
    }

    /// Sets how many rows a page has; 4 by default. With 0 every list is empty.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Sets the port; a free one by default.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Answers as the paper environment does: TRs go by their paper ids, those without one get `EGW02006`, and corporate
    /// customers `EGW00210`. [`Server::environment`] then asks with the paper ids.
    pub fn paper(mut self) -> Self {
        self.is_paper = true;
        self
    }

    /// Adds an app key and secret that the server knows beside [`Server::credentials`].
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.pairs.push(Pair { credentials, is_foreign: false });
        self
    }

    /// Sets how many calls and tokens are let through; [`Limit::NONE`] by default.
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limit = limit;
        self
    }

    /// Lets faults happen by chance. A fault that [`Server::fault`] ordered for a request goes before.
    pub fn chaos(mut self, seed: u64, chaos: Chaos) -> Self {
        self.chaos = Some((seed, chaos));
        self
    }

    /// Sets how many requests [`Server::received`] keeps, the last ones; all by default. What is only counted
    /// ([`Server::traffic`], [`Server::arrived`], [`Server::orders`]) is not touched by it.
    pub fn keep_received(mut self, requests: usize) -> Self {
        self.keeps = requests;
        self
    }

    /// Sets how long a token lives; 24 hours by default.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// Stops the server's clock: limits and tokens then see time go by with [`Server::advance`] only, so that a test
    /// needs neither to wait nor to hurry.
    pub fn stopped_clock(mut self) -> Self {
        self.clock.is_stopped = true;
        self
    }

    /// The server's wall clock is ahead of this machine's: the header `date` and `access_token_token_expired`.
    pub fn clock_ahead(mut self, by: Duration) -> Self {
        self.clock.skew = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self
    }

    /// The server's wall clock is behind this machine's: the header `date` and `access_token_token_expired`.
    pub fn clock_behind(mut self, by: Duration) -> Self {
        self.clock.skew = -SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self
    }

    /// Adds TRs of your own descriptors to those of this crate.
    pub fn transactions(mut self, transactions: &'static [&'static Tr]) -> Self {
        self.transactions = transactions;
        self
    }

    /// Is called with every request and what it gets, before the answer leaves: for a log.
    pub fn observe(mut self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Starts the server on 127.0.0.1, within the current tokio runtime.
    ///
    /// # Errors
    /// Those of the operating system where the port can't be opened.
    pub async fn start(self) -> io::Result<Server> {
        Server::with(self).await
    }

    /// Which known app key this is.
    pub(super) fn pair(&self, app_key: Option<&str>) -> Option<usize> {
        self.pairs.iter().position(|pair| app_key == Some(pair.credentials.app_key()))
    }

    /// The TRs that have this path and method.
    pub(super) fn on_path(&self, received: &Received) -> impl Iterator<Item = &'static Tr> + use<> {
        let method = if received.is_get() { Method::Get } else { Method::Post };
        let path = received.path.clone();
        let all = TRANSACTIONS.iter().chain(self.transactions).copied();
        all.filter(move |tr| tr.kind != Kind::Realtime && tr.method == method && tr.path == path)
    }

    /// The realtime TR that has this id on this environment.
    #[cfg(feature = "realtime")]
    pub(super) fn pushed(&self, id: &str) -> Option<&'static Tr> {
        let is_it = |tr: &&Tr| {
            tr.kind == Kind::Realtime
                && tr.tr_ids.iter().any(|known| if self.is_paper { known.paper == Some(id) } else { known.real == id })
        };
        TRANSACTIONS.iter().chain(self.transactions).copied().find(is_it)
    }

    /// The TR that a request means, on whichever environment.
    pub(super) fn meant(&self, received: &Received) -> Option<&'static Tr> {
        let id = received.header("tr_id")?;
        self.on_path(received).find(|tr| tr.tr_ids.iter().any(|known| known.real == id || known.paper == Some(id)))
    }
}
