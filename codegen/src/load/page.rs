//! The `documented:` part: the page's cells.

use super::headers::Headers;
use super::reader::{Fields, Reader};
use super::yaml::{Kind, Node};
use crate::descriptor::{Documented, Domain, Parameters, Protocol, Row, Spanned, Text};
use crate::diagnostics::{Diagnostic, Lint, closest};

const WHAT: &str = "`documented`";

/// The keys of a row.
const ROW: &[&str] = &["name", "ko", "type", "required", "length", "text", "nested", "fields"];

/// Reads the part.
pub(super) fn documented(reader: &mut Reader<'_>, node: &Node, headers: &mut Headers) -> Option<Documented> {
    let keys = [
        "title",
        "heading",
        "id",
        "protocol",
        "method",
        "path",
        "url",
        "domain",
        "tr_id",
        "format",
        "content_type",
        "request",
        "response",
        "disagreements",
    ];
    let fields = reader.fields(node, WHAT, &keys)?;
    let tr_id = domain(reader, &fields, "tr_id");
    let (request_header, parameters) = request(reader, &fields, headers, &tr_id);
    let (response_header, response_body) = response(reader, &fields, headers, &tr_id);
    let protocol = word(reader, &fields, "protocol", &["REST", "WEBSOCKET"]);
    Some(Documented {
        title: reader.required(&fields, WHAT, "title"),
        heading: reader.optional(&fields, "heading"),
        id: reader.or(&fields, "id", ""),
        protocol: if protocol.value == "WEBSOCKET" { Protocol::Websocket } else { Protocol::Rest },
        method: word(reader, &fields, "method", &["GET", "POST"]),
        path: reader.required(&fields, WHAT, "path"),
        url: reader.optional(&fields, "url"),
        domain: domain(reader, &fields, "domain"),
        tr_id,
        format: reader.or(&fields, "format", ""),
        content_type: reader.or(&fields, "content_type", ""),
        request_header,
        parameters,
        response_header,
        response_body,
        disagreements: disagreements(reader, &fields),
    })
}

fn disagreements(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Text> {
    let Some(node) = fields.get("disagreements") else { return Vec::new() };
    let items = reader.list(node, "`disagreements`");
    items.iter().map(|item| reader.text(item)).collect()
}

/// A cell that holds one of a few words.
fn word(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str, words: &[&str]) -> Text {
    let text = reader.required(fields, WHAT, key);
    if fields.get(key).is_some() && !words.contains(&text.as_str()) {
        let message = format!("`{key}` is {}, and this is `{}`", words.join(" or "), text.value);
        let mut problem = Diagnostic::new(Lint::BadValue, reader.file, &text.span, message);
        if let Some(meant) = closest(&text, words.iter().copied()) {
            problem = problem.help(format!("write `{meant}`"));
        }
        reader.report(problem);
    }
    text
}

fn domain(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Domain {
    let what = format!("`{key}`");
    let blank = || Spanned::new(String::new(), fields.span.clone());
    let Some(node) = fields.get(key) else {
        reader.missing(fields, WHAT, key);
        return Domain { real: blank(), paper: blank() };
    };
    let Some(cells) = reader.fields(node, &what, &["real", "paper"]) else {
        return Domain { real: blank(), paper: blank() };
    };
    Domain { real: reader.required(&cells, &what, "real"), paper: reader.required(&cells, &what, "paper") }
}

fn request(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    headers: &mut Headers,
    tr_id: &Domain,
) -> (Option<Vec<Row>>, Option<Parameters>) {
    let Some(node) = fields.get("request") else {
        reader.missing(fields, WHAT, "request");
        return (None, None);
    };
    let Some(tables) = reader.fields(node, "`request`", &["header", "query", "body"]) else { return (None, None) };
    let header = tables.get("header").map(|node| header_rows(reader, node, headers, false, tr_id));
    if let (Some(_), Some((key, _))) = (tables.get("query"), tables.entry("body")) {
        let message = "a page has a query table or a body table, never both";
        reader.report(Diagnostic::new(Lint::MethodMismatch, reader.file, &key.span, message));
    }
    let parameters = ["query", "body"].into_iter().find_map(|name| tables.entry(name)).map(|(key, node)| {
        let key = reader.text(key);
        Parameters { rows: rows(reader, node, &key), key }
    });
    (header, parameters)
}

fn response(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    headers: &mut Headers,
    tr_id: &Domain,
) -> (Option<Vec<Row>>, Option<Vec<Row>>) {
    let Some(node) = fields.get("response") else {
        reader.missing(fields, WHAT, "response");
        return (None, None);
    };
    let Some(tables) = reader.fields(node, "`response`", &["header", "body"]) else { return (None, None) };
    let header = tables.get("header").map(|node| header_rows(reader, node, headers, true, tr_id));
    let body = tables.get("body").map(|node| rows(reader, node, "body"));
    (header, body)
}

/// A header table: rows by name, or written out.
fn header_rows(
    reader: &mut Reader<'_>,
    node: &Node,
    headers: &mut Headers,
    response: bool,
    tr_id: &Domain,
) -> Vec<Row> {
    let mut table = Vec::new();
    for item in reader.list(node, "header") {
        table.extend(match &item.kind {
            Kind::Scalar { .. } => headers.expand(reader, item, response, tr_id),
            _ => row_with(reader, item, &[]),
        });
    }
    table
}

fn rows(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<Row> {
    let mut table = Vec::new();
    for item in reader.list(node, what) {
        table.extend(row_with(reader, item, &[]));
    }
    table
}

/// One row, with keys beyond those of every row.
pub(super) fn row_with(reader: &mut Reader<'_>, node: &Node, more: &[&str]) -> Option<Row> {
    let fields = reader.fields(node, "a row", &[ROW, more].concat())?;
    let name = reader.required(&fields, "a row", "name");
    let is_named = !name.value.trim().is_empty();
    if !is_named && fields.get("name").is_some() {
        let problem = Diagnostic::new(Lint::BadValue, reader.file, &name.span, "a row without a name");
        reader.report(problem.help("write the name that the page gives it"));
    }
    cells(reader, &fields, name).filter(|_| is_named)
}

/// The row of a correction: its name is the end of the address.
pub(super) fn unnamed_row(reader: &mut Reader<'_>, node: &Node) -> Option<Row> {
    let keys: Vec<_> = ROW.iter().copied().filter(|key| *key != "name").collect();
    let fields = reader.fields(node, "`row`", &keys)?;
    let name = Spanned::new(String::new(), fields.span.clone());
    cells(reader, &fields, name)
}

fn cells(reader: &mut Reader<'_>, fields: &Fields<'_>, name: Text) -> Option<Row> {
    let kind = reader.or(fields, "type", "String");
    Some(Row {
        ko: reader.required(fields, "a row", "ko"),
        required: reader.or(fields, "required", "Y"),
        length: reader.or(fields, "length", ""),
        text: reader.or(fields, "text", ""),
        nested: fields.get("nested").is_some_and(|node| reader.flag(node).value),
        fields: fields.get("fields").map(|node| rows(reader, node, "`fields`")).unwrap_or_default(),
        span: if name.value.is_empty() { fields.span.clone() } else { name.span.clone() },
        kind,
        name,
    })
}

/// The pairs of `was` and `now`; which cells there are depends on the address.
pub(super) fn cell_pairs(reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<(Text, Text)> {
    let entries = reader.entries(node, what).unwrap_or_default();
    entries.iter().map(|(key, value)| (reader.text(key), reader.text(value))).collect()
}
