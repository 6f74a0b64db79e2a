//! `cargo xtask coverage`: how much is described, by product and section; and what the project publishes of it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::coverage::{self, Coverage};
use codegen::{Analysis, Sources};

use crate::{folder, output};

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
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
    let text = fs::read_to_string(file).map_err(named)?;
    let Some((head, tail)) = text.split_once(BEGIN).and_then(|(head, rest)| Some((head, rest.split_once(END)?.1)))
    else {
        output::error(&format!("{} lacks the lines that it goes between:\n{BEGIN}{END}", output::shown(file)));
        return Ok(false);
    };
    let published = format!("{}\n{}", coverage.summary(), coverage.products().markdown());
    let fresh = format!("{head}{BEGIN}{published}{END}{tail}");
    let shown = output::shown(file);
    if fresh == text {
        output::line(&format!("the coverage in {shown} is current"))?;
    } else if check {
        output::error(&format!("the coverage in {shown} is stale; run: cargo xtask coverage --into {shown}"));
        return Ok(false);
    } else {
        folder::write(file, &fresh)?;
        output::line(&format!("wrote the coverage into {shown}"))?;
    }
    Ok(true)
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
