//! Pages and rows as iterators.

use std::fmt;
use std::sync::Arc;

use super::background::Background;
use crate::descriptor::Endpoint;
use crate::{Error, Progress};

/// The pages of an answer, one typed answer each: an [`Iterator`]; made by [`Client::pages`](super::Client::pages).
///
/// It ends after the last page, and after the first error.
///
/// # Errors
/// Those of [`crate::Pages`].
pub struct Pages<E: Endpoint> {
    pages: crate::Pages<E>,
    background: Arc<Background>,
    refused: bool,
}

impl<E: Endpoint + 'static> Pages<E> {
    pub(super) fn new(pages: crate::Pages<E>, background: Arc<Background>) -> Self {
        Self { pages, background, refused: false }
    }

    /// Sets how many pages the walk has at most; see [`crate::Pages::most`].
    #[must_use]
    pub fn most(self, pages: usize) -> Self {
        Self { pages: self.pages.most(pages), ..self }
    }

    /// Calls `hook` after each page; see [`crate::Pages::on_page`].
    #[must_use]
    pub fn on_page(self, hook: impl FnMut(Progress) + Send + 'static) -> Self {
        Self { pages: self.pages.on_page(hook), ..self }
    }

    /// The rows of all pages, one after the other; `rows` takes them out of a page.
    #[must_use]
    pub fn items<T, F: FnMut(E::Answer) -> Vec<T>>(self, rows: F) -> Items<E, T, F> {
        Items { pages: self, rows, waiting: Vec::new().into_iter() }
    }

    /// Reads all pages.
    ///
    /// # Errors
    /// The first one of the walk: never a part as if it were all.
    pub fn collect_all(self) -> Result<Vec<E::Answer>, Error> {
        self.collect()
    }
}

impl<E: Endpoint + 'static> Iterator for Pages<E> {
    type Item = Result<E::Answer, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        self.background.wait(self.pages.next()).unwrap_or_else(|error| {
            self.refused = true;
            Some(Err(error))
        })
    }
}

impl<E: Endpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pages, f)
    }
}

/// The rows of all pages of an answer: an [`Iterator`]; made by [`Pages::items`].
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
    /// Reads all rows of all pages.
    ///
    /// # Errors
    /// The first one of the walk: never a part as if it were all.
    pub fn collect_all(self) -> Result<Vec<T>, Error> {
        self.collect()
    }
}

impl<E, T, F> Iterator for Items<E, T, F>
where
    E: Endpoint + 'static,
    F: FnMut(E::Answer) -> Vec<T>,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Some(Ok(row));
            }
            match self.pages.next()? {
                Err(error) => return Some(Err(error)),
                Ok(page) => self.waiting = (self.rows)(page).into_iter(),
            }
        }
    }
}

impl<E: Endpoint, T, F> fmt::Debug for Items<E, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
