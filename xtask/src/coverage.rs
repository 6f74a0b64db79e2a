//! `cargo xtask coverage`: how much is described, by product and section; and what the project publishes of it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::coverage::{self, Coverage};
use codegen::{Analysis, Sources};

use crate::output;
use crate::published::{self, Published};

/// What stands around the published part of a file.
const BEGIN: &str = "<!-- coverage: written by `cargo xtask coverage --into` -->\n";
const END: &str = "<!-- end of coverage -->\n";

/// Whether the descriptors have no errors; with errors, the numbers are of what could be read.
pub(crate) fn run(spec: &Path, answers: Option<&Path>, markdown: bool) -> io::Result<bool> {
    let (analysis, coverage) = count(spec, answers)?;
    let table = coverage.table();
    output::text(&if markdown { table.markdown() } else { table.text("") })?;
    output::text(&format!("\n{}", coverage.summary()))?;
    Ok(is_readable(&analysis))
}

/// Writes the published part into a file, between its two marks; `check` says whether it is there already.
pub(crate) fn publish(spec: &Path, file: &Path, check: bool) -> io::Result<bool> {
    let (analysis, coverage) = count(spec, None)?;
    if !is_readable(&analysis) {
        return Ok(false);
    }
    let command = format!("cargo xtask coverage --into {}", output::shown(file));
    let published = Published { what: "coverage", marks: (BEGIN, END), command: &command };
    let text = published::read(file)?;
    let Some(range) = published.range(&text) else {
        output::error(&format!("{} lacks the lines that it goes between:\n{BEGIN}{END}", output::shown(file)));
        return Ok(false);
    };
    let mut fresh = text.clone();
    fresh.replace_range(range, &format!("{}\n{}", coverage.summary(), coverage.products().markdown()));
    published.keep(file, &text, &fresh, check)
}

fn count(spec: &Path, answers: Option<&Path>) -> io::Result<(Analysis, Coverage)> {
    let analysis = codegen::analyze(&Sources::read(spec)?.with_built_in());
    let names = answers.map(names).transpose()?;
    let coverage = coverage::coverage(&analysis, names.as_deref());
    Ok((analysis, coverage))
}

fn is_readable(analysis: &Analysis) -> bool {
    if let Some(summary) = analysis.diagnostics.summary().filter(|_| analysis.diagnostics.has_errors()) {
        output::error(&format!("{summary}: the numbers are of what could be read; see: cargo xtask check"));
    }
    !analysis.diagnostics.has_errors()
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
