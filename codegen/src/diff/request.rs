//! The request: the arguments of its constructor, its setters, and what is sent.

use super::Class::{Additive, Breaking};
use super::Side;
use super::changes::Changes;
use super::pairs::Pairs;
use crate::model::{Parameter, Role};

/// How a caller meets a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Argument,
    Setter,
    Client,
}

/// A parameter as Rust has it.
struct Row<'a> {
    parameter: &'a Parameter,
    name: &'a str,
    kind: String,
    form: Form,
}

pub(super) fn compare(before: &Side<'_>, after: &Side<'_>, changes: &mut Changes) {
    let (old, new) = (rows(before), rows(after));
    let keys = |rows: &[Row<'_>]| -> Vec<Vec<Option<String>>> {
        let name = |row: &Row<'_>| (row.form != Form::Client).then(|| row.name.to_owned());
        rows.iter().map(|row| vec![Some(row.parameter.address.clone()), name(row)]).collect()
    };
    let pairs = Pairs::new(&keys(&old), &keys(&new));
    let accounts = (before.transaction.takes_account(), after.transaction.takes_account());
    match accounts {
        (false, true) => changes.added(Breaking, "request", "new argument of Request::new", "account: &Account"),
        (true, false) => changes.removed(Breaking, "request", "argument of Request::new removed", "account: &Account"),
        _ => {}
    }
    for (old_at, new_at) in &pairs.both {
        both(&old[*old_at], &new[*new_at], changes);
    }
    for at in &pairs.removed {
        removed(&old[*at], changes);
    }
    for at in &pairs.added {
        added(&new[*at], changes);
    }
    order(&pairs, &old, &new, changes);
}

fn rows<'a>(side: &'a Side<'_>) -> Vec<Row<'a>> {
    let rows = side.transaction.parameters.iter().zip(&side.names.parameters);
    rows.map(|(parameter, name)| Row {
        parameter,
        name,
        kind: side.names.argument_type(parameter),
        form: match (parameter.is_asked(), parameter.is_settable()) {
            (true, _) => Form::Argument,
            (_, true) => Form::Setter,
            _ => Form::Client,
        },
    })
    .collect()
}

impl Row<'_> {
    fn shown(&self) -> String {
        match self.form {
            Form::Argument => format!("argument {}: {}", self.name, self.kind),
            Form::Setter => format!("setter {}({})", self.name, self.kind),
            Form::Client => filled(self.parameter.role).to_owned(),
        }
    }

    fn default(&self) -> String {
        if !self.parameter.chosen_defaults.is_empty() {
            let defaults = self.parameter.chosen_defaults.iter().map(|default| format!("\"{default}\""));
            return defaults.collect::<Vec<_>>().join(", ");
        }
        self.parameter.default.as_deref().map_or_else(|| "none".to_owned(), |default| format!("\"{default}\""))
    }
}

fn filled(role: Role) -> &'static str {
    match role {
        Role::Caller => "filled by the caller",
        Role::AccountNumber => "filled with the account's number",
        Role::AccountProduct => "filled with the account's product code",
        Role::Continuation => "filled by paging",
    }
}

fn added(row: &Row<'_>, changes: &mut Changes) {
    let (class, what) = match row.form {
        Form::Argument => (Breaking, "new argument of Request::new"),
        Form::Setter | Form::Client => (Additive, "new parameter"),
    };
    changes.added(class, &row.parameter.address, what, &row.shown());
}

fn removed(row: &Row<'_>, changes: &mut Changes) {
    let what = match row.form {
        Form::Argument => "argument of Request::new removed",
        Form::Setter => "setter removed",
        Form::Client => "no longer sent",
    };
    changes.removed(Breaking, &row.parameter.address, what, &row.shown());
}

fn both(before: &Row<'_>, after: &Row<'_>, changes: &mut Changes) {
    let (old, new) = (before.parameter, after.parameter);
    let address = new.address.as_str();
    changes.differs(Breaking, address, "wire name: sends differently", &old.wire, &new.wire);
    if before.form != after.form {
        let is_product = old.role == Role::AccountProduct && new.role == Role::AccountProduct;
        let what = match (before.form, after.form) {
            (Form::Argument, Form::Setter) => "from the constructor to a setter",
            (Form::Setter, Form::Argument) => "from a setter to the constructor",
            // It gets its setter with a documented code, and the client refuses accounts that have another.
            (Form::Client, _) if is_product => "one product code only: other accounts are refused",
            (Form::Client, _) => "no longer filled by the client",
            (_, Form::Client) if is_product => "setter removed",
            (_, Form::Client) => "now filled by the client",
            _ => "who fills it",
        };
        changes.differs(Breaking, address, what, &before.shown(), &after.shown());
    } else {
        changes.differs(Breaking, address, "who fills it", filled(old.role), filled(new.role));
        if before.form != Form::Client {
            changes.differs(Breaking, address, "type", &before.kind, &after.kind);
        }
        let what = "default: sends differently where the caller says nothing";
        changes.differs(Breaking, address, what, &before.default(), &after.default());
        match before.form {
            Form::Setter => changes.differs(Breaking, address, "setter renamed", before.name, after.name),
            Form::Argument => changes.documented(address, "name of the argument", before.name, after.name),
            Form::Client => {}
        }
    }
    let required = |parameter: &Parameter| if parameter.required { "required" } else { "not required" };
    changes.documented(address, "required", required(old), required(new));
    changes.documented(address, "label", &old.label, &new.label);
    changes.documented(address, "length", &old.length, &new.length);
    changes.documented(address, "description", &old.text, &new.text);
    changes.hidden(address, old.sensitive, new.sensitive);
}

/// Arguments that changed places break callers, or worse: where their types are the same they still compile.
fn order(pairs: &Pairs, before: &[Row<'_>], after: &[Row<'_>], changes: &mut Changes) {
    let arguments: Vec<_> = pairs
        .both
        .iter()
        .filter(|(old, new)| before[*old].form == Form::Argument && after[*new].form == Form::Argument)
        .collect();
    let list = |rows: &[&Row<'_>]| rows.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
    let new: Vec<_> = arguments.iter().map(|(_, new)| &after[*new]).collect();
    let mut positions: Vec<_> = arguments.iter().map(|(old, _)| *old).collect();
    if !positions.is_sorted() {
        let same_types = {
            let moved: Vec<_> = positions.iter().map(|at| before[*at].kind.as_str()).collect();
            positions.sort_unstable();
            positions.iter().map(|at| before[*at].kind.as_str()).eq(moved)
        };
        let old: Vec<_> = positions.iter().map(|at| &before[*at]).collect();
        let what = if same_types {
            "arguments of Request::new in another order: compiles and sends them swapped"
        } else {
            "arguments of Request::new in another order"
        };
        changes.differs(Breaking, "request", what, &list(&old), &list(&new));
    } else if pairs.are_reordered() {
        let wires =
            |rows: Vec<&Row<'_>>| rows.iter().map(|row| row.parameter.wire.as_str()).collect::<Vec<_>>().join(", ");
        let old = wires(before.iter().collect());
        changes.documented("request", "order of the rows", &old, &wires(after.iter().collect()));
    }
}
