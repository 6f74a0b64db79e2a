//! `cargo xtask check`: everything that is wrong with the descriptors, and what to look at.

use std::io;
use std::path::Path;

use codegen::table::Table;
use codegen::{Lint, Severity, Sources};

use crate::output;

/// Whether there is nothing to fail on: no error, and no warning where those are denied.
pub(crate) fn run(spec: &Path, short: bool, deny_warnings: bool) -> io::Result<bool> {
    let sources = Sources::read(spec)?.with_built_in();
    let analysis = codegen::analyze(&sources);
    let found = analysis.diagnostics;
    if short {
        output::text(&found.render_short(&sources, &output::shown(spec)))?;
    } else {
        output::diagnostics(&found, &sources, spec);
    }
    let count = output::plural(analysis.spec.descriptors.len(), "descriptor");
    match found.summary() {
        None => output::line(&format!("{count}, nothing to mend"))?,
        Some(summary) => output::line(&format!("{count}: {summary}"))?,
    }
    let mut table = Table::new(&["", "", ""]).numbers_from(2);
    for (lint, count) in found.counts() {
        table.row(vec![severity(lint).to_owned(), lint.name().to_owned(), count.to_string()]);
    }
    output::text(&table.text("  "))?;
    if found.has_errors() {
        return Ok(false);
    }
    if deny_warnings && !found.is_empty() {
        output::error("warnings are denied: mend what they say, or `allow` them with a reason");
        return Ok(false);
    }
    output::line("next: cargo xtask codegen")?;
    Ok(true)
}

/// `cargo xtask check --lints`: every rule.
pub(crate) fn lints() -> io::Result<bool> {
    let mut table = Table::new(&["lint", "severity", "finds"]);
    for lint in Lint::ALL {
        table.row(vec![lint.name().to_owned(), severity(*lint).to_owned(), lint.explanation().to_owned()]);
    }
    output::text(&table.text(""))?;
    Ok(true)
}

fn severity(lint: Lint) -> &'static str {
    match lint.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
