//! What has the look of codes, whether or not it can be read.

use super::lines::{headed, is_aside, plain};
use super::{is_code, is_hangul};

/// Whether a description has the look of codes in two places or more, whatever stands between: `00 : 전체`, `1.전체`,
/// `0(전체)`, `위탁(01)`. A time of day (`09:00`) is none.
///
/// Notes and conditions don't count, and a list that trails off (`0001 : 종합 …`) is examples: its codes are elsewhere.
#[must_use]
pub fn looks_like_codes(text: &str) -> bool {
    let text = plain(text);
    if text.contains("...") || text.contains('…') {
        return false;
    }
    let lines = text.lines().map(|line| headed(line.trim()).1);
    lines.filter(|line| !is_aside(line)).map(looks).sum::<usize>() > 1
}

/// In how many places.
pub(super) fn looks(text: &str) -> usize {
    let mark = |(at, c): (usize, char)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        match c {
            ':' | '@' | '=' | '.' => {
                ends_in_code(before.trim_end_matches(' '))
                    && (c != '.' || !before.ends_with(' '))
                    && is_label_ahead(after)
            }
            _ => is_bracketed(text, (at, c)),
        }
    };
    text.char_indices().filter(|place| mark(*place)).count()
}

/// Whether a bracket opens here that makes code and label of what stands before and in it: `0(전체)`, `위탁(01)`.
pub(super) fn is_bracketed(text: &str, (at, c): (usize, char)) -> bool {
    if c != '(' {
        return false;
    }
    let (before, inside) = (&text[..at], text[at + 1..].split(')').next().unwrap_or_default().trim());
    let is_after_label = before.trim_end_matches(' ').ends_with(is_hangul);
    (ends_in_code(before) && inside.contains(is_hangul)) || (is_after_label && is_code(inside) && !is_format(inside))
}

/// Whether the last word is a code.
fn ends_in_code(text: &str) -> bool {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '%').len();
    let is_apart = !text[..start].ends_with(|c: char| is_hangul(c) || "./_".contains(c));
    is_apart && is_code(&text[start..])
}

/// `YYYYMM`, `HHMMSS`
fn is_format(text: &str) -> bool {
    text.len() >= 4 && text.chars().all(|c| "YMDWHS".contains(c))
}

fn is_label_ahead(text: &str) -> bool {
    text.trim_start_matches([' ', '[', '\'', '"']).starts_with(is_hangul)
}
