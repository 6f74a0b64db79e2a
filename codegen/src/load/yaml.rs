//! The one place that knows the YAML parser: text becomes a small tree with the bytes of every node.
//!
//! Descriptors use a plain part of YAML: one document of mappings, lists and text. Anchors, aliases, tags and keys that
//! aren't text are refused here. Whether text was quoted is kept, because what YAML would read as something else has to be.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use crate::diagnostics::{Diagnostic, Diagnostics, Lint};

/// Nothing a person writes nests deeper; the tree is built by recursion.
const MAX_DEPTH: usize = 32;

/// A node and its place. A mapping's or list's place is that of what opens it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Text, and whether it stands without quotes.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in order.
    Mapping(Vec<(Node, Node)>),
}

/// Parses one file.
pub(super) fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    if text.starts_with('\u{feff}') {
        let problem = Diagnostic::new(Lint::YamlSyntax, file, &(0..3), "this file begins with a byte order mark");
        diagnostics.push(problem.help("save it as UTF-8 without BOM"));
        return None;
    }
    let places = Places::new(text);
    let mut builder = Builder { file, places: &places, parser: Parser::new_from_str(text), diagnostics, documents: 0 };
    match builder.stream() {
        Ok(root) => root,
        Err(problem) => {
            let problem = tab_in_indentation(file, text).unwrap_or(*problem);
            builder.diagnostics.push(problem);
            None
        }
    }
}

/// YAML forbids tabs there, and parsers word it badly.
fn tab_in_indentation(file: &str, text: &str) -> Option<Diagnostic> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indentation].find('\t') {
            let at = start + tab;
            let problem = Diagnostic::new(Lint::YamlSyntax, file, &(at..at + 1), "a tab in the indentation");
            return Some(problem.label("a tab").help("indent with spaces, two for each level"));
        }
        start += line.len();
    }
    None
}

type Step<T> = Result<T, Box<Diagnostic>>;

struct Builder<'a, 't> {
    file: &'a str,
    places: &'a Places<'t>,
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    diagnostics: &'a mut Diagnostics,
    documents: usize,
}

impl<'t> Builder<'_, 't> {
    fn stream(&mut self) -> Step<Option<Node>> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) => {
                    self.documents += 1;
                    if self.documents == 2 {
                        let problem = self.problem(&self.places.range(span), "a second document in one file");
                        self.diagnostics.push(problem.help("one descriptor for each file, without `---`"));
                    }
                }
                Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                    let node = self.node(event, span, 0)?;
                    root.get_or_insert(node);
                }
                _ => {}
            }
        }
        if root.is_none() {
            self.diagnostics.push(self.problem(&(0..0), "this file is empty"));
        }
        Ok(root)
    }

    fn next(&mut self) -> Step<(Event<'t>, Span)> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let at = self.places.byte(*error.marker());
                let problem = self.problem(&(at..at), &format!("this isn't YAML: {}", error.info()));
                Err(Box::new(problem.label("here or just before")))
            }
            None => Err(Box::new(self.problem(&(0..0), "this file ends in the middle"))),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Step<Node> {
        let place = self.places.range(span);
        if depth > MAX_DEPTH {
            return Err(Box::new(self.problem(&place, "nested too deep")));
        }
        let (anchor, tag) = match &event {
            Event::Scalar(_, _, anchor, tag) | Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
                (*anchor != 0, tag.is_some())
            }
            _ => (false, false),
        };
        if anchor {
            self.refuse(&place, "an anchor (`&`)");
        }
        if tag {
            self.refuse(&place, "a tag (`!`)");
        }
        let kind = match event {
            Event::Scalar(text, style, ..) => {
                Kind::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain }
            }
            Event::SequenceStart(..) => Kind::List(self.list(depth)?),
            Event::MappingStart(..) => Kind::Mapping(self.mapping(depth)?),
            _ => {
                self.refuse(&place, "an alias (`*`)");
                Kind::Scalar { text: String::new(), plain: false }
            }
        };
        let span = match &kind {
            Kind::Mapping(entries) if place.is_empty() => entries.first().map_or(place, |(key, _)| key.span.clone()),
            _ => place,
        };
        Ok(Node { kind, span })
    }

    fn list(&mut self, depth: usize) -> Step<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Step<Vec<(Node, Node)>> {
        let mut entries: Vec<(Node, Node)> = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(entries),
                (event, span) => self.node(event, span, depth + 1)?,
            };
            let (event, span) = self.next()?;
            let mut value = self.node(event, span, depth + 1)?;
            if value.span.is_empty() {
                value.span = key.span.clone();
            }
            let Kind::Scalar { text, .. } = &key.kind else {
                self.diagnostics.push(self.problem(&key.span, "a key that isn't text"));
                continue;
            };
            let same =
                |(other, _): &&(Node, Node)| matches!(&other.kind, Kind::Scalar { text: other, .. } if other == text);
            if let Some((first, _)) = entries.iter().find(same) {
                let line = self.places.line(first.span.start);
                let problem = Diagnostic::new(
                    Lint::DuplicateKey,
                    self.file,
                    &key.span,
                    format!("`{text}` stands twice in one mapping"),
                );
                self.diagnostics.push(problem.label(format!("the first one is on line {line}")));
                continue;
            }
            entries.push((key, value));
        }
    }

    fn refuse(&mut self, span: &Range<usize>, what: &str) {
        let problem = self.problem(span, &format!("{what}: descriptors do without"));
        self.diagnostics.push(problem.help("write the text out, in quotes if it begins with this character"));
    }

    fn problem(&self, span: &Range<usize>, message: &str) -> Diagnostic {
        Diagnostic::new(Lint::YamlSyntax, self.file, span, message)
    }
}

/// From the parser's lines and columns, counted in characters, to bytes.
///
/// Its running index isn't used: it counts the bytes of comments, which are no characters in Korean.
struct Places<'t> {
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(breaks).collect() }
    }

    fn byte(&self, marker: Marker) -> usize {
        let Some(start) = self.lines.get(marker.line().saturating_sub(1)) else { return self.text.len() };
        let rest = &self.text[*start..];
        start + rest.char_indices().nth(marker.col()).map_or(rest.len(), |(at, _)| at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start);
        let end = self.byte(span.end).max(start);
        // The parser takes the blanks before the next token along.
        start..start + self.text[start..end].trim_end().len()
    }

    fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, parse};
    use crate::diagnostics::Diagnostics;

    fn spans(text: &str) -> Vec<String> {
        let mut diagnostics = Diagnostics::new();
        let root = parse("x.yaml", text, &mut diagnostics).map(|node| node.kind);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let Some(Kind::Mapping(entries)) = root else { panic!("no mapping") };
        entries
            .iter()
            .map(|(key, value)| format!("{}={}", &text[key.span.clone()], &text[value.span.clone()]))
            .collect()
    }

    #[test]
    fn spans_are_bytes_even_after_korean_text_and_comments() {
        assert_eq!(spans("# 주석입니다\n한글: 값 # 주석\nb: \"둘째\"\n"), ["한글=값", "b=\"둘째\""]);
        assert_eq!(spans("{ 가: 나, 다: \"라\" }"), ["가=나", "다=\"라\""]);
    }

    #[test]
    fn spans_survive_windows_line_ends() {
        assert_eq!(spans("가: 나\r\nb: c\r\n"), ["가=나", "b=c"]);
    }
}
