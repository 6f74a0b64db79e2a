//! The coded types that are on both sides. One that is gone, or has another name, shows as the type of its rows.

use super::Class::{Additive, Breaking};
use super::changes::Changes;
use super::pairs::Pairs;
use super::{Change, Side};
use crate::model::{Model, SharedCodes};
use crate::names::{self, CODES_MODULE, Coded};

/// The lists that pages share. A page that takes one of them up in place of its own keeps its names, and changes nothing
/// for its callers.
pub(super) fn shared(before: &Model, after: &Model) -> Vec<Change> {
    let mut changes = Changes::default();
    for new in &after.shared {
        let now = self::list(new);
        match before.shared.iter().find(|old| old.name == new.name) {
            Some(old) => {
                coded(&self::list(old), &now, &mut changes);
                changes.documented(&now.addresses[0], "summary", &old.summary, &new.summary);
            }
            None => changes.added(Additive, &now.addresses[0], "new shared type", &now.constants.join(", ")),
        }
    }
    for old in before.shared.iter().filter(|old| !after.shared.iter().any(|new| new.name == old.name)) {
        let was = self::list(old);
        changes.removed(Breaking, &was.addresses[0], "shared type removed", &was.constants.join(", "));
    }
    changes.sorted()
}

/// A shared list as if it were a page's.
fn list(shared: &SharedCodes) -> Coded {
    let constant = |code: &crate::model::Code| names::constant(&code.code, code.name.as_deref());
    Coded {
        name: shared.name.clone(),
        addresses: vec![format!("{CODES_MODULE}::{}", shared.name)],
        wire: String::new(),
        label: String::new(),
        codes: shared.codes.clone(),
        constants: shared.codes.iter().map(constant).collect(),
        shared: None,
    }
}

pub(super) fn compare(before: &Side<'_>, after: &Side<'_>, changes: &mut Changes) {
    for new in &after.names.coded {
        if let Some(old) = before.names.coded.iter().find(|old| old.name == new.name) {
            coded(old, new, changes);
        }
    }
}

fn coded(before: &Coded, after: &Coded, changes: &mut Changes) {
    let address = after.addresses.first().map_or("", String::as_str);
    if let Some(shared) = before.shared.as_ref().filter(|_| before.shared != after.shared) {
        let path = |name: &str| format!("{CODES_MODULE}::{name}");
        let now = after.shared.as_deref().map_or_else(|| format!("{} of its own", after.name), path);
        changes.differs(Breaking, address, "shared type", &path(shared), &now);
    }
    let keys = |coded: &Coded| -> Vec<Vec<Option<String>>> {
        let codes = coded.codes.iter().zip(&coded.constants);
        codes.map(|(code, constant)| vec![Some(code.code.clone()), Some(constant.clone())]).collect()
    };
    let pairs = Pairs::new(&keys(before), &keys(after));
    let shown = |coded: &Coded, at: usize| {
        let code = &coded.codes[at];
        format!("{}::{} \"{}\" {}", coded.name, coded.constants[at], code.code, code.label)
    };
    for (old, new) in &pairs.both {
        let (code, other) = (&before.codes[*old], &after.codes[*new]);
        let constants = (&before.constants[*old], &after.constants[*new]);
        if constants.0 == constants.1 && code.code != other.code {
            let what = format!("code of {}::{}: sends and compares differently", after.name, constants.1);
            changes.differs(Breaking, address, &what, &code.code, &other.code);
        } else {
            let what = format!("constant of \"{}\" renamed", other.code);
            let path = |coded: &Coded, constant: &str| format!("{}::{constant}", coded.name);
            let (old, new) = (path(before, constants.0), path(after, constants.1));
            changes.differs(Breaking, address, &what, &old, &new);
        }
        let what = format!("label of {}::{}", after.name, constants.1);
        changes.documented(address, &what, &code.label, &other.label);
    }
    for at in &pairs.removed {
        changes.removed(Breaking, address, "constant removed", &shown(before, *at));
    }
    for at in &pairs.added {
        changes.added(Additive, address, "new constant", &shown(after, *at));
    }
    if pairs.are_reordered() {
        let list = |coded: &Coded| coded.constants.join(", ");
        changes.documented(address, "order of the codes", &list(before), &list(after));
    }
}
