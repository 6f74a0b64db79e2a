//! A long bad day: 10,000 calls from 64 tasks through faults by chance. Nothing is lost, nothing comes twice, nobody is
//! stuck, and the memory stays as it is. Only the order in which the tasks come is left to chance: the faults have a seed.

mod memory;
mod work;

#[path = "../support/watch.rs"]
mod watch;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use kis_sdk::mock::{Chaos, Fault, Server, Target};
use kis_sdk::{Client, ErrorKind, Retries};

use work::{Done, Work};

const CALLS: u64 = 10_000;
const TASKS: usize = 64;
const SEED: u64 = 20_261_120;

/// About one call in eight meets something. A token is lost at set times instead: see [`work`].
fn faults() -> Chaos {
    let calls = [
        (0.02, Fault::code("EGW00201")),
        (0.01, Fault::code("EGW00215")),
        (0.01, Fault::code("EGW00316")),
        (0.005, Fault::code("OPSQ1002")),
        (0.005, Fault::code("OPSQ0003")),
        (0.01, Fault::Html(503)),
        (0.01, Fault::HtmlProcessed(504)),
        (0.01, Fault::ResetBefore),
        (0.01, Fault::ResetAfter),
        (0.005, Fault::Close),
        (0.005, Fault::CutOff),
        (0.005, Fault::Malformed),
        (0.005, Fault::EmptyBody),
        (0.005, Fault::NoEnvelope),
        (0.005, Fault::Slow(Duration::from_millis(20))),
        (0.005, Fault::Dribble(Duration::from_millis(1))),
    ];
    let chaos = calls.into_iter().fold(Chaos::new(), |chaos, (share, fault)| chaos.rate(share, Target::Calls, fault));
    let values = [Fault::Padded, Fault::UnknownKeys, Fault::OtherCase, Fault::UpperCaseKeys];
    let chaos = values.into_iter().fold(chaos, |chaos, fault| chaos.rate(0.005, Target::Calls, fault));
    chaos.rate(0.1, Target::Tokens, Fault::code("EGW00133")).rate(0.1, Target::Tokens, Fault::ResetBefore)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_on_a_bad_day() {
    let lines = watch::the_log();
    let server = Server::builder().chaos(SEED, faults()).keep_received(0).start().await.expect("a free port");
    // More tries than the faults ever strike in a row, and no time-out that a slow machine could meet.
    let retries =
        Retries::default().tries(12).first_wait(Duration::from_millis(1)).longest_wait(Duration::from_millis(8));
    let client = Client::builder(server.environment(), server.credentials())
        .retries(retries.within(Duration::from_secs(600)))
        .token_patience(Duration::from_secs(5))
        .timeout(Duration::from_secs(600))
        .read_timeout(Duration::from_secs(600))
        .connect_timeout(Duration::from_secs(600))
        .build()
        .expect("a client");

    let server = std::sync::Arc::new(server);
    let work = Work::new(client.clone(), std::sync::Arc::clone(&server));
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(std::sync::Arc::clone(&work).run(CALLS))).collect();
    let mut done = Vec::new();
    for task in tasks {
        // Ten times what the slowest machine takes: it fails only where a task is stuck for good.
        let ended = tokio::time::timeout(Duration::from_secs(600), task).await;
        done.extend(ended.expect("a task is stuck").expect("no panic"));
    }

    assert_queries_are_whole(&done);
    assert_orders_are_known(&done, &server);
    assert_counts_agree(&done, &client, &server);
    assert!(server.played().len() >= 18, "the day was bad enough: {:?}", server.played());
    assert!(watch::the_log() > lines, "the log was there to be listened to");
    work.assert_memory_is_flat();
}

/// Every read has its rows, and every walk all of them: with so many tries nothing is lost.
fn assert_queries_are_whole(done: &[Done]) {
    for done in done {
        match done {
            Done::Read(outcome) => assert_eq!(outcome.as_ref().ok(), Some(&4), "{outcome:?}"),
            Done::Walk { pages, outcome } => {
                assert_eq!((*pages, outcome.as_ref().ok()), (3, Some(&12)), "{outcome:?}");
            }
            Done::Order { .. } => {}
        }
    }
}

/// What the caller of each order was told is what became of it.
fn assert_orders_are_known(done: &[Done], server: &Server) {
    let mut standing: HashMap<String, usize> = HashMap::new();
    for order in server.orders() {
        *standing.entry(order.parameter("ORD_QTY").expect("a mark").to_owned()).or_default() += 1;
    }
    assert!(standing.values().all(|times| *times == 1), "an order stands twice: {standing:?}");
    let mut marks = HashSet::new();
    let (mut accepted, mut in_doubt) = (0, 0);
    for done in done {
        let Done::Order { mark, outcome } = done else { continue };
        assert!(marks.insert(mark.to_string()), "the test gives each its own mark");
        let stands = standing.contains_key(&mark.to_string());
        match outcome {
            Ok(number) => {
                accepted += 1;
                assert!(stands && !number.is_empty(), "order {mark} was accepted, and doesn't stand");
            }
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                in_doubt += 1;
                let sent = error.sent().and_then(|sent| sent.parameter("ORD_QTY"));
                assert_eq!(sent, Some(&*mark.to_string()), "what to look it up by");
            }
            Err(error) => assert!(!stands, "order {mark} stands, and its caller was told {error}"),
        }
    }
    assert!(standing.keys().all(|mark| marks.contains(mark)), "an order out of nowhere");
    assert!(accepted > in_doubt && in_doubt > 0, "{accepted} accepted, {in_doubt} in doubt");
}

fn assert_counts_agree(done: &[Done], client: &Client, server: &Server) {
    let counters = client.counters();
    let (mut calls, mut errors, mut in_doubt, mut orders_sent) = (0, 0, 0, 0);
    for done in done {
        let (made, failed) = match done {
            Done::Read(outcome) => (1, outcome.is_err()),
            Done::Walk { pages, outcome } => (*pages + u64::from(outcome.is_err()), outcome.is_err()),
            Done::Order { outcome, .. } => (1, outcome.is_err()),
        };
        calls += made;
        errors += u64::from(failed);
        if let Done::Order { outcome, .. } = done {
            in_doubt += u64::from(outcome.as_ref().is_err_and(kis_sdk::Error::is_outcome_unknown));
            // Whoever was refused a token says so with these words; all others were sent, once.
            orders_sent += u64::from(!outcome.as_ref().is_err_and(|error| error.code() == Some("EGW00133")));
        }
    }
    assert_eq!((counters.calls, counters.errors), (calls, errors));
    assert_eq!(counters.calls, counters.answers + counters.errors, "a call is lost");
    assert_eq!(counters.outcomes_unknown, in_doubt);
    assert!(counters.requests <= counters.calls + counters.retries, "{counters:?}");
    let arrived = server.traffic().arrived;
    assert_eq!(counters.requests, arrived, "requests sent and requests arrived");
    assert_eq!(server.arrived(work::ORDERS), orders_sent, "an order arrived twice, or not at all");
    assert!(counters.retries > 500 && counters.tokens_refused > 0 && counters.rate_limited > 100, "{counters:?}");
    eprintln!("{counters:?}\n{arrived} arrived, {} orders stand: {:?}", server.orders().len(), server.played());
}
