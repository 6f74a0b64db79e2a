//! TRs without a descriptor.

use kis_sdk::{ErrorKind, Untyped};

use super::*;

const PATH: &str = "/uapi/domestic-stock/v1/quotations/new-ranking";

#[tokio::test]
async fn a_query_as_printed() {
    let (server, client) = connect().await;
    let body = r#"{"rt_cd":"0","msg_cd":"MCA00000","msg1":"정상처리 되었습니다.","output":[
        {"hts_kor_isnm":"삼성전자  ","stck_prpr":"   71500","prdy_ctrt":".62955","bstp_kor_isnm":""},
        {"hts_kor_isnm":"다른회사","stck_prpr":"","prdy_ctrt":"7,780 억"}]}"#;
    server.reply_to_path(PATH, mock::Reply::json(body));
    let call = Untyped::get(PATH, "FHPST09990000").parameter("FID_DIV", "0").parameter("fid_input_iscd", "");
    let answer = client.call_untyped(&call).await.expect("an answer");
    let rows = answer.rows("output");
    assert_eq!(rows[0].text("hts_kor_isnm"), Some("삼성전자"));
    assert_eq!(rows[0].decimal("stck_prpr").expect("a number"), Some(71_500.into()));
    assert_eq!(rows[1].decimal("stck_prpr").expect("blank"), None);
    let error = rows[1].decimal("prdy_ctrt").expect_err("no number");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("FHPST09990000")));

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!((call.method.as_str(), call.header("tr_id")), ("GET", Some("FHPST09990000")));
    assert_eq!(call.parameters, [("FID_DIV".to_owned(), "0".to_owned()), ("fid_input_iscd".to_owned(), String::new())]);
}

/// The same server, the same pages as for the typed request.
#[tokio::test]
async fn pages_are_walked_by_hand() {
    let (server, client) = connect().await;
    let typed = bonds(&server);
    let mut call = Untyped::get(bond::TR.path, "CTSC8407R").account(&server.account("01"));
    for (name, value) in kis_sdk::descriptor::Endpoint::call(&typed).pairs().skip(2) {
        call = call.parameter(name, value);
    }
    let (mut lots, mut next) = (0, Some(call));
    while let Some(call) = next {
        let page = client.call_untyped(&call).await.expect("a page");
        lots += page.rows("output").len();
        next = call.next_page(&page.envelope).expect("a way on");
    }
    assert_eq!((lots, calls(&server).len()), (12, 3));
    assert_eq!(calls(&server)[2].header("tr_cont"), Some("N"));
}

/// Never a part as if it were all, and never the same page for ever.
#[tokio::test]
async fn a_walk_by_hand_that_leads_nowhere_is_an_error() {
    for (fault, pages, said) in
        [(mock::Fault::MoreWithoutKeys, 1, "no key"), (mock::Fault::RepeatedKeys, 2, "don't move on")]
    {
        let (server, client) = connect().await;
        server.fault_always(mock::Target::Queries, fault);
        let mut call = Untyped::get(bond::TR.path, "CTSC8407R").account(&server.account("01"));
        for (name, value) in kis_sdk::descriptor::Endpoint::call(&bonds(&server)).pairs().skip(2) {
            call = call.parameter(name, value);
        }
        let mut walked = 0;
        let error = loop {
            let page = client.call_untyped(&call).await.expect("a page");
            walked += 1;
            assert!(walked <= pages, "it walks in circles");
            match call.next_page(&page.envelope) {
                Ok(next) => call = next.expect("there is more"),
                Err(error) => break error,
            }
        };
        assert_eq!((error.kind(), error.tr_id(), walked), (ErrorKind::Paging, Some("CTSC8407R"), pages));
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn an_untyped_order_in_doubt_is_called_so() {
    let (server, client) = connect().await;
    server.reply_to_path("/uapi/x/v1/trading/order", mock::Reply::text("<html>").status(502));
    let order = Untyped::post("/uapi/x/v1/trading/order", "TTTX0001U").account(&server.account("01"));
    let error = client.call_untyped(&order.parameter("PDNO", "005930")).await.expect_err("in doubt");
    assert!(error.is_outcome_unknown());
    assert_eq!(error.sent().expect("kept").parameters, [("PDNO".to_owned(), "005930".to_owned())]);
    assert_eq!(calls(&server)[0].body, r#"{"CANO":"50001234","ACNT_PRDT_CD":"01","PDNO":"005930"}"#);
}

#[tokio::test]
async fn what_can_not_be_a_path_is_not_sent() {
    let (server, client) = connect().await;
    for path in ["uapi/x", "//elsewhere.example/x", "https://elsewhere.example/x", "/uapi/x?CANO=1", "/uapi/x#"] {
        let error = client.call_untyped(&Untyped::get(path, "T")).await.expect_err(path);
        assert_eq!(error.kind(), ErrorKind::Input);
    }
    let error = client.call_untyped(&Untyped::get("/uapi/x", "")).await.expect_err("no TR id");
    assert!(error.to_string().contains("tr_id"), "{error}");
    assert!(server.received().is_empty());
}
