//! Walks the pages of an answer (연속조회).

mod items;
mod walk;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::descriptor::{Answer as _, Endpoint, FieldKind, Value, values};
use crate::{Client, Error};

pub use items::Items;
use walk::Walk;
pub(crate) use walk::{NO_KEY, SAME_KEYS, insert};

/// The pages of an answer, one typed answer each; made by [`Client::pages`].
///
/// Use [`Pages::next`], [`Pages::items`] for the rows, [`Pages::collect_all`] for all pages at once, or any combinator for a
/// [`Stream`]. The walk ends after the last page, and after the first error: a walk that broke has no rest. The last page is
/// the one that says so: `tr_cont` is neither `F` nor `M`, the next key is blank, or there is no data.
///
/// # Errors
/// Those of [`Client::send`], and [`ErrorKind::Paging`](crate::ErrorKind::Paging) where the server promises a further page but gives no key to it,
/// sends keys that it sent before (the walk would go in circles), or says that the data changed meanwhile (`SYDB0050`); and
/// where there are more pages than [`Pages::most`] allows.
/// Then begin again: what was read so far belongs to no single moment.
pub struct Pages<E: Endpoint> {
    state: State<E::Answer>,
    /// The rows so far.
    rows: usize,
    progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

/// How far a walk came, after each page; see [`Pages::on_page`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The pages that came, this one included.
    pub pages: usize,
    /// The rows of all lists on them.
    pub rows: usize,
    /// Whether there is another page.
    pub continues: bool,
}

/// The page that is being fetched, with the walk so that it can go on.
type Fetch<A> = Pin<Box<dyn Future<Output = (Box<Walk<A>>, Result<A, Error>)> + Send>>;

enum State<A> {
    Ready(Box<Walk<A>>),
    Fetching(Fetch<A>),
    Done,
}

impl<E: Endpoint + 'static> Pages<E> {
    pub(crate) fn new(client: Client, request: &E) -> Self {
        Self { state: State::Ready(Box::new(Walk::new(client, request.call().clone()))), rows: 0, progress: None }
    }

    /// Sets how many pages the walk has at most, 1,000 by default; at least 1. Where there are more, it ends with an error
    /// of the kind [`ErrorKind::Paging`](crate::ErrorKind::Paging) and not as if it were complete.
    #[must_use]
    pub fn most(mut self, pages: usize) -> Self {
        if let State::Ready(walk) = &mut self.state {
            walk.most = pages.max(1);
        }
        self
    }

    /// Calls `hook` after each page, to show how far the walk is.
    ///
    /// ```no_run
    /// # use kis_sdk::{Account, Client, Error};
    /// # use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
    /// # async fn run(client: Client, account: Account) -> Result<(), Error> {
    /// let pages = client.pages(Request::new(&account, InqrCndt::ALL));
    /// let pages = pages.on_page(|so_far| eprintln!("{} pages, {} rows", so_far.pages, so_far.rows)).collect_all().await?;
    /// # drop(pages);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn on_page(mut self, hook: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(hook));
        self
    }

    /// The rows of all pages, one after the other: a [`Stream`]. `rows` takes them out of a page.
    ///
    /// ```no_run
    /// # use kis_sdk::{Account, Client, Error};
    /// # use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
    /// # async fn run(client: Client, account: Account) -> Result<(), Error> {
    /// let mut lots = client.pages(Request::new(&account, InqrCndt::ALL)).items(|page| page.output);
    /// while let Some(lot) = lots.next().await {
    ///     println!("{}", lot?.prdt_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn items<T, F>(self, rows: F) -> Items<E, T, F>
    where
        F: FnMut(E::Answer) -> Vec<T>,
    {
        Items::new(self, rows)
    }

    /// Reads all pages.
    ///
    /// # Errors
    /// The first one of the walk: never a part as if it were all.
    pub async fn collect_all(mut self) -> Result<Vec<E::Answer>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    /// The next page; `None` after the last one. Can be dropped while it waits: the next call then goes on waiting for the
    /// same page.
    pub async fn next(&mut self) -> Option<Result<E::Answer, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<E: Endpoint + 'static> Stream for Pages<E> {
    type Item = Result<E::Answer, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Ready(walk) => self.state = State::Fetching(Box::pin(walk.fetch())),
                State::Fetching(mut fetch) => {
                    let Poll::Ready((walk, page)) = fetch.as_mut().poll(context) else {
                        self.state = State::Fetching(fetch);
                        return Poll::Pending;
                    };
                    let pages = walk.pages;
                    let continues = page.as_ref().is_ok_and(|page| page.envelope().continues());
                    if continues {
                        self.state = State::Ready(walk);
                    }
                    if let Ok(page) = &page {
                        self.rows += rows::<E>(page);
                        let so_far = Progress { pages, rows: self.rows, continues };
                        if let Some(hook) = &mut self.progress {
                            hook(so_far);
                        }
                    }
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<E: Endpoint> Unpin for Pages<E> {}

/// The rows of all lists of a page.
fn rows<E: Endpoint>(page: &E::Answer) -> usize {
    let fields = E::TR.response.iter().zip(values(page));
    let lists = fields.filter(|(field, _)| matches!(field.kind, FieldKind::Array(_)));
    lists.map(|(_, value)| if let Value::Rows(rows) = value { rows.count() } else { 0 }).sum()
}

impl<E: Endpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("tr", &E::TR.title).finish_non_exhaustive()
    }
}
