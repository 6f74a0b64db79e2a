//! A whole session: whatever the server says in a text or in an encrypted record, the session goes on, or ends with an error
//! of the server's own making; and a record after it arrives.
//!
//! The first byte says what it is: a text as it is (`t`), or a notice's columns, encrypted (`n`).

use std::cell::RefCell;
use std::time::Duration;

use kis_sdk::domestic_stock::realtime::{notice, trade_krx};
use kis_sdk::realtime::{Buffer, Event, Events, Realtime, Update, Updates};
use kis_sdk::{Client, ErrorKind, mock};
use tokio::runtime::{Builder, Runtime};

/// The key of the notices.
const HTS_ID: &str = "fuzz";

/// Follows every input.
const MARK: &str = "005930^093001^4711";

/// A server, and a session with two subscriptions.
struct Talk {
    runtime: Runtime,
    server: mock::Server,
    realtime: Realtime,
    streams: Option<(Updates<trade_krx::Request>, Updates<notice::Request>, Events)>,
}

impl Talk {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (server, realtime) = runtime.block_on(async {
            let server = mock::Server::start().await.expect("a free port");
            let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
            let moment = Duration::from_millis(1);
            let realtime = client.realtime().reconnect_waits(moment, moment).connect_interval(moment);
            (server, realtime.registrations_per_second(10_000).buffer(Buffer::drop_oldest(1_000)))
        });
        Self { runtime, server, realtime, streams: None }
    }

    fn check(&mut self, is_text: bool, text: &str) {
        let Self { runtime, server, realtime, streams } = self;
        runtime.block_on(async {
            if streams.is_none() {
                let trades = realtime.subscribe(trade_krx::Request::new("005930")).await.expect("subscribed");
                let notices = realtime.subscribe(notice::Request::new(HTS_ID)).await.expect("subscribed");
                *streams = Some((trades, notices, realtime.all()));
            }
            match is_text {
                true => server.feed().send(text),
                false => drop(server.feed().push(&notice::TR, HTS_ID, &[text])),
            }
            server.feed().push(&trade_krx::TR, "005930", &[MARK]);
            let Some((trades, _, all)) = streams else { return };
            let ended = loop {
                match trades.next().await {
                    Some(Ok(Update::Record(trade))) if trade.stck_prpr == Some(4711.into()) => break false,
                    Some(Ok(_)) => {}
                    Some(Err(error)) => {
                        drop(format!("{error} {error:?}"));
                        assert!(
                            error.kind() == ErrorKind::Decode || !error.code().unwrap_or("x").is_empty(),
                            "{error}"
                        );
                    }
                    None => break true,
                }
            };
            // The mark came, and so did everything before it.
            while let Some(event) = futures_now(all).await {
                drop(format!("{event:?}"));
                if let Event::Record(pushed) = event {
                    drop(format!("{:?} {:?}", pushed.read::<trade_krx::Request>(), pushed.read::<notice::Request>()));
                }
            }
            let has_both = realtime.registered().len() == 2;
            if ended || !has_both {
                *streams = None;
            }
        });
    }
}

/// The next event, if it is there.
async fn futures_now(events: &mut Events) -> Option<Event> {
    tokio::select! {
        biased;
        event = events.next() => event,
        () = std::future::ready(()) => None,
    }
}

/// Lets the server say it.
pub fn check(data: &[u8]) {
    thread_local!(static TALK: RefCell<Talk> = RefCell::new(Talk::new()));
    let Some((kind, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    TALK.with_borrow_mut(|talk| talk.check(*kind != b'n', text));
}
