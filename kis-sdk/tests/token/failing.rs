//! Token requests that fail: all who wait get to see the one failure.

use std::error::Error as _;

use futures_util::FutureExt as _;
use kis_sdk::Credentials;
use kis_sdk::token::MemoryTokenStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::*;

/// A server that answers every request with the same once it may; counts them.
async fn held(answer: String) -> (Environment, watch::Sender<bool>, watch::Receiver<usize>) {
    super::watch::the_log();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let environment = Environment::url(&format!("http://{}", listener.local_addr().expect("bound"))).expect("loopback");
    let (permit, may) = watch::channel(false);
    let (count, counted) = watch::channel(0);
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.expect("a client");
            let (mut may, count, answer) = (may.clone(), count.clone(), answer.clone());
            tokio::spawn(async move {
                let mut request = vec![0; 65_536];
                let _ = socket.read(&mut request).await.expect("a request");
                count.send_modify(|count| *count += 1);
                may.wait_for(|may| *may).await.expect("the test goes on");
                socket.write_all(answer.as_bytes()).await.expect("still there");
            });
        }
    });
    (environment, permit, counted)
}

/// The errors of tasks that wait together, and how many requests they made.
async fn errors_of_many(head: &str, length: usize, body: &str) -> (Vec<kis_sdk::Error>, usize) {
    let answer = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    let (environment, permit, mut counted) = held(answer).await;
    let credentials = Credentials::new("failing-app-key", "failing-app-secret").expect("usable");
    let builder = Client::builder(environment, credentials).token_store(MemoryTokenStore::new());
    let client = builder.build().expect("a client");
    let mut waiting: Vec<_> = (0..64).map(|_| Box::pin(client.access_token())).collect();
    for call in &mut waiting {
        assert!(call.now_or_never().is_none());
    }
    counted.wait_for(|count| *count > 0).await.expect("the server runs");
    permit.send_replace(true);
    let mut errors = Vec::new();
    for call in waiting {
        errors.push(call.await.expect_err("a failure"));
    }
    let count = *counted.borrow();
    (errors, count)
}

#[tokio::test]
async fn all_who_wait_share_a_refusal() {
    let body = r#"{"error_code":"EGW00103","error_description":"wrong key"}"#;
    let (errors, requests) = errors_of_many("403 Forbidden", body.len(), body).await;
    assert_eq!((errors.len(), requests), (64, 1));
    for error in errors {
        assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Auth, Some("EGW00103"), Some(403)));
        assert_eq!(error.server_message(), Some("wrong key"));
        assert!(error.body().is_some());
    }
}

#[tokio::test]
async fn all_who_wait_share_a_broken_connection() {
    let (errors, requests) = errors_of_many("200 OK", 100, r#"{"access_token":"t"#).await;
    assert_eq!((errors.len(), requests), (64, 1));
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Network);
        assert!(error.source().is_some(), "the cause is kept");
        assert!(error.to_string().contains("broke"), "{error}");
    }
}

/// The failure is those' who waited: who comes later asks.
#[tokio::test]
async fn a_failure_is_not_kept() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    server.reply_to_token_request(mock::Reply::text("<html>점검중</html>").status(503));
    assert_eq!(client.access_token().await.expect_err("maintenance").kind(), ErrorKind::Unavailable);
    client.access_token().await.expect("a token");
    assert_eq!(token_requests(&server), 2);
}

/// The same app key with another secret: neither gets the other's refusal.
#[tokio::test]
async fn a_wrong_secret_is_one_clients_own_trouble() {
    let server = server().await;
    let store = MemoryTokenStore::new();
    let app_key = "PSmock00000000000000000000000000mock";
    let credentials = Credentials::new(app_key, "a wrong one".replace(' ', "-")).expect("usable");
    let wrong =
        Client::builder(server.environment(), credentials).token_store(store.clone()).build().expect("a client");
    let (wrong, right) =
        tokio::join!(async { wrong.access_token().await }, async { client(&server, store).access_token().await });
    // Whoever is first: the wrong one is refused, or finds the token of the right one.
    right.expect("a token");
    if let Err(error) = wrong {
        assert_eq!(error.code(), Some("EGW00105"));
    }
}
