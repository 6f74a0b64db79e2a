//! What changes for callers from one model to another.
//!
//! Breaking is what a program would notice that compiled before: it no longer compiles, or it sends or decodes something
//! else. Rust names count, not only what the page says: both sides are named as the generator names them.

mod changes;
mod codes;
mod pairs;
mod render;
mod request;
mod response;
mod tr_ids;
mod transaction;

use crate::model::{Model, Transaction};
use crate::names::{self, Names};
use pairs::Pairs;

/// What a change does to callers; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A program that compiled no longer does, or it sends or decodes something else.
    Breaking,
    /// There is more than before.
    Additive,
    /// Only the documentation, and what `Debug` shows, says something else.
    Documentation,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does to callers.
    pub class: Class,
    /// The row's path, or the name of a cell of the information table.
    pub address: String,
    /// What changed, in words.
    pub what: String,
    /// What it was; `None` where it wasn't there.
    pub was: Option<String>,
    /// What it is; `None` where it is gone.
    pub now: Option<String>,
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is on both sides.
    Changed,
}

/// What changed about one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionDiff {
    /// The path of its module, e.g. `domestic_bond::trading::inquire_balance`.
    pub module: String,
    /// The page's title.
    pub title: String,
    /// Its real TR ids.
    pub tr_ids: Vec<String>,
    /// Whether it is new, gone or changed.
    pub fate: Fate,
    /// The signature of `Request::new` before and after, where it differs.
    pub constructor: Option<(String, String)>,
    /// The changes, the worst first; none where it is new or gone.
    pub changes: Vec<Change>,
}

/// Every transaction that isn't the same on both sides, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The transactions.
    pub transactions: Vec<TransactionDiff>,
    /// What changed about the lists of codes that pages share.
    pub codes: Vec<Change>,
}

impl Diff {
    /// How many changes of this class there are in shared codes and in transactions that are on both sides.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        let changes = self.transactions.iter().flat_map(|transaction| &transaction.changes).chain(&self.codes);
        changes.filter(|change| change.class == class).count()
    }

    /// How many transactions have this fate.
    #[must_use]
    pub fn fates(&self, fate: Fate) -> usize {
        self.transactions.iter().filter(|transaction| transaction.fate == fate).count()
    }

    /// Whether a caller has to do something: a breaking change, or a transaction that is gone.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.count(Class::Breaking) > 0 || self.fates(Fate::Removed) > 0
    }
}

/// Compares two models.
///
/// A transaction is the same one where its file is, else its path, else its first TR id.
#[must_use]
pub fn diff(before: &Model, after: &Model) -> Diff {
    let keys = |model: &Model| -> Vec<Vec<Option<String>>> {
        let key = |transaction: &Transaction| {
            let id = transaction.tr_ids.first().map(|id| id.real.clone());
            vec![Some(transaction.source.clone()), Some(transaction.path.clone()), id]
        };
        model.transactions.iter().map(key).collect()
    };
    let pairs = Pairs::new(&keys(before), &keys(after));
    let mut found = Vec::new();
    for (old, new) in pairs.both {
        let sides = (Side::new(&before.transactions[old]), Side::new(&after.transactions[new]));
        let transaction = transaction::compare(&sides.0, &sides.1);
        if !transaction.changes.is_empty() {
            found.push((sides.1.transaction.path.clone(), transaction));
        }
    }
    let one_sided = |transaction: &Transaction, fate| {
        let side = Side::new(transaction);
        (transaction.path.clone(), side.diff(fate))
    };
    found.extend(pairs.removed.into_iter().map(|at| one_sided(&before.transactions[at], Fate::Removed)));
    found.extend(pairs.added.into_iter().map(|at| one_sided(&after.transactions[at], Fate::Added)));
    found.sort_by(|a, b| (&a.0, a.1.fate as u8).cmp(&(&b.0, b.1.fate as u8)));
    Diff {
        transactions: found.into_iter().map(|(_, transaction)| transaction).collect(),
        codes: codes::shared(before, after),
    }
}

/// A transaction and what Rust calls it.
struct Side<'a> {
    transaction: &'a Transaction,
    names: Names,
}

impl<'a> Side<'a> {
    fn new(transaction: &'a Transaction) -> Self {
        Self { transaction, names: names::name(transaction).0 }
    }

    fn module(&self) -> String {
        self.names.module.join("::")
    }

    /// `Request::new(account: &Account, pdno: &str)`
    fn constructor(&self) -> String {
        let arguments = self.names.arguments(self.transaction);
        let arguments: Vec<_> =
            arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.kind)).collect();
        format!("Request::new({})", arguments.join(", "))
    }

    fn diff(&self, fate: Fate) -> TransactionDiff {
        TransactionDiff {
            module: self.module(),
            title: self.transaction.title.clone(),
            tr_ids: self.transaction.tr_ids.iter().map(|id| id.real.clone()).collect(),
            fate,
            constructor: None,
            changes: Vec::new(),
        }
    }
}
