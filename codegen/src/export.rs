//! Everything that is known about every TR, as JSON for other tools. `spec/README.md` describes it.

use serde::Serialize;

use crate::Analysis;
use crate::descriptor::{Descriptor, Documented, Protocol, Row, Section, paths};
use crate::lower::conventions::{Paper, is_envelope, labelled_ids, paper};
use crate::model::{Code, Field, Kind, Parameter, Role, Shape, SharedCodes, Transaction, Value};
use crate::names::{self, Names};

/// The version of the form: it grows when a key changes its meaning or goes; new keys alone don't change it.
pub const FORMAT: u32 = 1;

/// The file.
#[derive(Serialize)]
struct Export {
    format: u32,
    transactions: Vec<Page>,
    codes: Vec<List>,
}

/// A list of codes that pages share.
#[derive(Serialize)]
struct List {
    name: String,
    summary: String,
    codes: Vec<CodeCells>,
}

/// One TR.
#[derive(Serialize)]
struct Page {
    path: String,
    protocol: &'static str,
    method: String,
    title: String,
    id: String,
    summary: String,
    source: String,
    module: Option<String>,
    kind: Option<&'static str>,
    tr_ids: Vec<Id>,
    request: Vec<Cells>,
    response: Vec<Cells>,
}

/// A TR id.
#[derive(Serialize)]
struct Id {
    real: String,
    paper: Option<String>,
    choice: Option<String>,
    label: Option<String>,
}

/// A row: the page's cells, then what they mean.
#[derive(Serialize)]
struct Cells {
    name: String,
    ko: String,
    #[serde(rename = "type")]
    kind: String,
    required: String,
    length: String,
    text: String,
    #[serde(flatten)]
    meaning: Meaning,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Cells>,
}

/// What a row means.
#[derive(Default, Serialize)]
struct Meaning {
    shape: Option<&'static str>,
    value: Option<&'static str>,
    role: Option<&'static str>,
    rust: Option<String>,
    default: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chosen_defaults: Vec<String>,
    sensitive: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeCells>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<String>,
}

/// A documented code.
#[derive(Serialize)]
struct CodeCells {
    code: String,
    label: String,
    constant: String,
}

/// The JSON of everything that was described, in the order of the paths; ends in a new line.
#[must_use]
pub fn json(analysis: &Analysis) -> String {
    let mut transactions: Vec<_> = analysis
        .pages()
        .map(|(descriptor, page)| self::page(descriptor, &page, analysis.transaction(&descriptor.file)))
        .collect();
    transactions.sort_by(|a, b| (&a.path, &a.source).cmp(&(&b.path, &b.source)));
    let codes = analysis.model.shared.iter().map(list).collect();
    let export = Export { format: FORMAT, transactions, codes };
    // Strings, numbers and lists: nothing here can fail to be written.
    serde_json::to_string_pretty(&export).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn list(list: &SharedCodes) -> List {
    let code = |code: &Code| CodeCells {
        code: code.code.clone(),
        label: code.label.clone(),
        constant: format!("{}::{}", list.name, names::constant(&code.code, code.name.as_deref())),
    };
    List { name: list.name.clone(), summary: list.summary.clone(), codes: list.codes.iter().map(code).collect() }
}

fn page(descriptor: &Descriptor, page: &Documented, transaction: Option<&Transaction>) -> Page {
    let meant = transaction.map(|transaction| Meant { transaction, names: names::name(transaction).0 });
    let meant = meant.as_ref();
    let rows = |section: Section| self::rows(page.rows(section), section.prefix(), meant);
    Page {
        path: page.path.value.clone(),
        protocol: match page.protocol {
            Protocol::Rest => "REST",
            Protocol::Websocket => "WEBSOCKET",
        },
        method: page.method.value.clone(),
        title: page.title.value.clone(),
        id: page.id.value.clone(),
        summary: descriptor.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
        source: descriptor.file.clone(),
        module: meant.map(|meant| meant.names.module.join("::")),
        kind: transaction.map(|transaction| match transaction.kind {
            Kind::Query => "query",
            Kind::Order => "order",
            Kind::Realtime => "realtime",
        }),
        tr_ids: ids(page, transaction),
        request: rows(Section::Request),
        response: rows(Section::Response),
    }
}

fn ids(page: &Documented, transaction: Option<&Transaction>) -> Vec<Id> {
    let Some(transaction) = transaction else {
        let paper = match paper(&page.tr_id.paper) {
            Paper::Id(id) => Some(id),
            Paper::None | Paper::Other => None,
        };
        let found = labelled_ids(&page.tr_id.real).into_iter();
        return found.map(|(_, real)| Id { real, paper: paper.clone(), choice: None, label: None }).collect();
    };
    let ids = transaction.tr_ids.iter().enumerate().map(|(at, id)| {
        let variant = transaction.choice.as_ref().and_then(|choice| choice.variants.get(at));
        Id {
            real: id.real.clone(),
            paper: id.paper.clone(),
            choice: variant.map(|(name, _)| name.clone()),
            label: variant.map(|(_, label)| label.clone()),
        }
    });
    ids.collect()
}

/// A transaction of the model with its Rust names.
struct Meant<'a> {
    transaction: &'a Transaction,
    names: Names,
}

fn rows(rows: &[Row], prefix: &str, meant: Option<&Meant<'_>>) -> Vec<Cells> {
    let cells = rows.iter().zip(paths(rows, prefix)).map(|(row, path)| Cells {
        name: row.name.value.clone(),
        ko: row.ko.value.clone(),
        kind: row.kind.value.clone(),
        required: row.required.value.clone(),
        length: row.length.value.clone(),
        text: row.text.value.clone(),
        meaning: meant.map(|meant| meant.row(row, prefix, &path)).unwrap_or_default(),
        fields: self::rows(&row.fields, &path, meant),
    });
    cells.collect()
}

impl Meant<'_> {
    fn row(&self, row: &Row, prefix: &str, path: &str) -> Meaning {
        let parameters = self.transaction.parameters.iter().zip(&self.names.parameters);
        if let Some((parameter, name)) = parameters.into_iter().find(|(parameter, _)| parameter.address == path) {
            return self.parameter(parameter, name);
        }
        if let Some((field, name)) = self.find(&self.transaction.response, "", path) {
            return self.field(field, name);
        }
        let is_top = prefix == Section::Response.prefix();
        let role = if self.transaction.is_realtime() {
            Some("client")
        } else {
            (is_top && is_envelope(&row.name)).then_some("envelope")
        };
        Meaning { shape: Some("value"), value: Some("text"), role, ..Meaning::default() }
    }

    fn find<'f>(&'f self, fields: &'f [Field], container: &str, path: &str) -> Option<(&'f Field, &'f str)> {
        let names = &self.names.record_of(container)?.fields;
        fields.iter().zip(names).find_map(|(field, name)| match field.address == path {
            true => Some((field, name.as_str())),
            false => self.find(field.shape.fields()?, &field.address, path),
        })
    }

    fn parameter(&self, parameter: &Parameter, name: &str) -> Meaning {
        Meaning {
            shape: Some("value"),
            value: Some(value(&parameter.value)),
            role: Some(match parameter.role {
                Role::Caller => "caller",
                Role::AccountNumber => "account_number",
                Role::AccountProduct => "account_product",
                Role::Continuation => "continuation",
            }),
            rust: (!name.is_empty()).then(|| name.to_owned()),
            default: parameter.default.clone(),
            chosen_defaults: parameter.chosen_defaults.clone(),
            sensitive: parameter.sensitive,
            codes: self.codes(&parameter.value, &parameter.address),
            shared: shared(&parameter.value),
        }
    }

    fn field(&self, field: &Field, name: &str) -> Meaning {
        let (shape, kind, codes) = match &field.shape {
            Shape::Value(kind) => ("value", Some(value(kind)), self.codes(kind, &field.address)),
            Shape::Object(_) => ("object", None, Vec::new()),
            Shape::Array(_) => ("array", None, Vec::new()),
        };
        let (rust, sensitive) = (Some(name.to_owned()), field.sensitive);
        let shared = match &field.shape {
            Shape::Value(value) => shared(value),
            _ => None,
        };
        Meaning { shape: Some(shape), value: kind, rust, sensitive, codes, shared, ..Meaning::default() }
    }

    fn codes(&self, value: &Value, address: &str) -> Vec<CodeCells> {
        let Some(coded) = self.names.coded_of(address).filter(|_| matches!(value, Value::Code(_))) else {
            return Vec::new();
        };
        let codes = coded.codes.iter().zip(&coded.constants);
        codes
            .map(|(code, constant)| CodeCells {
                code: code.code.clone(),
                label: code.label.clone(),
                constant: format!("{}::{constant}", coded.name),
            })
            .collect()
    }
}

/// The shared list that a value is one of.
fn shared(value: &Value) -> Option<String> {
    match value {
        Value::Code(codes) => codes.shared.clone(),
        _ => None,
    }
}

fn value(value: &Value) -> &'static str {
    match value {
        Value::Text => "text",
        Value::Decimal => "decimal",
        Value::Date => "date",
        Value::Time => "time",
        Value::Code(_) => "code",
    }
}
