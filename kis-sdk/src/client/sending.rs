//! A request on its way.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::Error;

/// A request on its way: a future that gives the typed answer; made by [`Client::send`](crate::Client::send).
///
/// Nothing is sent before it is awaited, and nothing more once it is dropped.
///
/// It has a name and no type of its own for each TR, so that three hundred endpoint functions cost a build next to nothing:
/// a compiler that has to look into a future behind `impl Future` does so for each of them.
#[must_use = "nothing is sent until it is awaited"]
pub struct Sending<'a, T> {
    exchange: Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>,
}

impl<'a, T> Sending<'a, T> {
    pub(crate) fn new(exchange: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        Self { exchange: Box::pin(exchange) }
    }
}

impl<T> Future for Sending<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.exchange.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Sending<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
