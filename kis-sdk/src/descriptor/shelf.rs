//! The tables that were read, for the rest of the program.
//!
//! They are kept here and not in the tables themselves: what is in a static table can then be named in a constant
//! (`const PATH: &str = TR.path`), and the compiler is done sooner with three hundred of them.

use std::any::{Any, TypeId};
use std::sync::{PoisonError, RwLock};

/// Which table it is: what its rows are, and where its text and its codes are. They are static, so that nothing else is
/// ever at their place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    text: usize,
    length: usize,
    codes: usize,
    rows: TypeId,
}

impl Key {
    pub(super) fn of<R: 'static>(text: &'static str, codes: &'static [&'static str]) -> Self {
        Self { text: text.as_ptr().addr(), length: text.len(), codes: codes.as_ptr().addr(), rows: TypeId::of::<R>() }
    }
}

type Kept = &'static (dyn Any + Send + Sync);

/// In the order of their keys.
static SHELF: RwLock<Vec<(Key, Kept)>> = RwLock::new(Vec::new());

/// The rows of a table that was read.
pub(super) fn find<R: 'static>(key: &Key) -> Option<&'static [R]> {
    let kept: Kept = at(key)?;
    kept.downcast_ref::<Vec<R>>().map(Vec::as_slice)
}

fn at(key: &Key) -> Option<Kept> {
    // A reader of tables that panics leaves nothing half done here.
    let shelf = SHELF.read().unwrap_or_else(PoisonError::into_inner);
    let place = shelf.binary_search_by_key(key, |(key, _)| *key).ok()?;
    shelf.get(place).map(|(_, kept)| *kept)
}

/// Keeps the rows of a table. Where two threads read it at once, the first rows stay for both.
pub(super) fn keep<R: Send + Sync + 'static>(key: Key, rows: Vec<R>) -> &'static [R] {
    let rows: &'static Vec<R> = Box::leak(Box::new(rows));
    put(key, rows);
    find(&key).unwrap_or(rows)
}

fn put(key: Key, kept: Kept) {
    let mut shelf = SHELF.write().unwrap_or_else(PoisonError::into_inner);
    if let Err(place) = shelf.binary_search_by_key(&key, |(key, _)| *key) {
        shelf.insert(place, (key, kept));
    }
}
