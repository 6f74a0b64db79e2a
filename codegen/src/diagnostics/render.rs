//! Diagnostics as text: file, line, column, the line itself and a caret under what is meant.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::Sources;
use crate::table::plural;

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No colours.
    Plain,
    /// Colours for a terminal.
    Coloured,
}

impl Diagnostics {
    /// All of them, with the lines they are about and a count at the end; `folder` is put before the file names.
    #[must_use]
    pub fn render(&self, sources: &Sources, folder: &str, style: Style) -> String {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut out = String::new();
        for diagnostic in self.iter() {
            let bytes = sources.get(&diagnostic.file).unwrap_or_default();
            let text = String::from_utf8_lossy(bytes);
            let path = named(sources, folder, &diagnostic.file);
            out.push_str(&renderer.render(&[group(diagnostic, &text, path)]));
            out.push_str("\n\n");
        }
        if let Some(summary) = self.summary() {
            out.push_str(&summary);
            out.push('\n');
        }
        out
    }

    /// One line each, `file:line:column lint message`, without a count at the end.
    #[must_use]
    pub fn render_short(&self, sources: &Sources, folder: &str) -> String {
        let mut out = String::new();
        for diagnostic in self.iter() {
            let text = String::from_utf8_lossy(sources.get(&diagnostic.file).unwrap_or_default());
            let before = &text[..visible(&text, &diagnostic.span).start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let path = named(sources, folder, &diagnostic.file);
            let message = diagnostic.message.replace('\n', " ");
            out.push_str(&format!("{path}:{line}:{column} {} {message}\n", diagnostic.lint.name()));
        }
        out
    }

    /// `2 errors, 1 warning in 2 files`; `None` where nothing was found.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")];
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(severity, noun)| (self.count(severity), noun))
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| plural(count, noun))
            .collect();
        let files: BTreeSet<_> = self.iter().map(|diagnostic| &diagnostic.file).collect();
        (!counts.is_empty()).then(|| format!("{} in {}", counts.join(", "), plural(files.len(), "file")))
    }
}

/// A file by its path; one that is built in isn't in the folder, and is named so.
fn named(sources: &Sources, folder: &str, file: &str) -> String {
    if sources.is_built_in(file) {
        return format!("(built in) spec/{file}");
    }
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

fn group<'a>(diagnostic: &'a Diagnostic, text: &'a str, path: String) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut annotation = AnnotationKind::Primary.span(visible(text, &diagnostic.span));
    if !diagnostic.label.is_empty() {
        annotation = annotation.label(diagnostic.label.as_str());
    }
    let snippet = Snippet::source(text).path(path).annotation(annotation);
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.lint.name()).element(snippet);
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    group
}

/// The part of a span that lies on its first line, never blank where there is a character to point at.
fn visible(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start.min(text.len()));
    let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let end = floor(text, span.end.clamp(start, line_end));
    if end > start {
        return start..end;
    }
    let next = text[start..].chars().next().filter(|c| *c != '\n').map_or(start, |c| start + c.len_utf8());
    start..next
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
