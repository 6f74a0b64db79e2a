//! The stream of everything.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::buffer::Queue;
use super::event::Event;
use super::link::Link;

/// What happens in a session, with or without its records: made by [`Realtime::all`](super::Realtime::all) and
/// [`Realtime::events`](super::Realtime::events). A [`Stream`] of [`Event`]. The session stays open while it is there.
#[must_use = "it tells nothing unless it is read"]
pub struct Events {
    queue: Arc<Queue>,
    _link: Arc<Link>,
}

impl Events {
    pub(super) fn new(queue: Arc<Queue>, link: Arc<Link>) -> Self {
        Self { queue, _link: link }
    }

    /// Waits for the next item; `None` at the end. Nothing is lost where the wait is given up.
    pub async fn next(&mut self) -> Option<Event> {
        poll_fn(|cx| self.queue.poll(cx)).await
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.queue.leave();
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.queue.poll(cx)
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
