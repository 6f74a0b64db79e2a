//! What a call costs on top of the HTTP exchange: `Client::send` against a bare `reqwest` GET of the same bytes from the
//! same server on this machine.
//!
//! `cargo bench --bench overhead --features mock`. Criterion measures each by itself; the last lines measure them in
//! turns, so that whatever else the machine does falls on both alike.

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

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The answer of the mock server, as bytes.
fn body() -> Vec<u8> {
    runtime().block_on(async {
        let server = mock::Server::builder().rows(ROWS).pages(1).start().await.expect("a free port");
        let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
        let request = Request::new(&server.account("01"), InqrCndt::ALL);
        client.send(&request).await.expect("an answer").envelope.raw_body().to_vec()
    })
}

/// A server that does next to nothing, on a thread of its own: one answer for everything but tokens.
fn serve(body: Vec<u8>) -> String {
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
                tokio::spawn(keep_answering(socket, token.clone(), answer.clone()));
            }
        });
    });
    format!("http://{}", address.recv().expect("a server"))
}

/// Requests without a body end with a blank line; the token request's body comes in the same packet.
async fn keep_answering(mut socket: TcpStream, token: Vec<u8>, answer: Vec<u8>) {
    socket.set_nodelay(true).expect("a socket");
    let mut request = vec![0; 65_536];
    while let Ok(length @ 1..) = socket.read(&mut request).await {
        let reply = if request[..length].starts_with(b"POST /oauth2") { &token } else { &answer };
        if socket.write_all(reply).await.is_err() {
            return;
        }
    }
}

/// One bare exchange: the request as the client sends it, and the bytes of the answer.
async fn bare(
    client: &reqwest::Client,
    url: &str,
    pairs: &[(&str, &str)],
    headers: &reqwest::header::HeaderMap,
) -> usize {
    let request = client.get(url).query(pairs).headers(headers.clone());
    request.send().await.expect("an answer").bytes().await.expect("a body").len()
}

fn main() {
    let url = serve(body());
    let runtime = runtime();
    let environment = Environment::url(&url).expect("loopback");
    let credentials = Credentials::new("key", "secret").expect("usable");
    let client = Client::builder(environment, credentials).build().expect("a client");
    let request = Request::new(&"50001234-01".parse().expect("an account"), InqrCndt::ALL);

    let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client");
    let url = format!("{url}{}", TR.path);
    let pairs: Vec<_> = request.call().pairs().collect();
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

    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("overhead/bare reqwest", |bencher| {
        bencher
            .iter_custom(|times| runtime.block_on(repeat(times, async || bare(&http, &url, &pairs, &headers).await)));
    });
    criterion.bench_function("overhead/Client::send", |bencher| {
        bencher.iter_custom(|times| {
            runtime.block_on(repeat(times, async || client.send(&request).await.expect("an answer").output.len()))
        });
    });
    criterion.final_summary();

    let (mut bare_times, mut call_times) = (Vec::with_capacity(TURNS), Vec::with_capacity(TURNS));
    runtime.block_on(async {
        for _ in 0..TURNS {
            bare_times.push(repeat(1, async || bare(&http, &url, &pairs, &headers).await).await);
            call_times.push(repeat(1, async || client.send(&request).await.expect("an answer").output.len()).await);
        }
    });
    let (bare, call) = (median(bare_times), median(call_times));
    let extra = call.saturating_sub(bare).as_secs_f64() * 1e6;
    let bytes = body().len();
    eprintln!("in turns, {TURNS} times each, {ROWS} rows, {bytes} bytes: bare {bare:.1?}, call {call:.1?}");
    eprintln!("on top: {extra:.1} µs, {:.2} times the bare exchange", call.as_secs_f64() / bare.as_secs_f64());
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
