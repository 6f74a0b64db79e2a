//! From the corrected page and our decisions to the model: what the API means.

mod by_hand;
mod columns;
pub mod conventions;
mod fields;
mod glossary;
pub mod shared;
mod tr_ids;

use conventions::{Hint, Paper, can_be_blank, default, is_envelope, is_sensitive, only_code, role, value};

use crate::descriptor::{Descriptor, Documented, Row, RowType, Section};
use crate::diagnostics::{Diagnostic, Lint};
use crate::model::{Code, Codes, Field, Kind, Method, Parameter, Role, Shape, Transaction, Value};
use crate::names;
use fields::Decisions;
pub use glossary::Glossary;

/// The meaning of one page, with what is wrong with our decisions about it; `None` for pages that aren't calls with a TR id.
#[must_use]
pub fn transaction(descriptor: &Descriptor, page: &Documented) -> (Option<Transaction>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let decisions = Decisions::new(descriptor, page, &mut found);
    let ids = tr_ids::read(descriptor, page, &mut found);
    let is_realtime = page.is_realtime();
    let choice = descriptor.choice.iter();
    let variants = choice.flat_map(|choice| choice.ids.iter().map(|id| id.name.value.clone())).collect();
    let mut lowering = Lowering { file: &descriptor.file, is_realtime, variants, decisions, found };
    let (parameters, response) = if is_realtime {
        (lowering.subscription(page.rows(Section::Request)), lowering.columns(page.rows(Section::Response)))
    } else {
        let parameters = page.rows(Section::Request);
        let parameters = lowering.each(parameters, Section::Request.prefix(), Lowering::parameter);
        (parameters, lowering.fields(page.rows(Section::Response), Section::Response.prefix()))
    };
    let mut found = lowering.found;
    if page.tr_id.real.trim().is_empty() {
        return (None, found);
    }
    let method = if page.method.value == "POST" { Method::Post } else { Method::Get };
    let is_order = method == Method::Post && ids.ids.iter().any(|id| id.real.ends_with('U'));
    let transaction = Transaction {
        title: page.title.value.clone(),
        id: page.id.value.clone(),
        summary: descriptor.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
        source: descriptor.file.clone(),
        kind: match (is_realtime, is_order) {
            (true, _) => Kind::Realtime,
            (_, true) => Kind::Order,
            _ => Kind::Query,
        },
        method,
        path: page.path.value.clone(),
        tr_ids: ids.ids,
        paper_note: match conventions::paper(&page.tr_id.paper) {
            Paper::None => page.tr_id.paper.trim().to_owned(),
            _ => String::new(),
        },
        choice: ids.choice,
        parameters,
        response,
    };
    let (_, problems) = names::name(&transaction);
    found.extend(problems.into_iter().map(|problem| problem.into_diagnostic(descriptor, page)));
    (Some(transaction), found)
}

/// Rows of the envelope are no fields, whatever their descriptions say.
fn is_read_by_the_client(row: &Row, address: &str) -> bool {
    is_envelope(&row.name) && address == format!("{}.{}", Section::Response.prefix(), row.name.value)
}

struct Lowering<'a> {
    file: &'a str,
    is_realtime: bool,
    /// The names of the choice.
    variants: Vec<String>,
    decisions: Decisions<'a>,
    found: Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn each<T>(&mut self, rows: &[Row], prefix: &str, lower: fn(&mut Self, &Row, String) -> T) -> Vec<T> {
        let paths = crate::descriptor::paths(rows, prefix);
        rows.iter().zip(paths).map(|(row, path)| lower(self, row, path)).collect()
    }

    fn parameter(&mut self, row: &Row, address: String) -> Parameter {
        let role = role(&row.name);
        // A blank cell doesn't say that it can be left out.
        let required = row.required.value != "N";
        let mut fallback = default(&row.text, &row.length).or_else(|| only_code(&row.name, &row.text, &row.length));
        if fallback.is_none() && !required && role == Role::Caller {
            fallback = Some(String::new());
        }
        if matches!(role, Role::AccountNumber | Role::Continuation) {
            fallback = None;
        }
        if role == Role::AccountProduct {
            // Blank is no product code to hold accounts to.
            fallback = fallback.filter(|code| !code.is_empty());
        }
        let value = if role == Role::Caller { self.value(row, &address) } else { Value::Text };
        if fallback.is_none() && !matches!(value, Value::Text | Value::Code(_)) && can_be_blank(&row.text) {
            fallback = Some(String::new());
        }
        let mut chosen_defaults = Vec::new();
        if let Some((decided, by_choice)) = self.decided_default(&address) {
            (fallback, chosen_defaults) = (decided, by_choice);
        }
        self.decisions.refuse_on_parameter(role, &address, self.file, &mut self.found);
        let sensitive = self.decisions.sensitive(&address);
        Parameter {
            sensitive: role == Role::Caller && sensitive.unwrap_or_else(|| is_sensitive(&row.name, &row.ko)),
            wire: row.name.value.clone(),
            label: conventions::label(&row.ko),
            length: row.length.trim().to_owned(),
            text: row.text.value.clone(),
            required,
            role,
            default: fallback,
            chosen_defaults,
            value,
            name: self.decisions.name(&address),
            address,
        }
    }

    /// The rows of a table of the answer, without those of the envelope.
    fn fields(&mut self, rows: &[Row], prefix: &str) -> Vec<Field> {
        let fields = self.each(rows, prefix, Self::field);
        let is_top = prefix == Section::Response.prefix();
        fields.into_iter().filter(|field| !(is_top && is_envelope(&field.wire))).collect()
    }

    fn field(&mut self, row: &Row, address: String) -> Field {
        let shape = match row.row_type().unwrap_or(RowType::String) {
            RowType::ObjectArray | RowType::Array if !row.fields.is_empty() => {
                Shape::Array(self.fields(&row.fields, &address))
            }
            RowType::Blank if !row.fields.is_empty() && row.text.to_lowercase().contains("array") => {
                Shape::Array(self.fields(&row.fields, &address))
            }
            RowType::Object | RowType::Blank if !row.fields.is_empty() => {
                Shape::Object(self.fields(&row.fields, &address))
            }
            _ => Shape::Value(self.value(row, &address)),
        };
        self.shaped(row, address, shape)
    }

    fn shaped(&mut self, row: &Row, address: String, shape: Shape) -> Field {
        if shape.fields().is_some() {
            self.decisions.refuse_on_container(&address, self.file, &mut self.found);
        }
        let sensitive = self.decisions.sensitive(&address);
        Field {
            sensitive: sensitive.unwrap_or_else(|| shape.fields().is_none() && is_sensitive(&row.name, &row.ko)),
            wire: row.name.value.clone(),
            label: conventions::label(&row.ko),
            length: row.length.trim().to_owned(),
            text: row.text.value.clone(),
            shape,
            name: self.decisions.name(&address),
            address,
        }
    }

    /// Our decision; else a day, a time or a number by name; else codes; else text.
    fn value(&mut self, row: &Row, address: &str) -> Value {
        let hint = value(&row.name, &row.ko, row.length.trim(), row.row_type() == Some(RowType::Number));
        let is_by_hand = self.decisions.codes(address).is_some();
        let codes: Option<Vec<Code>> = self.codes_of(row, address).map(|codes| {
            let codes = codes.into_iter();
            codes.map(|(code, label)| Code { name: self.decisions.constant(address, &code), code, label }).collect()
        });
        self.decisions.check_codes(address, codes.as_deref(), self.file, &mut self.found);
        if let Some(decided) = self.decisions.kind(address) {
            let value = match (decided.value.as_str(), codes) {
                ("code", Some(list)) => Value::Code(Codes { list, shared: None }),
                ("decimal", _) => Value::Decimal,
                ("date", _) => Value::Date,
                ("time", _) => Value::Time,
                _ => Value::Text,
            };
            self.decisions.check_coded(address, &value, self.file, &mut self.found);
            return value;
        }
        let is_documented = codes.is_some();
        let value = match (hint, codes) {
            (Hint::Decimal, _) => Value::Decimal,
            (Hint::Date, _) => Value::Date,
            (Hint::Time, _) => Value::Time,
            // A lone code of an answer is an example of what can come; a request's is what to send.
            (Hint::Text, Some(list))
                if list.len() > 1 || is_by_hand || address.starts_with(Section::Request.prefix()) =>
            {
                Value::Code(Codes { list, shared: None })
            }
            (Hint::Text, _) => Value::Text,
        };
        if is_documented {
            self.decisions.check_coded(address, &value, self.file, &mut self.found);
        } else if value == Value::Text && row.fields.is_empty() {
            if conventions::is_number_like(row.length.trim()) {
                self.warn_number(row, address);
            }
            if conventions::looks_like_codes(&row.text) && (self.is_realtime || !is_read_by_the_client(row, address)) {
                self.warn_codes(row, address);
            }
        }
        value
    }

    fn warn_codes(&mut self, row: &Row, address: &str) {
        let message = format!("the codes of `{}` {} can't be read in their entirety", row.name.value, row.ko.value);
        let problem = Diagnostic::new(Lint::UnreadCodes, self.file, &row.text.span, message).at(address);
        self.found.push(problem.label("stays text").help(format!(
            "under `fields:` read them by hand: `{}: {{ codes: {{ \"00\": 전체, … }} }}`; \
             or `- {{ lint: {}, at: {address}, why: … }}` under `allow:`",
            row.name.value,
            Lint::UnreadCodes.name()
        )));
    }

    fn warn_number(&mut self, row: &Row, address: &str) {
        let message = format!("`{}` {} is read as text, and its length has decimals", row.name.value, row.ko.value);
        let problem = Diagnostic::new(Lint::NumberAsText, self.file, &row.span, message).at(address);
        let problem = problem.label(format!("length {}", row.length.value));
        self.found.push(
            problem.help(format!(
                "under `fields:` write `{}: {{ type: decimal, why: … }}`, or `allow` it",
                row.name.value
            )),
        );
    }
}
