//! What a page says otherwise than before, cell by cell.

use std::collections::BTreeMap;
use std::fmt;

use crate::descriptor::{Documented, Row};

/// One thing that a page says otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A row that is new.
    Added(String),
    /// A row that is gone.
    Removed(String),
    /// A cell with another content.
    Altered {
        /// The cell: `response.output.pdno.length`, `tr_id.paper`.
        cell: String,
        /// Before.
        was: String,
        /// Now.
        now: String,
    },
    /// The same rows in another order; the table.
    Reordered(String),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(path) => write!(f, "added    {path}"),
            Self::Removed(path) => write!(f, "removed  {path}"),
            Self::Altered { cell, was, now } => write!(f, "altered  {cell}: {was:?} is now {now:?}"),
            Self::Reordered(table) => write!(f, "altered  {table}: the same rows in another order"),
        }
    }
}

/// Compares what two readings of a page say.
#[must_use]
pub fn changes(old: &Documented, new: &Documented) -> Vec<Change> {
    let mut found = Vec::new();
    for ((cell, was), (_, now)) in information(old).into_iter().zip(information(new)) {
        alter(cell.to_owned(), &was, &now, &mut found);
    }
    let (before, after) = (rows(old), rows(new));
    let is_in = |rows: &[(String, &Row)], path: &str| rows.iter().any(|(other, _)| other == path);
    for (path, _) in before.iter().filter(|(path, _)| !is_in(&after, path)) {
        found.push(Change::Removed(path.clone()));
    }
    let old_rows: BTreeMap<&str, &Row> = before.iter().map(|(path, row)| (path.as_str(), *row)).collect();
    for (path, row) in &after {
        match old_rows.get(path.as_str()) {
            None => found.push(Change::Added(path.clone())),
            Some(old) => {
                for cell in Row::CELLS {
                    if let (Some(was), Some(now)) = (old.cell(cell), row.cell(cell)) {
                        alter(format!("{path}.{cell}"), was, now, &mut found);
                    }
                }
            }
        }
    }
    reordered(&before, &after, &mut found);
    found
}

fn alter(cell: String, was: &str, now: &str, found: &mut Vec<Change>) {
    if was != now {
        found.push(Change::Altered { cell, was: was.to_owned(), now: now.to_owned() });
    }
}

/// The cells of the information table, and what else stands once on a page.
fn information(page: &Documented) -> [(&'static str, String); 14] {
    let table = page.parameters.as_ref().map(|parameters| parameters.key.value.clone());
    [
        ("title", page.title.value.clone()),
        ("heading", page.heading.as_ref().unwrap_or(&page.title).value.clone()),
        ("id", page.id.value.clone()),
        ("protocol", format!("{:?}", page.protocol)),
        ("method", page.method.value.clone()),
        ("path", page.path.value.clone()),
        ("url", page.url.as_ref().unwrap_or(&page.path).value.clone()),
        ("domain.real", page.domain.real.value.clone()),
        ("domain.paper", page.domain.paper.value.clone()),
        ("tr_id.real", page.tr_id.real.value.clone()),
        ("tr_id.paper", page.tr_id.paper.value.clone()),
        ("format", page.format.value.clone()),
        ("content_type", page.content_type.value.clone()),
        ("parameters", table.unwrap_or_default()),
    ]
}

fn rows(page: &Documented) -> Vec<(String, &Row)> {
    let addresses = page.addresses().into_iter();
    addresses.filter_map(|(section, positions, path)| Some((path, page.row(section, &positions)?))).collect()
}

/// Names the tables in which rows that stayed stand in another order.
fn reordered(before: &[(String, &Row)], after: &[(String, &Row)], found: &mut Vec<Change>) {
    let table = |path: &str| path.rsplit_once('.').map_or("", |(table, _)| table).to_owned();
    let common = |rows: &[(String, &Row)], others: &[(String, &Row)]| {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, _) in rows.iter().filter(|(path, _)| others.iter().any(|(other, _)| other == path)) {
            tables.entry(table(path)).or_default().push(path.clone());
        }
        tables
    };
    let (before, after) = (common(before, after), common(after, before));
    let moved = before.into_iter().filter(|(table, rows)| after.get(table) != Some(rows));
    found.extend(moved.map(|(table, _)| Change::Reordered(table)));
}
