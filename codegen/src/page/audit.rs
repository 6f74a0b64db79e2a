//! The proof that a descriptor holds everything that its page says: the page's lines against the lines that the
//! descriptor gives when printed.
//!
//! Nothing of the reading of rows takes part: only the lines below each heading are compared.

use std::fmt;

use super::line::{Line, cells, is_rule, lines, unescape};
use super::print;
use super::sections::{Section, find};
use super::{Ledger, Page, Protocol};

/// A line of a page that its descriptor doesn't give back, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The page's line, from 1; 0 where the page has none.
    pub line: usize,
    /// What the page says there; `None` where it has no such line.
    pub page: Option<String>,
    /// What the descriptor says; `None` where it says nothing.
    pub descriptor: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |line: &Option<String>| line.as_ref().map_or("nothing".to_owned(), |line| format!("{line:?}"));
        write!(f, "{}: the page says {}, its descriptor {}", self.line, said(&self.page), said(&self.descriptor))
    }
}

/// Compares a page with the cells of a descriptor.
#[must_use]
pub fn audit(bytes: &[u8], descriptor: &Page) -> Vec<Difference> {
    let text = String::from_utf8_lossy(bytes);
    let printed = print(descriptor);
    let (page, descriptor) = (significant(&text), significant(&printed));
    compare(&page, &descriptor)
}

/// The lines that hold cells, each in one form: what a converter decides (spaces, backslashes, captions) is gone.
fn significant(text: &str) -> Vec<(usize, String)> {
    let (lines, zero_width) = lines(text);
    let mut kept = Vec::new();
    for (section, range) in find(&lines, &mut Ledger::new(lines.len(), zero_width), &mut Vec::new()) {
        let lines = lines.get(range).unwrap_or_default();
        match section {
            Section::Top => kept.extend(lines.iter().filter(|line| !line.is_blank()).filter_map(top)),
            Section::Overview | Section::Request | Section::Response | Section::Examples => {}
            _ => {
                // The heading says which table it is; without a table it says nothing.
                if let Some((number, rows)) = table(lines) {
                    kept.push((number, section.heading().to_owned()));
                    kept.extend(rows);
                }
            }
        }
    }
    kept
}

/// A line above `## 개요`; the portal's menu group and rules are no cells.
fn top(line: &Line<'_>) -> Option<(usize, String)> {
    let text = line.trimmed();
    if let Some(heading) = text.strip_prefix("# ") {
        return Some((line.number, format!("# {}", heading_parts(&unescape(heading.trim())))));
    }
    if text.starts_with('>') {
        let path = text.split_once(':').map_or(text, |(_, path)| path);
        return Some((line.number, unescape(path.trim().trim_matches('`').trim())));
    }
    let mut cells = cells(text);
    let first = cells.first_mut().filter(|_| !is_rule(text))?;
    // The caption stands before the first label.
    *first = first.rsplit_once("** ").map_or(*first, |(_, label)| label);
    (cells.len() > 1).then(|| (line.number, joined(&cells)))
}

/// `REST<title>[<id>]`: pages put spaces between the three or not.
fn heading_parts(heading: &str) -> String {
    let protocol =
        Protocol::ALL.iter().map(|(word, _)| *word).find(|word| heading.starts_with(word)).unwrap_or_default();
    let rest = heading.strip_prefix(protocol).unwrap_or(heading).trim();
    match rest.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((name, id)) => format!("{protocol}{}[{}]", name.trim(), id.trim()),
        None => format!("{protocol}{rest}"),
    }
}

fn table(lines: &[Line<'_>]) -> Option<(usize, Vec<(usize, String)>)> {
    let mut lines = lines.iter().skip_while(|line| line.is_blank());
    let caption = lines.next()?;
    let mut rows: Vec<(usize, String)> = Vec::new();
    for line in lines.filter(|line| !is_rule(&line.text)) {
        // Blank lines count only where the description goes on below them.
        if cells(&line.text).len() > 1 {
            drop_blanks(&mut rows);
        }
        rows.push((line.number, normalised(line.text.trim_end())));
    }
    drop_blanks(&mut rows);
    Some((caption.number, rows))
}

fn drop_blanks(rows: &mut Vec<(usize, String)>) {
    while rows.last().is_some_and(|(_, text)| text.is_empty()) {
        rows.pop();
    }
}

fn normalised(line: &str) -> String {
    let cells = cells(line);
    match cells.as_slice() {
        [text] => unescape(text),
        [name, ..] if name.ends_with("  ") => format!("  {}", joined(&cells)),
        _ => joined(&cells),
    }
}

fn joined(cells: &[&str]) -> String {
    cells.iter().map(|cell| unescape(cell.trim())).collect::<Vec<_>>().join(" | ")
}

/// Line by line, with the next common line sought after a difference.
fn compare(page: &[(usize, String)], descriptor: &[(usize, String)]) -> Vec<Difference> {
    let mut found = Vec::new();
    let (mut page, mut descriptor) = (page, descriptor);
    loop {
        match (page.split_first(), descriptor.split_first()) {
            (None, None) => return found,
            (Some(((_, left), left_rest)), Some(((_, right), right_rest))) if left == right => {
                (page, descriptor) = (left_rest, right_rest);
            }
            (left, right) => {
                let left_ahead = right.and_then(|((_, text), _)| page.iter().position(|(_, other)| other == text));
                let right_ahead =
                    left.and_then(|((_, text), _)| descriptor.iter().position(|(_, other)| other == text));
                let takes_left = left.is_some()
                    && (right.is_none() || right_ahead.is_none() || left_ahead <= right_ahead && left_ahead.is_some());
                let takes_right = right.is_some() && (left.is_none() || left_ahead.is_none() || !takes_left);
                let mut difference = Difference { line: 0, page: None, descriptor: None };
                if let Some(((number, text), rest)) = left.filter(|_| takes_left) {
                    difference.line = *number;
                    difference.page = Some(text.clone());
                    page = rest;
                }
                if let Some(((_, text), rest)) = right.filter(|_| takes_right) {
                    difference.descriptor = Some(text.clone());
                    descriptor = rest;
                }
                found.push(difference);
            }
        }
    }
}
