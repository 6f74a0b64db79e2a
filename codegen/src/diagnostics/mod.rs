//! What is wrong with a descriptor, said to the person who writes it: where, what, and what to write instead.

mod lint;
mod render;
mod suggest;

use std::ops::Range;

pub use lint::{Lint, Severity};
pub use render::Style;
pub(crate) use suggest::closest;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule.
    pub lint: Lint,
    /// The file, relative to the specification folder.
    pub file: String,
    /// The bytes it is about.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What stands at the caret.
    pub label: String,
    /// What to write; may hold several lines.
    pub help: Vec<String>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// The address of the row it is about, for `allow`.
    pub at: Option<String>,
}

impl Diagnostic {
    /// A finding without label, help or notes.
    #[must_use]
    pub fn new(lint: Lint, file: &str, span: &Range<usize>, message: impl Into<String>) -> Self {
        Self {
            lint,
            file: file.to_owned(),
            span: span.clone(),
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
            notes: Vec::new(),
            at: None,
        }
    }

    /// Says what stands at the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to write.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds what else there is to know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Names the row it is about.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.at = Some(address.into());
        self
    }

    /// Whether it stops the generator.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.lint.severity()
    }
}

/// Findings of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Nothing found.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Sorts by file, then by position, and drops what was found twice.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            (&a.file, a.span.start, a.span.end, a.lint, &a.message).cmp(&(
                &b.file,
                b.span.start,
                b.span.end,
                b.lint,
                &b.message,
            ))
        });
        self.0.dedup();
    }

    /// Keeps those for which this holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stops the generator.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of each rule: errors first, then the most frequent.
    #[must_use]
    pub fn counts(&self) -> Vec<(Lint, usize)> {
        let mut counts: Vec<(Lint, usize)> = Vec::new();
        for diagnostic in &self.0 {
            match counts.iter_mut().find(|(lint, _)| *lint == diagnostic.lint) {
                Some((_, count)) => *count += 1,
                None => counts.push((diagnostic.lint, 1)),
            }
        }
        counts.sort_by_key(|(lint, count)| (lint.severity(), std::cmp::Reverse(*count), lint.name()));
        counts
    }

    /// How many there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, found: T) {
        self.0.extend(found);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(found: T) -> Self {
        Self(found.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
