//! Connections that end, break, fall silent or never come about.

use kis_sdk::ErrorKind;
use kis_sdk::mock::{Feed, Reply};
use kis_sdk::realtime::{Buffer, Gap};

use super::*;

async fn gap(updates: &mut Updates<Trades>) -> Gap {
    match next(updates).await {
        Update::Gap(gap) => gap,
        other => panic!("no gap: {other:?}"),
    }
}

/// Whatever ends a connection, the stream goes on after it, and says what is missing.
async fn survives(end: impl Fn(&Feed), why: &str) {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server).idle_timeout(Duration::from_millis(500));
    let mut events = realtime.events();
    let codes = ["005930", "000660", "035420"];
    let mut all = Vec::new();
    for code in codes {
        all.push(realtime.subscribe(trades(code)).await.expect("subscribed"));
    }
    let order = feed.registered();
    feed.push(&trade_krx::TR, "005930", &[&trade("005930", 1)]);
    assert_eq!(number(&record(&mut all[0]).await), 1);
    end(&feed);
    in_time(feed.until(|feed| feed.connected() == 2 && feed.registered().len() == 3)).await;
    assert_eq!(feed.registered(), order, "in the order of the requests");
    for (updates, code) in all.iter_mut().zip(codes) {
        feed.push(&trade_krx::TR, code, &[&trade(code, 2)]);
        let gap = gap(updates).await;
        assert!(gap.from <= gap.to && gap.why.contains(why), "{gap:?}");
        assert_eq!(number(&record(updates).await), 2);
    }
    event(&mut events, |event| if let Event::Lost { why } = event { Some(why) } else { None }).await;
    for _ in 0..3 {
        event(&mut events, |event| matches!(event, Event::Gap { .. }).then_some(())).await;
    }
    event(&mut events, |event| matches!(event, Event::Reconnected { .. }).then_some(())).await;
}

#[tokio::test]
async fn a_close_is_survived() {
    survives(Feed::close, "closed the connection").await;
}

#[tokio::test]
async fn a_reset_is_survived() {
    survives(Feed::reset, "the connection").await;
}

#[tokio::test]
async fn half_a_frame_is_survived() {
    survives(Feed::cut, "the connection broke").await;
}

#[tokio::test]
async fn silence_is_survived() {
    survives(Feed::silence, "said nothing for").await;
}

#[tokio::test]
async fn what_is_no_websocket_is_survived() {
    let server = server().await;
    for reply in [Reply::html(503), Reply::html(101), Reply::json("{}")] {
        server.reply_to_path("/tryitout", reply);
    }
    let _updates = in_time(realtime(&server).subscribe(trades("005930"))).await.expect("at the fourth try");
    assert_eq!(server.arrived("/tryitout"), 4);
}

#[tokio::test]
async fn a_subscription_without_a_connection_says_why() {
    let server = server().await;
    let realtime = realtime(&server).patience(Duration::from_millis(300));
    for _ in 0..10_000 {
        server.reply_to_path("/tryitout", Reply::html(503));
    }
    let error = in_time(realtime.subscribe(trades("005930"))).await.expect_err("no connection");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Timeout, Some("H0STCNT0")));
    assert!(error.to_string().contains("HTTP 503"), "{error}");
    assert_eq!(realtime.connect().await.expect_err("no connection").kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_registration_without_an_answer_fails_alone() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server).connect_timeout(Duration::from_millis(400));
    let mut samsung = realtime.subscribe(trades("005930")).await.expect("subscribed");
    feed.ignore(1);
    // The server lives: it says so all the time.
    feed.every(Duration::from_millis(20));
    let error = in_time(realtime.subscribe(trades("000660"))).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("didn't acknowledge"), "{error}");
    record(&mut samsung).await;
    assert_eq!(feed.connected(), 1);
}

#[tokio::test]
async fn connections_keep_their_distance() {
    let server = server().await;
    let feed = server.feed();
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    let interval = Duration::from_millis(300);
    let moment = Duration::from_millis(1);
    let realtime = client.realtime().reconnect_waits(moment, moment).connect_interval(interval);
    let begun = std::time::Instant::now();
    let mut updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    for _ in 0..3 {
        feed.close();
        gap(&mut updates).await;
    }
    // A lower bound only: a slow machine makes it longer.
    assert!(begun.elapsed() >= interval * 3);
    // So does a session that ends and begins again.
    realtime.close().await;
    let _updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    assert!(begun.elapsed() >= interval * 4);
    assert_eq!(feed.connected(), 5);
}

#[tokio::test]
async fn without_subscriptions_a_lost_connection_stays_lost() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let mut events = realtime.events();
    realtime.connect().await.expect("connected");
    event(&mut events, |event| matches!(event, Event::Connected).then_some(())).await;
    feed.close();
    event(&mut events, |event| matches!(event, Event::Lost { .. }).then_some(())).await;
    let _updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    assert_eq!(feed.connected(), 2);
}

/// The client is behind and has something to say when the server ends the connection: nothing that was sent is lost.
#[tokio::test]
async fn what_was_sent_before_the_end_arrives() {
    for end in [Feed::close, Feed::cut] {
        let server = server().await;
        let feed = server.feed();
        let realtime = realtime(&server);
        let mut updates = realtime.subscribe_with(trades("005930"), Buffer::wait(1)).await.expect("subscribed");
        // More than there is room for on the way.
        let all: Vec<u64> = (0..40_000).collect();
        for numbers in all.chunks(20) {
            let lines: Vec<String> = numbers.iter().map(|number| trade("005930", *number)).collect();
            feed.push(&trade_krx::TR, "005930", &lines.iter().map(String::as_str).collect::<Vec<_>>());
        }
        // A registration that the server doesn't come to read.
        let other = realtime.clone();
        let other = tokio::spawn(async move { other.subscribe(trades("000660")).await });
        end(&feed);
        for expected in all {
            assert_eq!(number(&record(&mut updates).await), expected);
        }
        gap(&mut updates).await;
        other.abort();
    }
}

/// Right after a loss the server may still take the lost connection for another session's.
#[tokio::test]
async fn a_lost_connection_that_still_counts_is_waited_for() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let mut events = realtime.events();
    let mut updates = realtime.subscribe(trades("005930")).await.expect("subscribed");
    for _ in 0..3 {
        feed.refuse("OPSP8996");
    }
    feed.reset();
    gap(&mut updates).await;
    assert_eq!(feed.connected(), 5, "three were refused");
    for _ in 0..4 {
        event(&mut events, |event| matches!(event, Event::Lost { .. }).then_some(())).await;
    }
    event(&mut events, |event| matches!(event, Event::Reconnected { .. }).then_some(())).await;
    // It is another program's after all: not for ever.
    feed.occupy(true);
    feed.reset();
    let error = error(&mut updates).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, Some("OPSP8996")));
    assert_eq!(feed.connected(), 5 + 6);
    assert!(in_time(updates.next()).await.is_none());
}

/// Random ends of all kinds under load, with keys that come and go, extra columns and readers of three kinds: each record
/// arrives once and in order, and where one is missing that was said before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_bad_day() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server).idle_timeout(Duration::from_millis(300));
    let codes = ["005930", "000660", "035420", "051910", "005380"];
    let mut readers = Vec::new();
    for (index, code) in codes.into_iter().enumerate() {
        let buffer = match index % 3 {
            0 => kis_sdk::realtime::Buffer::wait(50),
            1 => kis_sdk::realtime::Buffer::drop_oldest(20),
            _ => kis_sdk::realtime::Buffer::default(),
        };
        let mut updates = realtime.subscribe_with(trades(code), buffer).await.expect("subscribed");
        readers.push(tokio::spawn(async move {
            let (mut last, mut records, mut excuses, mut is_excused) = (None, 0_u64, 0_u64, false);
            while let Some(update) = in_time(updates.next()).await {
                match update.expect("readable") {
                    Update::Record(trade) => {
                        let now = number(&trade);
                        assert_eq!(trade.mksc_shrn_iscd, code);
                        match last {
                            Some(last) if now <= last => panic!("{code}: {now} after {last}"),
                            Some(last) if now > last + 1 => {
                                assert!(is_excused, "{code}: {last} and then {now}, unsaid")
                            }
                            _ => {}
                        }
                        (last, is_excused) = (Some(now), false);
                        records += 1;
                        if trade.stck_prpr == Some(1.into()) {
                            return (records, excuses);
                        }
                        if index == 1 && now.is_multiple_of(10) {
                            // A slow reader.
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        }
                    }
                    Update::Gap(_) | Update::Dropped(_) => (excuses, is_excused) = (excuses + 1, true),
                    _ => {}
                }
            }
            panic!("{code}: ended");
        }));
    }
    let (mut sent, mut ends) = (0_u64, 0);
    for round in 0..64_u64 {
        let random = round.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        for _ in 0..random % 40 {
            for code in codes {
                let lines = [trade(code, sent), trade(code, sent + 1), trade(code, sent + 2)];
                let lines = lines.map(|line| if round % 5 == 0 { line + &"^".repeat(40) } else { line });
                feed.push(&trade_krx::TR, code, &lines.each_ref().map(String::as_str));
            }
            sent += 3;
        }
        let is_up = |feed: &Feed| feed.connections() == 1 && feed.registered().len() >= codes.len();
        match random % 8 {
            end @ 0..=3 => {
                in_time(feed.until(is_up)).await;
                let before = feed.connected();
                match end {
                    0 => feed.close(),
                    1 => feed.reset(),
                    2 => feed.cut(),
                    _ => feed.silence(),
                }
                ends += 1;
                // Now and then it goes on while nobody is there.
                if random % 3 > 0 {
                    in_time(feed.until(|feed| feed.connected() > before && is_up(feed))).await;
                }
            }
            4 => feed.drop_approval_keys(),
            5 => drop(realtime.subscribe(trades("017670")).await.expect("subscribed")),
            6 => feed.ping(),
            _ => {}
        }
    }
    // The last one, at another price, is sent until everyone has it: the connection may just have been lost.
    while readers.iter().any(|reader| !reader.is_finished()) {
        for code in codes {
            feed.push(&trade_krx::TR, code, &[&trade(code, sent).replace("71500", "1")]);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for reader in readers {
        let (records, excuses) = reader.await.expect("nothing lost unsaid");
        assert!(records > 0 && records <= sent + 1 && excuses > 0, "{records} of {sent}, {excuses} excuses");
    }
    assert!(ends > 20, "{ends} ends");
    in_time(feed.until(|feed| feed.registered().is_empty())).await;
    assert!(realtime.registered().is_empty(), "nothing is left registered");
    drop(realtime);
    in_time(feed.until(|feed| feed.connections() == 0)).await;
}
