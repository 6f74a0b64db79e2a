//! Walks the pages of an answer (연속조회).

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::descriptor::{Answer as _, Call, Endpoint, Role};
use crate::{Client, Continuation, Envelope, Error, ErrorKind};

/// The pages of an answer, one typed answer each; made by [`Client::pages`].
///
/// Use [`Pages::next`], or any combinator for a [`Stream`]. The walk ends after the last page, and after the first error:
/// a walk that broke has no rest.
///
/// # Errors
/// Those of [`Client::send`], and [`ErrorKind::Paging`] where the server promises a further page but gives no key to it,
/// sends keys that it sent before (the walk would go in circles), or says that the data changed meanwhile (`SYDB0050`).
/// Then begin again: what was read so far belongs to no single moment.
pub struct Pages<E: Endpoint> {
    state: State<E>,
}

/// The page that is being fetched, with the walk so that it can go on.
type Fetch<E> = Pin<Box<dyn Future<Output = (Box<Walk<E>>, Result<<E as Endpoint>::Answer, Error>)> + Send>>;

enum State<E: Endpoint> {
    Ready(Box<Walk<E>>),
    Fetching(Fetch<E>),
    Done,
}

/// Where the walk is.
struct Walk<E> {
    client: Client,
    request: E,
    /// The envelope of the page before; `None` before the first one.
    last: Option<Envelope>,
    seen: HashSet<Continuation>,
}

impl<E: Endpoint + 'static> Pages<E> {
    pub(crate) fn new(client: Client, request: E) -> Self {
        let walk = Walk { client, request, last: None, seen: HashSet::new() };
        Self { state: State::Ready(Box::new(walk)) }
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
                    if page.as_ref().is_ok_and(|page| page.envelope().continues()) {
                        self.state = State::Ready(walk);
                    }
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<E: Endpoint> Unpin for Pages<E> {}

impl<E: Endpoint> Walk<E> {
    /// Fetches the next page.
    async fn fetch(mut self: Box<Self>) -> (Box<Self>, Result<E::Answer, Error>) {
        let page = match self.turn() {
            Ok(continued) => self.client.send_page(&self.request, continued).await,
            Err(message) => Err(Error::new(ErrorKind::Paging, message).of(self.request.call())),
        };
        self.last = page.as_ref().ok().map(|page| page.envelope().clone());
        (self, page)
    }

    /// Puts the keys of the next page into the request; says whether there was a page before.
    fn turn(&mut self) -> Result<bool, &'static str> {
        let Some(last) = self.last.take() else { return Ok(false) };
        let Some(continuation) = last.continuation else {
            return Err(
                "the server says that there are more pages, but sends no key to the next one; what was read so \
                        far is not all",
            );
        };
        insert(self.request.call_mut(), &continuation)?;
        if !self.seen.insert(continuation) {
            return Err(
                "the keys don't move on: the server sent the same ones before. What was read so far is not all; \
                        begin again",
            );
        }
        Ok(true)
    }
}

/// Puts continuation keys into the parameters that they belong to: by name, or as the only one of their sort (a page can
/// ask for `CTX_AREA_NK100` where the body says `ctx_area_nk200`).
fn insert(call: &mut Call, continuation: &Continuation) -> Result<(), &'static str> {
    let parameters = call.tr().parameters;
    let sort = |name: &str| name.get(..11).map(str::to_ascii_lowercase);
    for (name, value) in &continuation.keys {
        let is_key = |index: &usize| parameters[*index].role == Role::Continuation;
        let mut of_sort =
            (0..parameters.len()).filter(is_key).filter(|index| sort(parameters[*index].name) == sort(name));
        let (first, second) = (of_sort.next(), of_sort.next());
        let named =
            (0..parameters.len()).filter(is_key).find(|index| parameters[*index].name.eq_ignore_ascii_case(name));
        match named.or(first.filter(|_| second.is_none())) {
            Some(index) => call.set(index, value.clone()),
            None if value.trim().is_empty() => {}
            None => {
                return Err(
                    "the server sends a continuation key that the TR has no parameter for; what was read so far \
                            is not all",
                );
            }
        }
    }
    Ok(())
}

impl<E: Endpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("tr", &E::TR.title).finish_non_exhaustive()
    }
}
