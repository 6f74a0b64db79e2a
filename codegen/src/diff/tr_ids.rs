//! The TR ids and the choice among them.

use super::Class::{Additive, Breaking, Documentation};
use super::changes::Changes;
use super::pairs::Pairs;
use crate::model::{Choice, TrId, Transaction};
use crate::names;

pub(super) fn compare(before: &Transaction, after: &Transaction, changes: &mut Changes) {
    match (&before.choice, &after.choice) {
        (Some(old), Some(new)) => choice((before, old), (after, new), changes),
        (None, None) => {
            for (at, (old, new)) in before.tr_ids.iter().zip(&after.tr_ids).enumerate() {
                let address = if at == 0 { "tr_id".to_owned() } else { format!("tr_id#{}", at + 1) };
                id(&address, old, new, changes);
            }
            let common = before.tr_ids.len().min(after.tr_ids.len());
            for old in &before.tr_ids[common..] {
                changes.removed(Breaking, "tr_id", "TR id removed", &old.real);
            }
            for new in &after.tr_ids[common..] {
                changes.added(Additive, "tr_id", "TR id added", &new.real);
            }
        }
        (None, Some(new)) => changes.added(Breaking, "choice", "new argument of Request::new", &new.name),
        (Some(old), None) => changes.removed(Breaking, "choice", "argument of Request::new removed", &old.name),
    }
    let papers = |transaction: &Transaction| transaction.tr_ids.iter().map(|id| id.paper.clone()).collect::<Vec<_>>();
    if papers(before) == papers(after) {
        changes.documented("tr_id.paper", "paper cell", &before.paper_note, &after.paper_note);
    }
}

fn id(address: &str, before: &TrId, after: &TrId, changes: &mut Changes) {
    changes.differs(Breaking, address, "TR id: sends differently", &before.real, &after.real);
    let address = format!("{address}.paper");
    match (&before.paper, &after.paper) {
        (Some(old), Some(new)) => changes.differs(Breaking, &address, "paper TR id: sends differently", old, new),
        (Some(old), None) => changes.removed(Breaking, &address, "paper TR id removed: refused on paper", old),
        (None, Some(new)) => changes.added(Additive, &address, "paper TR id added", new),
        (None, None) => {}
    }
}

fn choice(before: (&Transaction, &Choice), after: (&Transaction, &Choice), changes: &mut Changes) {
    changes.differs(Breaking, "choice", "type", &before.1.name, &after.1.name);
    let variant = |name: &str| names::camel(name).unwrap_or_default();
    let keys = |(transaction, choice): (&Transaction, &Choice)| -> Vec<Vec<Option<String>>> {
        let variants = choice.variants.iter().enumerate();
        variants
            .map(|(at, (name, _))| vec![Some(variant(name)), transaction.tr_ids.get(at).map(|id| id.real.clone())])
            .collect()
    };
    let pairs = Pairs::new(&keys(before), &keys(after));
    let shown = |choice: &Choice, at: usize| format!("{}::{}", choice.name, variant(&choice.variants[at].0));
    for (old, new) in &pairs.both {
        let address = format!("choice.{}", after.1.variants[*new].0);
        let names = (variant(&before.1.variants[*old].0), variant(&after.1.variants[*new].0));
        changes.differs(Breaking, &address, "variant renamed", &names.0, &names.1);
        changes.documented(&address, "label", &before.1.variants[*old].1, &after.1.variants[*new].1);
        if let (Some(old), Some(new)) = (before.0.tr_ids.get(*old), after.0.tr_ids.get(*new)) {
            id(&address, old, new, changes);
        }
    }
    for at in &pairs.removed {
        changes.removed(Breaking, "choice", "variant removed", &shown(before.1, *at));
    }
    for at in &pairs.added {
        // The choice is no `#[non_exhaustive]` enum.
        changes.added(Breaking, "choice", "variant added: a full match no longer compiles", &shown(after.1, *at));
    }
    if pairs.are_reordered() {
        let list =
            |choice: &Choice| choice.variants.iter().map(|(name, _)| variant(name)).collect::<Vec<_>>().join(", ");
        changes.differs(Documentation, "choice", "order of the variants", &list(before.1), &list(after.1));
    }
}
