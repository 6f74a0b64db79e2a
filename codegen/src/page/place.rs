//! The file that a page's descriptor belongs to.

use std::collections::BTreeMap;

use super::{Page, Problem, Rule, slug};

/// Where a descriptor lies, below `spec/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its path says it.
    File(String),
    /// A realtime page: nothing but ourselves says it. The descriptor that has the path already is the right one; a new
    /// one can take the proposal.
    Realtime {
        /// The end of the path.
        tr_id: String,
        /// `domestic-stock/realtime/trade-krx.yaml`
        proposal: String,
    },
    /// The path is none that an API has.
    Unknown,
}

/// Finds the place.
///
/// | path | file |
/// |---|---|
/// | `/uapi/<product>/v1/<rest>` | `<product>/<rest>.yaml` |
/// | `/uapi/hashkey` | `oauth2/hashkey.yaml` |
/// | `/oauth2/tokenP` | `oauth2/token-p.yaml` |
/// | `/tryitout/<TR>` | `<product>/realtime/<slug>.yaml` |
#[must_use]
pub fn place(page: &Page) -> Place {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let segments: Vec<_> = page.path.split('/').skip(1).collect();
    if !page.path.starts_with('/') || !segments.iter().all(is_name) {
        return Place::Unknown;
    }
    let kebab = |segments: &[&str]| segments.iter().map(|segment| kebab(segment)).collect::<Vec<_>>().join("/");
    match segments.as_slice() {
        ["uapi", product, "v1", rest @ ..] if !rest.is_empty() => {
            Place::File(format!("{product}/{}.yaml", rest.join("/")))
        }
        ["uapi", rest @ ..] if !rest.is_empty() => Place::File(format!("oauth2/{}.yaml", kebab(rest))),
        ["tryitout", tr_id] => {
            let (product, slug) = (slug::product(&page.title, tr_id), slug::slug(&page.title));
            let slug = slug.unwrap_or_else(|| tr_id.to_ascii_lowercase());
            Place::Realtime { tr_id: (*tr_id).to_owned(), proposal: format!("{product}/realtime/{slug}.yaml") }
        }
        [_, _, ..] => Place::File(format!("{}.yaml", kebab(&segments))),
        _ => Place::Unknown,
    }
}

/// The pages whose path another page has already, with the file that each is in.
#[must_use]
pub fn duplicates<'a>(pages: impl IntoIterator<Item = (&'a str, &'a Page)>) -> Vec<(&'a str, Problem)> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for (file, page) in pages {
        if let Some(other) = first.get(page.path.as_str()) {
            let message = format!("`{other}` is a page of the path `{}` too", page.path);
            let help = "a path has one descriptor: keep the newer page";
            found.push((file, Problem::new(Rule::DuplicatePath, message, help)));
        } else {
            first.insert(&page.path, file);
        }
    }
    found
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
