//! The stream of one subscription whose TR is known when the program runs.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::event::{Key, Pushed};
use super::reader::Reader;
use super::updates::Update;
use crate::Error;

/// The records of one subscription as they came, and what is missing between them; made by
/// [`Realtime::subscribe_untyped`](super::Realtime::subscribe_untyped).
///
/// A [`Stream`] of `Result<Update<Pushed>, Error>`, and otherwise as [`Updates`](super::Updates): a [`Pushed`] has its
/// values by name. What a value is, is found out when it is asked for ([`Pushed::decimal`] and the like).
#[must_use = "dropping it ends the subscription"]
pub struct UntypedUpdates {
    reader: Reader,
}

impl UntypedUpdates {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader }
    }

    /// What is subscribed to.
    #[must_use]
    pub fn key(&self) -> &Key {
        self.reader.key()
    }

    /// Waits for the next item; `None` at the end. Nothing is lost where the wait is given up.
    pub async fn next(&mut self) -> Option<Result<Update<Pushed>, Error>> {
        poll_fn(|cx| self.reader.poll(cx)).await
    }

    /// Ends the subscription, and waits until the server acknowledged that: as
    /// [`Updates::unsubscribe`](super::Updates::unsubscribe).
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) where the server says nothing in time; the subscription ends all
    /// the same.
    pub async fn unsubscribe(self) -> Result<(), Error> {
        self.reader.unsubscribe().await
    }
}

impl Stream for UntypedUpdates {
    type Item = Result<Update<Pushed>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.reader.poll(cx)
    }
}

impl fmt::Debug for UntypedUpdates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedUpdates")
            .field("tr_id", &self.reader.tr_id())
            .field("key", self.key())
            .finish_non_exhaustive()
    }
}
