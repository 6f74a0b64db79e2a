//! Settings of a client.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::connections::{Connections, Proxy};
use super::headers::Headers;
use super::http::Http;
use super::{Client, Counting, Retries, Shared};
use crate::customer::check_header;
use crate::pace::{self, Pace, Pacer, Sharing};
use crate::token::{self, TokenStore, Tokens, Waits};
use crate::{Credentials, Customer, Environment, Error};

/// Builds a [`Client`]; made by [`Client::builder`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Credentials,
    customer: Customer,
    mac_address: Option<String>,
    connections: Connections,
    retries: Retries,
    pacing: pace::Settings,
    token_store: TokenPlace,
    token_waits: Waits,
}

/// Where tokens are kept; `None` by the environment.
#[derive(Clone, Default)]
struct TokenPlace(Option<Arc<dyn TokenStore>>);

impl fmt::Debug for TokenPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "given" } else { "default" })
    }
}

impl ClientBuilder {
    pub(super) fn new(environment: Environment, credentials: Credentials) -> Self {
        Self {
            environment,
            credentials,
            customer: Customer::Individual,
            mac_address: None,
            connections: Connections::default(),
            retries: Retries::default(),
            pacing: pace::Settings::default(),
            token_store: TokenPlace::default(),
            token_waits: Waits::default(),
        }
    }

    /// Sets the customer type (`custtype`); a person by default.
    pub fn customer(mut self, customer: Customer) -> Self {
        self.customer = customer;
        self
    }

    /// Sets 맥주소 (`mac_address`): twelve hexadecimal digits; not sent by default.
    pub fn mac_address(mut self, mac_address: impl Into<String>) -> Self {
        self.mac_address = Some(mac_address.into());
        self
    }

    /// Sets how long to wait for a connection; 3 s by default.
    ///
    /// Keep it the shortest of the three: an order whose connection is still being made when one of the others is over is
    /// in doubt ([`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown)), although it never left.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect = timeout;
        self
    }

    /// Sets how long the server may be silent, before its answer (connection included) or within it; 10 s by default.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.connections.read = timeout;
        self
    }

    /// Sets how long to wait for a whole answer, connection included; 20 s by default. Each try has this time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.connections.total = timeout;
        self
    }

    /// Sets how long an unused connection is kept; 20 s by default.
    ///
    /// An order that is written into a connection which the server closes at that moment is in doubt
    /// ([`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown)): stay below what the server and everything before
    /// it allow.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.idle = timeout;
        self
    }

    /// Sets how often the operating system asks a silent peer whether it is still there (TCP keep-alive); 15 s by default,
    /// `None` for never.
    pub fn keep_alive(mut self, interval: Option<Duration>) -> Self {
        self.connections.keep_alive = interval;
        self
    }

    /// Goes through a proxy: `http://host:port`, `https://host:port`, with `user:password@` where it wants one. By default
    /// the system's settings count (`HTTPS_PROXY`, `NO_PROXY`, …), and no proxy for a server on this machine.
    ///
    /// Realtime connections go through the same one, as a tunnel (`CONNECT`) to the realtime server's own host and port; that
    /// one has to be an `http://` proxy.
    ///
    /// The address is checked by [`ClientBuilder::build`].
    pub fn proxy(mut self, url: &str) -> Self {
        self.connections.proxy = Proxy::Url(url.into());
        self
    }

    /// Goes through no proxy, whatever the system's settings say.
    pub fn no_proxy(mut self) -> Self {
        self.connections.proxy = Proxy::None;
        self
    }

    /// Names your program in the header `User-Agent`, before `kis-sdk/…`: `my-program/1.0`.
    pub fn user_agent(mut self, program: impl Into<String>) -> Self {
        self.connections.user_agent = Some(program.into());
        self
    }

    /// Sets when a failed call is tried again; see [`Retries`] for what is by default. Orders are never sent twice.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how many calls a second may begin. By default what the environment allows: [`Pace::REAL`], [`Pace::PAPER`], or
    /// no limit for a server on this machine. Every clone, and every other client of this program with the same app key on
    /// the same host, shares the budget; the slowest rate among them holds.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pacing.pace = Some(pace);
        self
    }

    /// Whether orders go before the queries that wait for a slot; they do by default.
    ///
    /// An order then waits for the next slot only, or for one more if four orders in a row have just gone past waiting
    /// queries: every fifth slot is a query's, so that queries never wait forever. Among each other orders are served in
    /// the order in which they came, and so are queries.
    pub fn orders_first(mut self, orders_first: bool) -> Self {
        self.pacing.orders_first = orders_first;
        self
    }

    /// Shares the budget with all programs of this user on this machine that do the same with this app key on this host,
    /// through a small file in the user's state folder (`~/.local/state/kis-sdk` on Linux). Not shared by default.
    ///
    /// Every program keeps to its own rate, and all of them together to the fastest one's; none of them starves. Orders go
    /// before the queries of the same program. Where the folder can't be used, the program logs one warning and keeps the
    /// pace by itself. The file holds times and no keys. It goes by the time of day: when that is set, all calls pause for
    /// a second. It needs a file system with locks that all the programs see, such as any local one.
    pub fn pace_across_processes(mut self) -> Self {
        self.pacing.sharing = Sharing::User;
        self
    }

    /// As [`pace_across_processes`](Self::pace_across_processes), through a file in a folder of your own: for programs of
    /// different users, or in containers. The folder is made if it is missing.
    ///
    /// Two clients of one program with the same app key name the same folder, or [`build`](Self::build) refuses.
    pub fn pace_across_processes_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.pacing.sharing = Sharing::Folder(folder.into());
        self
    }

    /// Sets where access tokens and approval keys are kept, and with whom they are shared.
    ///
    /// By default in files in the user's state folder ([`FileTokenStore`](token::FileTokenStore)), for all processes of
    /// the user; for a server on this machine (`127.0.0.1`, `localhost`) in the memory of this process, so that tests
    /// leave nothing behind. See [`token`] for all of it.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.token_store = TokenPlace(Some(Arc::new(store)));
        self
    }

    /// Sets how long a call waits in all for a token that the server won't issue yet (`EGW00133`, once in a minute); 65 s
    /// by default. With zero such a call fails at once.
    pub fn token_patience(mut self, patience: Duration) -> Self {
        self.token_waits.patience = patience;
        self
    }

    /// Builds the client. Nothing is sent: the token is asked for by the first call.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a corporate customer on the paper environment, which the server
    /// doesn't allow; for a MAC address, a proxy or a program name that is none; for a second folder to share the pace
    /// through; where the machine's TLS set-up can't be read.
    pub fn build(self) -> Result<Client, Error> {
        if matches!((&self.customer, &self.environment), (Customer::Corporate(_), Environment::Paper)) {
            return Err(Error::input(
                "corporate customers can't use the paper environment (the server answers EGW00210)",
            ));
        }
        if let Some(mac_address) = &self.mac_address {
            check_header("mac_address", mac_address)?;
        }
        let http = Http::new(&self.environment, &self.connections)?;
        let pacer = Pacer::new(&self.pacing, &self.environment, &self.credentials)?;
        let store = self.token_store.0.unwrap_or_else(|| token::default_store(&self.environment));
        let headers = Headers::new(&self.credentials, &self.customer, self.mac_address.as_deref())?;
        let tokens = Tokens::new(&self.environment, &self.credentials, &store, self.token_waits);
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                #[cfg(feature = "realtime")]
                proxy: self.connections.proxy,
                environment: self.environment,
                credentials: self.credentials,
                customer: self.customer,
                headers,
                retries: self.retries,
                counting: Counting::default(),
                pacer,
                tokens,
            }),
        })
    }
}
