//! One rule for each kind of name, and what Rust or the generated module has taken.

use super::shapes::SHAPES;
use crate::descriptor::Text;
use crate::diagnostics::{Diagnostic, Lint};

/// Words that Rust keeps for itself, in all editions.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types that a generated module uses by their bare name.
const TAKEN_TYPES: &[&str] = &[
    "Account",
    "Answer",
    "Call",
    "Client",
    "Code",
    "CodeValue",
    "Coded",
    "Codes",
    "Date",
    "Decimal",
    "Default",
    "Endpoint",
    "Envelope",
    "Error",
    "Field",
    "Kind",
    "Method",
    "Option",
    "Parameter",
    "Record",
    "Request",
    "Response",
    "Result",
    "Role",
    "Self",
    "Sending",
    "Some",
    "None",
    "Ok",
    "Err",
    "String",
    "Subscription",
    "Time",
    "Tr",
    "TrId",
    "Vec",
    "Walker",
];

/// A wire name as the name of a field, a setter or an argument: lower case, every run of characters that no identifier has
/// becomes one `_`, a digit in front gets `_` before it, a keyword `_` after it. `None` where nothing is left.
#[must_use]
pub fn snake(wire: &str) -> Option<String> {
    let mut name = String::new();
    let mut is_mended = false;
    for c in wire.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            name.push(c.to_ascii_lowercase());
            is_mended = false;
        } else if !is_mended {
            name.push('_');
            is_mended = true;
        }
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name.contains(|c: char| c.is_ascii_alphanumeric()).then_some(name)
}

/// A wire name as the name of a type: the words of [`snake`], each with a capital.
#[must_use]
pub fn camel(wire: &str) -> Option<String> {
    let name = snake(wire)?;
    let words = name.split('_').filter(|word| !word.is_empty());
    let mut camel: String = words
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    if camel.starts_with(|c: char| c.is_ascii_digit()) {
        camel.insert(0, 'N');
    }
    Some(camel)
}

/// A segment of a path as the name of a module.
#[must_use]
pub fn module(segment: &str) -> String {
    snake(segment).unwrap_or_else(|| "_".to_owned())
}

/// The constant of a code: our name, else `CODE_` and the code.
#[must_use]
pub fn constant(code: &str, ours: Option<&str>) -> String {
    let name = match ours {
        Some(name) => name.to_ascii_uppercase(),
        None if code.is_empty() => "CODE_BLANK".to_owned(),
        None => {
            let mend = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
            format!("CODE_{}", code.chars().map(mend).collect::<String>())
        }
    };
    if name == "VALUES" { "VALUES_".to_owned() } else { name }
}

/// Whether a generated module uses this type name for something else.
#[must_use]
pub fn is_taken_type(name: &str) -> bool {
    TAKEN_TYPES.contains(&name) || SHAPES.iter().any(|(shape, _)| *shape == name)
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// What is wrong with a name of ours for a field, a constant or a variant.
#[must_use]
pub fn check_ours(name: &Text, file: &str) -> Option<Diagnostic> {
    if is_keyword(name) {
        let message = format!("`{}` is a Rust keyword", name.value);
        let problem = Diagnostic::new(Lint::RustKeyword, file, &name.span, message);
        return Some(problem.help(format!("write another word, or `{}_`", name.value)));
    }
    let well_formed = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    if well_formed {
        return None;
    }
    let message = format!("`{}` is no name in snake case", name.value);
    let problem = Diagnostic::new(Lint::BadName, file, &name.span, message);
    Some(problem.help("write lower-case English words with `_` between them, such as `by_product`"))
}

/// What is wrong with a name of ours for a type.
#[must_use]
pub fn check_ours_type(name: &Text, file: &str) -> Option<Diagnostic> {
    let well_formed =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    if well_formed && !is_taken_type(name) {
        return None;
    }
    let (message, help) = if well_formed {
        (format!("generated modules use the name `{}` already", name.value), "write another name")
    } else {
        (format!("`{}` is no name of a type", name.value), "write English words with capitals, such as `Side`")
    };
    Some(Diagnostic::new(Lint::BadName, file, &name.span, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::{camel, constant, module, snake};

    #[test]
    fn wire_names_become_field_names() {
        let table = [
            ("PDNO", Some("pdno")),
            ("type", Some("type_")),
            ("in", Some("in_")),
            ("Self", Some("self_")),
            ("SRS_CD_02...", Some("srs_cd_02_")),
            ("SRS_CD_02…", Some("srs_cd_02_")),
            ("-futs_prpr", Some("_futs_prpr")),
            ("content-type", Some("content_type")),
            ("52w_hgpr", Some("_52w_hgpr")),
            ("가격", None),
            ("", None),
        ];
        for (wire, expected) in table {
            assert_eq!(snake(wire).as_deref(), expected, "{wire}");
        }
    }

    #[test]
    fn wire_names_become_type_names() {
        let table = [
            ("INQR_CNDT", "InqrCndt"),
            ("output1", "Output1"),
            ("Output1", "Output1"),
            ("type", "Type"),
            ("52w", "N52w"),
            ("SRS_CD_02...", "SrsCd02"),
        ];
        for (wire, expected) in table {
            assert_eq!(camel(wire).as_deref(), Some(expected), "{wire}");
        }
    }

    #[test]
    fn codes_become_constants() {
        assert_eq!(constant("00", None), "CODE_00");
        assert_eq!(constant("00", Some("all")), "ALL");
        assert_eq!(constant("", None), "CODE_BLANK");
        assert_eq!(constant("A-1", None), "CODE_A_1");
        assert_eq!(constant("1", Some("values")), "VALUES_");
    }

    #[test]
    fn segments_become_modules() {
        assert_eq!(module("domestic-bond"), "domestic_bond");
        assert_eq!(module("type"), "type_");
    }
}
