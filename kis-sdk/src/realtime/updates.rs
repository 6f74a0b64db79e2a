//! The stream of one subscription.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::event::{Gap, Key};
use super::reader::Reader;
use crate::Error;
use crate::descriptor::{Subscription, columns};

/// One item of [`Updates`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Update<R> {
    /// A record.
    Record(R),
    /// The connection was lost and is there again: what was sent meanwhile is lost. It comes before the first record after
    /// it.
    Gap(Gap),
    /// So many items were dropped in this place, because the stream wasn't read in time ([`Buffer`](super::Buffer)).
    Dropped(u64),
}

/// The records of one subscription, and what is missing between them; made by
/// [`Realtime::subscribe`](super::Realtime::subscribe).
///
/// A [`Stream`] of `Result<Update<Record>, Error>`. A record that can't be read is an error that names its field
/// ([`ErrorKind::Decode`](crate::ErrorKind::Decode)), and the next item is the next record. After an error that ends the
/// session (`OPSP8996`, a refused app key) the stream ends.
///
/// Dropping it ends the subscription, unless another stream shares it. [`Updates::unsubscribe`] does so and waits for the
/// server's word.
#[must_use = "dropping it ends the subscription"]
pub struct Updates<S: Subscription> {
    reader: Reader,
    request: PhantomData<fn() -> S>,
}

impl<S: Subscription> Updates<S> {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader, request: PhantomData }
    }

    /// What is subscribed to.
    #[must_use]
    pub fn key(&self) -> &Key {
        self.reader.key()
    }

    /// Waits for the next item; `None` at the end. Nothing is lost where the wait is given up.
    pub async fn next(&mut self) -> Option<Result<Update<S::Record>, Error>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The records alone, for whom gaps and dropped records don't matter: a stream of `Result<Record, Error>`.
    pub fn records(self) -> Records<S> {
        Records { updates: self }
    }

    /// Ends the subscription, and waits until the server acknowledged that. Where another stream shares it only this stream
    /// ends.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) where the server says nothing in time; the subscription ends all
    /// the same.
    pub async fn unsubscribe(self) -> Result<(), Error> {
        self.reader.unsubscribe().await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Update<S::Record>, Error>>> {
        Poll::Ready(ready!(self.reader.poll(cx)).map(|item| match item? {
            Update::Record(pushed) => columns::<S>(pushed.columns()).map(Update::Record),
            Update::Gap(gap) => Ok(Update::Gap(gap)),
            Update::Dropped(number) => Ok(Update::Dropped(number)),
        }))
    }
}

impl<S: Subscription> Stream for Updates<S> {
    type Item = Result<Update<S::Record>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<S: Subscription> fmt::Debug for Updates<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Updates").field("tr_id", &self.reader.tr_id()).field("key", self.key()).finish_non_exhaustive()
    }
}

/// The records of one subscription without what is missing between them; made by [`Updates::records`].
#[must_use = "dropping it ends the subscription"]
pub struct Records<S: Subscription> {
    updates: Updates<S>,
}

impl<S: Subscription> Records<S> {
    /// Waits for the next record; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<S::Record, Error>> {
        poll_fn(|cx| self.poll_record(cx)).await
    }

    fn poll_record(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<S::Record, Error>>> {
        loop {
            match ready!(self.updates.poll_item(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(Update::Record(record))) => return Poll::Ready(Some(Ok(record))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(_)) => {}
            }
        }
    }
}

impl<S: Subscription> Stream for Records<S> {
    type Item = Result<S::Record, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_record(cx)
    }
}

impl<S: Subscription> fmt::Debug for Records<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").field("updates", &self.updates).finish()
    }
}
