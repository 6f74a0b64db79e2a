//! The answer or the realtime record: every struct, from the outermost in.

use super::Class::{Additive, Breaking};
use super::Side;
use super::changes::Changes;
use super::pairs::Pairs;
use crate::model::Field;

/// The rows of one struct with their Rust names.
type Rows<'a> = Vec<(&'a Field, &'a str)>;

pub(super) fn compare(before: &Side<'_>, after: &Side<'_>, changes: &mut Changes) {
    let (old, new) = (&before.transaction.response, &after.transaction.response);
    table((before, rows(before, "", old)), (after, rows(after, "", new)), "response", changes);
    let shape = |side: &Side<'_>| side.names.shape(side.transaction).unwrap_or("Response").to_owned();
    let what = "struct: breaks code that names its shape (kis_sdk::answer)";
    changes.differs(Breaking, "response", what, &shape(before), &shape(after));
}

fn rows<'a>(side: &'a Side<'_>, container: &str, fields: &'a [Field]) -> Rows<'a> {
    let names = side.names.record_of(container).map_or(&[][..], |record| record.fields.as_slice());
    fields.iter().zip(names).map(|(field, name)| (field, name.as_str())).collect()
}

fn table(before: (&Side<'_>, Rows<'_>), after: (&Side<'_>, Rows<'_>), address: &str, changes: &mut Changes) {
    let keys = |rows: &Rows<'_>| -> Vec<Vec<Option<String>>> {
        rows.iter().map(|(field, name)| vec![Some(field.wire.clone()), Some((*name).to_owned())]).collect()
    };
    let pairs = Pairs::new(&keys(&before.1), &keys(&after.1));
    for (old, new) in &pairs.both {
        both((before.0, before.1[*old]), (after.0, after.1[*new]), changes);
    }
    let shown = |side: &Side<'_>, (field, name): (&Field, &str)| format!("{name}: {}", side.names.field_type(field));
    for at in &pairs.removed {
        let row = before.1[*at];
        changes.removed(Breaking, &row.0.address, "field removed", &shown(before.0, row));
    }
    // Columns are read by position: only those behind all others leave the others where they were.
    let by_position = after.0.transaction.is_realtime();
    let last = pairs.both.iter().map(|(_, new)| *new).max();
    for at in &pairs.added {
        let row = after.1[*at];
        let (class, what) = if by_position && last.is_some_and(|last| *at < last) {
            (Breaking, "new column before others: they decode differently")
        } else {
            (Additive, "new field")
        };
        changes.added(class, &row.0.address, what, &shown(after.0, row));
    }
    if pairs.are_reordered() {
        let list = |rows: &Rows<'_>| rows.iter().map(|(field, _)| field.wire.as_str()).collect::<Vec<_>>().join(", ");
        let (old, new) = (list(&before.1), list(&after.1));
        if by_position {
            changes.differs(Breaking, address, "order of the columns: decodes differently", &old, &new);
        } else {
            changes.documented(address, "order of the rows", &old, &new);
        }
    }
}

fn both(
    (before, (old, old_name)): (&Side<'_>, (&Field, &str)),
    (after, (new, new_name)): (&Side<'_>, (&Field, &str)),
    changes: &mut Changes,
) {
    let address = new.address.as_str();
    if after.transaction.is_realtime() {
        changes.documented(address, "wire name", &old.wire, &new.wire);
    } else {
        changes.differs(Breaking, address, "wire name: decodes differently", &old.wire, &new.wire);
    }
    changes.differs(Breaking, address, "field renamed", old_name, new_name);
    changes.differs(Breaking, address, "type", &before.names.field_type(old), &after.names.field_type(new));
    changes.documented(address, "label", &old.label, &new.label);
    changes.documented(address, "length", &old.length, &new.length);
    changes.documented(address, "description", &old.text, &new.text);
    changes.hidden(address, old.sensitive, new.sensitive);
    if let (Some(old_rows), Some(new_rows)) = (old.shape.fields(), new.shape.fields()) {
        let old_rows = rows(before, &old.address, old_rows);
        table((before, old_rows), (after, rows(after, &new.address, new_rows)), address, changes);
    }
}
