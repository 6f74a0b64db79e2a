//! YAML scalars: plain where every reader takes them for text, quoted otherwise.

use std::fmt::Write as _;

/// A cell in a line of its own or between braces.
pub(super) fn cell(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A description: plain only if it is a single word.
pub(super) fn description(text: &str) -> String {
    if is_plain(text) && !text.contains(' ') { text.to_owned() } else { quoted(text) }
}

/// Whether the lines of a text can stand in a block `|-` as they are.
pub(super) fn fits_block(text: &str) -> bool {
    let lines_fit =
        text.lines().all(|line| line.trim_end() == line && line.chars().all(|c| c == '\t' || is_printable(c)));
    let first = text.lines().find(|line| !line.is_empty());
    lines_fit
        && first.is_some_and(|line| !line.starts_with([' ', '\t']))
        && !text.ends_with('\n')
        && !text.contains('\r')
}

/// Letters, digits and a few marks, with single spaces between words; not what YAML readers take for something else.
fn is_plain(text: &str) -> bool {
    let starts = |c: char| c.is_alphanumeric() || matches!(c, '(' | '/' | '_');
    let goes_on = |c: char| starts(c) || matches!(c, ')' | '-' | '.' | ' ');
    text.starts_with(starts)
        && text.chars().all(|c| goes_on(c) && is_printable(c))
        && !text.ends_with(' ')
        && !text.contains("  ")
        // A dash at the beginning of a word is the mark of a list to some readers.
        && !text.contains(" -")
        && !is_misread(text)
}

/// Whether a reader of some YAML version takes the plain text for a number, a date, a truth value or nothing.
fn is_misread(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_number_like = text.is_ascii() && text.starts_with(|c: char| c.is_ascii_digit());
    is_number_like || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) || !text.contains(char::is_alphabetic)
}

/// In double quotes, with escapes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            // Writing to a String can't fail.
            c => drop(match u32::from(c) {
                code @ 0..=0xff => write!(quoted, "\\x{code:02x}"),
                code @ 0x100..=0xffff => write!(quoted, "\\u{code:04x}"),
                code => write!(quoted, "\\U{code:08x}"),
            }),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a character shows itself: no control, no odd space, no mark of direction, nothing private, no noncharacter.
fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || c.is_whitespace() && c != ' '
        || matches!(code, 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff)
        || matches!(code, 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfff0..=0xfffb | 0xe_0000..=0x10_ffff)
        || code & 0xfffe == 0xfffe)
}

#[cfg(test)]
mod tests {
    use super::{cell, description, fits_block};

    #[test]
    fn cells_row_by_row() {
        let plain = [
            "종합계좌번호",
            "성공 실패 여부",
            "Global UID",
            "v1_국내주식-036",
            "Object Array",
            "(야간)선물옵션 잔고현황",
            "/uapi/a/v1/b-c",
            "52주 최고가",
            "일/주/월/년",
            "FHKST01010100",
        ];
        for text in plain {
            assert_eq!(cell(text), text);
        }
        let quotes = [
            "",
            "8",
            "00",
            "-",
            "~",
            "null",
            "N",
            "y",
            "No",
            "ON",
            "true",
            "1e5",
            "0x1F",
            "1_000",
            "2026-05-29",
            "12.3",
            ".5",
            "-futs_prpr",
            "a: b",
            "a #b",
            "a, b",
            "[가]",
            "{a}",
            "*",
            "&a",
            "!a",
            "%",
            "@a",
            "`a`",
            "?",
            "- a",
            "가 -",
            "가 -나",
            "'a'",
            "a  b",
            "…",
            "https://a",
            "()",
            "((1))",
            "_",
            "=",
            "<<",
            "SRS…",
        ];
        for text in quotes {
            assert_eq!(cell(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn descriptions_are_quoted_unless_a_single_word() {
        for (text, expected) in [
            ("공백", "공백"),
            ("array", "array"),
            ("29", "\"29\""),
            ("요청한 tr_id", "\"요청한 tr_id\""),
            ("Y", "\"Y\""),
        ] {
            assert_eq!(description(text), expected);
        }
    }

    #[test]
    fn what_shows_nothing_is_escaped() {
        assert_eq!(cell("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(
            cell("\t\u{0}\u{85}\u{a0}\u{200b}\u{2028}\u{e000}\u{1f600}\u{e0001}"),
            "\"\\t\\x00\\x85\\xa0\\u200b\\u2028\\ue000\u{1f600}\\U000e0001\""
        );
    }

    #[test]
    fn blocks_hold_what_they_can() {
        for text in ["a\nb", "a\n\nb", "\na", "a\n  b", "a\n# b: \"c\"", "a\n\tb"] {
            assert!(fits_block(text), "{text:?}");
        }
        for text in
            ["", " a\nb", "\ta\nb", "a \nb", "a\n", "a\n  \nb", "\n b\nc", "a\u{a0}\nb", "a\r\nb", "a\u{85}b\nc"]
        {
            assert!(!fits_block(text), "{text:?}");
        }
    }
}
