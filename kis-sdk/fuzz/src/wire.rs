//! A client and the server that it asks, both on one thread: the server says what the fuzzer says.
//!
//! The first line of an input is HTTP status and header `tr_cont`, as in `200 F`; the rest is the body.

use std::cell::RefCell;
use std::rc::Rc;

use kis_sdk::token::MemoryTokenStore;
use kis_sdk::{Client, Credentials, Environment, Retries};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;

/// An input, understood.
pub(crate) struct Input<'a> {
    status: u16,
    tr_cont: &'a str,
    pub(crate) body: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        let (line, body) = match data.iter().position(|byte| *byte == b'\n') {
            Some(end) => (&data[..end], &data[end + 1..]),
            None => (&[][..], data),
        };
        let mut words = std::str::from_utf8(line).unwrap_or_default().split(' ');
        let status = words.next().and_then(|word| word.parse().ok()).filter(|status| (200..600).contains(status));
        // These two have no body, whatever the server sends.
        let status = status.filter(|status| !matches!(status, 204 | 304)).unwrap_or(200);
        let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_graphic());
        Self { status, tr_cont: words.next().filter(is_plain).unwrap_or_default(), body }
    }

    fn response(&self) -> Vec<u8> {
        let (status, tr_cont, length) = (self.status, self.tr_cont, self.body.len());
        let head = format!("HTTP/1.1 {status} X\r\ntr_cont: {tr_cont}\r\ncontent-length: {length}\r\n\r\n");
        [head.as_bytes(), self.body].concat()
    }
}

/// What the server answers next.
#[derive(Default)]
struct Answers {
    call: Vec<u8>,
    tokens: usize,
}

pub(crate) struct Wire {
    runtime: Runtime,
    local: LocalSet,
    answers: Rc<RefCell<Answers>>,
    environment: Environment,
    client: Client,
}

impl Wire {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (local, answers) = (LocalSet::new(), Rc::new(RefCell::new(Answers::default())));
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("bound");
        local.spawn_local({
            let answers = Rc::clone(&answers);
            async move {
                while let Ok((socket, _)) = listener.accept().await {
                    tokio::task::spawn_local(serve(socket, Rc::clone(&answers)));
                }
            }
        });
        let environment = Environment::url(&format!("http://{address}")).expect("loopback");
        let client = client(&environment);
        Self { runtime, local, answers, environment, client }
    }

    /// Lets the server give this answer to whatever `ask` asks.
    pub(crate) fn answer<T>(&mut self, input: &Input<'_>, ask: impl AsyncFnOnce(&Client) -> T) -> T {
        self.answers.borrow_mut().call = input.response();
        let client = self.client.clone();
        self.local.block_on(&self.runtime, ask(&client))
    }

    /// Forgets that tokens were refused: another client for the next input.
    pub(crate) fn begin_anew(&mut self) {
        self.client = client(&self.environment);
    }
}

/// The one of this thread.
pub(crate) fn with<T>(check: impl FnOnce(&mut Wire) -> T) -> T {
    thread_local!(static WIRE: RefCell<Wire> = RefCell::new(Wire::new()));
    WIRE.with_borrow_mut(check)
}

fn client(environment: &Environment) -> Client {
    Client::builder(environment.clone(), Credentials::new("key", "secret").expect("usable"))
        .retries(Retries::none())
        .token_store(MemoryTokenStore::new())
        .build()
        .expect("a client")
}

/// Answers each request once it is there as a whole.
async fn serve(mut socket: TcpStream, answers: Rc<RefCell<Answers>>) {
    let (mut request, mut part) = (Vec::new(), [0; 8192]);
    while let Ok(length @ 1..) = socket.read(&mut part).await {
        request.extend_from_slice(&part[..length]);
        if !is_whole(&request) {
            continue;
        }
        let reply = if request.starts_with(b"POST /oauth2") { token(&answers) } else { answers.borrow().call.clone() };
        request.clear();
        if socket.write_all(&reply).await.is_err() {
            return;
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    request.len() >= end + 4 + length
}

/// Another one each time.
fn token(answers: &RefCell<Answers>) -> Vec<u8> {
    let mut answers = answers.borrow_mut();
    answers.tokens += 1;
    let body = format!(r#"{{"access_token":"token-{}","token_type":"Bearer","expires_in":86400}}"#, answers.tokens);
    Input { status: 200, tr_cont: "", body: body.as_bytes() }.response()
}
