//! `cargo xtask coverage`: how much is described, by product and section.

use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::{Sources, coverage};

use crate::output;

/// Whether the descriptors have no errors; with errors, the numbers are of what could be read.
pub(crate) fn run(spec: &Path, answers: Option<&Path>, markdown: bool) -> io::Result<bool> {
    let sources = Sources::read(spec)?;
    let analysis = codegen::analyze(&sources);
    let names = answers.map(names).transpose()?;
    let table = coverage::coverage(&analysis, names.as_deref()).table();
    output::text(&if markdown { table.markdown() } else { table.text("") })?;
    if let Some(summary) = analysis.diagnostics.summary().filter(|_| analysis.diagnostics.has_errors()) {
        output::error(&format!("{summary}: the numbers are of what could be read; see: cargo xtask check"));
    }
    Ok(!analysis.diagnostics.has_errors())
}

/// The names of all files below a folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let named = |path: &Path, error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let mut names = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| named(&folder, error))? {
            let entry = entry.map_err(|error| named(&folder, error))?;
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}
