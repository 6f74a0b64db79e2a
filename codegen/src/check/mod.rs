//! The rules that a descriptor keeps beyond being readable; each is a [`crate::Lint`] with a name.

mod allowances;
mod information;
mod paths;
mod tables;
mod unfilled;

pub use allowances::allowed;
pub use paths::expected_file;

use crate::descriptor::{Descriptor, Documented, Section, Spec, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint, Severity};

/// What can be said about one corrected page.
#[must_use]
pub fn page(descriptor: &Descriptor, page: &Documented) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    information::check(&descriptor.file, page, &mut found);
    paths::check(&descriptor.file, page, &mut found);
    for section in [Section::Request, Section::Response, Section::RequestHeader, Section::ResponseHeader] {
        tables::check(&descriptor.file, page, section, &mut found);
    }
    tables::paging(&descriptor.file, page, &mut found);
    unfilled::check(&descriptor.file, page, &mut found);
    found.extend(page.disagreements.iter().map(|words| {
        let message = format!("the page's Python classes contradict its tables: {}", words.value);
        let problem = Diagnostic::new(Lint::ClassesDisagree, &descriptor.file, &words.span, message);
        problem.help("find out which is right: a correction where the table is wrong, else `allow` it")
    }));
    found
}

/// What can be said about all of them together.
#[must_use]
pub fn whole(spec: &Spec, pages: &[(&Descriptor, Documented)]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    paths::duplicates(pages, &mut found);
    let unused = spec.headers.iter().filter(|header| !header.used);
    found.extend(unused.map(|header| {
        let message = format!("no descriptor lists the header row `{}`", header.reference.value);
        let problem =
            Diagnostic::new(Lint::UnusedHeaderRow, crate::load::HEADERS_FILE, &header.reference.span, message);
        problem.help("remove the row")
    }));
    found
}

/// A word of the glossary that is no code's label.
#[must_use]
pub fn unused_term(word: &Text) -> Diagnostic {
    let message = format!("no code is called `{}`", word.value);
    Diagnostic::new(Lint::UnusedTerm, crate::load::GLOSSARY_FILE, &word.span, message).help("remove the word")
}

/// The pages that can be described but not generated.
#[must_use]
pub fn unsupported(spec: &Spec, known: &Diagnostics) -> Diagnostics {
    // A cell that couldn't be read is blank too; that is said already.
    let is_wrong = |file: &str| known.iter().any(|other| other.file == file && other.severity() == Severity::Error);
    let found = spec.descriptors.iter().filter_map(|descriptor| {
        let page = &descriptor.documented;
        let file = &descriptor.file;
        if page.tr_id.real.trim().is_empty() && !is_wrong(file) {
            let problem = Diagnostic::new(Lint::NoTrId, file, &page.tr_id.real.span, "a page without a TR id");
            Some(problem.note("tokens and hash keys are the client's own calls; they have no module"))
        } else {
            None
        }
    });
    found.collect()
}
