//! The exact requests that go out.

use kis_sdk::descriptor::Endpoint as _;
use kis_sdk::{BaseUrl, Client, Corporate, Customer, Date, Environment};

use super::*;

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The headers that the pages document, in their order; what HTTP itself adds is left out.
fn documented_headers(received: &mock::Received) -> Vec<(&str, &str)> {
    let names = [
        "content-type",
        "authorization",
        "appkey",
        "appsecret",
        "personalseckey",
        "tr_id",
        "tr_cont",
        "custtype",
        "seq_no",
        "mac_address",
        "phone_number",
        "ip_addr",
        "gt_uid",
    ];
    names.iter().filter_map(|name| received.header(name).map(|value| (*name, value))).collect()
}

#[tokio::test]
async fn bond_balance() {
    let (server, client) = connect().await;
    bond::send(&client, &bonds(&server)).await.expect("an answer");

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!((call.method.as_str(), call.path.as_str()), ("GET", "/uapi/domestic-bond/v1/trading/inquire-balance"));
    assert_eq!(
        call.parameters,
        pairs(&[
            ("CANO", "50001234"),
            ("ACNT_PRDT_CD", "01"),
            ("INQR_CNDT", "00"),
            ("PDNO", ""),
            ("BUY_DT", ""),
            ("CTX_AREA_FK200", ""),
            ("CTX_AREA_NK200", ""),
        ])
    );
    assert_eq!(
        documented_headers(&call),
        [
            ("content-type", "application/json; charset=utf-8"),
            ("authorization", "Bearer mock-token-1"),
            ("appkey", "PSmock00000000000000000000000000mock"),
            ("appsecret", "mock-app-secret-that-opens-nothing-but-the-mock-server=="),
            ("tr_id", "CTSC8407R"),
            ("tr_cont", ""),
            ("custtype", "P"),
        ]
    );
    assert_eq!(call.header("user-agent"), Some(concat!("kis-sdk/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(call.body, "");
}

#[tokio::test]
async fn pension_balance_needs_nothing_from_the_caller() {
    let (server, client) = connect().await;
    pension::send(&client, &pension(&server)).await.expect("an answer");

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!(call.path, "/uapi/domestic-stock/v1/trading/pension/inquire-balance");
    assert_eq!(call.header("tr_id"), Some("TTTC2208R"));
    assert_eq!(
        call.parameters,
        pairs(&[
            ("CANO", "50001234"),
            ("ACNT_PRDT_CD", "29"),
            ("ACCA_DVSN_CD", "00"),
            ("INQR_DVSN", "00"),
            ("CTX_AREA_FK100", ""),
            ("CTX_AREA_NK100", ""),
        ])
    );
}

#[tokio::test]
async fn setters_reach_the_wire_in_the_server_s_spelling() {
    let (server, client) = connect().await;
    let request = bond::Request::new(&server.account("01"), InqrCndt::BY_PRODUCT)
        .pdno("KR103502GD61 &=한글")
        .buy_dt(Date::constant(2026, 5, 29));
    client.send(&request).await.expect("an answer");

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!(call.parameter("INQR_CNDT"), Some("01"));
    assert_eq!(call.parameter("PDNO"), Some("KR103502GD61 &=한글"));
    assert_eq!(call.parameter("BUY_DT"), Some("20260529"));
}

#[tokio::test]
async fn a_code_that_no_page_lists_travels_as_it_is() {
    let (server, client) = connect().await;
    client.send(&bond::Request::new(&server.account("01"), "77".into())).await.expect("an answer");
    assert_eq!(calls(&server)[0].parameter("INQR_CNDT"), Some("77"));
}

#[tokio::test]
async fn one_token_for_many_calls_and_clones() {
    let (server, client) = connect().await;
    let request = bonds(&server);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (client, request) = (client.clone(), request.clone());
            tokio::spawn(async move { client.send(&request).await.map(|answer| answer.output.len()) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("no panic").expect("an answer"), 4);
    }
    assert_eq!(calls(&server).len(), 8);
    assert_eq!(token_requests(&server), 1);

    let token = &server.received()[0];
    assert_eq!((token.method.as_str(), token.path.as_str()), ("POST", "/oauth2/tokenP"));
    let body: serde_json::Value = serde_json::from_str(&token.body).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({
            "grant_type": "client_credentials",
            "appkey": "PSmock00000000000000000000000000mock",
            "appsecret": "mock-app-secret-that-opens-nothing-but-the-mock-server==",
        })
    );
    assert!(token.header("authorization").is_none() && token.header("appsecret").is_none());
}

#[tokio::test]
async fn corporate_headers_with_a_fresh_uid_for_each_request() {
    let server = mock::Server::start().await.expect("a free port");
    let corporate = Corporate::new("personal-key", "010-1111-2222", "203.0.113.7").expect("usable");
    let client = Client::builder(server.environment(), server.credentials())
        .customer(Customer::Corporate(corporate))
        .mac_address("0123456789AB")
        .build()
        .expect("a client");
    let request = bonds(&server);
    client.send(&request).await.expect("an answer");
    client.send(&request).await.expect("an answer");

    let [first, second] = calls(&server).try_into().expect("two calls");
    let documented = documented_headers(&first);
    for expected in [
        ("custtype", "B"),
        ("personalseckey", "personal-key"),
        ("seq_no", "001"),
        ("mac_address", "0123456789AB"),
        ("phone_number", "01011112222"),
        ("ip_addr", "203.0.113.7"),
    ] {
        assert!(documented.contains(&expected), "{expected:?} in {documented:?}");
    }
    assert_eq!(documented.len(), 13, "every documented header");
    let uids = [first.header("gt_uid").expect("uid"), second.header("gt_uid").expect("uid")];
    assert!(uids.iter().all(|uid| uid.len() == 32), "{uids:?}");
    assert_ne!(uids[0], uids[1]);
}

#[tokio::test]
async fn a_corporation_can_t_use_paper() {
    let corporate = Corporate::new("k", "01011112222", "203.0.113.7").expect("usable");
    let server = mock::Server::start().await.expect("a free port");
    let built =
        Client::builder(Environment::Paper, server.credentials()).customer(Customer::Corporate(corporate)).build();
    assert!(built.expect_err("refused").to_string().contains("paper"));
}

#[tokio::test]
async fn not_on_paper_is_refused_before_anything_is_sent() {
    let server = mock::Server::start().await.expect("a free port");
    let paper = Environment::Custom(BaseUrl::new(&server.url()).expect("loopback").with_paper_ids());
    let client = Client::builder(paper, server.credentials()).build().expect("a client");

    let error = client.send(&bonds(&server)).await.expect_err("no paper id");
    assert_eq!(error.kind(), kis_sdk::ErrorKind::NotOnPaper);
    assert_eq!(
        error.to_string(),
        "CTSC8407R (장내채권 잔고조회): this TR doesn't exist on the paper environment (모의투자 미지원); nothing was sent. \
         Use Environment::Real"
    );
    assert_eq!(server.received().len(), 0, "not even a token was asked for");
}

#[tokio::test]
async fn another_product_code_is_refused_unless_it_is_meant() {
    let (server, client) = connect().await;
    let request = pension::Request::new(&server.account("01"));
    let error = client.send(&request).await.expect_err("not a pension account");
    assert_eq!(error.kind(), kis_sdk::ErrorKind::Input);
    assert!(error.to_string().contains("product code 29"), "{error}");
    assert!(!error.to_string().contains("50001234"), "{error}");
    assert_eq!(server.received().len(), 0);

    client.send(&request.acnt_prdt_cd("01")).await.expect("the caller insists");
    assert_eq!(calls(&server)[0].parameter("ACNT_PRDT_CD"), Some("01"));
}

#[test]
fn a_client_is_shared_freely() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<bond::Request>();
    shared::<bond::Response>();
    fn sent<T: Send>() {}
    sent::<kis_sdk::Pages<bond::Request>>();
    assert_eq!(bond::Request::TR.tr_ids[0].real, "CTSC8407R");
}
