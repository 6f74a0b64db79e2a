//! Realtime subscriptions against the mock server, over a real socket.

mod frames;
mod long_run;
mod notices;
mod proxy;
mod registrations;
mod streams;
mod survival;
mod untyped;
#[path = "../support/watch.rs"]
mod watch;

use std::time::Duration;

use kis_sdk::descriptor::Subscription;
use kis_sdk::domestic_stock::realtime::trade_krx::{self, Request as Trades};
use kis_sdk::realtime::{Event, Events, Realtime, Update, Updates};
use kis_sdk::{Client, Error, mock};

/// No test waits for it: it is there to fail instead of hanging.
const LONG: Duration = Duration::from_secs(60);

async fn server() -> mock::Server {
    watch::the_log();
    mock::Server::start().await.expect("a free port")
}

/// Reconnects as fast as it can: the server is this machine.
fn realtime(server: &mock::Server) -> Realtime {
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    quick(client.realtime())
}

fn quick(realtime: Realtime) -> Realtime {
    let moment = Duration::from_millis(1);
    realtime
        .reconnect_waits(moment, Duration::from_millis(20))
        .connect_interval(moment)
        .registrations_per_second(10_000)
}

fn trades(code: &str) -> Trades {
    Trades::new(code)
}

async fn in_time<T>(waited_for: impl Future<Output = T>) -> T {
    tokio::time::timeout(LONG, waited_for).await.expect("in time")
}

async fn next<S: Subscription>(updates: &mut Updates<S>) -> Update<S::Record> {
    in_time(updates.next()).await.expect("not at its end").expect("readable")
}

/// The next item, which is a record.
async fn record<S: Subscription>(updates: &mut Updates<S>) -> S::Record {
    match next(updates).await {
        Update::Record(record) => record,
        Update::Gap(gap) => panic!("a gap: {gap:?}"),
        Update::Dropped(number) => panic!("{number} dropped"),
        _ => panic!("something else"),
    }
}

async fn error<S: Subscription>(updates: &mut Updates<S>) -> Error {
    in_time(updates.next()).await.expect("not at its end").err().expect("an error")
}

/// Passes over events until one fits.
async fn event<T>(events: &mut Events, fits: impl Fn(Event) -> Option<T>) -> T {
    loop {
        if let Some(found) = fits(in_time(events.next()).await.expect("not at its end")) {
            return found;
        }
    }
}

/// A trade with a number for its volume, to tell it from others.
fn trade(code: &str, number: u64) -> String {
    format!("{code}^093001^71500^2^0^0^0^0^0^0^0^0^{number}")
}

fn number(trade: &trade_krx::Record) -> u64 {
    u64::try_from(trade.cntg_vol.expect("a volume")).expect("a number")
}
