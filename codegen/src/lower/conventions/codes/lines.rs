//! The lines of a description that are a list, and those around it.

use super::is_hangul;
use super::look::looks;

/// What begins a note.
const NOTES: &[char] = &['※', '→', '*'];

/// A description without outer quotes and with plain punctuation in place of full-width characters.
pub(super) fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '：' => ':',
            '，' => ',',
            '（' => '(',
            '）' => ')',
            '．' => '.',
            '／' => '/',
            _ => c,
        })
        .collect();
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text);
    text.strip_suffix('\'').unwrap_or(text).trim().to_owned()
}

/// The lines of the list itself, and whether others stand around them; `None` where there is no line.
pub(super) fn of_list(text: &str) -> Option<(Vec<&str>, bool)> {
    if let Some(inside) = in_brackets(text) {
        return Some((vec![inside], true));
    }
    let mut lines = Vec::new();
    let mut says_more = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (heading, rest) = headed(line);
        says_more |= heading;
        if is_aside(rest) {
            says_more = true;
        } else if !rest.is_empty() {
            lines.push(rest);
        }
    }
    (!lines.is_empty()).then_some((lines, says_more))
}

/// Whether a line is a note or a condition, and no part of a list.
pub(super) fn is_aside(line: &str) -> bool {
    let is_condition = ["경우", "경우만 사용", "경우만 출력"].iter().any(|end| line.ends_with(end));
    let is_note =
        line.starts_with(NOTES) && (looks(line) < 2 || ["경우", "참고"].iter().any(|word| line.contains(word)));
    is_condition || is_note
}

/// Whether a heading in brackets (`[KRX]`, `[매도] 22 : …`) opens a line, and what follows it.
pub(super) fn headed(line: &str) -> (bool, &str) {
    match line.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        Some((_, rest)) => (true, rest.trim_start()),
        None => (false, line),
    }
}

/// The list in `시장구분코드(K:거래소, Q:코스닥)`: a name that says nothing but what it is, then the list in brackets.
fn in_brackets(text: &str) -> Option<&str> {
    let (name, inside) = text.strip_suffix(')')?.split_once('(')?;
    let is_name = name.trim_end().ends_with(is_hangul) && name.chars().all(|c| is_hangul(c) || " /".contains(c));
    (is_name && !text.contains('\n') && !inside.contains(['(', ')']) && inside.contains(':')).then_some(inside)
}
