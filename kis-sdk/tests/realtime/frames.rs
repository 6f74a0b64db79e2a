//! What comes in a frame.

use kis_sdk::descriptor::Subscription as _;
use kis_sdk::domestic_stock::realtime::{member_krx, quote_krx};
use kis_sdk::{Decimal, ErrorKind};

use super::*;

#[tokio::test]
async fn every_record_of_a_frame_arrives_typed() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe(trades("005930")).await.expect("subscribed");
    let all: Vec<String> = (1..=20).map(|number| trade("005930", number)).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(server.feed().push(&trade_krx::TR, "005930", &all), 1);
    for expected in 1..=20 {
        let trade = record(&mut updates).await;
        assert_eq!((number(&trade), trade.stck_prpr), (expected, Some(Decimal::from(71_500))));
        assert_eq!(trade.acml_vol, None, "a missing column is absent");
    }
}

#[tokio::test]
async fn a_frame_with_several_keys_is_shared_out() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut samsung = realtime.subscribe(trades("005930")).await.expect("subscribed");
    let mut hynix = realtime.subscribe(trades("000660")).await.expect("subscribed");
    let lines = [trade("000660", 1), trade("005930", 2), trade("035420", 3), trade("000660", 4)];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    server.feed().push(&trade_krx::TR, "005930", &lines);
    assert_eq!(number(&record(&mut samsung).await), 2);
    assert_eq!((number(&record(&mut hynix).await), number(&record(&mut hynix).await)), (1, 4));
}

#[tokio::test]
async fn a_malformed_field_spoils_its_record_only() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe(trades("005930")).await.expect("subscribed");
    let bad = trade("005930", 2).replace("71500", "71,500");
    server.feed().push(&trade_krx::TR, "005930", &[&trade("005930", 1), &bad, &trade("005930", 3)]);
    assert_eq!(number(&record(&mut updates).await), 1);
    let error = error(&mut updates).await;
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("H0STCNT0")));
    assert!(error.to_string().contains("STCK_PRPR 주식 현재가 holds \"71,500\""), "{error}");
    assert_eq!(number(&record(&mut updates).await), 3);
}

#[tokio::test]
async fn a_frame_that_does_not_fit_is_an_error_and_never_shifted() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut events = realtime.events();
    let mut updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    server.feed().send(&format!("0|H0STCNT0|002|{}^1^2", trade("005930", 1)));
    server.feed().push(&trade_krx::TR, "005930", &[&trade("005930", 2)]);
    let error = error(&mut updates).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("announces 2 records and has 15 columns"), "{error}");
    assert_eq!(number(&record(&mut updates).await), 2);
    event(&mut events, |event| matches!(event, Event::Unreadable { .. }).then_some(())).await;
    for text in ["", "PINGPONG", "0|H0STCNT0", "{", "0|H0STCNT0|xxx|a"] {
        server.feed().send(text);
        event(&mut events, |event| matches!(event, Event::Unreadable { .. }).then_some(())).await;
    }
}

#[tokio::test]
async fn new_columns_are_left_alone_and_told_once() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut all = realtime.all();
    let mut updates = realtime.subscribe(quote_krx::Request::new("005930")).await.expect("subscribed");
    server.feed().generate(&quote_krx::TR, "005930", 2);
    server.feed().more_columns(3);
    server.feed().generate(&quote_krx::TR, "005930", 2);
    server.feed().more_columns(-10);
    server.feed().generate(&quote_krx::TR, "005930", 1);
    server.feed().more_columns(1);
    server.feed().generate(&quote_krx::TR, "005930", 1);
    let mut quotes = Vec::new();
    for _ in 0..6 {
        quotes.push(record(&mut updates).await);
    }
    assert!(quotes.iter().all(|quote| quote.mksc_shrn_iscd == "005930" && quote.askp1 > quote.bidp1));
    assert!(quotes[3].total_askp_rsqn.is_some() && quotes[4].askp1.is_some());
    let (mut records, mut news) = (0, Vec::new());
    while records < 6 {
        match in_time(all.next()).await.expect("an event") {
            Event::Record(pushed) => {
                let quote = pushed.read::<quote_krx::Request>().expect("its TR").expect("readable");
                assert_eq!(quote, quotes[records]);
                assert!(pushed.read::<trade_krx::Request>().is_none());
                records += 1;
            }
            Event::NewColumns { tr, documented, received } => news.push((tr.title, received - documented)),
            _ => {}
        }
    }
    assert_eq!(news, [(quote_krx::TR.title, 3)]);
}

#[tokio::test]
async fn frames_of_any_size_and_in_parts() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe(trades("005930")).await.expect("subscribed");
    let all: Vec<String> = (0..3_000).map(|number| trade("005930", number)).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert!(all.join("^").len() > 100_000);
    server.feed().push_in(7, &trade_krx::TR, "005930", &all);
    server.feed().push_in(3, &trade_krx::TR, "005930", &["005930^^"]);
    for expected in 0..3_000 {
        assert_eq!(number(&record(&mut updates).await), expected);
    }
    assert_eq!(record(&mut updates).await.cntg_vol, None);
}

#[tokio::test]
async fn ping_pong_is_answered_and_is_no_record() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe(trades("005930")).await.expect("subscribed");
    let feed = server.feed();
    feed.ping();
    in_time(feed.until(|feed| feed.pongs() == 1)).await;
    feed.push(&trade_krx::TR, "005930", &[&trade("005930", 1)]);
    assert_eq!(number(&record(&mut updates).await), 1);
}

/// The typed record and the columns by name are two views of one thing.
#[tokio::test]
async fn a_record_of_everything_is_typed_by_its_tr() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut all = realtime.all();
    let _members = realtime.subscribe(member_krx::Request::new("005930")).await.expect("subscribed");
    assert_eq!(member_krx::Request::TR.tr_ids[0].real, "H0STMBC0");
    server.feed().generate(&member_krx::TR, "005930", 3);
    let pushed = event(&mut all, |event| if let Event::Record(pushed) = event { Some(pushed) } else { None }).await;
    pushed.read::<member_krx::Request>().expect("its TR").expect("readable");
    assert_eq!(pushed.fields().next().map(|(field, column)| (field.name, column)), Some(("MKSC_SHRN_ISCD", "005930")));
}
