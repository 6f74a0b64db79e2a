//! Which TR a word means: an id, a path, a module, a title.

use std::sync::LazyLock;

use kis_sdk::TRANSACTIONS;
use kis_sdk::descriptor::Tr;

use crate::exit::{Failure, Outcome};
use crate::suggest::{best, likeness, plain};

/// A TR that was named, and which of its ids if an id named it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) tr: &'static Tr,
    pub(crate) choice: Option<usize>,
}

/// The place of a TR, as the vendor spells it: `domestic-stock/trading/order-cash`.
pub(crate) fn place(tr: &'static Tr) -> &'static str {
    tr.source.strip_suffix(".yaml").unwrap_or(tr.source)
}

/// What names a TR in a command line, as short as can be: its id, or its place where it has several ids.
pub(crate) fn name(tr: &'static Tr) -> &'static str {
    match tr.tr_ids.rows() {
        [id] if with_id(id.real).count() == 1 => id.real,
        _ => place(tr),
    }
}

/// Finds the TR that `word` means.
pub(crate) fn find(word: &str) -> Outcome<Found> {
    let word = word.trim();
    let matches: Vec<Found> = matching(word);
    match matches.as_slice() {
        [found] => Ok(*found),
        [] => Err(unknown(word)),
        several => {
            let lines = several.iter().map(|found| line(found.tr));
            let shown = lines.clone().take(3);
            let more = several.len().saturating_sub(3);
            let rest = (more > 0).then(|| format!("and {more} more: `kis list {word}` shows them"));
            Err(Failure::usage(format!("{word:?} names {} TRs: write one of their places", several.len()))
                .advise_all(shown.chain(rest)))
        }
    }
}

/// The TRs that a word names: the first way of reading it that gives any.
fn matching(word: &str) -> Vec<Found> {
    let by_id: Vec<_> = with_id(word).collect();
    if !by_id.is_empty() {
        return by_id;
    }
    let whole = |tr: &'static Tr| Found { tr, choice: None };
    let by_title: Vec<_> = all().filter(|tr| same_title(tr.title, word)).map(whole).collect();
    if !by_title.is_empty() {
        return by_title;
    }
    let wanted = segments(word);
    if wanted.is_empty() {
        return Vec::new();
    }
    let by_place: Vec<_> = all().filter(|tr| segments(place(tr)) == wanted).map(whole).collect();
    if !by_place.is_empty() {
        return by_place;
    }
    all().filter(|tr| segments(tr.path) == wanted || segments(place(tr)).ends_with(&wanted)).map(whole).collect()
}

/// Every TR with this id, on whichever environment.
fn with_id(id: &str) -> impl Iterator<Item = Found> + use<'_> {
    all().filter_map(move |tr| {
        let is_it = |known: &str| known.eq_ignore_ascii_case(id);
        let real = tr.tr_ids.iter().position(|known| is_it(known.real));
        let choice = real.or_else(|| tr.tr_ids.iter().position(|known| known.paper.is_some_and(is_it)))?;
        Some(Found { tr, choice: Some(choice) })
    })
}

fn all() -> impl Iterator<Item = &'static Tr> {
    TRANSACTIONS.iter().copied()
}

fn same_title(title: &str, word: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    !word.is_empty() && bare(title) == bare(word)
}

/// The parts of a path or module, in one spelling: `kis_sdk::domestic_stock::trading` and `/uapi/domestic-stock/v1/trading`
/// are the same.
fn segments(word: &str) -> Vec<String> {
    let word = word.trim().trim_end_matches(".yaml").to_lowercase().replace("::", "/").replace('_', "-");
    let parts = word.split('/').filter(|part| !part.is_empty());
    parts.filter(|part| !matches!(*part, "uapi" | "v1" | "kis-sdk" | "tryitout")).map(str::to_owned).collect()
}

/// `TTTC0012U  domestic-stock/trading/order-cash  주식주문(현금)`
pub(crate) fn line(tr: &'static Tr) -> String {
    let ids: Vec<&str> = tr.tr_ids.iter().map(|id| id.real).take(2).collect();
    format!("{}  {}  {}", ids.join(" "), place(tr), tr.title)
}

fn unknown(word: &str) -> Failure {
    let failure = Failure::usage(format!("no TR is called {word:?}"));
    let near = near(word);
    let hint = "write a TR id, a path, its last part or the Korean title; `kis list WORD` searches";
    match near.is_empty() {
        true => failure.advise(hint),
        false => failure.advise("did you mean").advise_all(near.into_iter().map(|tr| format!("  {}", line(tr)))),
    }
}

/// The names of every TR, plain.
static NAMES: LazyLock<Vec<(&'static Tr, Vec<String>)>> = LazyLock::new(|| {
    let names = |tr: &'static Tr| {
        let last = place(tr).rsplit('/').next().unwrap_or_default();
        let ids = tr.tr_ids.iter().flat_map(|id| [Some(id.real), id.paper]).flatten();
        let names = ids.chain([last, place(tr), tr.title]).map(plain).collect();
        (tr, names)
    };
    all().map(names).collect()
});

/// The TRs whose names are most like a word, best first, three at most.
pub(crate) fn near(word: &str) -> Vec<&'static Tr> {
    let wanted = plain(word);
    let score = |names: &[String]| names.iter().map(|name| likeness(&wanted, name)).fold(0.0, f64::max);
    let mut ranked: Vec<_> = NAMES.iter().map(|(tr, names)| (score(names), *tr)).collect();
    ranked.retain(|(score, _)| *score >= 0.7);
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    best(ranked)
}
