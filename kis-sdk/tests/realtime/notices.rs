//! Notices: encrypted, keyed by HTS ID, paper ids on paper.

use kis_sdk::domestic_stock::realtime::notice::{self, Request};
use kis_sdk::domestic_stock::realtime::trade_nxt;
use kis_sdk::{Decimal, ErrorKind};

use super::*;

const HTS_ID: &str = "mock-hts-id";

fn line(number: u64) -> String {
    format!("{HTS_ID}^5000123401^{number:010}^^02^0^00^0^005930^10^71500^093001^0^2^2^91252^10^모의계좌")
}

#[tokio::test]
async fn notices_are_decrypted_and_typed() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut all = realtime.all();
    let mut notices = realtime.subscribe(Request::new(HTS_ID)).await.expect("subscribed");
    server.feed().push(&notice::TR, HTS_ID, &[&line(1), &line(2)]);
    for number in ["0000000001", "0000000002"] {
        let notice = record(&mut notices).await;
        assert_eq!((notice.oder_no.as_str(), notice.cntg_qty), (number, Some(Decimal::TEN)));
        assert_eq!((notice.acnt_no.as_str(), notice.acnt_name.as_str()), ("5000123401", "모의계좌"));
        let shown = format!("{notice:?} {notices:?} {realtime:?} {:?}", realtime.registered());
        assert!(!shown.contains(HTS_ID) && !shown.contains("50001234") && !shown.contains("모의계좌"), "{shown}");
    }
    for _ in 0..4 {
        let event = in_time(all.next()).await.expect("an event");
        let shown = format!("{event:?} {event:#?}");
        assert!(!shown.contains(HTS_ID) && !shown.contains("50001234") && !shown.contains("모의계좌"), "{shown}");
    }
}

#[tokio::test]
async fn a_notice_that_names_another_id_reaches_the_only_stream() {
    let server = server().await;
    let mut notices = realtime(&server).subscribe(Request::new(HTS_ID)).await.expect("subscribed");
    // In upper case, as other programs show it.
    server.feed().push(&notice::TR, HTS_ID, &[&line(1).to_uppercase()]);
    assert_eq!(record(&mut notices).await.oder_no, "0000000001");
}

#[tokio::test]
async fn paper_ids_on_paper() {
    watch::the_log();
    let server = mock::Server::builder().paper().start().await.expect("a free port");
    let realtime = realtime(&server);
    let mut notices = realtime.subscribe(Request::new(HTS_ID)).await.expect("subscribed");
    assert_eq!(server.feed().registered(), [("H0STCNI9".to_owned(), HTS_ID.to_owned())]);
    server.feed().push(&notice::TR, HTS_ID, &[&line(7)]);
    assert_eq!(record(&mut notices).await.oder_no, "0000000007");
    let error = realtime.subscribe(trade_nxt::Request::new("005930")).await.expect_err("not on paper");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::NotOnPaper, Some("H0NXCNT0")));
}

#[tokio::test]
async fn what_cannot_be_decrypted_is_an_error() {
    let server = server().await;
    let mut notices = realtime(&server).subscribe(Request::new(HTS_ID)).await.expect("subscribed");
    server.feed().send("1|H0STCNI0|001|AAAAAAAAAAAAAAAAAAAAAA==");
    let error = error(&mut notices).await;
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("H0STCNI0")));
    assert!(error.to_string().contains("can't be decrypted"), "{error}");
    server.feed().push(&notice::TR, HTS_ID, &[&line(1)]);
    assert_eq!(record(&mut notices).await.oder_no, "0000000001");
}
