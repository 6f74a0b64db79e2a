//! What is tried again, how often, and what is not.

use std::time::Duration;

use kis_sdk::{Credentials, Environment, ErrorKind, Untyped};

use super::*;

/// A server and a client of it that waits little between its tries.
async fn connect() -> (mock::Server, Client) {
    watch::the_log();
    let server = mock::Server::start().await.expect("a free port");
    let retries = Retries::default().first_wait(Duration::from_millis(1));
    let client = Client::builder(server.environment(), server.credentials()).retries(retries);
    (server, client.build().expect("a client"))
}

/// Failures that may pass.
fn passing() -> Vec<mock::Reply> {
    let refusal = |code| mock::Reply::refusal("1", code, "x").status(500);
    let mut replies: Vec<_> = ["EGW00201", "EGW00215", "EGW00316", "OPSQ1002", "OPSQ0003"].map(refusal).into();
    replies.push(mock::Reply::text("<html>점검중</html>").status(503));
    replies.push(mock::Reply::json(r#"{"rt_cd":"0","output":[{"#));
    replies
}

#[tokio::test]
async fn a_query_is_asked_again_after_what_may_pass() {
    for reply in passing() {
        let (server, client) = connect().await;
        server.reply(&bond::TR, reply.clone());
        server.reply(&bond::TR, reply.clone());
        let answer = client.send(&bonds(&server)).await.expect("the third try");
        assert_eq!((answer.output.len(), calls(&server).len()), (4, 3), "{reply:?}");
        let counters = client.counters();
        assert_eq!((counters.calls, counters.requests, counters.retries, counters.answers), (1, 3, 2, 1));
    }
}

#[tokio::test]
async fn tries_have_an_end() {
    let (server, client) = connect().await;
    for _ in 0..9 {
        server.reply(&bond::TR, mock::Reply::refusal("1", "EGW00201", "초당 거래건수를 초과하였습니다."));
    }
    let error = client.send(&bonds(&server)).await.expect_err("four times no");
    assert_eq!((error.kind(), error.tries(), calls(&server).len()), (ErrorKind::RateLimited, 4, 4));
    assert!(error.to_string().ends_with("(tried 4 times)"), "{error}");
    assert!(error.is_rate_limited() && error.is_retryable() && !error.is_auth());
    let counters = client.counters();
    assert_eq!((counters.errors, counters.rate_limited, counters.requests), (1, 4, 4));
}

#[tokio::test]
async fn what_does_not_pass_is_not_asked_again() {
    for (code, kind) in [
        ("EGW00103", ErrorKind::Auth),
        ("EGW02004", ErrorKind::Auth),
        ("OPSQ0002", ErrorKind::Refused),
        ("OPSQ2001", ErrorKind::Refused),
        ("APBK0919", ErrorKind::Refused),
        ("SYDB0050", ErrorKind::Paging),
        ("ZZZZ9999", ErrorKind::Refused),
    ] {
        let (server, client) = connect().await;
        server.reply(&bond::TR, mock::Reply::refusal("1", code, "x").status(500));
        let error = client.send(&bonds(&server)).await.expect_err("refused");
        assert_eq!((error.kind(), error.tries(), calls(&server).len()), (kind, 1, 1), "{code}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn an_order_is_not_sent_again_whatever_comes_back() {
    use kis_sdk::domestic_stock::trading::order_cash::{self, OrdDvsn, Side};

    for reply in passing() {
        let (server, client) = connect().await;
        server.reply(&order_cash::TR, reply.clone());
        let (quantity, price) = (3.into(), 71_500.into());
        let account = server.account("01");
        let order = order_cash::Request::new(Side::Buy, &account, "005930", OrdDvsn::LIMIT, quantity, price);
        let error = order_cash::send(&client, &order).await.expect_err("no answer");
        assert_eq!((error.tries(), calls(&server).len()), (1, 1), "{reply:?}");
        if error.is_outcome_unknown() {
            let sent = error.sent().expect("what to look it up by");
            assert_eq!((sent.parameter("PDNO"), sent.parameter("ORD_QTY")), (Some("005930"), Some("3")));
            assert_eq!(sent.parameter("CANO"), None, "the account stays out of it");
            assert!(!error.is_retryable());
            assert_eq!(client.counters().outcomes_unknown, 1);
        } else {
            assert!(error.is_rate_limited() && error.sent().is_none(), "{error}");
        }
        client
            .call_untyped(&Untyped::post(order_cash::TR.path, "TTTC0012U"))
            .await
            .expect_err("parameters are missing");
        assert_eq!(calls(&server).len(), 2);
    }
}

#[tokio::test]
async fn an_order_over_the_limit_goes_again_for_those_who_want_it() {
    let server = mock::Server::start().await.expect("a free port");
    let retries = Retries::default().first_wait(Duration::from_millis(1)).orders_over_limit(true);
    let client = Client::builder(server.environment(), server.credentials()).retries(retries);
    let client = client.build().expect("a client");
    let order = Untyped::post("/uapi/test/v1/trading/order", "TEST0001U").parameter("PDNO", "005930");
    for (code, arrivals) in [("EGW00201", 2), ("EGW00215", 1), ("EGW00316", 1)] {
        let before = calls(&server).len();
        server.reply_to_path("/uapi/test/v1/trading/order", mock::Reply::refusal("1", code, "x"));
        server.reply_to_path("/uapi/test/v1/trading/order", mock::Reply::json(r#"{"rt_cd":"0"}"#));
        let outcome = client.call_untyped(&order).await;
        assert_eq!((outcome.is_ok(), calls(&server).len() - before), (arrivals == 2, arrivals), "{code}");
        if arrivals == 1 {
            client.call_untyped(&order).await.expect("takes the answer that is left over");
        }
    }
}

/// The server is not there at first: a query and an order alike can't have left.
#[tokio::test]
async fn without_a_connection_even_an_order_is_tried_again() {
    let port = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("bound").port()
    };
    let environment = Environment::url(&format!("http://127.0.0.1:{port}")).expect("loopback");
    let retries = Retries::default().first_wait(Duration::from_millis(1));
    let client = Client::builder(environment, Credentials::new("k", "s").expect("usable")).retries(retries);
    let client = client.build().expect("a client");
    let order = Untyped::post("/uapi/test/v1/trading/order", "TEST0001U");
    let error = client.call_untyped(&order).await.expect_err("nobody there");
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Network, 4));
}

#[tokio::test]
async fn a_walk_goes_on_after_a_failure_that_passes() {
    let (server, client) = connect().await;
    let mut pages = client.pages(bonds(&server));
    pages.next().await.expect("a page").expect("fine");
    for reply in passing().into_iter().take(3) {
        server.reply(&bond::TR, reply);
    }
    let rest = pages.collect_all().await.expect("the rest");
    assert_eq!(rest.len(), 2);
    assert_eq!(calls(&server).len(), 3 + 3);
}
