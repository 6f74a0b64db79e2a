//! The rules that a descriptor keeps beyond being readable; each is a [`crate::Lint`] with a name.

mod allowances;
mod codes;
mod information;
mod paths;
mod tables;
mod unfilled;

pub use allowances::allowed;
pub use codes::{shared_codes, unnamed_codes};
pub use paths::expected_file;

use crate::descriptor::{Descriptor, Documented, Section, Spec, Text};
use crate::diagnostics::{Diagnostic, Lint};

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
    // Where the cells couldn't be read they are blank too, at one place; that is said already.
    if page.tr_id.real.trim().is_empty() && page.tr_id.real.span != page.tr_id.paper.span {
        let message = "a page without a TR id: it gets no module";
        let problem = Diagnostic::new(Lint::NoTrId, &descriptor.file, &page.tr_id.real.span, message);
        found.push(
            problem.help("if the client makes this call itself, `allow` it, and say so; else a correction of `tr_id`"),
        );
    }
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
