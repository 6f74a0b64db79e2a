//! `kis watch`: any TR that is pushed, as a table that lives or as a line for each record.

mod fields;
mod keys;
mod lines;
mod record;
mod table;
mod tally;
mod view;

use std::pin::pin;
use std::time::Duration;

use clap::Args;
use clap_complete::ArgValueCompleter;
use kis_sdk::descriptor::{Kind, Tr};
use kis_sdk::realtime::{Buffer, Event, Events, Realtime, UntypedUpdates};
use tokio::time::{Instant, interval, sleep_until};

use crate::arguments::Global;
use crate::completions;
use crate::exit::{Exit, Failure, Outcome};
use crate::find;
use crate::session::Session;
use crate::terminal::Terminal;
use fields::Fields;
use record::Reader;
use tally::Tally;
use view::View;

/// What `kis watch` takes.
#[derive(Args)]
pub(crate) struct WatchArguments {
    /// A realtime TR: its id (real or paper), a path or module, or the Korean title; `kis list --realtime` shows them
    #[arg(value_name = "TR", add = ArgValueCompleter::new(completions::realtime))]
    tr: String,
    /// What to subscribe to: codes such as 005930, 41 at most. Notices (체결통보) are for an HTS ID, by default your own
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Whose notices [default: KIS_HTS_ID, or the credentials file]
    #[arg(long, value_name = "ID")]
    hts_id: Option<String>,
    /// End after this many records
    #[arg(long, value_name = "RECORDS", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    seconds: Option<u32>,
    /// These fields only, in this order; `all` for every field [default: the first ones]
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', help_heading = "Output")]
    columns: Vec<String>,
    /// A JSON object for each record, on a line of its own: the key as tr_key, then every field as the server sent it
    #[arg(long, group = "format", help_heading = "Output")]
    json: bool,
    /// CSV with the wire names as header, every field as the server sent it
    #[arg(long, group = "format", help_heading = "Output")]
    csv: bool,
    /// A line for each record on a terminal, too, in place of the table
    #[arg(long, group = "format", help_heading = "Output")]
    lines: bool,
    /// Show account numbers and HTS IDs in full
    #[arg(long, help_heading = "Output")]
    unmask: bool,
}

/// How often a table is drawn at most.
const REDRAW: Duration = Duration::from_millis(200);

/// How often the mock server within this program pushes.
const MOCK_EVERY: Duration = Duration::from_millis(250);

/// How long to wait for a connection and for the server's word. Connections that are lost later are tried again without end.
const PATIENCE: Duration = Duration::from_secs(15);

/// How many records wait for a reader who is slower than the market.
const WAITING: usize = 100_000;

pub(crate) async fn run(arguments: &WatchArguments, global: &Global, terminal: Terminal) -> Outcome {
    let tr = pushed(&arguments.tr)?;
    let fields = Fields::of(tr, arguments)?;
    // What is wrong with the words is said before anything is asked of credentials or network.
    keys::check(tr, arguments)?;
    let session = Session::open(global).await?;
    let keys = keys::of(tr, arguments, &session)?;
    session.push_every(MOCK_EVERY);
    let mut view = View::new(fields, arguments, &session, terminal);
    let buffer = if view.is_table() { Buffer::latest() } else { Buffer::drop_oldest(WAITING) };
    let realtime = session.client.realtime().patience(PATIENCE);
    let mut all = realtime.clone().buffer(buffer).all();
    let mut tally = Tally::new(keys.len());
    // From here on a Ctrl-C is a way to end, and not a failure.
    let outcome = tokio::select! {
        outcome = watch(arguments, &realtime, &mut all, (tr, &keys), &mut view, &mut tally) => outcome,
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    // Where the pipe is closed nobody is there to be told.
    let closed = view.close(&tally).await;
    drop(all);
    terminal.note(&tally.summary());
    outcome.and(closed)
}

/// Subscribes and shows, until enough has come or the session ends.
async fn watch(
    arguments: &WatchArguments,
    realtime: &Realtime,
    all: &mut Events,
    (tr, keys): (&'static Tr, &[String]),
    view: &mut View,
    tally: &mut Tally,
) -> Outcome {
    view.begin(keys).await?;
    let mut subscribing = pin!(subscribe(realtime, tr, keys));
    let mut streams = None;
    let reader = Reader::new(tr, arguments.unmask);
    let end = arguments.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds.into()));
    let mut redraw = interval(REDRAW);
    loop {
        tokio::select! {
            outcome = &mut subscribing, if streams.is_none() => streams = Some(outcome?),
            event = all.next() => match event {
                // Whoever still waits for a subscription is told with more of it; where it came just before the end, the end
                // says why.
                Some(Event::Closed(Some(failure))) if streams.is_none() => {
                    subscribing.await?;
                    return Err(failure.error().into());
                }
                Some(Event::Closed(Some(failure))) => return Err(failure.error().into()),
                None if streams.is_none() => return subscribing.await.map(drop),
                None | Some(Event::Closed(None)) => return Ok(()),
                Some(Event::Record(pushed)) => {
                    tally.record(pushed.key());
                    view.record(reader.read(&pushed)).await?;
                    if arguments.count.is_some_and(|count| tally.records() >= count) || view.has_ended() {
                        return Ok(());
                    }
                }
                Some(event) => {
                    tally.event(&event);
                    view.event(&event);
                }
            },
            _ = redraw.tick(), if view.is_table() => view.draw(tally).await?,
            () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => return ended(tally),
        }
    }
}

/// The time is over. That nothing came is an answer only where there was a connection.
fn ended(tally: &Tally) -> Outcome {
    match tally.was_connected() {
        true => Ok(()),
        false => Err(Failure::new(Exit::Unavailable, "no connection to the realtime server in that time")
            .advise("check network and proxy, and give it more --seconds")),
    }
}

/// What keeps the subscriptions; the records are read from the stream of everything.
async fn subscribe(realtime: &Realtime, tr: &'static Tr, keys: &[String]) -> Outcome<Vec<UntypedUpdates>> {
    let mut streams = Vec::new();
    for key in keys {
        streams.push(realtime.subscribe_untyped_with(tr, key, Buffer::latest()).await?);
    }
    Ok(streams)
}

/// The TR, which has to be one that is pushed.
fn pushed(word: &str) -> Outcome<&'static Tr> {
    let tr = find::find(word)?.tr;
    if tr.kind != Kind::Realtime {
        return Err(Failure::usage(format!("{} is asked for, not pushed", tr.title))
            .advise(format!("ask for it: kis call {}", find::name(tr)))
            .advise("`kis list --realtime` shows what is pushed"));
    }
    Ok(tr)
}
