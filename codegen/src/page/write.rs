//! A page's cells as the `documented:` part of a descriptor.

use super::scalar::{cell, description, fits_block, quoted};
use super::{Disagreement, Page, ParameterKind, Row};

/// A row of `headers.yaml`, by whose name descriptors list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderRow {
    /// The name to list it by.
    pub reference: String,
    /// Whether it belongs to the answer.
    pub response: bool,
    /// Its cells; the description can hold `{tr_id.real}` and `{tr_id.paper}`.
    pub row: Row,
}

impl HeaderRow {
    fn is(&self, row: &Row, page: &Page) -> bool {
        let text = self.row.text.replace("{tr_id.real}", &page.real_tr_id).replace("{tr_id.paper}", &page.paper_tr_id);
        Row { text, line: row.line, ..self.row.clone() } == *row
    }
}

/// Writes the part, from the line `documented:` to the end of the file.
///
/// A row stands on one line unless its description has several or rows lie in it. Header rows that are equal to one of
/// `headers` are listed by its name. Where the page contradicts itself, its disagreements stand at the end.
#[must_use]
pub fn write(page: &Page, headers: &[HeaderRow], disagreements: &[Disagreement]) -> String {
    let mut out = Writer { page, headers, text: String::from("documented:\n") };
    out.information();
    out.line(1, "request:", if page.request_header.is_none() && page.parameters.is_none() { " {}" } else { "" });
    out.headers(page.request_header.as_deref(), false);
    if let Some(parameters) = &page.parameters {
        out.table(if parameters.kind == ParameterKind::Query { "query:" } else { "body:" }, &parameters.rows);
    }
    out.line(1, "response:", if page.response_header.is_none() && page.response_body.is_none() { " {}" } else { "" });
    out.headers(page.response_header.as_deref(), true);
    if let Some(rows) = &page.response_body {
        out.table("body:", rows);
    }
    if !disagreements.is_empty() {
        out.line(1, "disagreements:", "");
        for disagreement in disagreements {
            out.line(2, "- ", &quoted(&disagreement.to_string()));
        }
    }
    out.text
}

struct Writer<'a> {
    page: &'a Page,
    headers: &'a [HeaderRow],
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, level: usize, start: &str, rest: &str) {
        self.text.extend(std::iter::repeat_n("  ", level));
        self.text.extend([start, rest, "\n"]);
    }

    fn information(&mut self) {
        let page = self.page;
        let pair = |real: &str, paper: &str| format!("{{ real: {}, paper: {} }}", cell(real), cell(paper));
        self.line(1, "title: ", &cell(&page.title));
        if page.heading != page.title {
            self.line(1, "heading: ", &cell(&page.heading));
        }
        if let Some(id) = &page.id {
            self.line(1, "id: ", &cell(id));
        }
        self.line(1, "protocol: ", page.protocol.as_str());
        self.line(1, "method: ", &cell(&page.method));
        self.line(1, "path: ", &cell(&page.path));
        if page.url != page.path {
            self.line(1, "url: ", &cell(&page.url));
        }
        self.line(1, "domain: ", &pair(&page.real_domain, &page.paper_domain));
        self.line(1, "tr_id: ", &pair(&page.real_tr_id, &page.paper_tr_id));
        self.line(1, "format: ", &cell(&page.format));
        self.line(1, "content_type: ", &cell(&page.content_type));
    }

    fn headers(&mut self, rows: Option<&[Row]>, response: bool) {
        let Some(rows) = rows else { return };
        let headers = self.headers;
        let known = |row: &Row| headers.iter().find(|header| header.response == response && header.is(row, self.page));
        let names: Vec<_> = rows.iter().map(|row| known(row).map(|header| cell(&header.reference))).collect();
        if let Some(names) = names.iter().cloned().collect::<Option<Vec<_>>>() {
            self.line(2, "header: ", &format!("[{}]", names.join(", ")));
            return;
        }
        self.line(2, "header:", "");
        for (row, name) in rows.iter().zip(names) {
            match name {
                Some(name) => self.line(3, "- ", &name),
                None => self.row(3, row),
            }
        }
    }

    fn table(&mut self, key: &str, rows: &[Row]) {
        if rows.is_empty() {
            self.line(2, key, " []");
            return;
        }
        self.line(2, key, "");
        rows.iter().for_each(|row| self.row(3, row));
    }

    fn row(&mut self, level: usize, row: &Row) {
        let is_block = row.text.contains('\n') && fits_block(&row.text);
        let text = match row.text.as_str() {
            "" => None,
            _ if is_block => None,
            text if text.contains('\n') => Some(quoted(text)),
            text => Some(description(text)),
        };
        let cells = [
            ("name", Some(cell(&row.name))),
            ("ko", Some(cell(&row.ko))),
            ("type", (row.kind != "String").then(|| cell(&row.kind))),
            ("required", (row.required != "Y").then(|| cell(&row.required))),
            ("length", (!row.length.is_empty()).then(|| cell(&row.length))),
            ("text", text),
            ("nested", row.nested.then(|| "true".to_owned())),
        ];
        let cells = cells.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
        if !is_block && row.fields.is_empty() {
            let cells: Vec<_> = cells.collect();
            self.line(level, "- { ", &format!("{} }}", cells.join(", ")));
            return;
        }
        let mut dash = "- ";
        for line in cells {
            self.line(level, dash, &line);
            dash = "  ";
        }
        if is_block {
            self.line(level, dash, "text: |-");
            for line in row.text.split('\n') {
                if line.is_empty() { self.text.push('\n') } else { self.line(level + 2, line, "") }
            }
        }
        if !row.fields.is_empty() {
            self.line(level, dash, "fields:");
            row.fields.iter().for_each(|row| self.row(level + 2, row));
        }
    }
}
