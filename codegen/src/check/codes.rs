//! Lists of codes that pages share: those of `codes.yaml` that none has, and those that many have and it doesn't.

use std::collections::BTreeSet;

use crate::descriptor::{Descriptor, Documented, Found, Spec};
use crate::diagnostics::{Diagnostic, Lint};
use crate::load::CODES_FILE;
use crate::lower::Glossary;
use crate::lower::shared::{self, Unnamed};
use crate::model::Model;
use crate::names;

/// Puts the shared lists into the model; says what of `codes.yaml` is idle or in the way.
#[must_use]
pub fn shared_codes(spec: &Spec, glossary: &Glossary, model: &mut Model) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for list in shared::apply(&spec.codes, glossary, model) {
        let message = format!("no page has the list `{}`", list.name.value);
        let problem = Diagnostic::new(Lint::UnusedCodes, CODES_FILE, &list.name.span, message);
        found.push(problem.help("remove it; a page's list is this one only where it has the same codes, all of them"));
    }
    let labels = labels(model);
    for list in spec.codes.iter().filter(|list| model.shared.iter().any(|used| used.name == list.name.value)) {
        for word in list.codes.iter().flat_map(|code| &code.also) {
            if !labels.contains(word.value.as_str()) {
                let message = format!("no code is called `{}`", word.value);
                let problem = Diagnostic::new(Lint::UnusedCodes, CODES_FILE, &word.span, message);
                found.push(problem.help("remove the word"));
            }
        }
    }
    let taken = spec.descriptors.iter().find(|descriptor| {
        names::modules(&descriptor.file).first().is_some_and(|module| module == names::CODES_MODULE)
    });
    if let (Some(descriptor), false) = (taken, model.shared.is_empty()) {
        let message = format!("this product and the shared codes become one module, `{}`", names::CODES_MODULE);
        let span = &descriptor.documented.path.span;
        found.push(Diagnostic::new(Lint::NameCollision, &descriptor.file, span, message));
    }
    found
}

/// Every label of a shared list, as pages have it.
fn labels(model: &Model) -> BTreeSet<&str> {
    let lists = model.transactions.iter().flat_map(|transaction| transaction.codes());
    let shared = lists.filter(|(_, codes)| codes.shared.is_some());
    shared.flat_map(|(_, codes)| codes.list.iter().map(|code| code.label.as_str())).collect()
}

/// The lists that many pages have and that have no name.
#[must_use]
pub fn unnamed_codes(pages: &[(&Descriptor, Documented)], model: &Model) -> Vec<Diagnostic> {
    shared::unnamed(model).iter().filter_map(|unnamed| said(pages, unnamed)).collect()
}

fn said(pages: &[(&Descriptor, Documented)], unnamed: &Unnamed) -> Option<Diagnostic> {
    let (descriptor, page) = pages.iter().find(|(descriptor, _)| descriptor.file == unnamed.file)?;
    let Found::One(section, positions, _) = page.find(&unnamed.address) else { return None };
    let row = page.row(section, &positions)?;
    let message = format!("{} pages have the codes of `{}`, and they have no name", unnamed.pages, row.name.value);
    let problem = Diagnostic::new(Lint::SharedCodesUnnamed, &descriptor.file, &row.name.span, message);
    let mut block = format!("write in `{CODES_FILE}`, with names of yours:\nTypeName:\n  summary: …\n  codes:");
    for code in &unnamed.codes {
        let name = code.name.as_deref().unwrap_or("…");
        block.push_str(&format!("\n    {:?}: {{ name: {name}, ko: {:?} }}", code.code, code.label));
    }
    Some(problem.at(&unnamed.address).help(block))
}
