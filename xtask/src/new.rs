//! `cargo xtask new PATH`: a descriptor to fill in.

use std::io;
use std::path::Path;

use codegen::skeleton::{Method, PLACEHOLDER, skeleton};
use codegen::{Analysis, Sources, check};

use crate::{folder, output};

/// Whether the file was written.
pub(crate) fn run(spec: &Path, path: &str, method: Option<Method>, at: Option<&str>) -> io::Result<bool> {
    // The first descriptor of a folder makes it.
    let sources = if spec.is_dir() { Sources::read(spec)? } else { Sources::new() }.with_built_in();
    let analysis = codegen::analyze(&sources);
    let file = match place(path, method, at).and_then(|file| unused(&analysis, &sources, path, file)) {
        Ok(file) => file,
        Err(problem) => {
            output::error(&problem);
            return Ok(false);
        }
    };
    let names = |response: bool| -> Vec<&str> {
        let rows = analysis.spec.headers.iter().filter(|header| header.response == response);
        // Those with a dot are the rarer of two rows.
        rows.map(|header| header.reference.as_str()).filter(|name| !name.contains('.')).collect()
    };
    let text = skeleton(path, method.unwrap_or(Method::Get), (&names(false), &names(true)));
    let target = spec.join(&file);
    folder::write(&target, &text)?;
    let target = output::shown(&target);
    output::line(&format!("wrote {target}"))?;
    output::line(&format!("next: replace every {PLACEHOLDER} in it, then cargo xtask check"))?;
    Ok(true)
}

/// The file that a path belongs to, relative to the specification folder.
fn place(path: &str, method: Option<Method>, at: Option<&str>) -> Result<String, String> {
    let is_plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
    let is_clean =
        |text: &str| is_plain(text) && text.split('/').all(|segment| !segment.is_empty() && !segment.starts_with('.'));
    let expected = path.strip_prefix('/').filter(|rest| is_clean(rest)).and_then(|_| check::expected_file(path));
    let Some(expected) = expected else {
        return Err(format!(
            "`{path}` is no path of an API; write one such as /uapi/domestic-bond/v1/trading/inquire-balance"
        ));
    };
    if !path.starts_with("/tryitout/") {
        return match at {
            None => Ok(expected),
            Some(_) => Err(format!("the place follows from the path: {expected}; `--at` is for realtime pages")),
        };
    }
    if method == Some(Method::Get) {
        return Err("realtime pages are POST".to_owned());
    }
    let at = at.map(|at| at.trim_end_matches(".yaml")).filter(|at| is_clean(at));
    match at.map(|at| at.split('/').collect::<Vec<_>>()).as_deref() {
        Some([product, "realtime", name]) => Ok(format!("{product}/realtime/{name}.yaml")),
        _ => Err("a realtime page needs a place: `--at <product>/realtime/<English name>`, such as \
                  domestic-stock/realtime/trade-krx"
            .to_owned()),
    }
}

/// Nothing is overwritten, and no path is described twice.
fn unused(analysis: &Analysis, sources: &Sources, path: &str, file: String) -> Result<String, String> {
    if sources.get(&file).is_some() {
        return Err(format!("{file} is there already; it stays as it is"));
    }
    let other = analysis.spec.descriptors.iter().find(|descriptor| descriptor.documented.path.value == path);
    match other {
        Some(other) => Err(format!("`{path}` is described by {} already", other.file)),
        None => Ok(file),
    }
}
