//! The pacer on a clock that the tests turn: nothing here takes time.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use proptest::prelude::*;
use tokio::time::Instant;

use super::lanes::{self, DOUBT, Lane, MILLISECOND, Nanos, Next, WINDOW};
use super::pacer::Permit;
use super::{Pace, Pacer, Settings};
use crate::descriptor::Kind;
use crate::{Credentials, Environment};

const WINDOW_TIME: Duration = Duration::from_nanos(WINDOW);
/// What the clock of the runtime is rounded to.
const TICK: Duration = Duration::from_millis(1);

fn pacer_with(key: &str, settings: Settings) -> Pacer {
    let environment = Environment::url("http://127.0.0.1:9").expect("loopback");
    Pacer::new(&settings, &environment, &Credentials::new(key.replace(' ', "-"), "secret").expect("usable"))
        .expect("a pacer")
}

fn pacer(key: &str, calls: u16) -> Arc<Pacer> {
    Arc::new(pacer_with(key, Settings { pace: Some(Pace::per_second(calls)), ..Settings::default() }))
}

/// One poll: the slot if it is free now.
async fn try_slot(pacer: &Pacer) -> Option<Permit> {
    tokio::time::timeout(Duration::ZERO, pacer.slot(Kind::Query)).await.ok()
}

#[tokio::test(start_paused = true)]
async fn as_many_as_the_budget_go_at_once_and_the_next_after_the_window() {
    let pacer = pacer("at once", 3);
    let began = Instant::now();
    for _ in 0..3 {
        assert_eq!(pacer.slot(Kind::Query).await.waited(), Duration::ZERO);
    }
    assert_eq!(began.elapsed(), Duration::ZERO);
    let permit = pacer.slot(Kind::Query).await;
    assert!((WINDOW_TIME..=WINDOW_TIME + TICK).contains(&began.elapsed()), "{:?}", began.elapsed());
    assert_eq!(permit.waited(), began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_answer_frees_the_lane_one_window_later_and_wakes_who_waits() {
    let pacer = pacer("answers", 1);
    let permit = pacer.slot(Kind::Query).await;
    let began = Instant::now();
    let next = tokio::spawn({
        let pacer = Arc::clone(&pacer);
        async move { pacer.slot(Kind::Query).await.waited() }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(permit);
    let waited = next.await.expect("no panic");
    let expected = Duration::from_millis(200) + WINDOW_TIME;
    assert!((expected..=expected + 2 * TICK).contains(&waited), "{waited:?}");
    assert!(began.elapsed() < Duration::from_nanos(DOUBT + WINDOW), "it didn't sit the doubt out");
}

#[tokio::test(start_paused = true)]
async fn first_come_first_served_and_orders_before_queries() {
    let settings = |orders_first| Settings { pace: Some(Pace::PAPER), orders_first, ..Settings::default() };
    for (orders_first, expected) in [(true, "o p a b c"), (false, "a b o c p")] {
        let pacer = Arc::new(pacer_with("order", settings(orders_first)));
        drop(pacer.slot(Kind::Query).await);
        let served = Arc::<Mutex<Vec<&str>>>::default();
        let mut tasks = Vec::new();
        let waiting =
            [("a", Kind::Query), ("b", Kind::Query), ("o", Kind::Order), ("c", Kind::Query), ("p", Kind::Order)];
        for (name, kind) in waiting {
            let (pacer, served) = (Arc::clone(&pacer), Arc::clone(&served));
            tasks.push(tokio::spawn(async move {
                let _permit = pacer.slot(kind).await;
                served.lock().expect("not poisoned").push(name);
            }));
            tokio::task::yield_now().await;
        }
        for task in tasks {
            task.await.expect("no panic");
        }
        assert_eq!(served.lock().expect("not poisoned").join(" "), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_loses_nothing_and_holds_nobody_up() {
    let pacer = pacer("cancel", 1);
    drop(pacer.slot(Kind::Query).await);
    let began = Instant::now();
    {
        let mut context = Context::from_waker(Waker::noop());
        let mut first = pin!(pacer.slot(Kind::Query));
        let mut second = pin!(pacer.slot(Kind::Query));
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
    }
    let mut tasks = Vec::new();
    for _ in 0..3 {
        let pacer = Arc::clone(&pacer);
        tasks.push(tokio::spawn(async move { drop(pacer.slot(Kind::Query).await) }));
    }
    tokio::task::yield_now().await;
    // The first of the three watches the clock, and goes away just before its time.
    tokio::time::sleep(WINDOW_TIME - 2 * TICK).await;
    tasks.remove(0).abort();
    tasks.remove(0).await.expect("no panic");
    assert!((WINDOW_TIME..=WINDOW_TIME + 2 * TICK).contains(&began.elapsed()), "{:?}", began.elapsed());
    tasks.remove(0).await.expect("no panic");
}

/// What `stream.buffered(20)` does whose body makes a call of its own.
#[tokio::test(start_paused = true)]
async fn calls_that_nobody_looks_at_hold_nobody_up_and_keep_their_places() {
    let pacer = pacer("asleep", 1);
    drop(pacer.slot(Kind::Query).await);
    let mut context = Context::from_waker(Waker::noop());
    let mut asleep: Vec<_> = (0..20).map(|_| Box::pin(pacer.slot(Kind::Query))).collect();
    for slot in &mut asleep {
        assert!(slot.as_mut().poll(&mut context).is_pending());
    }
    let began = Instant::now();
    drop(pacer.slot(Kind::Query).await);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // Looked at again, the first of them goes before whoever came later.
    let served = Mutex::new(Vec::new());
    let mut later = Box::pin(pacer.slot(Kind::Query));
    assert!(later.as_mut().poll(&mut context).is_pending());
    let first = asleep.remove(0);
    tokio::join!(
        async {
            drop(later.await);
            served.lock().expect("not poisoned").push("later");
        },
        async {
            drop(first.await);
            served.lock().expect("not poisoned").push("first");
        },
    );
    assert_eq!(*served.lock().expect("not poisoned"), ["first", "later"]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_pauses_even_free_lanes() {
    let pacer = pacer("refused", 18);
    drop(pacer.slot(Kind::Query).await);
    pacer.refused();
    let waited = pacer.slot(Kind::Query).await.waited();
    assert!((WINDOW_TIME..=WINDOW_TIME + TICK).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn one_budget_for_each_key_and_the_slowest_rate_holds() {
    let fast = pacer("registry", 18);
    for _ in 0..4 {
        assert!(try_slot(&fast).await.is_some());
    }
    let slow = pacer("registry", 3);
    assert!(try_slot(&slow).await.is_none(), "four calls in this second, and three are allowed");
    assert!(try_slot(&fast).await.is_none(), "as long as the slow one lives");
    assert!(try_slot(&pacer("another key", 1)).await.is_some());
    drop(slow);
    assert!(try_slot(&fast).await.is_some());
    // A client that comes after the last one is gone meets the calls that the server still remembers.
    drop(fast);
    let next = pacer("registry", 3);
    assert!(try_slot(&next).await.is_none());
    assert!(next.slot(Kind::Query).await.waited() > Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_waiters_are_polled_a_few_times_each() {
    const WAITERS: usize = 10_000;
    let pacer = pacer("crowd", 1000);
    let polls = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..WAITERS {
        let (pacer, polls) = (Arc::clone(&pacer), Arc::clone(&polls));
        tasks.push(tokio::spawn(async move {
            let mut slot = pin!(pacer.slot(Kind::Query));
            let permit = std::future::poll_fn(|context| {
                polls.fetch_add(1, Ordering::Relaxed);
                slot.as_mut().poll(context)
            });
            drop(permit.await);
        }));
    }
    for task in tasks {
        task.await.expect("no panic");
    }
    let polls = polls.load(Ordering::Relaxed);
    assert!(polls < 5 * WAITERS, "{polls} polls");
}

#[test]
fn a_waiter_is_polled_by_whatever_runtime_it_lives_in() {
    let pacer = pacer("runtimes", 1);
    let threads = [(); 2].map(|()| {
        let pacer = Arc::clone(&pacer);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            let mut slot = Box::pin(pacer.slot(Kind::Query));
            // One runtime ends while its waiter may be the first in the queue.
            runtime.block_on(async { drop(tokio::time::timeout(TICK, &mut slot).await) });
            drop(slot);
            drop(runtime);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            drop(runtime.block_on(pacer.slot(Kind::Query)));
        })
    });
    for thread in threads {
        thread.join().expect("no panic");
    }
}

/// A call as the server and the network make it: when it is wanted after the one before, how long until it arrives, and
/// how long from there to the answer.
type Fate = (Nanos, Nanos, Nanos);

/// Plays the calls through `count` lanes, first come, first served; gives the times at which they arrived.
fn play(count: usize, fates: &[Fate]) -> Vec<Nanos> {
    let mut lanes = vec![Lane::default(); count];
    let mut now = 0;
    let mut wanted = 0;
    let mut answers: BTreeMap<(Nanos, u64), ()> = BTreeMap::new();
    let mut arrivals = Vec::new();
    for (holder, (after, travel, processing)) in (1..).zip(fates) {
        wanted += after;
        now = now.max(wanted);
        loop {
            while let Some((&(at, answered), ())) = answers.first_key_value().filter(|((at, _), ())| *at <= now) {
                lanes::settle(&mut lanes, answered, at);
                answers.pop_first();
            }
            match lanes::next(&lanes, now) {
                Next::Free(index) => {
                    lanes[index].take(holder, now);
                    break;
                }
                Next::Later { certain, perhaps } => {
                    assert!(perhaps <= certain && certain > now);
                    let answer = answers.first_key_value().map_or(certain, |((at, _), ())| *at);
                    now = certain.min(answer);
                }
            }
        }
        arrivals.push(now + travel);
        answers.insert((now + travel + processing, holder), ());
    }
    arrivals.sort_unstable();
    arrivals
}

proptest! {
    #[test]
    fn no_window_ever_holds_more_than_the_limit(
        count in 1..20_usize,
        fates in prop::collection::vec((0..400 * MILLISECOND, 0..=DOUBT, 0..3 * DOUBT), 1..120),
    ) {
        let arrivals = play(count, &fates);
        for calls in arrivals.windows(count + 1) {
            prop_assert!(calls[count] - calls[0] >= WINDOW, "{calls:?}");
        }
    }

    /// Each lane loses what its calls take, and nothing else.
    #[test]
    fn demand_without_end_uses_the_budget(
        count in 1..20_usize,
        latencies in prop::collection::vec(0..20 * MILLISECOND, 200),
    ) {
        let fates: Vec<Fate> = latencies.iter().map(|latency| (0, latency / 2, latency - latency / 2)).collect();
        let arrivals = play(count, &fates);
        let rounds = fates.len().div_ceil(count) as Nanos;
        let span = arrivals[arrivals.len() - 1] - arrivals[0];
        prop_assert!(span <= rounds * (WINDOW + 20 * MILLISECOND) - WINDOW, "{span} ns for {rounds} rounds");
    }
}
