//! The server itself: socket, record of what arrived, scripted answers.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::gate;
use super::message::{Received, Reply};
use crate::descriptor::Tr;
use crate::{Account, Credentials, Environment, Error};

/// The one app key and secret that a mock server knows.
pub(super) const APP_KEY: &str = "PSmock00000000000000000000000000mock";
pub(super) const APP_SECRET: &str = "mock-app-secret-that-opens-nothing-but-the-mock-server==";

/// Settings of a mock server.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    pub(super) pages: usize,
    pub(super) rows: usize,
}

impl Builder {
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

    /// Starts the server on a free port of 127.0.0.1, within the current tokio runtime.
    ///
    /// # Errors
    /// Those of the operating system where no port can be opened.
    pub async fn start(self) -> io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        // The port may have been another server's, whose tokens this one doesn't know.
        crate::token::forget_host(&format!("http://{address}"));
        let shared = Arc::new(Shared { settings: self, state: Mutex::default() });
        let router = Router::new().fallback(handle).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            // It ends with the task; a failed connection is its client's affair.
            drop(axum::serve(listener, router).await);
        });
        Ok(Server { address, shared, task })
    }
}

/// A running mock server. Dropping it closes the port.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) settings: Builder,
    state: Mutex<Memory>,
}

/// What the server remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) received: Vec<Received>,
    pub(super) scripted: HashMap<&'static str, VecDeque<Reply>>,
    /// How many tokens were made up so far; the last one is the one that counts.
    pub(super) tokens: u64,
    /// Whether the last token still counts.
    pub(super) token_lives: bool,
}

impl Shared {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Starts a server with three pages of four rows.
    ///
    /// # Errors
    /// As [`Builder::start`].
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins with settings.
    pub fn builder() -> Builder {
        Builder { pages: 3, rows: 4 }
    }

    /// Where the server listens, e.g. `http://127.0.0.1:41235`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The environment that leads here, with the real TR ids.
    ///
    /// # Panics
    /// Never: the server's own address is plain http to this machine.
    #[must_use]
    pub fn environment(&self) -> Environment {
        known_good(Environment::url(&self.url()))
    }

    /// The credentials that this server accepts.
    ///
    /// # Panics
    /// Never: they are usable.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        known_good(Credentials::new(APP_KEY, APP_SECRET))
    }

    /// An account with this product code; the server takes any account.
    ///
    /// # Panics
    /// Where the product code is not two digits.
    #[must_use]
    pub fn account(&self, product: &str) -> Account {
        known_good(format!("50001234-{product}").parse())
    }

    /// Says what the next request to this TR gets, whatever it is; several are given out in turn. After them the server
    /// answers by itself again.
    ///
    /// # Panics
    /// Never.
    pub fn reply(&self, tr: &'static Tr, reply: Reply) {
        self.shared.memory().scripted.entry(tr.path).or_default().push_back(reply);
    }

    /// Says what the next request to this path gets: for TRs that have no descriptor.
    ///
    /// # Panics
    /// Never.
    pub fn reply_to_path(&self, path: &'static str, reply: Reply) {
        self.shared.memory().scripted.entry(path).or_default().push_back(reply);
    }

    /// Says what the next token request gets.
    ///
    /// # Panics
    /// Never.
    pub fn reply_to_token_request(&self, reply: Reply) {
        self.shared.memory().scripted.entry(gate::TOKEN_PATH).or_default().push_back(reply);
    }

    /// Forgets the token that it issued, as the real server does after maintenance: the next call with it gets `EGW00123`.
    pub fn drop_token(&self) {
        self.shared.memory().token_lives = false;
    }

    /// Everything that arrived so far, token requests included, oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.memory().received.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
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

async fn handle(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = headers.iter().map(|(name, value)| (name.as_str().to_owned(), header(value))).collect();
    let body = String::from_utf8_lossy(&body).into_owned();
    let received = Received::new(method.as_str(), &uri.to_string(), headers, body);
    let tr_id = received.header("tr_id").unwrap_or_default().to_owned();
    let scripted = {
        let mut memory = shared.memory();
        memory.received.push(received.clone());
        memory.scripted.get_mut(received.path.as_str()).and_then(VecDeque::pop_front)
    };
    let reply = scripted.unwrap_or_else(|| gate::answer(&shared, &received));
    (
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        [("content-type", reply.content_type), ("tr_cont", &reply.tr_cont), ("tr_id", &tr_id)],
        reply.body,
    )
        .into_response()
}
