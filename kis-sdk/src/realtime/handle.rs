//! The session as a program holds it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::buffer::{Buffer, Queue};
use super::event::Key;
use super::events::Events;
use super::link::{Command, Link, Place, Want};
use super::reader::Reader;
use super::settings::Settings;
use super::untyped::UntypedUpdates;
use super::updates::Updates;
use crate::descriptor::{Call, Kind, Subscription, Tr};
use crate::{Client, Error, ErrorKind};

/// The name of the parameter that says what is subscribed to.
const KEY: &str = "tr_key";

/// The longest key that is taken for one.
const LONGEST_KEY: usize = 64;

/// Subscriptions of one app key over one connection: made by [`Client::realtime`].
///
/// Cheap to clone. The server allows one session for each app key, so that all clones, and all clients of this process with
/// the same app key and server, share one. The connection is made by the first subscription (or [`Realtime::connect`]) with
/// the settings that it finds, and ends when the last stream and the last `Realtime` of it are gone.
///
/// Needs a tokio runtime, whose end ends the session.
#[derive(Clone)]
#[must_use = "nothing is connected until something is subscribed to"]
pub struct Realtime {
    client: Client,
    settings: Settings,
    link: Arc<Mutex<Option<Arc<Link>>>>,
}

impl Realtime {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, settings: Settings::default(), link: Arc::default() }
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// Sets how long the server may be silent before the connection counts as dead; 60 s by default. It says `PINGPONG`
    /// every few seconds, even where there is no data.
    pub fn idle_timeout(self, timeout: Duration) -> Self {
        self.set(|settings| settings.idle = timeout)
    }

    /// Sets how long to wait for a connection; 10 s by default.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.set(|settings| settings.connect = timeout)
    }

    /// Sets how long [`Realtime::subscribe`], [`Realtime::connect`] and [`Updates::unsubscribe`] wait for the server,
    /// connections that fail and are tried again included; 30 s by default. Connections that are lost later are tried
    /// again without end.
    pub fn patience(self, patience: Duration) -> Self {
        self.set(|settings| settings.patience = patience)
    }

    /// Sets how long to wait before the second try of a connection, and the longest wait before any: each is twice as long as
    /// the last one, plus a random part. 500 ms and 60 s by default. They begin anew after a connection that lasted as long
    /// as the longest wait.
    pub fn reconnect_waits(self, first: Duration, longest: Duration) -> Self {
        self.set(|settings| (settings.first_wait, settings.longest_wait) = (first, longest))
    }

    /// Sets the least time from the begin of one connection to that of the next; 5 s by default. The server blocks app keys
    /// that connect too often, so think before you set less.
    pub fn connect_interval(self, interval: Duration) -> Self {
        self.set(|settings| settings.interval = interval)
    }

    /// Sets how many registrations a second are sent at most; 10 by default. At least one.
    pub fn registrations_per_second(self, number: u32) -> Self {
        self.set(|settings| settings.registration = Duration::from_secs(1) / number.max(1))
    }

    /// Sets what happens when a stream isn't read in time, for the streams that are made from here on.
    pub fn buffer(self, buffer: Buffer) -> Self {
        self.set(|settings| settings.buffer = buffer)
    }

    /// The running session, or a new one that isn't connected yet.
    fn link(&self) -> Arc<Link> {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        match &*link {
            Some(link) if !link.is_over() => Arc::clone(link),
            _ => Arc::clone(link.insert(Link::of(&self.client, &self.settings))),
        }
    }

    /// The running session, if there is one: that of another client with the same app key, too.
    fn running(&self) -> Option<Arc<Link>> {
        Link::running(&self.client)
    }

    /// Connects without a subscription: to see early whether that works.
    ///
    /// # Errors
    /// As [`Realtime::subscribe`].
    pub async fn connect(&self) -> Result<(), Error> {
        let link = self.link();
        let (done, wait) = oneshot::channel();
        link.send(Command::Connect(done));
        link.connected_in_time(wait).await.unwrap_or_else(|| Err(ended()))
    }

    /// Subscribes, and waits until the server acknowledged it. What is subscribed to already is shared: each stream gets
    /// every record.
    ///
    /// ```no_run
    /// use kis_sdk::domestic_stock::realtime::trade_krx;
    /// use kis_sdk::realtime::Update;
    ///
    /// # async fn run(client: kis_sdk::Client) -> Result<(), kis_sdk::Error> {
    /// let realtime = client.realtime();
    /// let mut trades = realtime.subscribe(trade_krx::Request::new("005930")).await?;
    /// while let Some(update) = trades.next().await {
    ///     match update? {
    ///         Update::Record(trade) => println!("{:?} × {:?}", trade.stck_prpr, trade.cntg_vol),
    ///         Update::Gap(gap) => println!("nothing from {:?} to {:?}", gap.from, gap.to),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`ErrorKind::Input`] for a blank key, and where all 41 registrations of the app key are in use: the message says
    ///   by what. Nothing is sent.
    /// - [`ErrorKind::NotOnPaper`] for a TR that the paper environment doesn't have. Nothing is sent.
    /// - [`ErrorKind::Refused`] and [`ErrorKind::Auth`] where the server refuses: the app key is in use elsewhere
    ///   (`OPSP8996`), the approval key is refused twice (`OPSP0011`), ….
    /// - [`ErrorKind::Timeout`] where there is no acknowledgement within [`Realtime::patience`]; the message says why the
    ///   last connection failed.
    pub async fn subscribe<S: Subscription>(&self, request: S) -> Result<Updates<S>, Error> {
        self.subscribe_with(request, self.settings.buffer).await
    }

    /// As [`Realtime::subscribe`], with a buffer of its own kind for this stream.
    ///
    /// # Errors
    /// As [`Realtime::subscribe`].
    pub async fn subscribe_with<S: Subscription>(&self, request: S, buffer: Buffer) -> Result<Updates<S>, Error> {
        self.open(request.call(), buffer).await.map(Updates::new)
    }

    /// Subscribes to a TR that is known when the program runs, such as one of [`TRANSACTIONS`](crate::TRANSACTIONS) that a
    /// user chose; what its parameter `tr_key` takes is in [`Tr::parameters`]. The records come as they are, with their
    /// values by name ([`Pushed`](super::Pushed)).
    ///
    /// ```
    /// use kis_sdk::domestic_stock::realtime::trade_krx;
    /// use kis_sdk::realtime::Update;
    /// use kis_sdk::{Client, Decimal, mock};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = mock::Server::start().await?;
    /// let client = Client::builder(server.environment(), server.credentials()).build()?;
    ///
    /// let mut records = client.realtime().subscribe_untyped(&trade_krx::TR, "005930").await?;
    /// server.feed().push(&trade_krx::TR, "005930", &["005930^093001^71500"]);
    /// let Some(Update::Record(record)) = records.next().await.transpose()? else { panic!("no record") };
    /// assert_eq!(record.decimal("stck_prpr")?, Some(Decimal::from(71500)));
    /// assert_eq!(record.text("mksc_shrn_iscd"), Some("005930"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Realtime::subscribe`]; [`ErrorKind::Input`] for a TR that is asked for and not pushed.
    pub async fn subscribe_untyped(&self, tr: &'static Tr, key: &str) -> Result<UntypedUpdates, Error> {
        self.subscribe_untyped_with(tr, key, self.settings.buffer).await
    }

    /// As [`Realtime::subscribe_untyped`], with a buffer of its own kind for this stream.
    ///
    /// # Errors
    /// As [`Realtime::subscribe_untyped`].
    pub async fn subscribe_untyped_with(
        &self,
        tr: &'static Tr,
        key: &str,
        buffer: Buffer,
    ) -> Result<UntypedUpdates, Error> {
        if tr.kind != Kind::Realtime {
            let message = "it is asked for, and nobody pushes it: send a request (Client::send, Client::call_untyped)";
            return Err(Error::input(message).of_record(tr));
        }
        let call = Call::new(tr);
        let call = match tr.parameter(KEY) {
            Some(index) => call.with(index, key.to_owned()),
            None => call,
        };
        self.open(&call, buffer).await.map(UntypedUpdates::new)
    }

    /// Registers what a call says, and waits for the acknowledgement.
    async fn open(&self, call: &Call, buffer: Buffer) -> Result<Reader, Error> {
        let tr = call.tr();
        let want = self.want(call).map_err(|error| error.of_record(tr))?;
        let link = self.link();
        let queue = Queue::new(buffer, true, &link.pressure);
        let place = Place { want, id: link.next_id() };
        let (done, wait) = oneshot::channel();
        link.send(Command::Subscribe { place: place.clone(), queue: Arc::clone(&queue), done });
        // Whoever gives the wait up ends the subscription with it.
        let reader = Reader::new(queue, place, Arc::clone(&link));
        link.in_time(tr, wait).await.unwrap_or_else(|| Err(ended().of_record(tr)))?;
        Ok(reader)
    }

    /// What a call registers on this environment.
    fn want(&self, call: &Call) -> Result<Want, Error> {
        let tr = call.tr();
        let Some(index) = tr.parameter(KEY) else {
            return Err(Error::input("its descriptor has no tr_key: it can't be subscribed to"));
        };
        let key = call.value(index);
        if key.trim().is_empty() || key.len() > LONGEST_KEY || key.chars().any(|letter| letter.is_control()) {
            return Err(Error::input("the key (tr_key) is blank, too long or no text: write a code, or the HTS ID"));
        }
        let id = call.tr_id();
        let tr_id = if self.client.environment().uses_paper_ids() { id.paper } else { Some(id.real) };
        let tr_id = tr_id.ok_or_else(|| {
            let message =
                "the paper environment doesn't have this TR (모의투자 미지원); nothing was sent. Use Environment::Real";
            Error::new(ErrorKind::NotOnPaper, message)
        })?;
        let is_sensitive = tr.parameters[index].sensitive;
        Ok(Want { tr, tr_id, key: Key::new(key.trim(), is_sensitive) })
    }

    /// Everything: the records of all subscriptions of the session, and what happens to it. It subscribes to nothing by
    /// itself.
    ///
    /// ```no_run
    /// use kis_sdk::domestic_stock::realtime::trade_krx;
    /// use kis_sdk::realtime::Event;
    ///
    /// # async fn run(client: kis_sdk::Client) -> Result<(), kis_sdk::Error> {
    /// let realtime = client.realtime();
    /// let mut all = realtime.all();
    /// let _trades = realtime.subscribe(trade_krx::Request::new("005930")).await?;
    /// while let Some(event) = all.next().await {
    ///     match event {
    ///         Event::Record(pushed) => println!("{} {} {}", pushed.tr().title, pushed.key(), pushed.columns()),
    ///         other => println!("{other:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all(&self) -> Events {
        self.listen(true)
    }

    /// What happens to the session, without records.
    pub fn events(&self) -> Events {
        self.listen(false)
    }

    fn listen(&self, takes_records: bool) -> Events {
        let link = self.link();
        let queue = Queue::new(self.settings.buffer, takes_records, &link.pressure);
        link.send(Command::Listen(Arc::clone(&queue)));
        Events::new(queue, link)
    }

    /// What the session has registered or is registering, in the order of the requests: 41 at most.
    #[must_use]
    pub fn registered(&self) -> Vec<(&'static Tr, Key)> {
        let Some(link) = self.running() else { return Vec::new() };
        link.status().registered.iter().map(|want| (want.tr, want.key.clone())).collect()
    }

    /// Whether there is a connection just now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.running().is_some_and(|link| link.status().is_connected)
    }

    /// Ends the session and all its streams, those of clones and of other clients with the same app key, too. The next
    /// subscription begins another one.
    pub async fn close(&self) {
        let link = self.running();
        self.link.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(link) = link {
            let (done, wait) = oneshot::channel();
            link.send(Command::Close(done));
            // It has ended either way.
            drop(wait.await);
        }
    }
}

fn ended() -> Error {
    Error::new(ErrorKind::Network, "the realtime session ended meanwhile: subscribe again")
}

impl fmt::Debug for Realtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Realtime")
            .field("client", &self.client)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
