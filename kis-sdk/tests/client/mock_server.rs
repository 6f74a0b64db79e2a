//! The mock server itself, asked by a bare HTTP client.

use serde_json::{Value, json};

use super::*;

pub(super) const KEY: &str = "PSmock00000000000000000000000000mock";
pub(super) const SECRET: &str = "mock-app-secret-that-opens-nothing-but-the-mock-server==";

pub(super) async fn token(server: &mock::Server, body: Value) -> (u16, Value) {
    let request = reqwest::Client::new().post(format!("{}/oauth2/tokenP", server.url())).body(body.to_string());
    let response = request.send().await.expect("an answer");
    (response.status().as_u16(), serde_json::from_slice(&response.bytes().await.expect("a body")).expect("JSON"))
}

/// Asks for bonds with headers and a query that a test spoils; gives `msg_cd`.
async fn ask(server: &mock::Server, spoil: impl Fn(&mut Vec<(&str, String)>, &mut String)) -> String {
    let grant = json!({"grant_type": "client_credentials", "appkey": KEY, "appsecret": SECRET});
    let (_, granted) = token(server, grant).await;
    let bearer = format!("Bearer {}", granted["access_token"].as_str().expect("a token"));
    let mut headers = vec![
        ("authorization", bearer),
        ("appkey", KEY.to_owned()),
        ("appsecret", SECRET.to_owned()),
        ("tr_id", "CTSC8407R".to_owned()),
        ("custtype", "P".to_owned()),
    ];
    let mut query = "CANO=1&ACNT_PRDT_CD=01&INQR_CNDT=00&PDNO=&BUY_DT=&CTX_AREA_FK200=&CTX_AREA_NK200=".to_owned();
    spoil(&mut headers, &mut query);
    let url = format!("{}/uapi/domestic-bond/v1/trading/inquire-balance?{query}", server.url());
    let mut request = reqwest::Client::new().get(url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let body = request.send().await.expect("an answer").bytes().await.expect("a body");
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    body["msg_cd"].as_str().expect("msg_cd").to_owned()
}

fn set<'a>(headers: &mut Vec<(&'a str, String)>, name: &'a str, value: &str) {
    headers.retain(|(header, _)| *header != name);
    headers.push((name, value.to_owned()));
}

#[tokio::test]
async fn refuses_what_the_server_refuses() {
    let server = mock::Server::start().await.expect("a free port");
    assert_eq!(ask(&server, |_, _| ()).await, "KIOK0500");
    assert_eq!(ask(&server, |headers, _| headers.retain(|(name, _)| *name != "authorization")).await, "EGW00121");
    assert_eq!(ask(&server, |headers, _| set(headers, "authorization", "Bearer x")).await, "EGW00121");
    assert_eq!(ask(&server, |headers, _| set(headers, "authorization", "mock-token-1")).await, "EGW00121");
    assert_eq!(ask(&server, |headers, _| set(headers, "appkey", "x")).await, "EGW00103");
    assert_eq!(ask(&server, |headers, _| set(headers, "appsecret", "x")).await, "EGW00105");
    assert_eq!(ask(&server, |headers, _| headers.retain(|(name, _)| *name != "custtype")).await, "EGW00205");
    assert_eq!(ask(&server, |headers, _| headers.retain(|(name, _)| *name != "tr_id")).await, "OPSQ0002");
    assert_eq!(ask(&server, |headers, _| set(headers, "tr_id", "TTTC2208R")).await, "OPSQ0002");
    assert_eq!(ask(&server, |_, query| *query = query.replace("&PDNO=", "")).await, "OPSQ2001");
    assert_eq!(ask(&server, |headers, _| headers.push(("tr_cont", "N".to_owned()))).await, "SYDB0050");
}

#[tokio::test]
async fn issues_one_token_until_it_is_dropped() {
    let server = mock::Server::start().await.expect("a free port");
    let grant = json!({"grant_type": "client_credentials", "appkey": KEY, "appsecret": SECRET});
    let (status, first) = token(&server, grant.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(first["expires_in"], json!(86_400), "a JSON number, as the server sends it");
    assert_eq!(token(&server, grant.clone()).await.1, first, "the same token when asked again");
    server.drop_token();
    assert_ne!(token(&server, grant).await.1["access_token"], first["access_token"]);
    assert_eq!(ask(&server, |headers, _| set(headers, "authorization", "Bearer mock-token-1")).await, "EGW00123");
    for (spoiled, code) in [
        (json!({"grant_type": "client_credentials", "appkey": "x", "appsecret": SECRET}), "EGW00103"),
        (json!({"grant_type": "client_credentials", "appkey": KEY}), "EGW00105"),
        (json!({"appkey": KEY, "appsecret": SECRET}), "EGW00205"),
    ] {
        let (status, refusal) = token(&server, spoiled).await;
        assert_eq!((status, refusal["error_code"].as_str()), (403, Some(code)));
        assert!(refusal.get("rt_cd").is_none());
    }
}

#[tokio::test]
async fn rows_and_pages_are_as_many_as_asked_for() {
    for (pages, rows) in [(1, 1), (5, 2), (2, 0)] {
        let server = mock::Server::builder().pages(pages).rows(rows).start().await.expect("a free port");
        let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
        let mut walked = client.pages(bonds(&server));
        let mut counts = Vec::new();
        while let Some(page) = walked.next().await {
            counts.push(page.expect("fine").output.len());
        }
        assert_eq!(counts, vec![rows; pages]);
    }
}

#[tokio::test]
async fn holdings_add_up() {
    let (server, client) = connect().await;
    let mut pages = client.pages(pension(&server));
    let (mut worth, mut totals) = (kis_sdk::Decimal::ZERO, None);
    while let Some(page) = pages.next().await {
        let page = page.expect("fine");
        for row in &page.output1 {
            let (amount, paid, gain) = (row.evlu_amt.expect("worth"), row.pchs_amt.expect("paid"), row.evlu_pfls_amt);
            assert_eq!(gain, Some(amount - paid), "{row:?}");
            worth += amount;
        }
        totals = page.output2;
    }
    assert_eq!(totals.and_then(|totals| totals.scts_evlu_amt), Some(worth));
}

#[tokio::test]
async fn a_dropped_server_frees_its_port() {
    let server = mock::Server::start().await.expect("a free port");
    let url = server.url();
    drop(server);
    // The task ends when the runtime gets to it.
    for _ in 0..100 {
        if reqwest::get(&url).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{url} still answers");
}
