//! Which of a TR's ids is meant, where it has several.

use kis_sdk::descriptor::{Choice, Tr};

use crate::suggest::suggest_among;

/// The id that a word names: the id itself on either environment, the English name of the choice, or the Korean one.
pub(super) fn read(tr: &'static Tr, choice: Option<Choice>, word: &str) -> Result<usize, String> {
    let is_id = |id: &str| id.eq_ignore_ascii_case(word);
    let by_id = || tr.tr_ids.iter().position(|id| is_id(id.real) || id.paper.is_some_and(is_id));
    let same = |name: &str| name.eq_ignore_ascii_case(word) || name.replace('_', "-").eq_ignore_ascii_case(word);
    let by_name = || {
        let options = choice.map_or(&[][..], |choice| choice.options);
        options.iter().zip(tr.tr_ids).position(|(name, id)| same(name) || id.label == word)
    };
    by_id().or_else(by_name).ok_or_else(|| {
        let options = choice.map_or(&[][..], |choice| choice.options);
        let names = options.iter().zip(tr.tr_ids).flat_map(|(name, id)| [*name, id.label]);
        let names = names.chain(tr.tr_ids.iter().map(|id| id.real));
        let what = choice.map_or("tr_id", |choice| choice.name);
        let known = suggest_among(word, names, ("It is one of", "it is one of"), &list(tr, choice));
        format!("{what} can't be {word:?}{known}")
    })
}

/// `sell 매도 (TTTC0011U), buy 매수 (TTTC0012U)`
pub(super) fn list(tr: &'static Tr, choice: Option<Choice>) -> String {
    let option = |index: usize| choice.and_then(|choice| choice.options.get(index));
    let ids = tr.tr_ids.iter().enumerate().map(|(index, id)| match option(index) {
        Some(name) => format!("{name} {} ({})", id.label, id.real),
        None => id.real.to_owned(),
    });
    ids.collect::<Vec<_>>().join(", ")
}
