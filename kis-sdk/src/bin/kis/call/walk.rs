//! One call, or all its pages, until there is an answer or the user has enough.

use std::io::{IsTerminal as _, stderr};
use std::pin::pin;
use std::time::Duration;

use kis_sdk::descriptor::{Call, Kind, Tr};
use kis_sdk::{Error, ErrorKind, TRANSACTIONS, UntypedAnswer};
use serde_json::Value;

use super::CallArguments;
use crate::exit::{Exit, Failure, Outcome};
use crate::find;
use crate::session::Session;
use crate::terminal::say;

/// How many pages there are at most, unless --most says otherwise.
const MOST: usize = 1_000;
/// How long nothing may come before whoever watches is told.
const PATIENCE: Duration = Duration::from_secs(2);

/// What came.
pub(super) struct Pages {
    /// The bodies as they came.
    pub(super) bodies: Vec<Vec<u8>>,
    /// Whether the server has more.
    pub(super) has_more: bool,
    /// Why the last body can't be read as an answer.
    pub(super) unread: Option<String>,
    /// The last answer's code.
    pub(super) code: String,
    /// The last answer's message.
    pub(super) message: String,
}

/// Sends the call, and with `--all-pages` those that follow.
pub(super) async fn ask(call: Call, session: &Session, arguments: &CallArguments) -> Outcome<Pages> {
    let mut progress =
        Progress { is_shown: stderr().is_terminal(), is_walk: arguments.all_pages, ..Progress::default() };
    let tr = call.tr();
    let mut asked: Vec<Call> = Vec::new();
    let mut pages =
        Pages { bodies: Vec::new(), has_more: false, unread: None, code: String::new(), message: String::new() };
    let mut next = Some(call);
    // One for the whole walk: an interrupt between two pages counts as well.
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    while let Some(call) = next {
        let answer = tokio::select! {
            answer = patiently(session.client.call(&call), &progress) => answer,
            _ = &mut interrupt => {
                progress.clear();
                return Err(interrupted(tr, &progress));
            }
        };
        let answer = match answer {
            Err(error) if error.kind() == ErrorKind::Decode && (arguments.raw || tr.kind == Kind::Order) => {
                // Nobody should have to send an order again to see what the server said of it.
                pages.bodies.extend(error.body().map(<[u8]>::to_vec));
                pages.unread = Some(error.to_string().replace("its body is kept", "its body is shown"));
                break;
            }
            answer => answer.map_err(|error| broken(tr, error, &progress))?,
        };
        progress.count(&answer);
        let following = call.next_page(&answer.envelope);
        pages.has_more = answer.envelope.continues();
        (pages.code, pages.message) = (answer.envelope.msg_cd().to_owned(), answer.envelope.msg1().to_owned());
        pages.bodies.push(answer.envelope.raw_body().to_vec());
        if !arguments.all_pages {
            break;
        }
        next = following.map_err(|error| broken(tr, error, &progress))?;
        asked.push(call);
        if next.as_ref().is_some_and(|next| asked.contains(next)) {
            return Err(incomplete("the server leads back to a page that was read already", &progress));
        }
        if next.is_some() && arguments.most.is_some_and(|most| pages.bodies.len() >= most as usize) {
            break;
        }
        if next.is_some() && pages.bodies.len() >= MOST {
            return Err(
                incomplete("there are more than 1,000 pages", &progress).advise("--most PAGES shows what was read")
            );
        }
    }
    progress.clear();
    Ok(pages)
}

/// Waits for an answer; whoever watches is told where nothing comes for a while.
async fn patiently<T>(asking: impl Future<Output = T>, progress: &Progress) -> T {
    let mut asking = pin!(asking);
    tokio::select! {
        answer = &mut asking => return answer,
        () = tokio::time::sleep(PATIENCE), if progress.is_shown => progress.wait(),
    }
    asking.await
}

/// How far a walk is.
#[derive(Default)]
struct Progress {
    /// Whether somebody watches.
    is_shown: bool,
    is_walk: bool,
    pages: usize,
    rows: usize,
}

impl Progress {
    fn count(&mut self, answer: &UntypedAnswer) {
        self.pages += 1;
        let lists = answer.json().values().filter_map(Value::as_array);
        self.rows += lists.map(Vec::len).sum::<usize>();
        if self.is_shown && self.is_walk {
            say(&format!("\rpage {}, {} rows\u{1b}[K", self.pages, self.rows));
        }
    }

    fn wait(&self) {
        let so_far = if self.pages > 0 { format!("{}; ", self.so_far()) } else { String::new() };
        say(&format!("\r{so_far}waiting for an answer, Ctrl-C ends it\u{1b}[K"));
    }

    fn clear(&self) {
        if self.is_shown {
            say("\r\u{1b}[K");
        }
    }

    /// `2 pages (8 rows)`
    fn so_far(&self) -> String {
        let noun = if self.pages == 1 { "page" } else { "pages" };
        format!("{} {noun} ({} rows)", self.pages, self.rows)
    }
}

fn incomplete(what: &str, progress: &Progress) -> Failure {
    Failure::new(Exit::Unfit, what)
        .advise(format!("{} were read: that isn't all, and nothing is shown", progress.so_far()))
}

/// A failure of the first page is the call's; one of a later page leaves a part, which is never shown as if it were all.
fn broken(tr: &'static Tr, error: Error, progress: &Progress) -> Failure {
    progress.clear();
    let sent = error.sent().map(|sent| {
        let said: Vec<String> = sent
            .parameters
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let at = jiff::Timestamp::try_from(sent.at).ok().and_then(|at| {
            let korea = jiff::tz::Offset::from_seconds(9 * 3_600).ok().map(jiff::tz::TimeZone::fixed)?;
            Some(at.to_zoned(korea).strftime("%Y-%m-%d %H:%M:%S KST").to_string())
        });
        format!("it left at {}: {}", at.unwrap_or_default(), said.join(" "))
    });
    let kind = error.kind();
    let failure = Failure::from(error);
    let failure = failure.advise_all(sent);
    match kind {
        ErrorKind::OutcomeUnknown => failure.advise(look_it_up(tr)),
        _ if progress.pages > 0 => failure
            .advise(format!("{} were read: that isn't all, and nothing is shown; begin again", progress.so_far())),
        _ => failure,
    }
}

/// What to do about an order of which nobody knows what became of it. The pages of a product that list orders and
/// executions have both words in their titles.
fn look_it_up(tr: &'static Tr) -> String {
    let product = |tr: &Tr| tr.source.split('/').next().unwrap_or_default();
    let lists = TRANSACTIONS.iter().copied().filter(|other| {
        other.kind == Kind::Query
            && product(other) == product(tr)
            && ["주문", "체결"].iter().all(|word| other.title.contains(word))
    });
    let shown: Vec<String> =
        lists.take(2).map(|other| format!("`kis show {}` ({})", find::name(other), other.title)).collect();
    let place = if shown.is_empty() { "`kis list 주문체결`".to_owned() } else { shown.join(" or ") };
    format!("DON'T send it again before you have looked it up, it may stand: {place}")
}

fn interrupted(tr: &'static Tr, progress: &Progress) -> Failure {
    if tr.kind == Kind::Order {
        return Failure::new(Exit::OutcomeUnknown, "interrupted while the order was under way: its outcome is unknown")
            .advise(look_it_up(tr));
    }
    let failure = Failure::new(Exit::Interrupted, "interrupted");
    match progress.pages {
        0 => failure.advise("no answer had come"),
        _ => failure.advise(format!("{} were read: that isn't all, and nothing is shown", progress.so_far())),
    }
}
