//! The containers of an answer: the documented ones under their own names, whatever the server called them, then the others.

use kis_sdk::descriptor::{Field, FieldKind, Tr};

use super::{Document, Node};

/// A list or an object of an answer.
pub(crate) struct Container<'a> {
    /// Its name on the page, or as it came.
    pub(crate) name: &'a str,
    /// 한글명; blank of one that no page documents.
    pub(crate) label: &'static str,
    /// Its documented fields.
    pub(crate) fields: &'static [Field],
    /// Whether it is one object, to be shown as a list of names and values.
    pub(crate) is_single: bool,
    pub(crate) rows: Vec<&'a Document>,
}

impl Container<'_> {
    /// The field that a key of a row is.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        let exact = self.fields.iter().find(|field| field.name == key);
        exact.or_else(|| self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(key)))
    }

    /// The keys of all rows: documented ones in the page's order as far as they came, then the others as they came.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let mut came: Vec<&str> = Vec::new();
        for row in &self.rows {
            for (key, _) in &row.0 {
                if !came.contains(&key.as_str()) {
                    came.push(key);
                }
            }
        }
        let place = |key: &&str| {
            self.field(key).and_then(|field| self.fields.iter().position(|other| other.name == field.name))
        };
        came.sort_by_key(|key| place(key).unwrap_or(usize::MAX));
        came
    }
}

/// Keys that belong to the envelope.
pub(crate) fn is_envelope(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    matches!(key.as_str(), "rt_cd" | "msg_cd" | "msg1" | "message") || key.starts_with("ctx_area_")
}

/// The containers of an answer, in the page's order; documented ones that stayed away are there without rows. What stands
/// beside them is the last one, without a name.
pub(crate) fn containers<'a>(tr: &'static Tr, document: &'a Document) -> (Vec<Container<'a>>, Option<Container<'a>>) {
    let mut found: Vec<Container<'a>> = tr.response.iter().filter_map(documented).collect();
    let mut has_beside = false;
    for (key, node) in &document.0 {
        if is_envelope(key) {
            continue;
        }
        let known = tr.answer_field(key).filter(|field| is_container(field));
        let rows = rows(node);
        match known.and_then(|field| found.iter_mut().find(|container| container.name == field.name)) {
            Some(container) => container.rows.extend(rows),
            None if matches!(node, Node::Object(_) | Node::Array(_)) && !rows.is_empty() => found.push(Container {
                name: key,
                label: "",
                fields: &[],
                is_single: matches!(node, Node::Object(_)),
                rows,
            }),
            None if known.is_none() => has_beside |= matches!(node, Node::Text(_) | Node::Bare(_)),
            None => {}
        }
    }
    for container in &mut found {
        container.is_single &= container.rows.len() <= 1;
    }
    let beside = has_beside.then(|| Container {
        name: "",
        label: "",
        fields: tr.response.rows(),
        is_single: true,
        rows: vec![document],
    });
    (found, beside)
}

fn is_container(field: &Field) -> bool {
    field.kind.fields().is_some()
}

fn documented<'a>(field: &'static Field) -> Option<Container<'a>> {
    let (fields, is_single) = match field.kind {
        FieldKind::Object(fields) => (fields, true),
        FieldKind::Array(fields) => (fields, false),
        _ => return None,
    };
    Some(Container { name: field.name, label: field.label, fields, is_single, rows: Vec::new() })
}

/// The rows in a node: the elements of arrays, arrays in arrays as if they were one, or the object itself.
fn rows(node: &Node) -> Vec<&Document> {
    match node {
        Node::Object(members) if !members.0.is_empty() => vec![members],
        Node::Array(elements) => elements.iter().flat_map(rows).collect(),
        _ => Vec::new(),
    }
}
