//! What the observer is told: everything that helps, nothing that is secret.

use std::sync::{Arc, Mutex};

use super::*;

#[tokio::test]
async fn a_line_says_what_was_wrong_and_nothing_secret() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let observe = move |exchange: &mock::Exchange| kept.lock().expect("unpoisoned").push(exchange.to_string());
    let server = mock::Server::builder().observe(observe).start().await.expect("a free port");
    let ask = bonds(&server).await;
    let bearer = ask.headers[0].1.clone();
    ask.send(&server).await;
    Ask { target: ask.target.replace("&PDNO=", ""), ..ask.clone() }.send(&server).await;
    ask.clone().header("tr_id", Some("TTTC2208R")).send(&server).await;
    ask.clone().header("tr_id", Some(SECRET)).send(&server).await;
    ask.clone().header("appsecret", Some("x")).send(&server).await;
    Ask { target: "/uapi/nowhere?CANO=50001234".to_owned(), ..ask.clone() }.send(&server).await;
    server.fault(Target::All, Fault::ResetBefore);
    ask.send(&server).await;
    server.fault(Target::All, Fault::ResetAfter);
    ask.send(&server).await;
    server.reply(&bond::TR, mock::Reply::html(502));
    ask.send(&server).await;
    server.fault(Target::Tokens, Fault::code("EGW00133"));
    grant(KEY, SECRET).send(&server).await;

    let lines = lines.lock().expect("unpoisoned").clone();
    let said: Vec<&str> = lines.iter().map(|line| &line["2025-12-02 09:10:10 ".len()..]).collect();
    let bond = "GET /uapi/domestic-bond/v1/trading/inquire-balance";
    assert_eq!(
        said,
        [
            "POST /oauth2/tokenP 200".to_owned(),
            format!("{bond} CTSC8407R 200 KIOK0500"),
            format!("{bond} CTSC8407R 200 OPSQ2001 (the parameter PDNO is missing: send it blank at least)"),
            format!("{bond} TTTC2208R 200 OPSQ0002 (the header tr_id is none of this path's: CTSC8407R)"),
            format!("{bond} ? 200 OPSQ0002 (the header tr_id is none of this path's: CTSC8407R)"),
            format!("{bond} CTSC8407R 500 EGW00105 (the app secret is missing or doesn't belong to the app key)"),
            "GET /uapi/nowhere CTSC8407R 200 OPSQ0002 (no TR has GET on this path)".to_owned(),
            format!("{bond} CTSC8407R no answer (on purpose: reset-before)"),
            format!("{bond} CTSC8407R no answer (on purpose: reset-after)"),
            format!("{bond} CTSC8407R 502 (scripted)"),
            "POST /oauth2/tokenP 403 EGW00133 (on purpose: EGW00133)".to_owned(),
        ]
    );
    for secret in [KEY, SECRET, bearer.as_str(), "mock-token", "50001234"] {
        assert!(lines.iter().all(|line| !line.contains(secret)), "{secret} in {lines:?}");
        assert!(!format!("{:?}", mock::Server::builder()).contains(secret));
    }
}
