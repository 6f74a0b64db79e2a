//! The rows of all pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::Pages;
use crate::Error;
use crate::descriptor::Endpoint;

/// The rows of all pages of an answer, one after the other; made by [`Pages::items`].
///
/// # Errors
/// Those of [`Pages`]; the rows end after the first one.
pub struct Items<E: Endpoint, T, F> {
    pages: Pages<E>,
    rows: F,
    /// Those of the page that came last.
    waiting: std::vec::IntoIter<T>,
}

impl<E, T, F> Items<E, T, F>
where
    E: Endpoint + 'static,
    F: FnMut(E::Answer) -> Vec<T>,
{
    pub(super) fn new(pages: Pages<E>, rows: F) -> Self {
        Self { pages, rows, waiting: Vec::new().into_iter() }
    }

    /// The next row; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads all rows of all pages.
    ///
    /// # Errors
    /// The first one of the walk: never a part as if it were all.
    pub async fn collect_all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
            all.extend(&mut self.waiting);
        }
        Ok(all)
    }
}

impl<E, T, F> Stream for Items<E, T, F>
where
    E: Endpoint + 'static,
    F: FnMut(E::Answer) -> Vec<T>,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match std::task::ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    let rows = (self.rows)(page);
                    self.waiting = rows.into_iter();
                }
            }
        }
    }
}

// Nothing is pinned in it: rows and pages are moved about.
impl<E: Endpoint, T, F> Unpin for Items<E, T, F> {}

impl<E: Endpoint, T, F> fmt::Debug for Items<E, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
