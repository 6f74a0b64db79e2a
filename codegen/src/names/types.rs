//! The types of a module: coded values and structs.

use super::{Problem, Scope, camel, constant, is_taken_type};
use crate::diagnostics::Lint;
use crate::model::{Code, Codes, Field, Shape, Transaction, Value};

/// A coded type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// Its name, e.g. `InqrCndt`.
    pub name: String,
    /// The rows that have it.
    pub addresses: Vec<String>,
    /// The wire name of the first of them.
    pub wire: String,
    /// 한글명 of the first of them.
    pub label: String,
    /// The codes.
    pub codes: Vec<Code>,
    /// The constant of each code.
    pub constants: Vec<String>,
    /// The name of the shared list that it is, where it is one.
    pub shared: Option<String>,
}

/// A struct of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordName {
    /// Its name, e.g. `Output1`.
    pub name: String,
    /// The row that holds it; blank for the answer itself.
    pub address: String,
    /// Its fields.
    pub fields: Vec<String>,
}

/// A coded row: path, wire name, 한글명, codes, and the container's name for a suffix.
type Row<'a> = (&'a str, &'a str, &'a str, &'a Codes, String);

/// The coded types, in the order in which the page first has them. One wire name with the same codes is one type; with
/// other codes it gets the name of its container behind its own.
pub(super) fn coded(transaction: &Transaction, problems: &mut Vec<Problem>) -> Vec<Coded> {
    let mut all: Vec<Coded> = Vec::new();
    for (address, wire, label, codes, container) in rows(transaction) {
        let Some(base) = camel(wire) else {
            problems.push(Problem::nameless(address, wire));
            continue;
        };
        let base = if is_taken_type(&base) { format!("{base}Code") } else { base };
        let same = |coded: &&mut Coded| {
            let is_same = match (&coded.shared, &codes.shared) {
                (None, None) => is_compatible(&coded.codes, &codes.list),
                (ours, theirs) => ours == theirs,
            };
            coded.wire.eq_ignore_ascii_case(wire) && is_same
        };
        if let Some(coded) = all.iter_mut().find(same) {
            coded.addresses.push(address.to_owned());
            if coded.codes.iter().all(|code| code.name.is_none()) {
                coded.codes = codes.list.clone();
            }
            continue;
        }
        let is_free = |name: &str| {
            all.iter().all(|coded| coded.name != name)
                && transaction.choice.as_ref().is_none_or(|choice| choice.name != name)
        };
        let suffixed = format!("{base}{container}");
        let name = if is_free(&base) { base } else { suffixed };
        if !is_free(&name) {
            problems.push(type_collision(address, wire, &name));
        }
        all.push(Coded {
            name,
            addresses: vec![address.to_owned()],
            wire: wire.to_owned(),
            label: label.to_owned(),
            codes: codes.list.clone(),
            constants: Vec::new(),
            shared: codes.shared.clone(),
        });
    }
    for coded in &mut all {
        coded.constants = coded.codes.iter().map(|code| constant(&code.code, code.name.as_deref())).collect();
        for (index, name) in coded.constants.iter().enumerate() {
            let both_ours = |other: &Code| other.name.is_some() && other.name == coded.codes[index].name;
            // Two names of ours that are the same are said where they stand.
            if coded.constants[..index].contains(name) && !coded.codes[..index].iter().any(both_ours) {
                problems.push(Problem {
                    lint: Lint::CodeNamedTwice,
                    address: coded.addresses.first().cloned().unwrap_or_default(),
                    message: format!("two codes of `{}` are called `{name}`", coded.wire),
                    help: "give one of them another name under `values`".to_owned(),
                });
            }
        }
    }
    all
}

fn rows(transaction: &Transaction) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for parameter in &transaction.parameters {
        if let Value::Code(codes) = &parameter.value {
            rows.push((&parameter.address, &parameter.wire, &parameter.label, codes, "Request".to_owned()));
        }
    }
    collect(&transaction.response, answer(transaction), &mut rows);
    rows
}

/// The struct of what comes back.
fn answer(transaction: &Transaction) -> &'static str {
    if transaction.is_realtime() { "Record" } else { "Response" }
}

fn collect<'a>(fields: &'a [Field], container: &str, rows: &mut Vec<Row<'a>>) {
    for field in fields {
        match &field.shape {
            Shape::Value(Value::Code(codes)) => {
                rows.push((&field.address, &field.wire, &field.label, codes, container.to_owned()));
            }
            Shape::Value(_) => {}
            Shape::Object(inner) | Shape::Array(inner) => {
                collect(inner, &camel(&field.wire).unwrap_or_default(), rows);
            }
        }
    }
}

/// The same codes with the same labels, and names that don't contradict.
fn is_compatible(a: &[Code], b: &[Code]) -> bool {
    let unnamed = |codes: &[Code]| codes.iter().all(|code| code.name.is_none());
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.code == b.code && a.label == b.label)
        && (a == b || unnamed(a) || unnamed(b))
}

/// The structs: the answer or the record, then the containers in the page's order. A container is named after its row; a second one of
/// that name gets the name of its parent in front.
pub(super) fn records(transaction: &Transaction, coded: &[Coded], problems: &mut Vec<Problem>) -> Vec<RecordName> {
    let mut taken: Vec<String> = coded.iter().map(|coded| coded.name.clone()).collect();
    taken.extend(transaction.choice.iter().map(|choice| choice.name.clone()));
    let mut records = Vec::new();
    let mut scope = Scope::default();
    if !transaction.is_realtime() {
        scope.take("envelope");
    }
    let fields = fields(&transaction.response, scope, problems);
    records.push(RecordName { name: answer(transaction).to_owned(), address: String::new(), fields });
    nested(&transaction.response, "", &mut taken, &mut records, problems);
    records
}

fn nested(
    rows: &[Field],
    parent: &str,
    taken: &mut Vec<String>,
    records: &mut Vec<RecordName>,
    problems: &mut Vec<Problem>,
) {
    for row in rows {
        let Some(inner) = row.shape.fields() else { continue };
        let base = row.name.as_deref().and_then(camel).or_else(|| camel(&row.wire)).unwrap_or_default();
        let candidates = [base.clone(), format!("{parent}{base}"), format!("{base}Output")];
        let free = candidates.iter().find(|name| !is_taken_type(name) && !taken.contains(name));
        let name = free.cloned().unwrap_or_else(|| {
            problems.push(type_collision(&row.address, &row.wire, &base));
            base.clone()
        });
        taken.push(name.clone());
        let fields = fields(inner, Scope::default(), problems);
        records.push(RecordName { name: name.clone(), address: row.address.clone(), fields });
        nested(inner, &name, taken, records, problems);
    }
}

fn fields(rows: &[Field], mut scope: Scope, problems: &mut Vec<Problem>) -> Vec<String> {
    rows.iter().map(|row| scope.name(&row.address, &row.wire, row.name.as_deref(), problems)).collect()
}

fn type_collision(address: &str, wire: &str, name: &str) -> Problem {
    Problem {
        lint: Lint::NameCollision,
        address: address.to_owned(),
        message: format!("the type of `{wire}` would be a second `{name}`"),
        help: format!("under `fields:` write `{address}: {{ name: …, why: … }}`"),
    }
}
