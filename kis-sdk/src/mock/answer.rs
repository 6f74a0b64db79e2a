//! An answer from the TR's own table, a page at a time.

use super::builder::Builder;
use super::content::Content;
use super::message::{Received, Reply, object, pad, text};
use crate::descriptor::{Parameter, Role, Tr};

/// The page that a request asks for.
pub(super) fn page(settings: &Builder, tr: &Tr, received: &Received, content: &Content) -> Reply {
    let (pages, rows) = content.extent(settings, tr);
    let Some(page) = requested(tr, received, pages) else {
        return Reply::code("SYDB0050");
    };
    let last = page + 1 == pages;
    let mut members = Vec::new();
    for key in tr.parameters.iter().filter(|parameter| parameter.role == Role::Continuation) {
        let value = if last && !is_search(key) { String::new() } else { key_value(key, page + 1) };
        members.push((key.name.to_ascii_lowercase(), text(&pad(&value, width(key)))));
    }
    for field in tr.response {
        members.push((field.name.to_owned(), content.value(field, page * rows..(page + 1) * rows)));
    }
    let (msg_cd, msg1) = match content {
        Content::Receipt(_) => ("APBK0013", "주문 전송 완료 되었습니다."),
        Content::Orders(list) if list.len() == 0 => ("KIOK0560", "조회할 내용이 없습니다"),
        _ if last => ("KIOK0510", "조회가 완료되었습니다"),
        _ => ("KIOK0500", "조회가 계속됩니다..다음버튼을 Click 하십시오."),
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
