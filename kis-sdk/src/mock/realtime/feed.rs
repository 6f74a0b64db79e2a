//! The realtime side as a test holds it.

use std::sync::Arc;
use std::time::Duration;

use super::answer::cipher;
use super::hub::Order;
use super::sample;
use crate::descriptor::Tr;
use crate::mock::server::Shared;
use crate::realtime::Text;

/// The realtime side of a mock server: what is pushed, what goes wrong, and who is there. From
/// [`Server::feed`](super::super::Server::feed); cheap to clone.
///
/// The server registers up to 41 keys for each app key, on one connection (`OPSP8996` on a second one); refuses approval
/// keys that it didn't issue (`OPSP0011`); and encrypts the records of notices. It pushes what it is told to push, or a
/// record for each registration at intervals ([`Feed::every`]).
///
/// ```
/// use kis_sdk::domestic_stock::realtime::notice;
/// use kis_sdk::realtime::Update;
/// use kis_sdk::{Client, mock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = mock::Server::start().await?;
/// let client = Client::builder(server.environment(), server.credentials()).build()?;
/// let mut notices = client.realtime().subscribe(notice::Request::new("hong")).await?;
/// server.feed().push(&notice::TR, "hong", &["hong^5000123401^0000117057"]);
/// let Some(Update::Record(notice)) = notices.next().await.transpose()? else { panic!("no record") };
/// assert_eq!(notice.oder_no, "0000117057");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Feed {
    pub(in crate::mock) shared: Arc<Shared>,
}

impl Feed {
    /// Pushes a frame with these records, each a line of columns (`005930^093001^71500`), to whoever registered the key.
    /// Those of notices are encrypted. Gives how many connections that is.
    pub fn push(&self, tr: &'static Tr, key: &str, records: &[&str]) -> usize {
        self.push_in(1, tr, key, records)
    }

    /// The same, as a message in so many WebSocket frames.
    pub fn push_in(&self, parts: usize, tr: &'static Tr, key: &str, records: &[&str]) -> usize {
        let Some(id) = self.id(tr) else { return 0 };
        let text = Text::from(frame(tr, id, records));
        let state = self.shared.hub.state();
        let has = |registered: &[(String, String)]| registered.iter().any(|(tr_id, same)| tr_id == id && same == key);
        let connections = state.connections.values().filter(|connection| has(&connection.registered));
        connections.map(|connection| drop(connection.orders.send(Order::Text(text.clone(), parts)))).count()
    }

    /// Pushes a frame with so many made-up records; of one TR and key they go on from where the last ones ended.
    pub fn generate(&self, tr: &'static Tr, key: &str, records: usize) -> usize {
        let records = self.made_up(tr, key, records);
        let records: Vec<&str> = records.iter().map(String::as_str).collect();
        self.push(tr, key, &records)
    }

    /// The next made-up records of a TR and key, with as many columns as the server sends at the moment.
    pub fn made_up(&self, tr: &'static Tr, key: &str, records: usize) -> Vec<String> {
        let mut state = self.shared.hub.state();
        let more = state.columns;
        let id = self.id(tr).unwrap_or_default();
        let made = state.made.entry((id.to_owned(), key.to_owned())).or_default();
        let next = |_| {
            *made += 1;
            bend(sample::record(tr, key, *made - 1), more)
        };
        (0..records).map(next).collect()
    }

    /// Pushes a text as it is to everyone.
    pub fn send(&self, text: &str) {
        let text = Text::from(text.to_owned());
        self.shared.hub.state().order(|| Order::Text(text.clone(), 1));
    }

    /// Pushes these texts in turn, so often, to everyone, as fast as they are taken.
    pub fn flood(&self, texts: &[String], times: u64) {
        let texts: Vec<Text> = texts.iter().cloned().map(Text::from).collect();
        self.shared.hub.state().order(|| Order::Repeat(texts.clone(), times));
    }

    /// Pushes a text as [`Feed::push`] would send it, for [`Feed::flood`] and [`Feed::send`].
    #[must_use]
    pub fn frame(&self, tr: &'static Tr, records: &[&str]) -> String {
        frame(tr, self.id(tr).unwrap_or_default(), records)
    }

    /// Says `PINGPONG` to everyone.
    pub fn ping(&self) {
        self.send(r#"{"header":{"tr_id":"PINGPONG","datetime":"20260529093000"}}"#);
    }

    /// Pushes the lines of a recorded file to everyone, one after the other at this rate (lines a second, at least one), once.
    pub fn play(&self, recorded: &str, rate: u32) {
        self.play_times(recorded, rate, 1);
    }

    /// As [`Feed::play`], again and again as long as the server runs.
    pub fn repeat(&self, recorded: &str, rate: u32) {
        self.play_times(recorded, rate, u64::MAX);
    }

    fn play_times(&self, recorded: &str, rate: u32, times: u64) {
        let lines: Vec<String> = recorded.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let (feed, pause) = (self.clone(), Duration::from_secs(1) / rate.max(1));
        self.shared.hub.spawn(async move {
            let mut interval = tokio::time::interval(pause);
            for _ in 0..times {
                for line in &lines {
                    interval.tick().await;
                    feed.send(line);
                }
            }
        });
    }

    /// From now on pushes one made-up record for each registration at this interval, and `PINGPONG` every tenth time.
    pub fn every(&self, interval: Duration) {
        let feed = self.clone();
        self.shared.hub.spawn(async move {
            let mut interval = tokio::time::interval(interval.max(Duration::from_millis(1)));
            for tick in 1_u64.. {
                interval.tick().await;
                for (tr_id, key) in feed.registered() {
                    if let Some(tr) = feed.shared.settings.pushed(&tr_id) {
                        feed.generate(tr, &key, 1);
                    }
                }
                if tick.is_multiple_of(10) {
                    feed.ping();
                }
            }
        });
    }

    /// Lets all connections fall silent: they stay open, and nothing comes or is answered any more.
    pub fn silence(&self) {
        self.all(|| Order::Silence);
    }

    /// Ends all connections in the middle of a frame.
    pub fn cut(&self) {
        let text = Text::from("0|H0STCNT0|001|005930^093001^71500^and the rest is missing".to_owned());
        self.all(|| Order::Half(text.clone()));
    }

    /// Resets all connections (RST).
    pub fn reset(&self) {
        self.all(|| Order::Reset);
    }

    /// Closes all connections as the protocol has it.
    pub fn close(&self) {
        self.all(|| Order::Close);
    }

    fn all(&self, order: impl Fn() -> Order) {
        self.shared.hub.state().order(order);
    }

    /// Refuses the next subscription with this code; several are given out in turn. After `OPSP8996` everything else on that
    /// connection is refused, too: the app key is in use by another one.
    pub fn refuse(&self, code: &str) {
        self.shared.hub.state().refusals.push_back(code.to_owned());
    }

    /// Doesn't answer the next so many registrations.
    pub fn ignore(&self, registrations: u32) {
        self.shared.hub.state().unanswered += registrations;
    }

    /// Whether the app key is in use by another session: then every registration gets `OPSP8996`.
    pub fn occupy(&self, is_occupied: bool) {
        self.shared.hub.state().is_occupied = is_occupied;
    }

    /// Forgets the approval keys that it issued: registrations with them get `OPSP0011`.
    pub fn drop_approval_keys(&self) {
        self.shared.hub.forget_approvals();
    }

    /// Made-up records have so many columns more than their page documents, or fewer.
    pub fn more_columns(&self, columns: isize) {
        self.shared.hub.state().columns = columns;
    }

    /// What is registered: TR ids and keys, of all connections.
    #[must_use]
    pub fn registered(&self) -> Vec<(String, String)> {
        self.shared.hub.state().connections.values().flat_map(|connection| connection.registered.clone()).collect()
    }

    /// How many connections are open and not silent.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.hub.state().connections.len()
    }

    /// How many connections there have been.
    #[must_use]
    pub fn connected(&self) -> u64 {
        self.shared.hub.state().connected
    }

    /// How many `PINGPONG` were answered.
    #[must_use]
    pub fn pongs(&self) -> u64 {
        self.shared.hub.state().pongs
    }

    /// Waits until connections, registrations or pongs are as `is_so` wants them.
    pub async fn until(&self, is_so: impl Fn(&Self) -> bool) {
        let mut changes = self.shared.hub.changes();
        while !is_so(self) {
            // The hub is as old as the server and outlives it.
            drop(changes.changed().await);
        }
    }

    /// The TR id on this environment.
    fn id(&self, tr: &'static Tr) -> Option<&'static str> {
        let id = tr.tr_ids.first()?;
        if self.shared.settings.is_paper { id.paper } else { Some(id.real) }
    }
}

/// A data frame.
fn frame(tr: &Tr, id: &str, records: &[&str]) -> String {
    let (count, payload) = (records.len(), records.join("^"));
    match cipher(tr) {
        Some(cipher) => format!("1|{id}|{count:03}|{}", cipher.encrypt(&payload)),
        None => format!("0|{id}|{count:03}|{payload}"),
    }
}

/// Columns that no page documents, or without the last ones.
fn bend(record: String, more: isize) -> String {
    match usize::try_from(more) {
        Ok(more) => record + &"^NEW".repeat(more),
        Err(_) => {
            let columns: Vec<&str> = record.split('^').collect();
            columns[..columns.len().saturating_sub(more.unsigned_abs()).max(1)].join("^")
        }
    }
}
