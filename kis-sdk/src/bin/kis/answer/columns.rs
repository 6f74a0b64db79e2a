//! `--columns a,b,c`: which fields are shown, and in which order.

use kis_sdk::descriptor::{Field, Tr};

use super::Container;
use crate::exit::{Failure, Outcome};
use crate::suggest::did_you_mean;

/// The fields that were asked for; `None` for all.
pub(crate) struct Columns(Option<Vec<String>>);

impl Columns {
    /// Checks names against what the page documents. A 한글명 stands for its field.
    pub(crate) fn of(tr: &'static Tr, asked: &[String]) -> Outcome<Self> {
        let asked: Vec<&str> = asked.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        if asked.is_empty() {
            return Ok(Self(None));
        }
        let known = known(tr);
        let is = |field: &&Field, name: &str| field.name.eq_ignore_ascii_case(name) || field.label == name;
        let mut names = Vec::new();
        let mut unknown = Vec::new();
        for name in asked {
            match known.iter().find(|field| is(field, name)) {
                Some(field) => names.push(field.name.to_ascii_lowercase()),
                None => unknown.push(name),
            }
        }
        if unknown.is_empty() {
            return Ok(Self(Some(names)));
        }
        let all = || known.iter().flat_map(|field| [field.name, field.label]);
        let lines = unknown.iter().take(3).map(|name| format!("`{name}`{}", did_you_mean(name, all())));
        let noun = if unknown.len() == 1 { "a column that isn't" } else { "columns that aren't" };
        Err(Failure::usage(format!("--columns names {noun} in the answer of {}", tr.title))
            .advise_all(lines)
            .advise(format!("`kis show {}` lists its fields", crate::find::name(tr))))
    }

    /// Whether every field is shown.
    pub(crate) fn is_all(&self) -> bool {
        self.0.is_none()
    }

    /// The keys of a container that are shown: those asked for in their order, or all.
    pub(crate) fn keys<'c>(&self, container: &'c Container<'_>) -> Vec<&'c str> {
        let keys = container.keys();
        let Some(names) = &self.0 else { return keys };
        let key = |name: &String| keys.iter().copied().find(|key| key.eq_ignore_ascii_case(name));
        names.iter().filter_map(key).collect()
    }
}

/// Every documented field that has a value.
fn known(tr: &'static Tr) -> Vec<&'static Field> {
    let mut known = Vec::new();
    for field in tr.response {
        match field.kind.fields() {
            Some(inner) => known.extend(inner),
            None => known.push(field),
        }
    }
    known
}
