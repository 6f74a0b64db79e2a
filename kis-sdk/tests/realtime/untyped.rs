//! Subscriptions to TRs that are known when the program runs.

use kis_sdk::descriptor::{FieldKind, Kind, Tr};
use kis_sdk::domestic_stock::realtime::{notice, quote_krx, trade_nxt};
use kis_sdk::domestic_stock::trading::inquire_balance;
use kis_sdk::realtime::{Pushed, UntypedUpdates};
use kis_sdk::{Decimal, ErrorKind, TRANSACTIONS, Time};

use super::*;

async fn pushed(updates: &mut UntypedUpdates) -> Pushed {
    match in_time(updates.next()).await.expect("not at its end").expect("readable") {
        Update::Record(pushed) => pushed,
        other => panic!("no record: {other:?}"),
    }
}

#[tokio::test]
async fn values_by_name() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut updates = realtime.subscribe_untyped(&trade_krx::TR, "005930").await.expect("subscribed");
    assert_eq!(updates.key().as_str(), "005930");
    server.feed().push(&trade_krx::TR, "005930", &["005930 ^093007^  71500^x^^1,5"]);
    server.feed().push(&trade_krx::TR, "005930", &["005930"]);
    let first = pushed(&mut updates).await;
    assert_eq!((first.text("mksc_shrn_iscd"), first.text("STCK_PRPR")), (Some("005930"), Some("71500")));
    assert_eq!(first.decimal("stck_prpr").expect("a number"), Some(Decimal::from(71_500)));
    assert_eq!(first.time("STCK_CNTG_HOUR").expect("a time"), Some(Time::constant(9, 30, 7, 0)));
    assert_eq!((first.text("prdy_vrss"), first.decimal("prdy_vrss").expect("blank")), (Some(""), None));
    let error = first.decimal("prdy_ctrt").expect_err("a comma");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("H0STCNT0")));
    assert!(error.to_string().contains(r#"PRDY_CTRT 전일 대비율 holds "1,5""#), "{error}");
    let error = first.date("price").expect_err("no such field").to_string();
    assert!(error.contains("no field price; there are MKSC_SHRN_ISCD, STCK_CNTG_HOUR"), "{error}");
    let second = pushed(&mut updates).await;
    assert_eq!((second.text("stck_prpr"), second.date("bsop_date").expect("missing")), (None, None));
}

/// They share registrations with typed ones, and are told of gaps as those are.
#[tokio::test]
async fn beside_a_typed_stream() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let mut typed = realtime.subscribe(trades("005930")).await.expect("subscribed");
    let mut untyped = realtime.subscribe_untyped(&trade_krx::TR, "005930").await.expect("subscribed");
    assert_eq!(feed.registered().len(), 1);
    feed.close();
    assert!(matches!(in_time(untyped.next()).await, Some(Ok(Update::Gap(_)))));
    feed.push(&trade_krx::TR, "005930", &[&trade("005930", 7)]);
    assert_eq!(pushed(&mut untyped).await.text("cntg_vol"), Some("7"));
    assert!(matches!(next(&mut typed).await, Update::Gap(_)));
    assert_eq!(number(&record(&mut typed).await), 7);
    drop(typed);
    untyped.unsubscribe().await.expect("ended");
    assert!(feed.registered().is_empty());
}

#[tokio::test]
async fn notices_hide_what_they_hold() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe_untyped(&notice::TR, "mock-hts-id").await.expect("subscribed");
    server.feed().push(&notice::TR, "mock-hts-id", &["mock-hts-id^50001234^0000000007"]);
    let pushed = pushed(&mut updates).await;
    assert_eq!((pushed.text("acnt_no"), pushed.text("oder_no")), (Some("50001234"), Some("0000000007")));
    let said = format!("{pushed:?} {updates:?} {}", pushed.date("acnt_no").expect_err("no day"));
    assert!(!said.contains("50001234") && !said.contains("mock-hts-id"), "{said}");
}

/// Each described TR on each environment that has it: registered with its own id there, encrypted where it is personal, and
/// each value what its field says.
#[tokio::test]
async fn every_described_tr() {
    let described: Vec<&'static Tr> = TRANSACTIONS.iter().copied().filter(|tr| tr.kind == Kind::Realtime).collect();
    assert!(described.len() > 15, "{} of them", described.len());
    for is_paper in [false, true] {
        let builder = mock::Server::builder();
        let server = if is_paper { builder.paper() } else { builder }.start().await.expect("a free port");
        let (feed, realtime) = (server.feed(), realtime(&server));
        for tr in &described {
            let [id] = tr.tr_ids.rows() else { panic!("{}: which one?", tr.title) };
            let Some(id) = (if is_paper { id.paper } else { Some(id.real) }) else { continue };
            let mut updates = realtime.subscribe_untyped(tr, "005930").await.expect(id);
            assert_eq!(feed.registered(), [(id.to_owned(), "005930".to_owned())]);
            feed.generate(tr, "005930", 2);
            for _ in 0..2 {
                let pushed = pushed(&mut updates).await;
                assert_eq!(pushed.fields().count(), tr.response.len(), "{id}");
                for field in tr.response {
                    match field.kind {
                        FieldKind::Decimal => drop(pushed.decimal(field.name).expect(id)),
                        FieldKind::Date => drop(pushed.date(field.name).expect(id)),
                        FieldKind::Time => drop(pushed.time(field.name).expect(id)),
                        _ => assert!(pushed.text(field.name).is_some(), "{id} {}", field.name),
                    }
                }
            }
            updates.unsubscribe().await.expect(id);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_subscribed_to() {
    let server = mock::Server::builder().paper().start().await.expect("a free port");
    let realtime = realtime(&server);
    for (tr, key, kind, says) in [
        (&inquire_balance::TR, "005930", ErrorKind::Input, "nobody pushes it"),
        (&quote_krx::TR, " ", ErrorKind::Input, "tr_key"),
        (&trade_nxt::TR, "005930", ErrorKind::NotOnPaper, "모의투자"),
    ] {
        let error = realtime.subscribe_untyped(tr, key).await.expect_err("refused");
        assert_eq!((error.kind(), error.tr_id()), (kind, Some(tr.tr_ids[0].real)));
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!((server.feed().connected(), server.received().len()), (0, 0));
}
