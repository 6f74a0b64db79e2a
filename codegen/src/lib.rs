//! Turns the descriptors of `spec/` into the Rust of kis-sdk.
//!
//! Each step is a pure function over the result of the one before; the only input is [`Sources`], the only output a map
//! from path to text. Nothing here writes to disk.
//!
//! ```text
//! Sources ─load─▶ Spec ─corrections─▶ corrected pages ─check, lower─▶ Model ─names, emit─▶ Output
//! ```
//!
//! Three questions are kept apart: what the page says ([`descriptor`]), what the API means ([`model`]) and what Rust
//! calls it ([`names`]). Every step reports what it finds wrong as [`Diagnostic`]s and carries on, so that one run shows
//! all there is to mend.

pub mod check;
pub mod corrections;
pub mod coverage;
pub mod descriptor;
pub mod diagnostics;
pub mod diff;
pub mod emit;
pub mod export;
pub mod load;
pub mod lower;
pub mod model;
pub mod names;
pub mod page;
pub mod skeleton;
mod sources;
pub mod table;

use std::collections::BTreeMap;

pub use diagnostics::{Diagnostic, Diagnostics, Lint, Severity, Style};
pub use model::Model;
pub use sources::Sources;

/// What a caller can choose about the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The folder that generated code names as its source, e.g. `spec` in `spec/domestic-bond/….yaml`.
    pub spec: String,
    /// Whether each product stands behind a Cargo feature of its name, so that a build can leave it out.
    pub features: bool,
    /// Whether what the pages say in words goes into a module of its own, `words`, behind the Cargo feature of that name.
    pub words: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { spec: "spec".to_owned(), features: false, words: false }
    }
}

/// What was generated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Output {
    /// Text by path relative to the output folder, e.g. `domestic_bond/trading/inquire_balance.rs`.
    pub files: BTreeMap<String, String>,
    /// What the descriptors mean.
    pub model: Model,
    /// Warnings; errors come as the `Err` of [`generate`].
    pub warnings: Diagnostics,
}

/// What the descriptors mean, and everything that is wrong with them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Analysis {
    /// The descriptors as written.
    pub spec: descriptor::Spec,
    /// The transactions of every descriptor that could be read, in the order of their paths; only to be relied on when
    /// `diagnostics` holds no error.
    pub model: Model,
    /// Errors and warnings, sorted.
    pub diagnostics: Diagnostics,
}

impl Analysis {
    /// Every descriptor with its page as corrected, in the order of the files.
    pub fn pages(&self) -> impl Iterator<Item = (&descriptor::Descriptor, descriptor::Documented)> {
        self.spec.descriptors.iter().map(|descriptor| (descriptor, corrections::apply(descriptor).0))
    }

    /// What the model has of this file.
    #[must_use]
    pub fn transaction(&self, file: &str) -> Option<&model::Transaction> {
        self.model.transactions.iter().find(|transaction| transaction.source == file)
    }
}

/// Loads, corrects, checks and lowers; finds everything that can be wrong short of what can't be generated.
#[must_use]
pub fn analyze(sources: &Sources) -> Analysis {
    let (spec, mut diagnostics) = load::load(sources);
    let mut transactions = Vec::new();
    let mut pages = Vec::new();
    for descriptor in &spec.descriptors {
        let (corrected, found) = corrections::apply(descriptor);
        diagnostics.extend(found);
        pages.push((descriptor, corrected));
    }
    for (descriptor, corrected) in &pages {
        diagnostics.extend(check::page(descriptor, corrected));
        let (transaction, found) = lower::transaction(descriptor, corrected);
        diagnostics.extend(found);
        transactions.extend(transaction);
    }
    diagnostics.extend(check::whole(&spec, &pages));
    transactions.sort_by(|a, b| a.path.cmp(&b.path));
    let mut model = Model { transactions, shared: Vec::new() };
    let mut glossary = lower::Glossary::default();
    for (word, name) in &spec.terms {
        glossary.insert(word.value.clone(), name.value.clone());
    }
    diagnostics.extend(check::shared_codes(&spec, &glossary, &mut model));
    let unused = glossary.apply(&mut model);
    let terms = spec.terms.iter().filter(|(word, _)| unused.contains(&word.value));
    diagnostics.extend(terms.map(|(word, _)| check::unused_term(word)));
    diagnostics.extend(check::unnamed_codes(&pages, &model));
    let mut diagnostics = check::allowed(&pages, diagnostics);
    // Whoever lacks a shared file has no use for all that stands in the one built in, and can't mend it.
    diagnostics.retain(|found| found.severity() == Severity::Error || !sources.is_built_in(&found.file));
    diagnostics.sort();
    Analysis { spec, model, diagnostics }
}

/// Generates the modules of every descriptor.
///
/// # Errors
/// Everything that is wrong with the descriptors, and the pages that can't be generated; warnings come along.
pub fn generate(sources: &Sources, options: &Options) -> Result<Output, Diagnostics> {
    let Analysis { model, diagnostics, .. } = analyze(sources);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let files = emit::files(&model, options);
    Ok(Output { files, model, warnings: diagnostics })
}
