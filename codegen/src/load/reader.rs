//! Reading values out of the tree, strictly: keys that nobody knows, text that YAML would read as something else, lists
//! where mappings belong.

use std::ops::Range;

use super::yaml::{Kind, Node};
use crate::descriptor::{Spanned, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint, closest};

/// Reads the nodes of one file.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// A mapping whose keys are known.
pub(super) struct Fields<'n> {
    entries: &'n [(Node, Node)],
    pub(super) span: Range<usize>,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Key and value.
    pub(super) fn entry(&self, key: &str) -> Option<(&'n Node, &'n Node)> {
        self.entries
            .iter()
            .find(|(other, _)| matches!(&other.kind, Kind::Scalar { text, .. } if text == key))
            .map(|(key, value)| (key, value))
    }
}

impl Reader<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A mapping of which every key is one of `keys`.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, keys: &[&str]) -> Option<Fields<'n>> {
        let entries = self.entries(node, what)?;
        for (key, _) in entries {
            let name = self.text(key);
            if keys.contains(&name.as_str()) {
                continue;
            }
            let message = format!("{what} has no key `{}`", name.value);
            let mut problem = Diagnostic::new(Lint::UnknownKey, self.file, &key.span, message).label("unknown key");
            problem = match closest(&name, keys.iter().copied()) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help(format!("it can have {}", listed(keys))),
            };
            self.report(problem);
        }
        Some(Fields { entries, span: node.span.clone() })
    }

    /// A mapping with keys of any name.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [(Node, Node)]> {
        match &node.kind {
            Kind::Mapping(entries) => Some(entries),
            _ => {
                self.shape(node, what, "a mapping (`key: value`)");
                None
            }
        }
    }

    /// A list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            _ => {
                self.shape(node, what, "a list (`- …` or `[…]`)");
                &[]
            }
        }
    }

    /// Text.
    pub(super) fn text(&mut self, node: &Node) -> Text {
        match &node.kind {
            Kind::Scalar { text, plain } => {
                if *plain && let Some(reading) = misread(text) {
                    let message = match text.as_str() {
                        "" => "nothing is written here".to_owned(),
                        _ => format!("`{text}` without quotes is {reading}"),
                    };
                    self.unquoted(node, text, message);
                }
                Spanned::new(text.clone(), node.span.clone())
            }
            _ => {
                self.shape(node, "this", "text");
                Spanned::new(String::new(), node.span.clone())
            }
        }
    }

    /// A code: text that is always quoted, so that no code reads differently from its neighbours.
    pub(super) fn code(&mut self, node: &Node) -> Text {
        match &node.kind {
            Kind::Scalar { text, plain: true } => {
                self.unquoted(node, text, format!("codes are always quoted, and `{text}` isn't"));
                Spanned::new(text.clone(), node.span.clone())
            }
            _ => self.text(node),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: &Node) -> Spanned<bool> {
        let value = match &node.kind {
            Kind::Scalar { text, plain: true } if text == "true" => true,
            Kind::Scalar { text, plain: true } if text == "false" => false,
            _ => {
                self.shape(node, "this", "`true` or `false`");
                false
            }
        };
        Spanned::new(value, node.span.clone())
    }

    /// The text of a key that has to be there; blank and reported where it isn't.
    pub(super) fn required(&mut self, fields: &Fields<'_>, what: &str, key: &str) -> Text {
        match fields.get(key) {
            Some(node) => self.text(node),
            None => {
                self.missing(fields, what, key);
                Spanned::new(String::new(), fields.span.clone())
            }
        }
    }

    /// The text of a key that has a value when it is left out.
    pub(super) fn or(&mut self, fields: &Fields<'_>, key: &str, default: &str) -> Text {
        self.optional(fields, key).unwrap_or_else(|| Spanned::new(default.to_owned(), fields.span.clone()))
    }

    /// The text of a key that can be left out.
    pub(super) fn optional(&mut self, fields: &Fields<'_>, key: &str) -> Option<Text> {
        fields.get(key).map(|node| self.text(node))
    }

    /// Reports a key that has to be there.
    pub(super) fn missing(&mut self, fields: &Fields<'_>, what: &str, key: &str) {
        let problem =
            Diagnostic::new(Lint::MissingKey, self.file, &fields.span, format!("{what} needs the key `{key}`"));
        self.report(problem.help(format!("write `{key}: …`; a cell that the page leaves blank is `\"\"`")));
    }

    fn shape(&mut self, node: &Node, what: &str, wanted: &str) {
        let found = match &node.kind {
            Kind::Scalar { .. } => "text",
            Kind::List(_) => "a list",
            Kind::Mapping(_) => "a mapping",
        };
        let message = format!("{what} has to be {wanted}, and this is {found}");
        self.report(Diagnostic::new(Lint::WrongShape, self.file, &node.span, message));
    }

    fn unquoted(&mut self, node: &Node, text: &str, message: String) {
        let problem = Diagnostic::new(Lint::UnquotedScalar, self.file, &node.span, message);
        self.report(problem.label("has to be quoted").help(format!("write `\"{text}\"`")));
    }
}

/// `a`, `b` and `c`
fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What a YAML reader of any age would take this plain text for, if not for text.
fn misread(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "" | "~" | "null" => return Some("nothing (null)"),
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" => return Some("a truth value"),
        ".inf" | "-.inf" | "+.inf" | ".nan" => return Some("a number"),
        _ => {}
    }
    is_number(&lower).then_some("a number")
}

/// Decimal, fraction, exponent, `0x`, `0o`, `0b`, `1_000` and base sixty (`09:30:00`).
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix) || c == '_');
        }
    }
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if digits.contains(':') {
        return digits.split(':').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    }
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    is_digits(whole)
        && is_digits(fraction)
        && !mantissa.starts_with('_')
        && mantissa.contains(|c: char| c.is_ascii_digit())
        && is_digits(exponent)
        && !exponent.is_empty()
}

#[cfg(test)]
mod tests {
    use super::misread;

    #[test]
    fn text_that_yaml_reads_as_something_else_has_to_be_quoted() {
        for text in [
            "", "~", "null", "Null", "true", "FALSE", "yes", "No", "on", "off", "y", "N", "0", "00", "29", "-1", "+5",
            "1.5", ".5", "1e5", "1_000", "0x1F", "0o17", "0b101", "09:30:00", ".nan", "-.inf",
        ] {
            assert!(misread(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_text_stands_as_it_is() {
        for text in
            ["공백", "00: 전체", "J", "array", "2026-05-29", "1.2.3", "e5", "0xZZ", "_", "-", "29번", "NYS", "."]
        {
            assert!(misread(text).is_none(), "{text}");
        }
    }
}
