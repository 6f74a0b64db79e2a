//! What was seen, for people: one line for all troubles that come to the same.

use kis_sdk::ErrorKind;
use unicode_width::UnicodeWidthStr as _;

use super::trial::{Ask, Seen, Trial};

/// What stands in the columns.
const COLUMNS: [(Ask, &str); 4] =
    [(Ask::Read, "read"), (Ask::Order, "order"), (Ask::Paging, "next page"), (Ask::Token, "token")];

/// Troubles by name, and what each thing that was asked for came to.
pub(crate) struct Table {
    rows: Vec<(Vec<String>, Vec<String>)>,
}

impl Table {
    pub(crate) fn new<'a>(seen: impl Iterator<Item = &'a (Trial, Seen)>) -> Self {
        let mut troubles: Vec<(String, Vec<String>)> = Vec::new();
        for (trial, seen) in seen {
            let name = trial.trouble.to_string();
            if troubles.last().is_none_or(|(known, _)| *known != name) {
                troubles.push((name, Vec::new()));
            }
            if COLUMNS.iter().any(|(ask, _)| *ask == trial.ask)
                && let Some((name, cells)) = troubles.last_mut()
            {
                cells.push(cell(trial, seen, name));
            }
        }
        let mut rows: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for (name, cells) in troubles {
            match rows.iter_mut().find(|(_, known)| *known == cells) {
                Some((names, _)) => names.push(name),
                None => rows.push((vec![name], cells)),
            }
        }
        Self { rows }
    }

    pub(crate) fn markdown(&self) -> String {
        let columns: Vec<&str> = COLUMNS.iter().map(|(_, title)| *title).collect();
        let mut text = format!("| trouble | {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len() + 1));
        for (names, cells) in &self.rows {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            text.push_str(&format!("| {} | {} |\n", names.join(", "), cells.join(" | ")));
        }
        text
    }

    /// Aligned; long lists of names go over several lines.
    pub(crate) fn plain(&self) -> String {
        const NAMES: usize = 30;
        let mut lines =
            vec![["trouble"].into_iter().chain(COLUMNS.map(|(_, title)| title)).map(str::to_owned).collect()];
        for (names, cells) in &self.rows {
            let mut folded = fold(names, NAMES).into_iter();
            let first = folded.next().unwrap_or_default();
            lines.push([first].into_iter().chain(cells.iter().cloned()).collect::<Vec<_>>());
            lines.extend(folded.map(|rest| vec![rest]));
        }
        let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..=COLUMNS.len()).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for line in &lines {
            let padded =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
            text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}

/// Names in lines of about this width.
fn fold(names: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < width => *line = format!("{line} {name}"),
            _ => lines.push(name.clone()),
        }
    }
    lines
}

/// `answer ×1`, `Unavailable ×3`, `OutcomeUnknown ×1, stands`, `4 rows, Paging ×1`.
fn cell(trial: &Trial, seen: &Seen, trouble: &str) -> String {
    let Some(ended) = &seen.ended else { return "hangs".to_owned() };
    let rows = || format!("{} rows", ended.rows);
    let mut text = match (&ended.error, trial.ask) {
        (None, Ask::Paging) => rows(),
        (None, _) => "answer".to_owned(),
        (Some(error), ask) => {
            let code = error.code().filter(|code| *code != trouble).map(|code| format!(" {code}")).unwrap_or_default();
            let accepted = error.kind() == ErrorKind::Decode && ask.is_order();
            let note = if accepted { " (ACCEPTED)" } else { "" };
            let before = if ask == Ask::Paging { format!("{}, ", rows()) } else { String::new() };
            format!("{before}{:?}{code}{note}", error.kind())
        }
    };
    text.push_str(&format!(" ×{}", seen.arrived));
    // Each try comes to one request, but for those that got no connection or no token.
    if seen.tries != seen.arrived && trial.ask != Ask::Token {
        text.push_str(&format!(" of {} tries", seen.tries));
    }
    if seen.stand > 0 {
        text.push_str(", stands");
    }
    text
}
