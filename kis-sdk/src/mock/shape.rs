//! Answers bent into the shapes that the server sends, documented or not.

use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::message::{Received, Reply, pad};
use crate::descriptor::{Field, FieldKind, Role, Tr};

/// Bends an answer as the fault says. An answer without the part that the fault is about stays as it is.
pub(super) fn bend(fault: &Fault, reply: Reply, received: &Received, tr: Option<&Tr>) -> Reply {
    match fault {
        Fault::Malformed => return with_body(reply, half),
        Fault::EmptyBody => return with_body(reply, |_| String::new()),
        Fault::TrCont(value) => return reply.tr_cont(value),
        _ => {}
    }
    let Ok(Value::Object(mut body)) = serde_json::from_str(&reply.body) else { return reply };
    let mut tr_cont = reply.tr_cont.clone();
    match fault {
        Fault::NoEnvelope if received.is_call() => {
            body.retain(|name, _| !matches!(name.as_str(), "rt_cd" | "msg_cd" | "msg1" | "message"));
        }
        Fault::NoEnvelope => body.clear(),
        Fault::ObjectForArray => each_container(&mut body, |value| match value {
            Value::Array(rows) => rows.drain(..).next().unwrap_or_else(|| json!({})),
            other => other.take(),
        }),
        Fault::ArrayForObject => each_container(&mut body, |value| match value {
            Value::Object(_) => Value::Array(vec![value.take()]),
            other => other.take(),
        }),
        Fault::BlankContainer => each_container(&mut body, |_| json!("")),
        Fault::NullContainer => each_container(&mut body, |_| Value::Null),
        Fault::NoContainer => body.retain(|_, value| !is_container(value)),
        Fault::OtherCase => body = renamed(body, other_case),
        Fault::OtherContainer => body = renamed(body, other_name),
        Fault::UpperCaseKeys => each_container(&mut body, |value| upper_case(value.take())),
        Fault::UnknownKeys => {
            add_unknown(&mut body);
            each_container(&mut body, |value| {
                each_row(value, &mut |row| add_unknown(row));
                value.take()
            });
        }
        Fault::Padded => each_text(&mut body, tr, padded),
        Fault::BlankNumbers => each_text(&mut body, tr, |field, count, text| {
            if let FieldKind::Decimal = field.kind {
                ["", "      "][count % 2].clone_into(text);
            }
        }),
        Fault::MoreWithoutKeys | Fault::RepeatedKeys | Fault::BlankNextKey => {
            if let Some(tr) = tr.filter(|tr| tr.is_paged()) {
                bend_keys(fault, &mut body, received, tr);
                tr_cont = if received.header("tr_cont") == Some("N") { "M" } else { "F" }.to_owned();
            }
        }
        _ => return reply,
    }
    with_body(reply, |_| Value::Object(body).to_string()).tr_cont(&tr_cont)
}

fn with_body(mut reply: Reply, body: impl FnOnce(&str) -> String) -> Reply {
    reply.body = body(&reply.body);
    reply
}

/// The first half, whole characters only.
fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

fn each_container(body: &mut Map<String, Value>, change: impl Fn(&mut Value) -> Value) {
    for value in body.values_mut().filter(|value| is_container(value)) {
        *value = change(value);
    }
}

/// The objects of a container: itself, or its rows.
fn each_row(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(row) => change(row),
        Value::Array(rows) => rows.iter_mut().for_each(|row| each_row(row, change)),
        _ => {}
    }
}

fn renamed(body: Map<String, Value>, rename: impl Fn(&str) -> String) -> Map<String, Value> {
    let name = |name: String, value: &Value| if is_container(value) { rename(&name) } else { name };
    body.into_iter().map(|(key, value)| (name(key, &value), value)).collect()
}

/// `Output1` for `output1` and the reverse.
fn other_case(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    let turned =
        if first == first.to_ascii_uppercase() { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() };
    turned + rest
}

/// `output` for `output1` and the reverse; the second container keeps its name, so that no two are the same.
fn other_name(name: &str) -> String {
    match name.strip_suffix('1') {
        Some(bare) => bare.to_owned(),
        None if name.ends_with(|last: char| last.is_ascii_digit()) => name.to_owned(),
        None => format!("{name}1"),
    }
}

fn upper_case(value: Value) -> Value {
    match value {
        Value::Object(row) => {
            row.into_iter().map(|(name, value)| (name.to_ascii_uppercase(), upper_case(value))).collect()
        }
        Value::Array(rows) => rows.into_iter().map(upper_case).collect(),
        other => other,
    }
}

fn add_unknown(row: &mut Map<String, Value>) {
    for (name, value) in [
        ("zz_new_text", json!("새 항목")),
        ("zz_new_number", json!(-0.5)),
        ("zz_new_list", json!([{ "a": ["b"] }, null, true])),
        ("zz_new_object", json!({ "a": {} })),
    ] {
        row.insert(name.to_owned(), value);
    }
}

/// Changes every text that the TR's table knows; `change` is also told how many it changed before.
fn each_text(body: &mut Map<String, Value>, tr: Option<&Tr>, mut change: impl FnMut(&Field, usize, &mut String)) {
    let mut count = 0;
    let mut counted = |field: &Field, text: &mut String| {
        change(field, count, text);
        count += 1;
    };
    if let Some(tr) = tr {
        each_field(body, &tr.response, &mut counted);
    }
}

fn each_field(row: &mut Map<String, Value>, fields: &[Field], change: &mut dyn FnMut(&Field, &mut String)) {
    for field in fields {
        match (field.kind, row.get_mut(field.name)) {
            (FieldKind::Object(fields) | FieldKind::Array(fields), Some(value)) => {
                each_row(value, &mut |row| each_field(row, fields, change));
            }
            (_, Some(Value::String(text))) => change(field, text),
            _ => {}
        }
    }
}

/// `"     71500"`, `"0000071500"`, `"삼성전자   "`.
fn padded(field: &Field, count: usize, text: &mut String) {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    *text = match field.kind {
        FieldKind::Decimal if is_plain && count.is_multiple_of(2) => format!("{text:0>15}"),
        FieldKind::Decimal => format!("{text:>15}"),
        FieldKind::Text => format!("{text}   "),
        _ => return,
    };
}

/// The continuation keys of a page that says that there are more.
fn bend_keys(fault: &Fault, body: &mut Map<String, Value>, received: &Received, tr: &Tr) {
    for key in tr.parameters.iter().filter(|parameter| parameter.role == Role::Continuation) {
        let name = key.name.to_ascii_lowercase();
        let is_next = name.contains("nk");
        match fault {
            Fault::MoreWithoutKeys => drop(body.remove(&name)),
            Fault::RepeatedKeys => {
                let sent = received.parameter(key.name).unwrap_or_default();
                let is_blank = body.get(&name).and_then(Value::as_str).unwrap_or_default().trim().is_empty();
                if !sent.trim().is_empty() {
                    body.insert(name, json!(sent));
                } else if is_blank {
                    body.insert(name, json!(pad("00000001^", key.length.parse().unwrap_or(100))));
                }
            }
            Fault::BlankNextKey if is_next => {
                body.insert(name, json!(pad("", key.length.parse().unwrap_or(100))));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bent(fault: &Fault, body: &Value) -> Value {
        let received = Received::head("GET", "/uapi/x", Vec::new());
        let reply = bend(fault, Reply::json(body.to_string()), &received, None);
        serde_json::from_str(&reply.body).expect("JSON")
    }

    #[test]
    fn containers_change_and_nothing_else() {
        let body = json!({ "rt_cd": "0", "output1": [{ "a": "1" }, { "a": "2" }], "output2": { "b": "3" } });
        for (fault, expected) in [
            (Fault::ObjectForArray, json!({ "rt_cd": "0", "output1": { "a": "1" }, "output2": { "b": "3" } })),
            (
                Fault::ArrayForObject,
                json!({ "rt_cd": "0", "output1": [{ "a": "1" }, { "a": "2" }], "output2": [{ "b": "3" }] }),
            ),
            (Fault::NoContainer, json!({ "rt_cd": "0" })),
            (Fault::BlankContainer, json!({ "rt_cd": "0", "output1": "", "output2": "" })),
            (Fault::NullContainer, json!({ "rt_cd": "0", "output1": null, "output2": null })),
            (
                Fault::OtherCase,
                json!({ "rt_cd": "0", "Output1": [{ "a": "1" }, { "a": "2" }], "Output2": { "b": "3" } }),
            ),
            (
                Fault::OtherContainer,
                json!({ "rt_cd": "0", "output": [{ "a": "1" }, { "a": "2" }], "output2": { "b": "3" } }),
            ),
            (
                Fault::UpperCaseKeys,
                json!({ "rt_cd": "0", "output1": [{ "A": "1" }, { "A": "2" }], "output2": { "B": "3" } }),
            ),
            (Fault::NoEnvelope, json!({ "output1": [{ "a": "1" }, { "a": "2" }], "output2": { "b": "3" } })),
        ] {
            assert_eq!(bent(&fault, &body), expected, "{fault}");
        }
        assert_eq!(bent(&Fault::OtherContainer, &json!({ "output": [] })), json!({ "output1": [] }));
        assert_eq!(bent(&Fault::ObjectForArray, &json!({ "output": [] })), json!({ "output": {} }));
    }

    #[test]
    fn half_an_answer_is_no_json() {
        let received = Received::head("GET", "/uapi/x", Vec::new());
        let reply = bend(&Fault::Malformed, Reply::json(r#"{"msg1":"가나다라"}"#), &received, None);
        assert_eq!(reply.body, r#"{"msg1""#);
    }
}
