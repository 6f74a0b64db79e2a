//! Tables that align 한글, which takes two columns a letter, and numbers with groups of three.

#![allow(dead_code, reason = "each example uses its part of it")]

use std::fmt;

use kis_sdk::descriptor::{FieldKind, Tr};
use kis_sdk::{Date, Decimal};
use unicode_width::UnicodeWidthStr as _;

/// A table; numbers stand to the right.
pub(crate) struct Table {
    headings: Vec<Heading>,
    rows: Vec<Vec<String>>,
}

struct Heading {
    text: &'static str,
    is_number: bool,
}

impl Table {
    /// Headed by these texts; those of numbers begin with `>`.
    pub(crate) fn new(headings: &[&'static str]) -> Self {
        let heading = |text: &&'static str| match text.strip_prefix('>') {
            Some(text) => Heading { text, is_number: true },
            None => Heading { text, is_number: false },
        };
        Self { headings: headings.iter().map(heading).collect(), rows: Vec::new() }
    }

    /// Headed by the 한글명 of these fields, which the TR knows.
    pub(crate) fn of(tr: &'static Tr, container: &str, columns: &[&str]) -> Self {
        let nested = tr.response.iter().find(|field| field.name == container).map(|field| field.kind);
        let fields = match nested {
            Some(FieldKind::Array(fields) | FieldKind::Object(fields)) => fields,
            _ => &[],
        };
        let fields = columns.iter().filter_map(|column| fields.iter().find(|field| field.name == *column));
        let headings =
            fields.map(|field| Heading { text: field.label, is_number: matches!(field.kind, FieldKind::Decimal) });
        Self { headings: headings.collect(), rows: Vec::new() }
    }

    /// Adds a row, a cell for each heading.
    pub(crate) fn add<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.into());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heading: Vec<String> = self.headings.iter().map(|heading| heading.text.to_owned()).collect();
        let lines = || std::iter::once(&heading).chain(&self.rows);
        let width = |column: usize| lines().map(|line| line[column].width()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..self.headings.len()).map(width).collect();
        for (number, line) in lines().enumerate() {
            let cells = line.iter().zip(&self.headings).zip(&widths).map(|((cell, heading), width)| {
                if heading.is_number { right(cell, *width) } else { left(cell, *width) }
            });
            writeln!(f, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
            if number == 0 {
                writeln!(f, "  {}", "─".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1)))?;
            }
        }
        Ok(())
    }
}

/// A text and blanks up to a width.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Blanks up to a width and a text.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// A day; a dash where the server sent blanks.
pub(crate) fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// Digits in groups of three; a dash where the server sent blanks.
pub(crate) fn number(number: Option<Decimal>) -> String {
    let Some(number) = number else { return "-".to_owned() };
    let text = number.normalize().to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
    let (whole, fraction) =
        text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let digits: Vec<&[u8]> = whole.as_bytes().rchunks(3).rev().collect();
    let groups: Vec<_> = digits.into_iter().map(|group| String::from_utf8_lossy(group)).collect();
    format!("{sign}{}{fraction}", groups.join(","))
}
