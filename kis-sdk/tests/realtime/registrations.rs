//! Registrations: shared, counted, refused, ended.

use kis_sdk::ErrorKind;

use super::*;

fn code(number: usize) -> String {
    format!("{number:06}")
}

#[tokio::test]
async fn two_streams_share_a_registration_and_each_gets_every_record() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let mut first = realtime.subscribe(trades("005930")).await.expect("subscribed");
    // Another client of the same app key: there is one session all the same.
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    let mut second = client.realtime().subscribe(trades("005930")).await.expect("subscribed");
    assert_eq!((feed.registered().len(), feed.connected()), (1, 1));
    feed.push(&trade_krx::TR, "005930", &[&trade("005930", 1), &trade("005930", 2)]);
    for expected in 1..=2 {
        assert_eq!(number(&record(&mut first).await), expected);
        assert_eq!(number(&record(&mut second).await), expected);
    }
    first.unsubscribe().await.expect("ended");
    assert_eq!(feed.registered().len(), 1, "the other one still reads it");
    feed.push(&trade_krx::TR, "005930", &[&trade("005930", 3)]);
    assert_eq!(number(&record(&mut second).await), 3);
    let mut events = realtime.events();
    second.unsubscribe().await.expect("ended");
    assert!(feed.registered().is_empty());
    assert!(realtime.registered().is_empty());
    event(&mut events, |event| matches!(event, Event::Unsubscribed { .. }).then_some(())).await;
}

#[tokio::test]
async fn the_42nd_is_refused_here_with_what_is_registered() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let mut all = Vec::new();
    for number in 0..41 {
        all.push(realtime.subscribe(trades(&code(number))).await.expect("subscribed"));
    }
    let error = realtime.subscribe(trades("999999")).await.expect_err("full");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Input, Some("H0STCNT0")));
    let said = error.to_string();
    assert!((0..41).all(|number| said.contains(&format!("H0STCNT0 {}", code(number)))), "{said}");
    assert_eq!((feed.registered().len(), realtime.registered().len()), (41, 41));
    // One that is there already needs no room, and one that ends makes room.
    drop(realtime.subscribe(trades(&code(3))).await.expect("shared"));
    drop(all.remove(7));
    let _new = realtime.subscribe(trades("999999")).await.expect("there is room");
    in_time(feed.until(|feed| feed.registered().len() == 41)).await;
    assert!(!feed.registered().contains(&("H0STCNT0".to_owned(), code(7))));
    drop(all);
    in_time(feed.until(|feed| feed.registered().len() == 1)).await;
}

#[tokio::test]
async fn dropping_a_stream_ends_its_registration_and_everything_ends_the_session() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    drop(updates);
    in_time(feed.until(|feed| feed.registered().is_empty())).await;
    assert_eq!(feed.connections(), 1, "it stays for the next subscription");
    drop(realtime);
    in_time(feed.until(|feed| feed.connections() == 0)).await;
}

#[tokio::test]
async fn ending_and_beginning_again_at_once_ends_subscribed() {
    let server = server().await;
    let realtime = realtime(&server);
    for round in 0..20 {
        let mut updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
        server.feed().push(&trade_krx::TR, "005930", &[&trade("005930", round)]);
        assert_eq!(number(&record(&mut updates).await), round);
        drop(updates);
    }
}

#[tokio::test]
async fn what_the_server_refuses_is_explained_and_the_rest_goes_on() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut events = realtime.events();
    let mut samsung = realtime.subscribe(trades("005930")).await.expect("subscribed");
    for (code, kind) in
        [("OPSP0008", ErrorKind::Refused), ("OPSP0007", ErrorKind::Unavailable), ("OPSP4711", ErrorKind::Refused)]
    {
        server.feed().refuse(code);
        let error = realtime.subscribe(trades("000660")).await.expect_err("refused");
        assert_eq!((error.kind(), error.code(), error.tr_id()), (kind, Some(code), Some("H0STCNT0")));
        let told =
            event(&mut events, |event| if let Event::Refused { failure, .. } = event { Some(failure) } else { None });
        assert_eq!(told.await.code(), code);
    }
    // There already, as the server sees it.
    server.feed().refuse("OPSP0002");
    let _hynix = realtime.subscribe(trades("000660")).await.expect("fine");
    server.feed().push(&trade_krx::TR, "005930", &[&trade("005930", 1)]);
    assert_eq!(number(&record(&mut samsung).await), 1);
}

#[tokio::test]
async fn a_refused_approval_key_is_replaced_once() {
    let server = server().await;
    let (feed, realtime) = (server.feed(), realtime(&server));
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    client.approval_key().await.expect("a key, which both share");
    feed.drop_approval_keys();
    let wanted: Vec<_> = (0..5).map(|number| realtime.subscribe(trades(&code(number)))).collect();
    let mut all = Vec::new();
    for wanted in wanted {
        all.push(in_time(wanted).await.expect("subscribed with another key"));
    }
    assert_eq!((server.arrived("/oauth2/Approval"), feed.connected(), feed.registered().len()), (2, 1, 5));
    // The new one is refused, too: a final error.
    drop(all);
    in_time(feed.until(|feed| feed.registered().is_empty())).await;
    feed.refuse("OPSP0011");
    feed.refuse("OPSP0011");
    let error = realtime.subscribe(trades("005930")).await.expect_err("refused twice");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("OPSP0011")));
    assert_eq!(server.arrived("/oauth2/Approval"), 3);
}

#[tokio::test]
async fn a_key_in_use_elsewhere_is_final_for_all_streams() {
    let server = server().await;
    let (feed, realtime) = (server.feed(), realtime(&server));
    let mut events = realtime.events();
    let mut updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    feed.occupy(true);
    let refused = realtime.subscribe(trades("000660")).await.expect_err("in use");
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Refused, Some("OPSP8996")));
    assert!(refused.to_string().contains("another realtime session"), "{refused}");
    assert_eq!(error(&mut updates).await.code(), Some("OPSP8996"));
    assert!(in_time(updates.next()).await.is_none());
    let closed = event(&mut events, |event| if let Event::Closed(failure) = event { failure } else { None }).await;
    assert_eq!(closed.code(), "OPSP8996");
    assert!(in_time(events.next()).await.is_none());
    in_time(feed.until(|feed| feed.connections() == 0)).await;
    assert_eq!(feed.connected(), 1, "it doesn't come back by itself");
    // The other one has ended.
    feed.occupy(false);
    let _updates = realtime.subscribe(trades("005930")).await.expect("subscribed anew");
    assert_eq!(feed.connected(), 2);
}

#[tokio::test]
async fn what_cannot_be_subscribed_to_is_refused_before_anything_is_sent() {
    let server = server().await;
    let realtime = realtime(&server);
    for key in ["", "  ", "a\nb", &"1".repeat(65)] {
        assert_eq!(realtime.subscribe(trades(key)).await.expect_err("no key").kind(), ErrorKind::Input, "{key:?}");
    }
    assert_eq!((server.feed().connected(), server.received().len()), (0, 0));
}

#[tokio::test]
async fn wrong_credentials_are_final() {
    let server = server().await;
    let credentials = kis_sdk::Credentials::new("PSunknown", "secret").expect("usable");
    let client = Client::builder(server.environment(), credentials).build().expect("a client");
    let error = in_time(quick(client.realtime()).subscribe(trades("005930"))).await.expect_err("unknown");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("EGW00103")));
    assert_eq!(server.arrived("/oauth2/Approval"), 1);
}

#[tokio::test]
async fn close_ends_all_streams_and_the_next_subscription_begins_anew() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut events = realtime.clone().events();
    let mut updates = realtime.clone().subscribe(trades("005930")).await.expect("subscribed");
    assert!(realtime.is_connected());
    realtime.close().await;
    assert!(in_time(updates.next()).await.is_none());
    event(&mut events, |event| matches!(event, Event::Closed(None)).then_some(())).await;
    assert!(!realtime.is_connected());
    let _updates = realtime.subscribe(trades("005930")).await.expect("subscribed anew");
    assert_eq!(server.feed().registered().len(), 1);
}
