//! Where a walk through pages is, and how it goes on.

use std::collections::HashSet;
use std::marker::PhantomData;

use crate::descriptor::{Answer, Call, Role};
use crate::{Client, Continuation, Envelope, Error, ErrorKind};

/// How many pages a walk has at most unless the caller says otherwise: far more than any answer known.
const MOST: usize = 1_000;

/// Why a walk can't go on: there is another page, and no way to it.
pub(crate) const NO_KEY: &str = "the server says that there are more pages, but sends no key to the next one; what was read \
                                 so far is not all";
/// Why a walk can't go on: it would go in circles.
pub(crate) const SAME_KEYS: &str = "the keys don't move on: the server sent the same ones before. What was read so far is \
                                    not all; begin again";

/// Where the walk is.
pub(super) struct Walk<A> {
    client: Client,
    call: Call,
    /// The envelope of the page before; `None` before the first one.
    last: Option<Envelope>,
    seen: HashSet<Continuation>,
    pub(super) most: usize,
    /// How many pages came.
    pub(super) pages: usize,
    answer: PhantomData<fn() -> A>,
}

impl<A: Answer> Walk<A> {
    pub(super) fn new(client: Client, call: Call) -> Self {
        Self { client, call, last: None, seen: HashSet::new(), most: MOST, pages: 0, answer: PhantomData }
    }

    /// Fetches the next page.
    pub(super) async fn fetch(mut self: Box<Self>) -> (Box<Self>, Result<A, Error>) {
        let page: Result<A, Error> = match self.turn() {
            Ok(continued) => self.client.send_page(&self.call, continued).await,
            Err(message) => Err(Error::new(ErrorKind::Paging, message).of(&self.call)),
        };
        self.last = page.as_ref().ok().map(|page| page.envelope().clone());
        self.pages += usize::from(page.is_ok());
        (self, page)
    }

    /// Puts the keys of the next page into the request; says whether there was a page before.
    fn turn(&mut self) -> Result<bool, &'static str> {
        let Some(last) = self.last.take() else { return Ok(false) };
        if self.pages >= self.most {
            return Err(
                "there are more pages than the walk may have; what was read so far is not all. Ask for less, or \
                        allow more with `Pages::most`",
            );
        }
        let Some(continuation) = last.continuation else {
            return Err(NO_KEY);
        };
        insert(&mut self.call, &continuation)?;
        if !self.seen.insert(continuation) {
            return Err(SAME_KEYS);
        }
        Ok(true)
    }
}

/// Puts continuation keys into the parameters that they belong to: by name, or as the only one of their sort (a page can
/// ask for `CTX_AREA_NK100` where the body says `ctx_area_nk200`).
pub(crate) fn insert(call: &mut Call, continuation: &Continuation) -> Result<(), &'static str> {
    let parameters = call.tr().parameters.rows();
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
