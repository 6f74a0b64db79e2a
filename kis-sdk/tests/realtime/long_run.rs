//! A long run with its books kept: what was sent to whom, and what arrived.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kis_sdk::ErrorKind;
use kis_sdk::mock::Feed;
use kis_sdk::realtime::Buffer;
use tokio::task::JoinHandle;

use super::*;

/// Four keys, each with a reader of its own kind.
const CODES: [&str; 4] = ["005930", "000660", "035420", "051910"];

/// How often a connection ends, or something else goes wrong.
const TURNS: u64 = 40;

/// What a reader saw until its stream ended.
#[derive(Debug, Default)]
struct Seen {
    numbers: Vec<u64>,
    gaps: usize,
    dropped: u64,
    last: Option<String>,
}

/// Reads a stream to its end, slowly if asked to.
fn read(mut updates: Updates<Trades>, pause: Option<Duration>) -> JoinHandle<Seen> {
    let key = updates.key().clone();
    tokio::spawn(async move {
        let mut seen = Seen::default();
        while let Some(update) = in_time(updates.next()).await {
            match update {
                Ok(Update::Record(trade)) => {
                    assert_eq!(trade.mksc_shrn_iscd, key.as_str());
                    seen.numbers.push(number(&trade));
                }
                Ok(Update::Gap(gap)) => {
                    assert!(gap.from <= gap.to && !gap.why.is_empty());
                    seen.gaps += 1;
                }
                Ok(Update::Dropped(number)) => seen.dropped += number,
                Ok(other) => panic!("{other:?}"),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
                    seen.last = error.code().map(str::to_owned);
                }
            }
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            }
        }
        seen
    })
}

/// Pushes the next records to all keys; those that go to a connection are entered in the books.
fn push(feed: &Feed, sent: &mut BTreeMap<&'static str, Vec<u64>>, number: &mut u64, has_more_columns: bool) {
    for code in CODES {
        let numbers = [*number, *number + 1, *number + 2];
        let lines = numbers.map(|number| trade(code, number) + if has_more_columns { &NEW } else { "" });
        if feed.push(&trade_krx::TR, code, &lines.each_ref().map(String::as_str)) == 1 {
            sent.entry(code).or_default().extend(numbers);
        }
    }
    *number += 3;
}

/// The rest of the documented columns, blank, and seven that no page documents.
static NEW: LazyLock<String> = LazyLock::new(|| "^".repeat(trade_krx::TR.response.len() - 13) + &"^new".repeat(7));

/// Connections end in every way in which all that was sent before still arrives; the app key is in use for a while after a
/// loss, approval keys are forgotten, columns are added, keys come and go, readers are slow. **Every record that was sent while
/// a key was registered arrives once and in order**; each loss is a gap of each key; and nothing stays behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_record_arrives_once_and_in_order() {
    let server = server().await;
    let feed = server.feed();
    let alive = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    // A machine that is busy for seconds is no silent server.
    let realtime = realtime(&server).idle_timeout(Duration::from_secs(3));
    let mut events = realtime.events();
    let moment = Duration::from_millis(1);
    let mut readers = Vec::new();
    for (code, buffer, pause) in [
        (CODES[0], Buffer::default(), None),
        (CODES[1], Buffer::wait(20), Some(moment)),
        (CODES[2], Buffer::drop_oldest(10), Some(moment)),
        (CODES[3], Buffer::drop_oldest(1_000_000), None),
    ] {
        readers.push(read(realtime.subscribe_with(trades(code), buffer).await.expect("subscribed"), pause));
    }
    let (mut sent, mut number, mut losses) = (BTreeMap::new(), 0, 0);
    let mut random = fastrand(0x5EED);
    for turn in 0..TURNS {
        for _ in 0..random(20) {
            push(&feed, &mut sent, &mut number, turn % 3 == 0);
        }
        let before = feed.connected();
        let is_lost = match random(8) {
            0 | 1 => lose(&feed, Feed::close),
            2 | 3 => lose(&feed, Feed::cut),
            4 => {
                // The server holds on to the lost connection for a moment.
                feed.refuse("OPSP8996");
                feed.refuse("OPSP8996");
                lose(&feed, Feed::close)
            }
            5 => {
                feed.drop_approval_keys();
                lose(&feed, Feed::cut)
            }
            // It costs its time-out.
            6 if turn < 12 => lose(&feed, Feed::silence),
            7 => {
                drop(realtime.subscribe(trades("017670")).await.expect("subscribed"));
                false
            }
            _ => {
                feed.ping();
                false
            }
        };
        if is_lost {
            losses += 1;
            // What is pushed from here on either finds the old connection gone or the new one there.
            in_time(feed.until(|feed| feed.connections() == 0 || feed.connected() > before)).await;
            if random(2) == 0 {
                push(&feed, &mut sent, &mut number, false);
            }
            let is_back = |feed: &Feed| CODES.iter().all(|code| has(feed, code));
            in_time(feed.until(|feed| feed.connected() > before && is_back(feed))).await;
        }
    }
    push(&feed, &mut sent, &mut number, true);
    // The end is a second session's: for good, and told to everyone.
    in_time(feed.until(|feed| feed.registered().len() == CODES.len())).await;
    feed.occupy(true);
    let refused = realtime.subscribe(trades("035720")).await.expect_err("in use");
    assert_eq!(refused.code(), Some("OPSP8996"));
    let closed = event(&mut events, |event| if let Event::Closed(failure) = event { failure } else { None }).await;
    assert_eq!(closed.code(), "OPSP8996");
    assert!(losses > 10, "{losses} losses");
    for (index, (reader, code)) in readers.into_iter().zip(CODES).enumerate() {
        let seen = reader.await.expect("no panic");
        assert_eq!((seen.last.as_deref(), index == 2 || seen.dropped == 0), (Some("OPSP8996"), true), "{code}");
        assert!(seen.numbers.is_sorted_by(|a, b| a < b), "{code}: out of order");
        if index == 2 {
            // Gaps in a row that nobody read in between are one.
            assert_eq!(
                seen.numbers.len() as u64 + seen.dropped,
                sent[code].len() as u64,
                "{code}: each dropped one is told"
            );
            assert!(seen.numbers.iter().all(|number| sent[code].contains(number)), "{code}");
        } else {
            let differs = seen.numbers.iter().zip(&sent[code]).position(|(seen, sent)| seen != sent);
            assert_eq!((differs, seen.numbers.len()), (None, sent[code].len()), "{code}");
            assert!(seen.gaps > 0 && seen.gaps <= losses, "{code}: {} gaps of {losses} losses", seen.gaps);
        }
    }
    // Nothing stays: no registration, no connection, no task.
    assert!(realtime.registered().is_empty() && !realtime.is_connected());
    drop((realtime, events));
    in_time(feed.until(|feed| feed.connections() == 0)).await;
    in_time(async {
        while tokio::runtime::Handle::current().metrics().num_alive_tasks() > alive {
            tokio::time::sleep(moment).await;
        }
    })
    .await;
}

fn lose(feed: &Feed, how: fn(&Feed)) -> bool {
    how(feed);
    true
}

fn has(feed: &Feed, code: &str) -> bool {
    feed.registered().iter().any(|(_, key)| key == code)
}

/// Numbers below a bound, the same ones in every run.
fn fastrand(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Streams and listeners that come and go by the thousand leave nothing behind.
#[tokio::test]
async fn what_comes_and_goes_leaves_nothing() {
    let server = server().await;
    let feed = server.feed();
    let realtime = realtime(&server);
    let _kept = realtime.subscribe(trades("005930")).await.expect("subscribed");
    let alive = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    for round in 0..1_000 {
        let code = format!("{:06}", round % 60);
        let (all, updates) = (realtime.all(), realtime.subscribe(trades(&code)).await.expect("there is room"));
        drop((all, updates));
    }
    in_time(feed.until(|feed| feed.registered().len() == 1)).await;
    assert_eq!((feed.connected(), realtime.registered().len()), (1, 1));
    assert!(tokio::runtime::Handle::current().metrics().num_alive_tasks() <= alive);
}
