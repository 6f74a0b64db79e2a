//! An answer as people read it: each container a table, a single object a list of names and values.

use kis_sdk::descriptor::{Field, FieldKind, Tr};

use super::rows::is_envelope;
use super::{Columns, Container, Document, Grid, Node, containers};
use crate::terminal::{FAINT, STRONG, Terminal};

/// The whole answer as text.
pub(crate) fn tables(tr: &'static Tr, document: &Document, columns: &Columns, terminal: Terminal) -> String {
    let (found, beside) = containers(tr, document);
    let mut parts = Vec::new();
    for container in found.iter().chain(&beside) {
        if container.rows.is_empty() {
            if columns.is_all() {
                parts.push(format!("{}\n", title(container, "no rows", terminal)));
            }
            continue;
        }
        let keys: Vec<&str> = columns.keys(container).into_iter().filter(|key| is_shown(container, key)).collect();
        if keys.is_empty() {
            continue;
        }
        parts.push(match container.is_single {
            true => pairs(container, &keys, terminal),
            false => table(container, &keys, terminal),
        });
    }
    parts.join("\n")
}

/// Beside the containers stand single values only, and the envelope isn't shown.
fn is_shown(container: &Container<'_>, key: &str) -> bool {
    let is_value = || container.rows.iter().all(|row| matches!(row.get(key), Some(Node::Text(_) | Node::Bare(_))));
    !container.name.is_empty() || (!is_envelope(key) && is_value())
}

/// `output1 응답상세  4 rows`
fn title(container: &Container<'_>, count: &str, terminal: Terminal) -> String {
    let name = if container.name.is_empty() { "answer" } else { container.name };
    let name = format!("{name} {}", container.label);
    format!("{}  {}", terminal.paint(STRONG, name.trim_end()), terminal.paint(FAINT, count)).trim_end().to_owned()
}

fn table(container: &Container<'_>, keys: &[&str], terminal: Terminal) -> String {
    let fields: Vec<Option<&Field>> = keys.iter().map(|key| container.field(key)).collect();
    let is_labelled = fields.iter().flatten().any(|field| !field.label.is_empty());
    let header = keys.iter().zip(&fields).map(|(key, field)| {
        let label = is_labelled.then(|| field.map_or("", |field| field.label).to_owned());
        label.into_iter().chain([(*key).to_owned()]).collect()
    });
    let mut grid = Grid::new(header.collect()).headed(STRONG);
    for (column, field) in fields.iter().enumerate() {
        if field.is_some_and(|field| matches!(field.kind, FieldKind::Decimal)) {
            grid.align_right(column);
        }
    }
    for row in &container.rows {
        grid.push(keys.iter().zip(&fields).map(|(key, field)| cell(row.get(key), *field)).collect());
    }
    let count = container.rows.len();
    let noun = if count == 1 { "row" } else { "rows" };
    let (text, left_out) = grid.render_noting(terminal);
    let head = title(container, &format!("{count} {noun}"), terminal);
    let mut text = format!("{head}\n{text}");
    if !left_out.is_empty() {
        let (total, hidden) = (keys.len(), left_out.len());
        let names: Vec<&str> = left_out.iter().map(|column| keys[*column]).take(3).collect();
        let note = format!(
            "… {hidden} of {total} columns don't fit ({}{}): --columns {} chooses, --width 0 or --json shows all",
            names.join(", "),
            if hidden > 3 { ", …" } else { "" },
            keys.iter().take(2).copied().collect::<Vec<_>>().join(","),
        );
        text.push_str(&terminal.paint(FAINT, &note));
        text.push('\n');
    }
    text
}

fn pairs(container: &Container<'_>, keys: &[&str], terminal: Terminal) -> String {
    let mut grid = Grid::new(vec![Vec::new(), Vec::new(), Vec::new()]);
    for row in &container.rows {
        for key in keys {
            let field = container.field(key);
            let label = field.map_or("", |field| field.label);
            grid.push(vec![label.to_owned(), (*key).to_owned(), cell(row.get(key), field)]);
        }
    }
    format!("{}\n{}", title(container, "", terminal), grid.render(terminal))
}

/// A value as people read it: a code with what the page calls it, everything else as it came.
fn cell(node: Option<&Node>, field: Option<&Field>) -> String {
    let text = node.map(Node::text).unwrap_or_default();
    let text = text.trim();
    if let Some(FieldKind::Code(codes)) = field.map(|field| field.kind)
        && let Some(value) = codes.iter().find(|value| value.code == text)
        && value.label != value.code
    {
        return format!("{text} {}", value.label);
    }
    text.to_owned()
}
