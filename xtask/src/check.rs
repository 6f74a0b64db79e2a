//! `cargo xtask check`: everything that is wrong with the descriptors.

use std::io;
use std::path::Path;

use codegen::Sources;

use crate::output;

/// Whether there is no error.
pub(crate) fn run(spec: &Path) -> io::Result<bool> {
    let sources = Sources::read(spec)?;
    let analysis = codegen::analyze(&sources);
    let found = analysis.diagnostics;
    output::diagnostics(&found, &sources, spec);
    let count = output::plural(analysis.spec.descriptors.len(), "descriptor");
    match found.summary() {
        None => output::line(&format!("{count}, nothing to mend"))?,
        Some(summary) => output::line(&format!("{count}: {summary}"))?,
    }
    if !found.has_errors() {
        output::line("next: cargo xtask codegen")?;
    }
    Ok(!found.has_errors())
}
