//! `glossary.yaml`: English names for the Korean words of codes.

use super::reader::Reader;
use super::yaml::Node;
use crate::descriptor::Text;
use crate::diagnostics::{Diagnostic, Diagnostics, Lint};
use crate::names;

/// Its path in the specification folder.
pub const FILE: &str = "glossary.yaml";

/// Reads the file: words and names.
pub(super) fn read(root: &Node, diagnostics: &mut Diagnostics) -> Vec<(Text, Text)> {
    let mut reader = Reader { file: FILE, diagnostics };
    let entries = reader.entries(root, FILE).unwrap_or_default();
    let terms: Vec<_> = entries.iter().map(|(word, name)| (reader.text(word), reader.text(name))).collect();
    for (_, name) in &terms {
        if names::snake(name).as_deref() != Some(name.as_str()) {
            let message = format!("`{}` is no name in snake case", name.value);
            let problem = Diagnostic::new(Lint::BadName, FILE, &name.span, message);
            reader.report(problem.help("write lower-case English words with `_` between them, such as `by_product`"));
        }
    }
    terms
}
