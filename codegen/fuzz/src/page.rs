//! Pages: what is read of one comes back, from its printed form and from its descriptor.

use codegen::page::{Page, audit, parse, print, splice, witness, write};
use codegen::{Lint, Severity, Sources, load};

/// Reads a page, and writes what was read in both ways.
pub fn check(data: &[u8]) {
    let parsed = match parse(data) {
        Ok(parsed) => parsed,
        Err(problems) => return assert!(!problems.is_empty()),
    };
    assert_eq!(parsed.ledger.unexplained().count(), 0);
    assert_eq!(audit(data, &parsed.page), []);
    let page = parsed.page.clone().without_lines();
    let printed = print(&page);
    let again = parse(printed.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}\n{printed}"));
    assert_eq!(again.page.without_lines(), page, "{printed}");

    let documented = write(&page, &[], &witness(&parsed));
    let mut sources = Sources::new();
    sources.insert("x.yaml", documented.as_bytes());
    let (spec, found) = load::load(&sources);
    // A page may say what no page should, such as a method that there isn't; else what was written can be read.
    let mut errors = found.iter().filter(|problem| problem.severity() == Severity::Error).peekable();
    if errors.peek().is_some() {
        return errors.for_each(|problem| assert_eq!(problem.lint, Lint::BadValue, "{problem:?}\n{documented}"));
    }
    assert_eq!(Page::from(&spec.descriptors[0].documented), page, "{documented}");
    let ours = format!("summary: Ours.\n{documented}");
    let spliced = splice(Some(&ours), &documented).expect("it has both parts");
    assert_eq!(spliced, ours);
}
