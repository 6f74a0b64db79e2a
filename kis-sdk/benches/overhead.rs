//! What a call costs on top of the HTTP exchange: `Client::send` against a bare `reqwest` GET of the same bytes from the
//! same server on this machine.
//!
//! `cargo bench --bench overhead --features mock`. Criterion measures each by itself; the last lines measure them in
//! turns, so that whatever else the machine does falls on both alike: an answer with rows, one without (what is left is
//! everything but the decoding), and a server that takes as long as a quick real one.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use kis_sdk::descriptor::Endpoint as _;
use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request, TR};
use kis_sdk::{Client, Credentials, Environment, mock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// Rows of the answer: a page of a real balance.
const ROWS: usize = 20;
/// How often the two are measured in turns.
const TURNS: usize = 5_000;
/// The same for the server that takes its time.
const SLOW_TURNS: usize = 500;
/// How long that takes for an answer.
const LATENCY: Duration = Duration::from_millis(5);

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The answer of the mock server, as bytes.
fn body(rows: usize) -> Vec<u8> {
    runtime().block_on(async {
        let server = mock::Server::builder().rows(rows).pages(1).start().await.expect("a free port");
        let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
        let request = Request::new(&server.account("01"), InqrCndt::ALL);
        client.send(&request).await.expect("an answer").envelope.raw_body().to_vec()
    })
}

/// A server that does next to nothing, on a thread of its own: one answer for everything but tokens.
fn serve(body: &[u8], latency: Duration) -> String {
    let body = body.to_vec();
    let (send, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            send.send(listener.local_addr().expect("bound")).expect("somebody waits");
            let response = |body: &[u8]| {
                let length = body.len();
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
                [head.as_bytes(), body].concat()
            };
            let token = response(br#"{"access_token":"t","token_type":"Bearer","expires_in":86400}"#);
            let answer = response(&body);
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(keep_answering(socket, token.clone(), answer.clone(), latency));
            }
        });
    });
    format!("http://{}", address.recv().expect("a server"))
}

/// Requests without a body end with a blank line; the token request's body comes in the same packet. Both clients ask one
/// after the other, so that the whole thread can sleep, which is more exact than a timer of the runtime.
async fn keep_answering(mut socket: TcpStream, token: Vec<u8>, answer: Vec<u8>, latency: Duration) {
    socket.set_nodelay(true).expect("a socket");
    let mut request = vec![0; 65_536];
    while let Ok(length @ 1..) = socket.read(&mut request).await {
        std::thread::sleep(latency);
        let reply = if request[..length].starts_with(b"POST /oauth2") { &token } else { &answer };
        if socket.write_all(reply).await.is_err() {
            return;
        }
    }
}

/// Both clients before one server.
struct Pair {
    client: Client,
    request: Request,
    http: reqwest::Client,
    url: String,
    pairs: Vec<(String, String)>,
    headers: reqwest::header::HeaderMap,
}

impl Pair {
    fn new(url: &str) -> Self {
        let environment = Environment::url(url).expect("loopback");
        let credentials = Credentials::new("key", "secret").expect("usable");
        let client = Client::builder(environment, credentials).build().expect("a client");
        let request = Request::new(&"50001234-01".parse().expect("an account"), InqrCndt::ALL);
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client");
        let pairs = request.call().pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut headers = reqwest::header::HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/json; charset=utf-8"),
            ("authorization", "Bearer t"),
            ("appkey", "key"),
            ("appsecret", "secret"),
            ("tr_id", "CTSC8407R"),
            ("tr_cont", ""),
            ("custtype", "P"),
        ] {
            headers.insert(name, reqwest::header::HeaderValue::from_static(value));
        }
        Self { client, request, http, url: format!("{url}{}", TR.path), pairs, headers }
    }

    /// One bare exchange: the request as the client sends it, and the bytes of the answer.
    async fn bare(&self) -> usize {
        let request = self.http.get(&self.url).query(&self.pairs).headers(self.headers.clone());
        request.send().await.expect("an answer").bytes().await.expect("a body").len()
    }

    async fn call(&self) -> usize {
        self.client.send(&self.request).await.expect("an answer").output.len()
    }

    /// Measures both in turns and prints the medians.
    fn compare(&self, runtime: &Runtime, turns: usize, what: &str) {
        let (mut bare, mut call) = (Vec::with_capacity(turns), Vec::with_capacity(turns));
        runtime.block_on(async {
            // Connections and the token.
            self.bare().await;
            self.call().await;
            for _ in 0..turns {
                bare.push(repeat(1, async || self.bare().await).await);
                call.push(repeat(1, async || self.call().await).await);
            }
        });
        let (bare, call) = (median(bare), median(call));
        let extra = call.as_secs_f64() - bare.as_secs_f64();
        let percent = 100.0 * extra / bare.as_secs_f64();
        eprintln!("{what}: bare {bare:.1?}, call {call:.1?}: {:.1} µs or {percent:.1} % on top", extra * 1e6);
    }
}

fn main() {
    let (full, blank) = (body(ROWS), body(0));
    let runtime = runtime();
    let pair = Pair::new(&serve(&full, Duration::ZERO));

    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("overhead/bare reqwest", |bencher| {
        bencher.iter_custom(|times| runtime.block_on(repeat(times, async || pair.bare().await)));
    });
    criterion.bench_function("overhead/Client::send", |bencher| {
        bencher.iter_custom(|times| runtime.block_on(repeat(times, async || pair.call().await)));
    });
    criterion.final_summary();

    let rows = format!("{ROWS} rows, {} bytes", full.len());
    pair.compare(&runtime, TURNS, &rows);
    let without = Pair::new(&serve(&blank, Duration::ZERO));
    without.compare(&runtime, TURNS, &format!("no rows, {} bytes", blank.len()));
    let slow = Pair::new(&serve(&full, LATENCY));
    slow.compare(&runtime, SLOW_TURNS, &format!("{rows}, {LATENCY:?} for an answer"));
}

async fn repeat<T>(times: u64, exchange: impl AsyncFn() -> T) -> Duration {
    let begun = Instant::now();
    for _ in 0..times {
        black_box(exchange().await);
    }
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
