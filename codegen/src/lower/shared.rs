//! One type where it is the same thing: lists of codes that `codes.yaml` names, found wherever a page documents them.
//!
//! A page's list is a shared one where it has the same codes, and each of them means the same: it has the same name, by
//! our decision or by the glossary, or its label is one of the words that `codes.yaml` gives. A list with a code more or
//! less is another list.

use std::collections::{BTreeMap, BTreeSet};

use super::Glossary;
use super::glossary::each;
use crate::descriptor::{SharedCode, SharedList};
use crate::model::{Code, Codes, Model, SharedCodes};

/// On how many pages a list can stand before it should have a name.
pub const MANY_PAGES: usize = 3;

/// A list that many pages have and that has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// The file of the first page.
    pub file: String,
    /// The row that has it there.
    pub address: String,
    /// On how many pages it is.
    pub pages: usize,
    /// The codes.
    pub codes: Vec<Code>,
}

/// Gives each list that is a shared one the names of the shared one, and the model the shared lists that it has.
///
/// Gives back the names of those that no page has.
pub fn apply<'l>(lists: &'l [SharedList], glossary: &Glossary, model: &mut Model) -> Vec<&'l SharedList> {
    let mut used = BTreeSet::new();
    for transaction in &mut model.transactions {
        each(transaction, &mut |_, codes| {
            let Some(list) = lists.iter().find(|list| is_list(codes, list, glossary)) else { return };
            for code in &mut codes.list {
                code.name = find(list, code).map(|shared| shared.name.value.clone());
            }
            codes.shared = Some(list.name.value.clone());
            used.insert(list.name.value.clone());
        });
    }
    let (kept, idle): (Vec<_>, Vec<_>) = lists.iter().partition(|list| used.contains(&list.name.value));
    model.shared = kept.into_iter().map(shared).collect();
    model.shared.sort_by(|a, b| a.name.cmp(&b.name));
    idle
}

fn shared(list: &SharedList) -> SharedCodes {
    let code = |code: &SharedCode| Code {
        code: code.code.value.clone(),
        label: code.ko.value.clone(),
        name: Some(code.name.value.clone()),
    };
    SharedCodes {
        name: list.name.value.clone(),
        summary: list.summary.value.clone(),
        codes: list.codes.iter().map(code).collect(),
    }
}

fn is_list(codes: &Codes, list: &SharedList, glossary: &Glossary) -> bool {
    let means = |code: &Code| {
        find(list, code).is_some_and(|shared| match &code.name {
            Some(decided) => *decided == shared.name.value,
            None => shared.is_called(&code.label) || glossary.name(&code.label) == Some(&shared.name.value),
        })
    };
    codes.list.len() == list.codes.len() && codes.list.iter().all(means)
}

fn find<'l>(list: &'l SharedList, code: &Code) -> Option<&'l SharedCode> {
    list.codes.iter().find(|shared| shared.code.value == code.code)
}

/// Lists that [`MANY_PAGES`] or more pages have, under one name or many, without being shared.
///
/// A lone code is a default, and no list.
#[must_use]
pub fn unnamed(model: &Model) -> Vec<Unnamed> {
    let mut lists: BTreeMap<Meaning, Unnamed> = BTreeMap::new();
    for transaction in &model.transactions {
        let mut seen = BTreeSet::new();
        for (address, codes) in transaction.codes() {
            let meaning = meaning(codes);
            if codes.shared.is_some() || codes.list.len() < 2 || !seen.insert(meaning.clone()) {
                continue;
            }
            let (file, address, codes) = (transaction.source.clone(), address.to_owned(), codes.list.clone());
            lists.entry(meaning).or_insert(Unnamed { file, address, pages: 0, codes }).pages += 1;
        }
    }
    lists.into_values().filter(|unnamed| unnamed.pages >= MANY_PAGES).collect()
}

/// The codes of a list with their names, or their labels where they have none.
type Meaning = Vec<(String, String)>;

fn meaning(codes: &Codes) -> Meaning {
    let name = |code: &Code| code.name.clone().unwrap_or_else(|| code.label.clone());
    let mut meaning: Vec<_> = codes.list.iter().map(|code| (code.code.clone(), name(code))).collect();
    meaning.sort();
    meaning
}
