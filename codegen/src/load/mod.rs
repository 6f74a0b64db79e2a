//! From bytes to descriptors: reads every file, and says all that is wrong with each.

mod codes;
mod glossary;
mod headers;
mod ours;
mod page;
mod reader;
mod yaml;

use crate::descriptor::Spec;
use crate::diagnostics::{Diagnostic, Diagnostics, Lint};
use crate::{Sources, load::headers::Headers};

pub use codes::FILE as CODES_FILE;
pub use glossary::FILE as GLOSSARY_FILE;
pub use headers::FILE as HEADERS_FILE;

/// Reads every descriptor of a specification folder.
#[must_use]
pub fn load(sources: &Sources) -> (Spec, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut headers = Headers::default();
    if let Some(bytes) = sources.get(HEADERS_FILE)
        && let Some(root) = tree(HEADERS_FILE, bytes, &mut diagnostics)
    {
        headers = Headers::read(&root, &mut diagnostics);
        headers.is_built_in = sources.is_built_in(HEADERS_FILE);
    }
    let mut terms = Vec::new();
    if let Some(bytes) = sources.get(GLOSSARY_FILE)
        && let Some(root) = tree(GLOSSARY_FILE, bytes, &mut diagnostics)
    {
        terms = glossary::read(&root, &mut diagnostics);
    }
    let mut codes = Vec::new();
    if let Some(bytes) = sources.get(CODES_FILE)
        && let Some(root) = tree(CODES_FILE, bytes, &mut diagnostics)
    {
        codes = codes::read(&root, &mut diagnostics);
    }
    let mut descriptors = Vec::new();
    for (file, bytes) in sources.iter().filter(|(file, _)| ![HEADERS_FILE, GLOSSARY_FILE, CODES_FILE].contains(file)) {
        if let Some(root) = tree(file, bytes, &mut diagnostics) {
            descriptors.extend(ours::descriptor(file, &root, &mut headers, &mut diagnostics));
        }
    }
    (Spec { headers: headers.rows, terms, codes, descriptors }, diagnostics)
}

/// The tree of one file; `None` where it isn't text or isn't YAML.
fn tree(file: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<yaml::Node> {
    match std::str::from_utf8(bytes) {
        Ok(text) => yaml::parse(file, text, diagnostics),
        Err(error) => {
            let at = error.valid_up_to();
            diagnostics.push(
                Diagnostic::new(Lint::NotUtf8, file, &(at..at + 1), "this file isn't UTF-8")
                    .label("the first byte that isn't")
                    .help("save it as UTF-8; files from Korean Windows are often CP949"),
            );
            None
        }
    }
}
