//! `cargo xtask diff REV`: what changed for callers since a revision.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use codegen::{Analysis, Model, Severity, Sources, diff};

use crate::{changelog, git, output};

/// How it is shown, and whether a breaking change is a failure.
pub(crate) struct Choices {
    pub(crate) shape: Shape,
    pub(crate) deny_breaking: bool,
}

/// Where it goes, and how it looks there.
pub(crate) enum Shape {
    /// Columns and a summary.
    Terminal,
    /// Tables as they stand in the changelog, printed.
    Markdown,
    /// The changelog itself; `check` only says whether it is current.
    Changelog { file: PathBuf, check: bool },
}

/// Whether there is nothing to fail on.
pub(crate) fn run(spec: &Path, revision: &str, choices: &Choices) -> io::Result<bool> {
    let sources = Sources::read(spec)?.with_built_in();
    let now = codegen::analyze(&sources);
    if now.diagnostics.has_errors() {
        output::diagnostics(&now.diagnostics, &sources, spec);
        output::error("the descriptors as they are now have errors; nothing was compared");
        return Ok(false);
    }
    let before = codegen::analyze(&git::sources(spec, revision)?.with_built_in());
    let unreadable = unreadable(&before);
    let found = diff::diff(&without(&before.model, &unreadable), &without(&now.model, &unreadable));
    let is_kept = match &choices.shape {
        Shape::Terminal => output::text(&found.text()).map(|()| true),
        Shape::Markdown => output::text(&found.markdown()).map(|()| true),
        Shape::Changelog { file, check } => changelog::keep(file, revision, &found, *check),
    }?;
    note(&unreadable, revision);
    let fails = choices.deny_breaking && found.is_breaking();
    if fails {
        output::error("there are breaking changes");
    }
    Ok(is_kept && !fails)
}

/// Files that today's rules can't read as they were, with the first thing that is wrong.
fn unreadable(before: &Analysis) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for found in before.diagnostics.iter().filter(|found| found.severity() == Severity::Error) {
        files.entry(found.file.clone()).or_insert_with(|| format!("{}: {}", found.lint.name(), found.message));
    }
    files
}

fn without(model: &Model, files: &BTreeMap<String, String>) -> Model {
    let kept = model.transactions.iter().filter(|transaction| !files.contains_key(&transaction.source));
    Model { transactions: kept.cloned().collect(), shared: model.shared.clone() }
}

fn note(unreadable: &BTreeMap<String, String>, revision: &str) {
    if unreadable.is_empty() {
        return;
    }
    let files = output::plural(unreadable.len(), "file");
    output::note(&format!(
        "{files} of {revision} can't be read by today's rules, and what they describe isn't compared:"
    ));
    for (file, problem) in unreadable {
        output::note(&format!("  {file}: {problem}"));
    }
}
