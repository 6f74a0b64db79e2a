//! What both kinds of streams of one subscription have in common: the buffer they read, and their place in the session.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::sync::oneshot;

use super::buffer::Queue;
use super::event::{Event, Key, Pushed};
use super::link::{Command, Link, Place};
use super::updates::Update;
use crate::Error;

/// One reader of a subscription, which it ends when it is dropped.
pub(super) struct Reader {
    queue: Arc<Queue>,
    place: Place,
    link: Arc<Link>,
}

impl Reader {
    pub(super) fn new(queue: Arc<Queue>, place: Place, link: Arc<Link>) -> Self {
        Self { queue, place, link }
    }

    pub(super) fn key(&self) -> &Key {
        &self.place.want.key
    }

    pub(super) fn tr_id(&self) -> &'static str {
        self.place.want.tr_id
    }

    /// The next item, with its record as it came.
    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Update<Pushed>, Error>>> {
        loop {
            let Some(event) = ready!(self.queue.poll(cx)) else { return Poll::Ready(None) };
            let item = match event {
                Event::Record(pushed) => Ok(Update::Record(pushed)),
                Event::Gap { gap, .. } => Ok(Update::Gap(gap)),
                Event::Dropped(number) => Ok(Update::Dropped(number)),
                Event::Unreadable { failure } | Event::Closed(Some(failure)) | Event::Refused { failure, .. } => {
                    Err(failure.error())
                }
                _ => continue,
            };
            return Poll::Ready(Some(item));
        }
    }

    /// Ends the subscription, and waits for the server's word.
    pub(super) async fn unsubscribe(self) -> Result<(), Error> {
        let (done, wait) = oneshot::channel();
        // Where the session has ended the subscription has, too.
        self.link.send(Command::Leave { place: self.place.clone(), done: Some(done) });
        self.link.in_time(self.place.want.tr, wait).await.unwrap_or(Ok(()))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.queue.leave();
        self.link.send(Command::Leave { place: self.place.clone(), done: None });
    }
}
