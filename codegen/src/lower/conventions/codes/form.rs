//! The forms that an item of a list can have.

use super::look::is_bracketed;
use super::{is_code, is_hangul};

/// Separators of items inside a line, tried in this order.
const SEPARATORS: &[&str] = &[",", " / ", "/"];

/// The form of all items of a description.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `00: 전체`, `00 : 전체`, `01@일반매도`, `공백: 전체`
    Marked(char),
    /// `01.할인채`
    Numbered,
    /// `0(전체)`
    CodeFirst,
    /// `위탁(01)`
    LabelFirst,
}

impl Form {
    pub(super) const ALL: &[Self] =
        &[Self::Marked(':'), Self::Marked('@'), Self::Numbered, Self::CodeFirst, Self::LabelFirst];

    /// The items of a line; `None` where one of them has another form.
    pub(super) fn line(self, line: &str) -> Option<Vec<(String, String)>> {
        let separated = SEPARATORS.iter().map(|separator| split(line, separator)).filter(|parts| parts.len() > 1);
        let separated = separated.chain([vec![line]]);
        separated.into_iter().find_map(|parts| {
            let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
            parts.flat_map(|part| self.apart(part)).map(|item| self.item(item)).collect()
        })
    }

    /// Whether nothing else could be meant: `1. …` begins an instruction as well, but not one for each character of the
    /// value.
    pub(super) fn is_sure(self, codes: &[(String, String)], width: Option<usize>) -> bool {
        self != Self::Numbered || codes.iter().all(|(code, _)| Some(code.len()) == width)
    }

    /// Items with nothing but blanks between: `0:전체 K:거래소`, `0(전체) 1(콜)`.
    fn apart(self, part: &str) -> Vec<&str> {
        let mut items = Vec::new();
        let mut start = 0;
        for (at, _) in part.char_indices().filter(|(_, c)| *c == ' ') {
            let (before, after) = (part[start..at].trim_end(), part[at..].trim_start());
            let is_end = match self {
                Self::Marked(mark) => is_marked(after, mark) && !is_code_alone(before),
                Self::Numbered => is_marked(after, '.') && !is_code_alone(before),
                Self::CodeFirst | Self::LabelFirst => before.ends_with(')') && !after.starts_with('('),
            };
            if is_end && !before.is_empty() {
                items.push(before);
                start = at;
            }
        }
        items.push(part[start..].trim());
        items
    }

    fn item(self, item: &str) -> Option<(String, String)> {
        let (code, label) = match self {
            Self::Marked(mark) => item.split_once(mark).filter(|(_, label)| !label.contains(mark))?,
            Self::Numbered => item.split_once('.').filter(|(code, _)| !code.ends_with(' '))?,
            Self::CodeFirst => item.strip_suffix(')')?.split_once('(')?,
            Self::LabelFirst => {
                let (label, code) = item.strip_suffix(')')?.rsplit_once('(')?;
                (code, label)
            }
        };
        let label = label.trim();
        // A second code in brackets says that two items ran into one.
        let is_marked = matches!(self, Self::Marked(_) | Self::Numbered);
        let is_one = is_marked || !label.char_indices().any(|place| is_bracketed(label, place));
        let is_whole = !label.ends_with([',', '/']) && !label.contains("..") && !lacks_a_mark(label);
        let is_label = !label.is_empty() && label.chars().count() <= 40 && is_one && is_whole;
        Some((code_of(code.trim())?, label.to_owned())).filter(|_| is_label)
    }
}

/// Whether a second item seems to stand in a label: digits behind a comma, a lone code behind a stroke.
fn lacks_a_mark(label: &str) -> bool {
    let is_item = |tail: &str| tail.trim().split_once(' ').is_some_and(|(word, _)| is_code(word));
    split(label, ",").iter().skip(1).any(|tail| tail.contains(|c: char| c.is_ascii_digit()) || is_item(tail))
        || split(label, "/").iter().skip(1).any(|tail| is_item(tail))
}

/// A code as it travels; 공백, 공란 and `""` are the blank one.
fn code_of(text: &str) -> Option<String> {
    if ["공백", "공란", "\"\""].contains(&text) {
        return Some(String::new());
    }
    is_code(text).then(|| text.to_owned())
}

/// Whether a code and the mark begin here: `K:거래소`.
fn is_marked(text: &str, mark: char) -> bool {
    text.split_once(mark).is_some_and(|(code, _)| is_code(code.trim_end()))
}

/// Whether this is no whole item yet: its mark is still to come.
fn is_code_alone(text: &str) -> bool {
    is_code(text) || !text.contains(is_hangul) && text.ends_with([':', '@', '.'])
}

/// Splits outside brackets.
fn split<'t>(line: &'t str, separator: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start && line[at..].starts_with(separator) => {
                parts.push(&line[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&line[start..]);
    parts
}
