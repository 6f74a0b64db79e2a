//! The session: one task that holds the connection, whatever becomes of it.

mod book;
mod connect;
mod dial;
mod route;
mod serve;

use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use backon::ExponentialBackoff;
use tokio::sync::mpsc::UnboundedReceiver;

use self::book::Book;
use self::connect::Refusal;
use self::route::Routes;
use super::buffer::{Pressure, Queue};
use super::event::{Event, Gap};
use super::failure::Failure;
use super::link::{Command, Outcome, Status, Turn};
use super::settings::Settings;
use crate::Client;

/// A session while it runs.
pub(crate) struct Session {
    client: Client,
    settings: Settings,
    commands: UnboundedReceiver<Command>,
    pressure: Arc<Pressure>,
    status: Arc<Mutex<Status>>,
    book: Book,
    routes: Routes,
    listeners: Vec<Arc<Queue>>,
    /// Who waits for a connection.
    dialling: Vec<Outcome>,
    /// Who waits for the end.
    closing: Vec<Outcome>,
    /// When the last message came.
    heard: SystemTime,
    /// The longest of the gaps since everything was there.
    gap: Option<Gap>,
    /// The approval key was replaced, and the new one has not been accepted yet.
    is_renewed: bool,
    /// How often the app key may still be in use by a connection that was lost here and that the server still has.
    ghosts: u32,
}

/// How many connections in a row are tried while the server holds on to a lost one.
const GHOSTS: u32 = 5;

/// The session ends: for a reason, or because nobody needs it any more.
struct Over(Option<Failure>);

/// How a connection ended.
enum End {
    Over(Over),
    /// The next one may do better.
    Lost(Arc<str>),
}

impl Session {
    pub(crate) fn new(
        client: Client,
        settings: Settings,
        commands: UnboundedReceiver<Command>,
        pressure: Arc<Pressure>,
        status: Arc<Mutex<Status>>,
    ) -> Self {
        Self {
            client,
            settings,
            commands,
            pressure,
            status,
            book: Book::default(),
            routes: Routes::default(),
            listeners: Vec::new(),
            dialling: Vec::new(),
            closing: Vec::new(),
            heard: SystemTime::now(),
            gap: None,
            is_renewed: false,
            ghosts: 0,
        }
    }

    /// Runs until nobody needs it any more or it can't go on. One session of an app key at a time holds the turn.
    pub(crate) async fn run(mut self, turn: Arc<tokio::sync::Mutex<Turn>>) {
        let mut turn = turn.lock_owned().await;
        let Over(failure) = self.live(&mut turn).await;
        if let Some(failure) = &failure {
            tracing::warn!(code = failure.code(), "realtime session ended: {failure}");
        }
        self.end(failure.as_ref());
    }

    async fn live(&mut self, turn: &mut Turn) -> Over {
        let mut waits: Option<ExponentialBackoff> = None;
        loop {
            while !self.is_wanted() {
                let command = self.commands.recv().await;
                if let ControlFlow::Break(over) = self.obey(command) {
                    return over;
                }
            }
            let backoff = waits.as_mut().and_then(Iterator::next).unwrap_or_default();
            let soonest = turn.connected.map(|connected| connected + self.settings.interval);
            let until = soonest.map_or(Duration::ZERO, |at| at.saturating_duration_since(Instant::now())).max(backoff);
            match self.meanwhile(tokio::time::sleep(until)).await {
                ControlFlow::Break(over) => return over,
                ControlFlow::Continue(()) if !self.is_wanted() => continue,
                ControlFlow::Continue(()) => {}
            }
            turn.connected = Some(Instant::now());
            let opening = connect::open(self.client.clone(), self.settings);
            let why = match self.meanwhile(opening).await {
                ControlFlow::Break(over) => return over,
                ControlFlow::Continue(Err(Refusal::Final(failure))) => return Over(Some(failure)),
                ControlFlow::Continue(Err(Refusal::Again(failure))) => {
                    let why: Arc<str> = failure.to_string().into();
                    self.status().failure = Some(failure);
                    self.tell(&Event::Lost { why: Arc::clone(&why) });
                    why
                }
                ControlFlow::Continue(Ok(open)) => {
                    let begun = Instant::now();
                    let why = match self.serve(open).await {
                        End::Over(over) => return over,
                        End::Lost(why) => why,
                    };
                    if begun.elapsed() >= self.settings.longest_wait {
                        waits = None;
                    }
                    self.lose(&why);
                    why
                }
            };
            tracing::warn!("no realtime connection: {why}");
            waits.get_or_insert_with(|| self.settings.waits());
        }
    }

    /// Whether a connection is needed.
    fn is_wanted(&self) -> bool {
        !self.book.entries.is_empty() || !self.dialling.is_empty()
    }

    /// Waits for something, and obeys meanwhile.
    async fn meanwhile<T>(&mut self, waited_for: impl Future<Output = T>) -> ControlFlow<Over, T> {
        let mut waited_for = pin!(waited_for);
        loop {
            tokio::select! {
                biased;
                command = self.commands.recv() => if let ControlFlow::Break(over) = self.obey(command) {
                    return ControlFlow::Break(over);
                },
                outcome = &mut waited_for => return ControlFlow::Continue(outcome),
            }
        }
    }

    /// Does what a stream asks for; `None` is that there are no streams any more.
    fn obey(&mut self, command: Option<Command>) -> ControlFlow<Over> {
        match command {
            None => return ControlFlow::Break(Over(None)),
            Some(Command::Close(done)) => {
                self.closing.push(done);
                return ControlFlow::Break(Over(None));
            }
            Some(Command::Connect(done)) => {
                let is_connected = self.status().is_connected;
                match is_connected {
                    true => drop(done.send(Ok(()))),
                    false => self.dialling.push(done),
                }
            }
            Some(Command::Subscribe { place, queue, done }) => self.book.subscribe(place, queue, done),
            Some(Command::Leave { place, done }) => self.book.leave(&place, done),
            Some(Command::Listen(queue)) => {
                self.listeners.retain(|queue| !queue.is_gone());
                self.listeners.push(queue);
            }
        }
        // Whoever gave up waiting needs no connection.
        self.dialling.retain(|done| !done.is_closed());
        let wants = self.book.wants();
        self.status().registered = wants;
        ControlFlow::Continue(())
    }

    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells those who listen to everything.
    fn tell(&mut self, event: &Event) {
        self.listeners.retain(|queue| !queue.is_gone());
        self.listeners.iter().for_each(|queue| queue.push(event.clone()));
    }

    /// A connection is there.
    fn greet(&mut self) {
        {
            let mut status = self.status();
            status.is_connected = true;
            status.failure = None;
        }
        self.heard = SystemTime::now();
        self.book.begin();
        self.routes.begin();
        self.dialling.drain(..).for_each(|done| drop(done.send(Ok(()))));
        tracing::debug!(subscriptions = self.book.entries.len(), "realtime connection made");
        self.tell(&Event::Connected);
    }

    /// The connection was lost.
    fn lose(&mut self, why: &Arc<str>) {
        self.status().is_connected = false;
        if self.book.has_active() {
            self.ghosts = GHOSTS;
        }
        self.book.lose(self.heard, why);
        self.tell(&Event::Lost { why: Arc::clone(why) });
    }

    /// Tells everyone that it is over.
    fn end(mut self, failure: Option<&Failure>) {
        {
            let mut status = self.status();
            status.is_connected = false;
            status.registered.clear();
        }
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            // Who asks now is told as all others are.
            if let ControlFlow::Break(Over(_)) = self.obey(Some(command)) {}
        }
        self.book.close(failure);
        self.listeners.iter().for_each(|queue| queue.close(Some(Event::Closed(failure.cloned()))));
        if let Some(failure) = failure {
            self.dialling.drain(..).for_each(|done| drop(done.send(Err(failure.clone()))));
        }
        self.closing.drain(..).for_each(|done| drop(done.send(Ok(()))));
    }
}
