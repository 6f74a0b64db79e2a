//! The file that a page's descriptor belongs to.

use std::collections::BTreeMap;

use super::{Page, Problem, Rule, slug};
use crate::check;

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

/// Finds the place: where [`check::expected_file`] says, and for realtime pages where the title proposes. A path with
/// anything but letters, digits, `-` and `_` between its slashes leads nowhere.
#[must_use]
pub fn place(page: &Page) -> Place {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let segments: Vec<_> = page.path.split('/').skip(1).collect();
    if !page.path.starts_with('/') || !segments.iter().all(is_name) {
        return Place::Unknown;
    }
    match (segments.as_slice(), check::expected_file(&page.path)) {
        (["tryitout", tr_id], _) => {
            let (product, slug) = (slug::product(&page.title, tr_id), slug::slug(&page.title));
            let slug = slug.unwrap_or_else(|| tr_id.to_ascii_lowercase());
            Place::Realtime { tr_id: (*tr_id).to_owned(), proposal: format!("{product}/realtime/{slug}.yaml") }
        }
        (["tryitout", ..], _) | (_, None) => Place::Unknown,
        (_, Some(file)) => Place::File(file),
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
