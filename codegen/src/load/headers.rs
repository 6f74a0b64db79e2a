//! `headers.yaml`: the header rows that nearly every page prints the same, written once.

use super::page;
use super::reader::Reader;
use super::yaml::{Kind, Node};
use crate::descriptor::{Domain, Header, Row, Spanned};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint, closest};

/// Its path in the specification folder.
pub const FILE: &str = "headers.yaml";

/// The rows of `headers.yaml`, with a note of those that are used.
#[derive(Debug, Default)]
pub(super) struct Headers {
    pub(super) rows: Vec<Header>,
    /// Whether they come from this project's own file, because the folder has none.
    pub(super) is_built_in: bool,
}

impl Headers {
    /// Reads the file.
    pub(super) fn read(root: &Node, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = Reader { file: FILE, diagnostics };
        let mut headers = Self::default();
        let Some(tables) = reader.fields(root, FILE, &["request", "response"]) else { return headers };
        for (key, response) in [("request", false), ("response", true)] {
            let Some(node) = tables.get(key) else { continue };
            for item in reader.list(node, key) {
                let Some(row) = page::row_with(&mut reader, item, &["ref"]) else { continue };
                let reference = match &item.kind {
                    Kind::Mapping(entries) => entries.iter().find_map(|(key, value)| match &key.kind {
                        Kind::Scalar { text, .. } if text == "ref" => Some(reader.text(value)),
                        _ => None,
                    }),
                    _ => None,
                };
                let reference = reference.unwrap_or_else(|| row.name.clone());
                let known = |header: &Header| header.response == response && header.reference.value == reference.value;
                if headers.rows.iter().any(known) {
                    let message = format!("two rows are listed as `{}`", reference.value);
                    let problem = Diagnostic::new(Lint::DuplicateField, FILE, &reference.span, message);
                    reader.report(problem.help(format!("give one of them a `ref: {}.…`", reference.value)));
                }
                headers.rows.push(Header { reference, response, row, used: false });
            }
        }
        headers
    }

    /// The row that a descriptor lists by this name, with the page's own TR ids filled in.
    pub(super) fn expand(
        &mut self,
        reader: &mut Reader<'_>,
        node: &Node,
        response: bool,
        tr_id: &Domain,
    ) -> Option<Row> {
        let reference = reader.text(node);
        let mut table = self.rows.iter_mut().filter(|header| header.response == response);
        if let Some(header) = table.find(|header| header.reference.value == reference.value) {
            header.used = true;
            let mut row = header.row.clone();
            let text = row.text.replace("{tr_id.real}", &tr_id.real).replace("{tr_id.paper}", &tr_id.paper);
            let cells = [&mut row.name, &mut row.ko, &mut row.kind, &mut row.required, &mut row.length, &mut row.text];
            for cell in cells {
                cell.span = node.span.clone();
            }
            row.text = Spanned::new(text, node.span.clone());
            row.span = node.span.clone();
            return Some(row);
        }
        let whose = if self.is_built_in { "the built-in " } else { "" };
        let message = format!("{whose}{FILE} has no row `{}`", reference.value);
        let mut problem = Diagnostic::new(Lint::UnknownHeader, reader.file, &node.span, message);
        let names =
            self.rows.iter().filter(|header| header.response == response).map(|header| header.reference.as_str());
        if let Some(meant) = closest(&reference, names) {
            problem = problem.help(format!("did you mean `{meant}`?"));
        }
        reader.report(problem.help("or write the row out: `{ name: …, ko: …, length: \"…\" }`"));
        None
    }
}
