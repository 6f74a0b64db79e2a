//! The blocking client, in programs without `async`. The mock server runs on a thread of its own.

#[path = "../support/watch.rs"]
mod watch;

use std::sync::mpsc;

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::{Client, ErrorKind, Retries, Untyped, blocking, mock};

/// A server on another thread, and what ends it.
struct Server {
    server: mock::Server,
    _runtime: tokio::runtime::Runtime,
}

fn connect() -> (Server, blocking::Client) {
    watch::the_log();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a thread");
    let server = runtime.block_on(mock::Server::start()).expect("a free port");
    let client = Client::builder(server.environment(), server.credentials()).retries(Retries::none());
    let client = client.build_blocking().expect("a client");
    (Server { server, _runtime: runtime }, client)
}

fn bonds(server: &Server) -> bond::Request {
    bond::Request::new(&server.server.account("01"), InqrCndt::ALL)
}

#[test]
fn one_answer_and_all_pages() {
    let (server, client) = connect();
    assert_eq!(client.send(&bonds(&server)).expect("an answer").output.len(), 4);
    assert_eq!(client.pages(bonds(&server)).collect_all().expect("all pages").len(), 3);
    let (send, seen) = mpsc::channel();
    let pages = client.pages(bonds(&server)).on_page(move |so_far| send.send(so_far.rows).expect("somebody listens"));
    assert_eq!(pages.items(|page| page.output).collect_all().expect("all rows").len(), 12);
    assert_eq!(seen.iter().collect::<Vec<_>>(), [4, 8, 12]);
    assert_eq!(client.counters().answers, 7);
}

#[test]
fn a_walk_ends_with_its_error() {
    let (server, client) = connect();
    let mut pages = client.pages(bonds(&server)).most(1);
    assert!(pages.next().expect("a page").is_ok());
    assert_eq!(pages.next().expect("an error").expect_err("too many").kind(), ErrorKind::Paging);
    assert!(pages.next().is_none());
    server.server.reply(&bond::TR, mock::Reply::refusal("1", "APBK0919", "x"));
    assert_eq!(client.send(&bonds(&server)).expect_err("refused").code(), Some("APBK0919"));
}

#[test]
fn threads_share_a_client() {
    let (server, client) = connect();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.send(&bonds(&server)).expect("an answer"));
        }
    });
    let tokens = server.server.received().iter().filter(|received| received.path == "/oauth2/tokenP").count();
    assert_eq!((client.counters().answers, tokens), (8, 1));
}

#[test]
fn untyped() {
    let (server, client) = connect();
    server.server.reply_to_path("/uapi/x", mock::Reply::json(r#"{"rt_cd":"0","output":{"a":"1"}}"#));
    let answer = client.call_untyped(&Untyped::get("/uapi/x", "FHX")).expect("an answer");
    assert_eq!(answer.rows("output")[0].decimal("a").expect("a number"), Some(1.into()));
}

/// Inside an async program it says so, and neither stops the program nor panics, at its end either.
#[test]
fn within_an_async_program_it_is_refused() {
    let (server, client) = connect();
    let request = bonds(&server);
    let outside = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    outside.block_on(async move {
        let error = client.send(&request).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("kis_sdk::Client"), "{error}");
        let mut pages = client.pages(request.clone());
        assert!(pages.next().expect("an error").is_err() && pages.next().is_none());
        client.as_async().send(&request).await.expect("the async client within works");
        drop(client);
    });
    assert_eq!(server.server.received().iter().filter(|received| received.path.starts_with("/uapi/")).count(), 1);
}
