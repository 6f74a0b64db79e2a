//! `cargo xtask codegen`: descriptors to modules, all or nothing.

use std::io;
use std::path::Path;

use codegen::{Options, Output, Severity, Sources};

use crate::folder::{self, Change, Plan};
use crate::{manifest, output};

/// Whether the folder is what the descriptors say. `command` is what writes it, with the flags of this run.
pub(crate) fn run(spec: &Path, out: &Path, check: bool, command: &str) -> io::Result<bool> {
    let sources = Sources::read(spec)?.with_built_in();
    let manifest = manifest::of(out)?;
    let mut options = options(spec);
    options.features = manifest.is_some();
    options.words = manifest.as_ref().is_some_and(|manifest| manifest.has_feature("words"));
    let generated = match codegen::generate(&sources, &options) {
        Ok(generated) => generated,
        Err(found) => {
            let errors = found.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
            output::diagnostics(&errors, &sources, spec);
            output::error("nothing was written");
            return Ok(false);
        }
    };
    let plan = folder::plan(out, &generated.files)?;
    for path in &plan.foreign {
        output::error(&format!(
            "{} is in the way: `cargo xtask codegen` didn't write it; move or remove it",
            output::shown(&out.join(path))
        ));
    }
    if !plan.foreign.is_empty() {
        output::error("nothing was written");
        return Ok(false);
    }
    let features = manifest.as_ref().and_then(|manifest| Some((manifest, manifest.with(&generated.model.products())?)));
    if check {
        let is_current = checked(out, &generated, &plan, command)?;
        let Some((manifest, _)) = features else { return Ok(is_current) };
        output::line(&format!("stale {}: its products; run: {command}", output::shown(&manifest.path)))?;
        return Ok(false);
    }
    if let Some((manifest, text)) = features {
        folder::write(&manifest.path, &text)?;
        output::line(&format!("wrote the products of {}", output::shown(&manifest.path)))?;
    }
    written(out, &generated, &plan)
}

/// Generated files name their descriptor from the workspace on, or below the folder's own name where that lies elsewhere:
/// the text is the same wherever the command runs.
fn options(spec: &Path) -> Options {
    let mut options = Options::default();
    let full = spec.canonicalize().unwrap_or_else(|_| spec.to_owned());
    let below = full.strip_prefix(crate::workspace()).ok().or_else(|| full.file_name().map(Path::new));
    if let Some(below) = below {
        options.spec = below.to_string_lossy().replace('\\', "/");
    }
    options
}

fn checked(out: &Path, generated: &Output, plan: &Plan, command: &str) -> io::Result<bool> {
    for (path, change) in &plan.changes {
        let path = output::shown(&out.join(path));
        output::line(&match change {
            Change::Missing => format!("missing {path}"),
            Change::Orphaned => format!("orphaned {path}"),
            Change::Stale { line, is, should_be } => {
                format!("stale {path}, first in line {line}:\n  is        {is}\n  should be {should_be}")
            }
        })?;
    }
    output::line(&format!("{}: {} to change", counted(generated), plan.changes.len()))?;
    if !plan.changes.is_empty() {
        output::line(&format!("run: {command}"))?;
    }
    Ok(plan.changes.is_empty())
}

fn written(out: &Path, generated: &Output, plan: &Plan) -> io::Result<bool> {
    folder::apply(out, &generated.files, plan)?;
    let mut removed = 0;
    for (path, change) in &plan.changes {
        let is_removed = *change == Change::Orphaned;
        removed += usize::from(is_removed);
        let verb = if is_removed { "removed" } else { "wrote" };
        output::line(&format!("{verb} {}", output::shown(&out.join(path))))?;
    }
    let wrote = plan.changes.len() - removed;
    let unchanged = generated.files.len() - wrote;
    output::line(&format!("{}: {wrote} written, {removed} removed, {unchanged} unchanged", counted(generated)))?;
    if let Some(summary) = generated.warnings.summary() {
        output::line(&format!("{summary}; see: cargo xtask check"))?;
    }
    if !plan.changes.is_empty() {
        output::line("next: read `git diff`, then cargo test")?;
    }
    Ok(true)
}

fn counted(generated: &Output) -> String {
    let transactions = output::plural(generated.model.transactions.len(), "TR");
    format!("{transactions}, {}", output::plural(generated.files.len(), "file"))
}
