//! One connection, from its handshake to its end.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use tokio::time::{sleep_until, timeout};

use super::book::{Line, Verb};
use super::connect::{Open, Refusal};
use super::dial::Stream;
use super::{End, Over, Session};
use crate::ErrorKind;
use crate::realtime::event::Event;
use crate::realtime::failure::Failure;
use crate::realtime::frame::{self, Frame};
use crate::realtime::link::Want;
use crate::realtime::reply::{self, Answer, Reply};
use crate::realtime::socket::{Broken, Message, Socket, Text};

/// How many bytes a pong can have.
const LONGEST_PONG: usize = 125;

/// A day: longer than any wait here.
const NEVER: Duration = Duration::from_secs(86_400);

impl Session {
    /// Reads and writes until the connection ends.
    pub(super) async fn serve(&mut self, open: Open) -> End {
        let mut open = open;
        self.greet();
        let mut heard = Instant::now();
        let mut turn = heard;
        // How many answers to a key that was replaced are still to come.
        let mut stale = 0;
        loop {
            let holds = self.pressure.is_on();
            let owed = self.book.owed_since().map(|since| since + self.settings.connect);
            let silent = heard + self.settings.idle;
            let deadline = if holds { heard + NEVER } else { owed.map_or(silent, |owed| owed.min(silent)) };
            let has_line = !self.book.outbox.is_empty();
            let step = tokio::select! {
                biased;
                command = self.commands.recv() => match self.obey(command) {
                    ControlFlow::Break(over) => Err(End::Over(over)),
                    ControlFlow::Continue(()) => Ok(()),
                },
                () = self.pressure.relieved(), if holds => {
                    // Silence while nobody listened was none.
                    heard = Instant::now();
                    Ok(())
                }
                () = sleep_until(turn.into()), if has_line => {
                    turn = Instant::now() + self.settings.registration;
                    self.send_line(&mut open).await
                }
                message = open.socket.read(), if !holds => {
                    heard = Instant::now();
                    self.heard = SystemTime::now();
                    self.take(&mut open, message, &mut stale).await
                }
                () = sleep_until(deadline.into()), if !holds => self.miss(heard, owed),
            };
            if let Err(end) = step {
                if matches!(end, End::Over(_)) {
                    // A polite end; whether it arrives doesn't matter.
                    drop(timeout(Duration::from_secs(1), open.socket.close()).await);
                }
                return end;
            }
        }
    }

    /// Takes a message and all others that came with it, as long as there is room for them.
    async fn take(&mut self, open: &mut Open, message: Result<Message, Broken>, stale: &mut usize) -> Result<(), End> {
        let mut message = message.map_err(lost)?;
        loop {
            self.take_one(open, message, stale).await?;
            if self.pressure.is_on() {
                return Ok(());
            }
            match open.socket.ready().map_err(lost)? {
                Some(next) => message = next,
                None => return Ok(()),
            }
        }
    }

    async fn take_one(&mut self, open: &mut Open, message: Message, stale: &mut usize) -> Result<(), End> {
        match message {
            Message::Text(text) => match frame::parse(&text) {
                Ok(Frame::Data(data)) => self.data(&data, &text),
                Ok(Frame::Json(json)) => match reply::read(json) {
                    Reply::Ping => self.pong(&mut open.socket, text).await?,
                    Reply::Answer(answer) => self.answer(open, answer, stale).await?,
                    Reply::Unknown => self.unreadable("a JSON message is neither an answer nor PINGPONG".to_owned()),
                },
                Err(error) => self.unreadable(error.to_string()),
            },
            Message::Ping | Message::Pong(_) => {}
            Message::Close(why) => return Err(End::Lost(why.into())),
            Message::Binary(length) => self.unreadable(format!("a message of {length} bytes is no text")),
        }
        Ok(())
    }

    /// The answer to `PINGPONG`: the same bytes.
    async fn pong(&self, socket: &mut Socket<Stream>, text: Text) -> Result<(), End> {
        if text.len() > LONGEST_PONG {
            // No pong can hold it; other clients echo the text.
            let echo = socket.send(text);
            return self.in_time(echo).await;
        }
        let pong = socket.pong(text);
        self.in_time(pong).await
    }

    async fn in_time(&self, sending: impl Future<Output = Result<(), Broken>>) -> Result<(), End> {
        match timeout(self.settings.connect, sending).await {
            Ok(outcome) => outcome.map_err(lost),
            Err(_) => Err(End::Lost("the server takes nothing any more".into())),
        }
    }

    fn unreadable(&mut self, message: String) {
        self.tell(&Event::Unreadable { failure: Failure::new(ErrorKind::Decode, message) });
    }

    /// Sends the next registration, or the end of one.
    async fn send_line(&mut self, open: &mut Open) -> Result<(), End> {
        let Some(Line { verb, want }) = self.book.next_line() else { return Ok(()) };
        let kind = match verb {
            Verb::Subscribe => "1",
            Verb::Unsubscribe => "2",
        };
        if verb == Verb::Subscribe {
            self.routes.ask(&want);
        }
        let text = |text: &str| Value::from(text).to_string();
        let message = format!(
            r#"{{"header":{{"approval_key":{},"custtype":{},"tr_type":"{kind}","content-type":"utf-8"}},"body":{{"input":{{"tr_id":{},"tr_key":{}}}}}}}"#,
            text(open.key.expose()),
            text(self.client.custtype()),
            text(want.tr_id),
            text(want.key.as_str()),
        );
        tracing::debug!(tr_id = want.tr_id, ?verb, "realtime registration");
        let sending = open.socket.send(message);
        self.in_time(sending).await
    }

    /// A deadline has passed: the server is silent, or doesn't answer one registration.
    fn miss(&mut self, heard: Instant, owed: Option<Instant>) -> Result<(), End> {
        let now = Instant::now();
        if heard + self.settings.idle <= now {
            let seconds = self.settings.idle.as_secs_f32();
            return Err(End::Lost(format!("the server said nothing for {seconds} s").into()));
        }
        let Some(owed) = owed.filter(|owed| *owed <= now) else { return Ok(()) };
        if heard + self.settings.connect < owed {
            return Err(End::Lost("the server doesn't answer".into()));
        }
        // It lives, and doesn't answer this one.
        if let Some(Line { verb, want }) = self.book.give_up_oldest() {
            match verb {
                Verb::Unsubscribe => self.book.left(&want),
                Verb::Subscribe => {
                    let message = "the server didn't acknowledge the subscription: subscribe again";
                    self.refuse(&want, &Failure::new(ErrorKind::Timeout, message).of(Some(want.tr)));
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, want: &Want, failure: &Failure) {
        tracing::warn!(tr_id = want.tr_id, code = failure.code(), "realtime subscription refused");
        self.book.refuse(want, failure);
        self.status().registered = self.book.wants();
        self.tell(&Event::Refused { tr: want.tr, key: want.key.clone(), failure: failure.clone() });
    }

    /// The server answers a registration or its end.
    async fn answer(&mut self, open: &mut Open, answer: Answer, stale: &mut usize) -> Result<(), End> {
        if answer.code == reply::IN_USE {
            if let Some(left) = self.ghosts.checked_sub(1) {
                // It may be the connection that was just lost: the server finds that out later than this side.
                self.ghosts = left;
                return Err(End::Lost(
                    "the server says that the app key is in use: by the lost connection, it may be".into(),
                ));
            }
            return Err(End::Over(Over(Some(answer.failure(None)))));
        }
        if answer.code == reply::BAD_KEY {
            return self.renew(open, &answer, stale).await;
        }
        let Some(Line { verb, want }) = self.book.answered(&answer.tr_id, &answer.tr_key) else { return Ok(()) };
        match verb {
            Verb::Unsubscribe if answer.is_fine || answer.code == reply::NOT_FOUND => {
                self.book.left(&want);
                self.tell(&Event::Unsubscribed { tr: want.tr, key: want.key });
            }
            // It ended on this side all the same.
            Verb::Unsubscribe => self.book.left(&want),
            Verb::Subscribe if answer.is_fine || answer.code == reply::ALREADY => {
                open.key.0.accepted();
                (self.is_renewed, self.ghosts) = (false, 0);
                self.routes.set_cipher(&want, answer.cipher);
                self.acknowledged(&want);
            }
            Verb::Subscribe => self.refuse(&want, &answer.failure(Some(want.tr))),
        }
        Ok(())
    }

    fn acknowledged(&mut self, want: &Want) {
        let Some(gap) = self.book.activate(want) else { return };
        self.tell(&Event::Acknowledged { tr: want.tr, key: want.key.clone() });
        if let Some(gap) = gap {
            self.tell_gap(&gap);
        }
        if let Some(gap) = self.gap.take_if(|_| self.book.is_complete()) {
            self.tell(&Event::Reconnected { gap });
        }
    }

    /// Tells of a gap that a stream was told of.
    pub(super) fn tell_gap(&mut self, event: &Event) {
        if let Event::Gap { gap, .. } = event {
            self.gap = Some(match self.gap.take() {
                Some(longest) => longest.and(gap.clone()),
                None => gap.clone(),
            });
        }
        self.tell(event);
    }

    /// The approval key is refused: it is replaced once, and everything that was asked for with it is asked for again.
    async fn renew(&mut self, open: &mut Open, answer: &Answer, stale: &mut usize) -> Result<(), End> {
        if *stale > 0 {
            *stale -= 1;
            return Ok(());
        }
        if self.is_renewed {
            return Err(End::Over(Over(Some(answer.failure(None)))));
        }
        self.is_renewed = true;
        tracing::debug!("approval key refused: asking for another one");
        *stale = self.book.ask_again().saturating_sub(1);
        let (client, refused) = (self.client.clone(), open.key.clone());
        // It can take a minute, in which streams come and go.
        let another = self.meanwhile(async move {
            client.discard_approval_key(&refused).await;
            client.approval_key().await
        });
        open.key = match another.await {
            ControlFlow::Break(over) => return Err(End::Over(over)),
            ControlFlow::Continue(key) => key.map_err(|error| match Refusal::of(&error) {
                Refusal::Final(failure) => End::Over(Over(Some(failure))),
                Refusal::Again(failure) => End::Lost(Arc::from(failure.to_string())),
            })?,
        };
        Ok(())
    }
}

fn lost(broken: Broken) -> End {
    End::Lost(broken.to_string().into())
}
