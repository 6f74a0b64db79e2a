//! Lines and cells: what of a line is text, what separates cells, which backslashes belong to the converter.

use std::borrow::Cow;

/// Characters that show nothing and that pages have by accident: zero width space, word joiner, byte order mark.
pub const ZERO_WIDTH: &[char] = &['\u{200b}', '\u{2060}', '\u{feff}'];

/// The characters before which the converter puts a backslash, and the one that separates cells.
const ESCAPED: &str = "\\`*_{}[]()#+-.!|";

/// A line without its end and without zero-width characters.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    /// From 1.
    pub(super) number: usize,
    /// Its text.
    pub(super) text: Cow<'t, str>,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// The lines of a page, and how many zero-width characters were dropped.
pub(super) fn lines(text: &str) -> (Vec<Line<'_>>, usize) {
    let mut dropped = 0;
    let lines = text.lines().zip(1..).map(|(line, number)| {
        let line = line.trim_end_matches('\r');
        let zero_width = line.matches(ZERO_WIDTH).count();
        dropped += zero_width;
        let text = if zero_width == 0 { Cow::Borrowed(line) } else { Cow::Owned(line.replace(ZERO_WIDTH, "")) };
        Line { number, text }
    });
    (lines.collect(), dropped)
}

/// The raw cells of a line: a bar separates them when a space stands before it and a space or the line's end after it.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut before = '\0';
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if c == '|' && before == ' ' && matches!(after, None | Some(' ')) {
            cells.push(line.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        before = c;
    }
    cells.push(line.get(start..).unwrap_or_default());
    cells
}

/// Whether a line is `---|---|…`, which stands below the columns of a table and nowhere else.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.split('|').all(|part| !part.is_empty() && part.chars().all(|c| c == '-'))
}

/// The visible text of a cell.
pub(super) fn cell(raw: &str) -> String {
    unescape(raw.trim())
}

/// Drops the converter's backslashes.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && ESCAPED.contains(*next) => plain.extend(chars.next()),
            _ => plain.push(c),
        }
    }
    plain
}

/// The inverse of [`unescape`]: a backslash before every bar and before every backslash that would be dropped.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let dropped = c == '\\' && chars.peek().is_some_and(|next| ESCAPED.contains(*next));
        if c == '|' || dropped {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{cell, cells, escape, lines, unescape};

    #[test]
    fn a_bar_separates_only_between_spaces() {
        assert_eq!(cells("a  | b |  | A|B |"), ["a  ", " b ", "  ", " A|B ", ""]);
        assert_eq!(cells("없음"), ["없음"]);
        assert_eq!(cells(""), [""]);
        assert_eq!(cells("a \\| b"), ["a \\| b"]);
    }

    #[test]
    fn the_converters_backslashes_are_dropped() {
        assert_eq!(cell("  \\- 매수 "), "- 매수");
        assert_eq!(unescape("1\\. 매수\\n"), "1. 매수\\n");
        assert_eq!(unescape("\\"), "\\");
    }

    #[test]
    fn escaping_comes_back() {
        for text in ["", "\\", "a|b", "\\|", "\\\\-", "\\- x", "1\\.", "끝\\", "\\\\\\"] {
            assert_eq!(unescape(&escape(text)), text, "{text:?}");
        }
    }

    #[test]
    fn zero_width_characters_are_counted_and_gone() {
        let (lines, dropped) = lines("\u{feff}a\u{200b}b\r\nc");
        assert_eq!(lines.iter().map(|line| line.text.as_ref()).collect::<Vec<_>>(), ["ab", "c"]);
        assert_eq!(dropped, 2);
    }
}
