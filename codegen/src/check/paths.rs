//! Where a descriptor lies: the path of an API is its address everywhere.

use std::collections::BTreeMap;

use crate::descriptor::{Descriptor, Documented};
use crate::diagnostics::{Diagnostic, Lint};
use crate::names;

/// The file that a path belongs to; for realtime pages the folder's end, `realtime/`.
///
/// | path | file |
/// |---|---|
/// | `/uapi/<product>/v1/<rest>` | `<product>/<rest>.yaml` |
/// | `/uapi/hashkey` | `oauth2/hashkey.yaml` |
/// | `/oauth2/tokenP` | `oauth2/token-p.yaml` |
/// | `/tryitout/<TR>` | `<product>/realtime/<a slug of ours>.yaml` |
#[must_use]
pub fn expected_file(path: &str) -> Option<String> {
    let segments: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    let kebab = |segments: &[&str]| segments.iter().map(|segment| kebab(segment)).collect::<Vec<_>>().join("/");
    match segments.as_slice() {
        ["uapi", product, "v1", rest @ ..] if !rest.is_empty() => Some(format!("{product}/{}.yaml", rest.join("/"))),
        ["uapi", rest @ ..] if !rest.is_empty() => Some(format!("oauth2/{}.yaml", kebab(rest))),
        ["tryitout", ..] => Some("realtime/".to_owned()),
        [_, _, ..] => Some(format!("{}.yaml", kebab(&segments))),
        _ => None,
    }
}

/// `tokenP` → `token-p`
fn kebab(segment: &str) -> String {
    let mut kebab = String::new();
    for c in segment.chars() {
        if c.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    kebab
}

pub(super) fn check(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
    if page.path.value.is_empty() {
        return;
    }
    let problem = |message: String| Diagnostic::new(Lint::PathMismatch, file, &page.path.span, message);
    match expected_file(&page.path) {
        None => {
            let help = "a path begins with `/` and has several segments";
            found.push(problem(format!("`{}` is no path of an API", page.path.value)).help(help));
        }
        Some(folder) if folder == "realtime/" => {
            let segments: Vec<_> = file.split('/').collect();
            if !matches!(segments.as_slice(), [_, "realtime", _]) {
                found.push(
                    problem("a realtime page lies in `<product>/realtime/`".to_owned())
                        .help("move the file there, under an English name such as `trade-krx.yaml`"),
                );
            }
        }
        Some(expected) if expected != file => {
            found.push(
                problem(format!("the descriptor of `{}` doesn't lie where its path says", page.path.value))
                    .help(format!("move the file to `{expected}`")),
            );
        }
        Some(_) => {}
    }
}

/// One path twice, and files whose modules have one name.
pub(super) fn duplicates(pages: &[(&Descriptor, Documented)], found: &mut Vec<Diagnostic>) {
    let mut paths: BTreeMap<&str, &str> = BTreeMap::new();
    let mut modules: BTreeMap<Vec<String>, &str> = BTreeMap::new();
    for (descriptor, page) in pages {
        let file = descriptor.file.as_str();
        let span = &page.path.span;
        if let Some(other) = paths.insert(&page.path, file).filter(|_| !page.path.value.is_empty()) {
            let message = format!("`{}` is described by `{other}` too", page.path.value);
            found.push(Diagnostic::new(Lint::DuplicatePath, file, span, message).help("remove one of the two"));
        }
        if let Some(other) = modules.insert(names::modules(file), file) {
            let message = format!("this file and `{other}` become one module");
            found.push(Diagnostic::new(Lint::NameCollision, file, span, message));
        }
    }
    for (descriptor, page) in pages {
        let module = names::modules(&descriptor.file);
        if let Some((_, other)) =
            modules.iter().find(|(other, _)| other.len() > module.len() && other.starts_with(&module))
        {
            let message = format!("the folder of `{other}` and this file become one module");
            found.push(Diagnostic::new(Lint::NameCollision, &descriptor.file, &page.path.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expected_file;

    #[test]
    fn paths_row_by_row() {
        let table = [
            ("/uapi/domestic-bond/v1/trading/inquire-balance", Some("domestic-bond/trading/inquire-balance.yaml")),
            (
                "/uapi/domestic-stock/v1/trading/pension/inquire-balance",
                Some("domestic-stock/trading/pension/inquire-balance.yaml"),
            ),
            ("/uapi/hashkey", Some("oauth2/hashkey.yaml")),
            ("/oauth2/tokenP", Some("oauth2/token-p.yaml")),
            ("/tryitout/H0STCNT0", Some("realtime/")),
            ("/alone", None),
            ("no/slash", None),
        ];
        for (path, expected) in table {
            assert_eq!(expected_file(path).as_deref(), expected, "{path}");
        }
    }
}
