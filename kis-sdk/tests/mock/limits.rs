//! Windows that slide, for each app key.

use kis_sdk::Credentials;
use kis_sdk::mock::Limit;
use tokio::io::AsyncWriteExt as _;

use super::*;

async fn limited(limit: Limit) -> mock::Server {
    mock::Server::builder().stopped_clock().limit(limit).start().await.expect("a free port")
}

#[tokio::test]
async fn the_nineteenth_call_within_a_second_is_refused() {
    let server = limited(Limit::REAL).await;
    let ask = bonds(&server).await;
    for _ in 0..9 {
        assert_eq!(ask.send(&server).await.status(), 200);
    }
    server.advance(Duration::from_millis(999));
    for _ in 0..9 {
        assert_eq!(ask.send(&server).await.status(), 200);
    }
    let refused = ask.send(&server).await;
    assert_eq!(refused.code(), (500, "EGW00201".to_owned()));
    assert_eq!((&refused.json()["rt_cd"], &refused.json()["message"]), (&json!("1"), &json!("EGW00201")));
    server.advance(Duration::from_millis(1));
    for _ in 0..9 {
        assert_eq!(ask.send(&server).await.status(), 200, "nine have left the window");
    }
    assert_eq!(ask.send(&server).await.code().1, "EGW00201");
    let traffic = server.traffic();
    assert_eq!((traffic.arrived, traffic.refused, traffic.let_through(), traffic.busiest), (29, 2, 27, 20));
    assert_eq!(traffic.span, Duration::from_secs(1));
}

#[tokio::test]
async fn paper_is_one_and_a_new_customer_three() {
    for (limit, calls) in [(Limit::PAPER, 1), (Limit::NEW_CUSTOMER, 3), (Limit::per_second(7), 7)] {
        let server = limited(limit).await;
        let ask = bonds(&server).await;
        for _ in 0..calls {
            assert_eq!(ask.send(&server).await.status(), 200);
        }
        assert_eq!(ask.send(&server).await.code().1, "EGW00201");
    }
}

#[tokio::test]
async fn a_call_counts_when_its_headers_are_there() {
    let server = limited(Limit::per_second(1)).await;
    let ask = order(&server).await;
    let bytes = ask.bytes();
    let (head, body) = bytes.split_at(bytes.len() - ask.body.len());
    let mut first = raw::connect(&server).await;
    first.write_all(head).await.expect("sent");
    until(|| server.traffic().arrived > 0).await;
    assert_eq!(ask.send(&server).await.code().1, "EGW00201", "the first one has the slot already");
    first.write_all(body).await.expect("sent");
    assert_eq!(raw::read(&mut first).await.status(), 200);
    assert_eq!(server.orders().len(), 1, "what is refused doesn't stand");
}

#[tokio::test]
async fn the_ledger_has_a_limit_of_its_own() {
    let server = limited(Limit::per_second(10).ledger(1)).await;
    let ask = bonds(&server).await;
    assert_eq!(ask.send(&server).await.status(), 200);
    assert_eq!(ask.send(&server).await.code(), (500, "EGW00215".to_owned()));
}

#[tokio::test]
async fn refused_calls_count_where_it_is_said() {
    for (limit, code) in [(Limit::per_second(1), ""), (Limit::per_second(1).counting_refusals(), "EGW00201")] {
        let server = limited(limit).await;
        let ask = bonds(&server).await;
        ask.send(&server).await;
        server.advance(Duration::from_millis(600));
        assert_eq!(ask.send(&server).await.code().1, "EGW00201");
        server.advance(Duration::from_millis(600));
        assert_eq!(ask.send(&server).await.code().1.replace("KIOK0500", ""), code);
    }
}

#[tokio::test]
async fn app_keys_do_not_share_a_budget() {
    let second = Credentials::new("PSsecond", "second-secret").expect("usable");
    let builder = mock::Server::builder().stopped_clock().limit(Limit::per_second(1));
    let server = builder.credentials(second.clone()).start().await.expect("a free port");
    let own = bonds(&server).await;
    let granted = grant("PSsecond", "second-secret").send(&server).await.json();
    let token = format!("Bearer {}", granted["access_token"].as_str().expect("a token"));
    let other = own.clone().header("authorization", Some(&token)).header("appkey", Some("PSsecond"));
    let other = other.header("appsecret", Some("second-secret"));
    assert_eq!((own.send(&server).await.status(), other.send(&server).await.status()), (200, 200));
    assert_eq!(own.send(&server).await.code().1, "EGW00201");
    let refused = |credentials: &Credentials| server.traffic_of(credentials).refused;
    assert_eq!((refused(&server.credentials()), refused(&second), server.traffic().refused), (1, 0, 1));
    let unknown = Credentials::new("nobody", "knows").expect("usable");
    assert_eq!(server.traffic_of(&unknown), mock::Traffic::default());
}

#[tokio::test]
async fn a_call_over_the_limit_leaves_faults_and_replies_to_the_next() {
    let server = limited(Limit::per_second(1)).await;
    let ask = bonds(&server).await;
    assert_eq!(ask.send(&server).await.status(), 200);
    server.fault(&bond::TR, Fault::Html(503));
    server.reply(&bond::TR, mock::Reply::json("{}").status(201));
    assert_eq!(ask.send(&server).await.code().1, "EGW00201");
    server.advance(Duration::from_secs(1));
    assert_eq!(ask.send(&server).await.status(), 503);
    server.advance(Duration::from_secs(1));
    assert_eq!(ask.send(&server).await.status(), 201);
}
