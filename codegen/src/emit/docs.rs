//! Documentation: the page's words as Markdown that says nothing by accident, and aliases for searching in Korean.

use proc_macro2::TokenStream;
use quote::quote;

/// Doc lines (`///`) of an item.
#[derive(Default)]
pub(super) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// Docs that begin with a line.
    pub(super) fn new(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()] }
    }

    /// Adds a line to the paragraph.
    pub(super) fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Begins a paragraph.
    pub(super) fn paragraph(self, line: impl Into<String>) -> Self {
        self.line("").line(line)
    }

    /// Adds the page's description as a quote; nothing where there is none.
    pub(super) fn quote(mut self, text: &str) -> Self {
        let quote = quoted(text);
        if !quote.is_empty() {
            self.lines.push(String::new());
            self.lines.extend(quote);
        }
        self
    }

    /// As attributes of the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#[doc = #lines])*)
    }

    /// As attributes of the module that they stand in.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#![doc = #lines])*)
    }
}

/// What `/// line` is to the compiler.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The lines of a description as a Markdown quote, with the page's line breaks.
pub(super) fn quoted(text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().map(line).filter(|line| !line.is_empty()).collect();
    let last = lines.len().saturating_sub(1);
    let lines = lines.into_iter().enumerate();
    lines.map(|(index, line)| format!("> {line}{}", if index < last { "\\" } else { "" })).collect()
}

/// One line of the page, so that Markdown shows it as it is.
pub(super) fn line(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\r')).collect();
    let clean = clean.replace(['\t', '\n'], " ");
    let mut out = String::new();
    let mut rest = clean.trim();
    while let Some(at) = rest.find("http://").into_iter().chain(rest.find("https://")).min() {
        let is_url = |c: char| c.is_ascii_graphic() && !"<>\"'`()[]|\\".contains(c);
        let end = rest[at..].find(|c: char| !is_url(c)).map_or(rest.len(), |length| at + length);
        let end = at + rest[at..end].trim_end_matches(['.', ',', ';', ':', '!']).len();
        out.push_str(&escaped(&rest[..at]));
        out.push_str(&format!("<{}>", &rest[at..end]));
        rest = &rest[end..];
    }
    out.push_str(&escaped(rest));
    block_safe(out)
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\`*_[]<>~|&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line that begins neither a list nor a heading nor a rule.
fn block_safe(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_ordered = digits > 0 && line[digits..].starts_with(['.', ')']);
    if is_ordered {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['-', '+', '#', '=']) { format!("\\{line}") } else { line }
}

/// A wire name, code or id in code font.
pub(super) fn code(text: &str) -> String {
    match (text.is_empty(), text.contains('`')) {
        (true, _) => "blank".to_owned(),
        (_, true) => format!("`` {text} ``"),
        _ => format!("`{text}`"),
    }
}

/// `` `PDNO` 상품번호 ``
pub(super) fn named(wire: &str, label: &str) -> String {
    let named = format!("{} {}", code(wire), line(label));
    named.trim_end().to_owned()
}

/// ` (length 12)`; nothing where the page gives none.
pub(super) fn length(length: &str) -> String {
    match length {
        "" | "-" | "null" => String::new(),
        _ => format!(" (length {})", line(length)),
    }
}

/// Search terms of an item: each once, none that rustdoc refuses or that is the item's own name.
pub(super) fn aliases<'a>(item: &str, terms: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let kept = alias_terms(item, terms);
    quote!(#(#[doc(alias = #kept)])*)
}

/// As [`aliases`], for the module that they stand in.
pub(super) fn inner_aliases<'a>(item: &str, terms: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let kept = alias_terms(item, terms);
    quote!(#(#![doc(alias = #kept)])*)
}

fn alias_terms<'a>(item: &str, terms: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for term in terms {
        let term = term.split_whitespace().collect::<Vec<_>>().join(" ");
        if !term.is_empty() && term != item && !term.contains(['"', '\'']) && !kept.contains(&term) {
            kept.push(term);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{alias_terms, line, quoted};

    #[test]
    fn the_page_s_words_mean_nothing_to_markdown() {
        let table = [
            ("공백", "공백"),
            ("- 지정가", "\\- 지정가"),
            ("1. 첫째", "1\\. 첫째"),
            ("2) 둘째", "2\\) 둘째"),
            ("# 제목", "\\# 제목"),
            ("[법인] *필수* `x` <b>", "\\[법인\\] \\*필수\\* \\`x\\` \\<b\\>"),
            ("output1 > index_key", "output1 \\> index\\_key"),
            ("참고: https://example.com/a_b?c=1, 끝", "참고: <https://example.com/a_b?c=1>, 끝"),
            ("  \u{200b}앞뒤\t공백  ", "앞뒤 공백"),
        ];
        for (text, expected) in table {
            assert_eq!(line(text), expected);
        }
        assert_eq!(quoted("00 : 전체\n\n01 : 매도"), ["> 00 : 전체\\", "> 01 : 매도"]);
        assert!(quoted(" \n").is_empty());
    }

    #[test]
    fn aliases_are_what_rustdoc_takes() {
        let terms = ["상품번호", "pdno", " ", "상품번호", "따옴표\"", "두\n줄", "빈칸  둘", "PDNO"];
        assert_eq!(alias_terms("pdno", terms), ["상품번호", "두 줄", "빈칸 둘", "PDNO"]);
    }
}
