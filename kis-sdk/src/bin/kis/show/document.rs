//! A TR as JSON, for other programs.

use kis_sdk::descriptor::{CodeValue, Field, FieldKind, Kind, Meaning, Method, Role, Tr};
use serde_json::{Map, Value, json};

use super::example;
use crate::find;

/// The JSON document, with a line break at its end.
pub(super) fn json(tr: &'static Tr) -> String {
    let words = tr.words();
    let choice = words.and_then(|words| words.choice);
    let ids = tr.tr_ids.iter().enumerate().map(|(index, id)| {
        let option = choice.and_then(|choice| choice.options.get(index));
        let option = option.map(|name| json!({"name": name, "label": id.label}));
        json!({"real": id.real, "paper": id.paper, "choice": option})
    });
    let parameters = tr.parameters.iter().map(|parameter| {
        let meaning = words.map_or(Meaning::Text, |words| words.meaning(parameter.name));
        json!({
            "name": parameter.name,
            "label": parameter.label,
            "length": parameter.length,
            "required": example::is_asked(tr, parameter),
            "filled_by": match parameter.role {
                Role::AccountNumber | Role::AccountProduct => "account",
                Role::Continuation => "paging",
                _ => "caller",
            },
            "default": parameter.default,
            "meaning": match meaning {
                Meaning::Decimal => "number",
                Meaning::Date => "day",
                Meaning::Time => "time",
                _ if !parameter.codes.is_empty() => "code",
                _ => "text",
            },
            "codes": codes(parameter.codes),
            "text": words.and_then(|words| words.text(parameter.name)),
        })
    });
    let document = json!({
        "title": tr.title,
        "summary": words.map(|words| words.summary),
        "page": tr.id,
        "place": find::place(tr),
        "kind": match tr.kind {
            Kind::Order => "order",
            Kind::Realtime => "realtime",
            _ => "query",
        },
        "method": if tr.method == Method::Get { "GET" } else { "POST" },
        "path": tr.path,
        "pages": tr.is_paged(),
        "choice": choice.map(|choice| choice.name),
        "tr_ids": Vec::from_iter(ids),
        "parameters": Vec::from_iter(parameters),
        "answer": fields(tr.response.rows()),
        "example": example::line(tr),
    });
    format!("{document:#}\n")
}

fn codes(codes: &[CodeValue]) -> Value {
    codes.iter().map(|value| json!({"code": value.code, "name": value.name, "label": value.label})).collect()
}

fn fields(all: &[Field]) -> Value {
    let field = |field: &Field| {
        let mut members = Map::new();
        members.insert("name".to_owned(), field.name.into());
        members.insert("label".to_owned(), field.label.into());
        let (kind, more) = match field.kind {
            FieldKind::Decimal => ("number", None),
            FieldKind::Date => ("day", None),
            FieldKind::Time => ("time", None),
            FieldKind::Code(values) => ("code", Some(("codes", codes(values)))),
            FieldKind::Object(inner) => ("object", Some(("fields", fields(inner)))),
            FieldKind::Array(inner) => ("array", Some(("fields", fields(inner)))),
            _ => ("text", None),
        };
        members.insert("meaning".to_owned(), kind.into());
        members.insert("length".to_owned(), field.length.into());
        members.extend(more.map(|(name, value)| (name.to_owned(), value)));
        Value::Object(members)
    };
    all.iter().map(field).collect()
}
