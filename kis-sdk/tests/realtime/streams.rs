//! Readers that are slow, and what they are told.

use kis_sdk::domestic_stock::realtime::quote_krx;
use kis_sdk::realtime::Buffer;

use super::*;

/// Pushes so many trades, one in a frame.
fn push(server: &mock::Server, code: &str, numbers: std::ops::Range<u64>) {
    for number in numbers {
        server.feed().push(&trade_krx::TR, code, &[&trade(code, number)]);
    }
}

#[tokio::test]
async fn the_oldest_are_dropped_and_counted_in_their_place() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut slow = realtime.subscribe_with(trades("005930"), Buffer::drop_oldest(10)).await.expect("subscribed");
    let mut quick = realtime.subscribe(trades("005930")).await.expect("subscribed");
    push(&server, "005930", 0..100);
    for expected in 0..100 {
        assert_eq!(number(&record(&mut quick).await), expected);
    }
    assert!(matches!(next(&mut slow).await, Update::Dropped(90)));
    for expected in 90..100 {
        assert_eq!(number(&record(&mut slow).await), expected);
    }
}

#[tokio::test]
async fn the_latest_of_each_key() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut all = realtime.clone().buffer(Buffer::latest()).all();
    let mut slow = realtime.subscribe_with(trades("005930"), Buffer::latest()).await.expect("subscribed");
    let mut quick = realtime.subscribe(trades("005930")).await.expect("subscribed");
    let mut other = realtime.subscribe(trades("000660")).await.expect("subscribed");
    push(&server, "005930", 0..50);
    push(&server, "000660", 50..60);
    for _ in 0..10 {
        record(&mut other).await;
    }
    for _ in 0..50 {
        record(&mut quick).await;
    }
    assert_eq!(number(&record(&mut slow).await), 49);
    let mut seen = Vec::new();
    while seen.len() < 2 {
        if let Event::Record(pushed) = in_time(all.next()).await.expect("an event") {
            seen.push((
                pushed.key().as_str().to_owned(),
                number(&pushed.read::<Trades>().expect("a trade").expect("readable")),
            ));
        }
    }
    assert_eq!(seen, [("005930".to_owned(), 49), ("000660".to_owned(), 59)]);
}

#[tokio::test]
async fn who_waits_holds_the_session_up_and_loses_nothing() {
    let server = server().await;
    let realtime = realtime(&server).patience(Duration::from_millis(300));
    let mut slow = realtime.subscribe_with(trades("005930"), Buffer::wait(10)).await.expect("subscribed");
    let mut other = realtime.subscribe(trades("000660")).await.expect("subscribed");
    push(&server, "005930", 0..200);
    push(&server, "000660", 0..1);
    // What the session says is heard no more, and why is told.
    let error = realtime.subscribe(trades("035420")).await.expect_err("held up");
    assert!(error.to_string().contains("Buffer::wait"), "{error}");
    for expected in 0..200 {
        assert_eq!(number(&record(&mut slow).await), expected);
    }
    assert_eq!(number(&record(&mut other).await), 0);
    // A reader that goes holds nothing up.
    push(&server, "005930", 0..200);
    drop(slow);
    push(&server, "000660", 1..2);
    assert_eq!(number(&record(&mut other).await), 1);
}

#[tokio::test]
async fn records_alone_and_everything_at_once() {
    let server = server().await;
    let realtime = realtime(&server);
    let mut all = realtime.all();
    let mut records = realtime.subscribe(trades("005930")).await.expect("subscribed").records();
    let mut quotes = realtime.subscribe(quote_krx::Request::new("005930")).await.expect("subscribed");
    server.feed().close();
    in_time(server.feed().until(|feed| feed.connected() == 2 && feed.registered().len() == 2)).await;
    push(&server, "005930", 1..2);
    server.feed().generate(&quote_krx::TR, "005930", 1);
    assert_eq!(number(&in_time(records.next()).await.expect("a record").expect("readable")), 1);
    assert!(matches!(next(&mut quotes).await, Update::Gap(_)));
    record(&mut quotes).await;
    let mut told = Vec::new();
    while told.iter().filter(|told| *told == "Record").count() < 2 {
        let event = format!("{:?}", in_time(all.next()).await.expect("an event"));
        told.push(event.split('(').next().expect("a name").to_owned());
    }
    let expected = [
        "Connected",
        "Acknowledged",
        "Acknowledged",
        "Lost",
        "Connected",
        "Acknowledged",
        "Gap",
        "Acknowledged",
        "Gap",
        "Reconnected",
        "Record",
        "Record",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_recorded_file_is_played() {
    let server = server().await;
    let mut updates = realtime(&server).subscribe(trades("005930")).await.expect("subscribed");
    let lines: Vec<String> =
        (0..5).map(|number| server.feed().frame(&trade_krx::TR, &[&trade("005930", number)])).collect();
    server.feed().play(&lines.join("\n"), 1_000);
    for expected in 0..5 {
        assert_eq!(number(&record(&mut updates).await), expected);
    }
}
