//! An answer from the TR's own table, a page at a time.

use super::builder::Builder;
use super::message::{Received, Reply, object, pad, text};
use super::sample::Ledger;
use crate::descriptor::{Field, FieldKind, Parameter, Role, Tr};

/// The page that a request asks for; `order` is the number of the order that it made.
pub(super) fn page(settings: &Builder, tr: &Tr, received: &Received, order: Option<&str>) -> Reply {
    let pages = if tr.is_paged() { settings.pages } else { 1 };
    let Some(page) = requested(tr, received, pages) else {
        return Reply::code("SYDB0050");
    };
    let last = page + 1 == pages;
    let ledger = Ledger::new(tr, settings.rows * pages, order);
    let mut members = Vec::new();
    for key in tr.parameters.iter().filter(|parameter| parameter.role == Role::Continuation) {
        let value = if last && !is_search(key) { String::new() } else { key_value(key, page + 1) };
        members.push((key.name.to_ascii_lowercase(), text(&pad(&value, width(key)))));
    }
    for field in tr.response {
        members.push((field.name.to_owned(), value(field, &ledger, page * settings.rows..(page + 1) * settings.rows)));
    }
    let (msg_cd, msg1) = if order.is_some() {
        ("APBK0013", "주문 전송 완료 되었습니다.")
    } else if last {
        ("KIOK0510", "조회가 완료되었습니다")
    } else {
        ("KIOK0500", "조회가 계속됩니다..다음버튼을 Click 하십시오.")
    };
    for (name, value) in [("rt_cd", text("0")), ("msg_cd", text(msg_cd)), ("msg1", text(&pad(msg1, 80)))] {
        members.push((name.to_owned(), value));
    }
    let members: Vec<(&str, String)> = members.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let tr_cont = match (tr.is_paged(), page, last) {
        (false, ..) => "",
        (true, 0, true) => "D",
        (true, _, true) => "E",
        (true, 0, false) => "F",
        (true, _, false) => "M",
    };
    Reply::json(object(&members)).tr_cont(tr_cont)
}

/// Which page the keys lead to; `None` where they don't come back as they were sent.
fn requested(tr: &Tr, received: &Received, pages: usize) -> Option<usize> {
    if received.header("tr_cont") != Some("N") {
        return Some(0);
    }
    let mut keys = tr.parameters.iter().filter(|parameter| parameter.role == Role::Continuation).peekable();
    keys.peek()?;
    let keys: Vec<&Parameter> = keys.collect();
    (1..pages).find(|page| {
        keys.iter()
            .all(|key| received.parameter_in_any_case(key.name) == Some(&pad(&key_value(key, *page), width(key))))
    })
}

/// The key of a page. The first of a pair repeats what was searched for, account included, as the server's does.
fn key_value(key: &Parameter, page: usize) -> String {
    if is_search(key) { "50001234^01^00^^".to_owned() } else { format!("{page:08}^") }
}

/// Whether it is 연속조회검색조건, which comes on the last page as well, where 연속조회키 is blank.
fn is_search(key: &Parameter) -> bool {
    key.name.to_ascii_uppercase().contains("FK")
}

/// The width that the server pads a key to.
fn width(key: &Parameter) -> usize {
    key.length.parse().unwrap_or(100)
}

/// The JSON of a field: its rows of this page, the totals, or one value.
fn value(field: &Field, ledger: &Ledger, rows: std::ops::Range<usize>) -> String {
    match field.kind {
        FieldKind::Array(fields) => {
            let rows: Vec<String> = rows.map(|row| record(fields, ledger, Some(row))).collect();
            format!("[{}]", rows.join(","))
        }
        FieldKind::Object(fields) => record(fields, ledger, None),
        _ => text(&ledger.value(field, None)),
    }
}

fn record(fields: &[Field], ledger: &Ledger, row: Option<usize>) -> String {
    let members: Vec<(&str, String)> = fields
        .iter()
        .map(|field| match field.kind {
            FieldKind::Array(_) | FieldKind::Object(_) => (field.name, value(field, ledger, 0..1)),
            _ => (field.name, text(&ledger.value(field, row))),
        })
        .collect();
    object(&members)
}
