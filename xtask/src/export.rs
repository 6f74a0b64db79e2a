//! `cargo xtask export`: the model as JSON.

use std::io;
use std::path::Path;

use codegen::{Sources, export};

use crate::{folder, output};

/// Whether there was something to export: descriptors with errors are none.
pub(crate) fn run(spec: &Path, out: Option<&Path>) -> io::Result<bool> {
    let sources = Sources::read(spec)?.with_built_in();
    let analysis = codegen::analyze(&sources);
    if analysis.diagnostics.has_errors() {
        output::diagnostics(&analysis.diagnostics, &sources, spec);
        output::error("nothing was exported");
        return Ok(false);
    }
    let json = export::json(&analysis);
    match out {
        None => output::text(&json)?,
        Some(file) => {
            folder::write(file, &json)?;
            let count = output::plural(analysis.spec.descriptors.len(), "TR");
            output::line(&format!("wrote {}: {count}", output::shown(file)))?;
        }
    }
    Ok(true)
}
