//! What the generated modules send and read, over a socket.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use kis_sdk::{Client, Decimal, ErrorKind, mock};
use own_descriptors::TRANSACTIONS;
use own_descriptors::domestic_gold::trading::inquire_balance::{self, CrcyDvsn, InqrDvsn};
use own_descriptors::domestic_gold::trading::order::{self, OrdDvsn, Side};

async fn connect() -> (mock::Server, Client) {
    let server = mock::Server::builder().transactions(TRANSACTIONS).start().await.unwrap();
    let client = Client::builder(server.environment(), server.credentials()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn a_query_walks_its_pages() {
    let (server, client) = connect().await;
    let mut pages = client.pages(inquire_balance::Request::new(&server.account("01"), InqrDvsn::BY_BAR));
    let (mut count, mut rows) = (0, Vec::new());
    while let Some(page) = pages.next().await {
        count += 1;
        rows.extend(page.unwrap().output);
    }
    assert_eq!((count, rows.len()), (3, 12));
    // The mock server's first holding: its numbers add up.
    assert_eq!((rows[0].pdno.as_str(), rows[0].prdt_name.as_str()), ("005930", "삼성전자"));
    assert_eq!(rows[0].hldg_qty, Some(Decimal::TEN));
    assert_eq!(rows[0].crcy_dvsn, CrcyDvsn::WON, "a word of kis-sdk's own glossary");
    let asked: Vec<_> = server.received().into_iter().filter(|request| request.method == "GET").collect();
    let continued: Vec<_> = asked.iter().map(|request| request.header("tr_cont").unwrap_or_default()).collect();
    assert_eq!(continued, ["", "N", "N"]);
    for request in &asked {
        assert_eq!(request.path, "/uapi/domestic-gold/v1/trading/inquire-balance");
        assert_eq!(request.header("tr_id"), Some("TTGX0001R"));
        assert_eq!(request.parameter("INQR_DVSN"), Some("01"));
        assert_eq!(request.parameter("CANO"), Some("50001234"));
    }
}

#[tokio::test]
async fn an_order_is_sent_once_and_answered() {
    let (server, client) = connect().await;
    let request = |side| {
        let account = server.account("01");
        order::Request::new(side, &account, "GOLD1KG", OrdDvsn::LIMIT, Decimal::TEN, Decimal::from(152_300))
    };
    let answer = order::send(&client, &request(Side::Buy)).await.unwrap();
    let receipt = answer.output.unwrap();
    let stands = server.orders().pop().unwrap();
    assert_eq!((receipt.krx_fwdg_ord_orgno.as_str(), receipt.odno), ("91252", stands.number));
    let time = stands.time.split_once(' ').map(|(_, time)| time.to_owned());
    assert_eq!(receipt.ord_tmd.map(|time| time.to_string()), time);
    let sent = server.received().pop().unwrap();
    assert_eq!(sent.header("tr_id"), Some("TTGX0012U"));
    assert_eq!(
        sent.body,
        r#"{"CANO":"50001234","ACNT_PRDT_CD":"01","PDNO":"GOLD1KG","ORD_DVSN":"00","ORD_QTY":"10","ORD_UNPR":"152300"}"#
    );

    server.fault(mock::Target::Orders, mock::Fault::ResetAfter);
    let error = order::send(&client, &request(Side::Sell)).await.unwrap_err();
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::OutcomeUnknown, Some("TTGX0011U")));
    assert_eq!(server.orders().len(), 2, "kis-sdk knows it for an order, and didn't send it twice");
}

#[tokio::test]
async fn a_value_that_cannot_be_read_names_the_descriptor() {
    let (server, client) = connect().await;
    let body = r#"{"rt_cd":"0","output":[{"hldg_qty":"세 개"}]}"#;
    server.reply(&inquire_balance::TR, mock::Reply::json(body));
    let request = inquire_balance::Request::new(&server.account("01"), InqrDvsn::ALL);
    let error = client.send(&request).await.unwrap_err().to_string();
    for part in ["TTGX0001R", "output[0].hldg_qty 보유수량", "세 개", "domestic-gold/trading/inquire-balance.yaml"]
    {
        assert!(error.contains(part), "{error}");
    }
}
