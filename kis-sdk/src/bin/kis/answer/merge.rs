//! Several pages as one answer.

use super::{Document, Node};

/// Puts pages together: lists one after the other, everything else as the last page has it.
pub(crate) fn merge(pages: Vec<Document>) -> Document {
    let mut pages = pages.into_iter();
    let mut merged = pages.next().unwrap_or_default();
    for page in pages {
        for (name, node) in page.0 {
            match merged.0.iter_mut().find(|(known, _)| *known == name) {
                Some((_, place)) => join(place, node),
                None => merged.0.push((name, node)),
            }
        }
    }
    merged
}

fn join(place: &mut Node, node: Node) {
    match (place, node) {
        (Node::Array(rows), Node::Array(more)) => rows.extend(more),
        // The server sends one row as an object, and none as a blank.
        (Node::Array(rows), Node::Object(row)) => rows.extend((!row.0.is_empty()).then_some(Node::Object(row))),
        (Node::Array(_), node) if node.is_empty() => {}
        (place, Node::Array(rows)) if place.is_empty() => *place = Node::Array(rows),
        (place @ Node::Object(_), Node::Array(rows)) => {
            let first = std::mem::replace(place, Node::Array(Vec::new()));
            *place = Node::Array(std::iter::once(first).chain(rows).collect());
        }
        (place @ Node::Object(_), node) if node.is_empty() => drop((place, node)),
        (place, node) => *place = node,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(pages: &[&str]) -> String {
        let pages = pages.iter().map(|page| Document::read(page.as_bytes()).expect("JSON")).collect();
        serde_json::to_string(&merge(pages)).expect("JSON")
    }

    #[test]
    fn lists_grow_and_the_rest_is_the_last_page() {
        let first = r#"{"rt_cd":"0","msg1":"more","output1":[{"a":"1"}],"output2":{"sum":"1"}}"#;
        let second = r#"{"rt_cd":"0","msg1":"done","output1":[{"a":"2"},{"a":"3"}],"output2":{"sum":"6"}}"#;
        let all = r#"{"rt_cd":"0","msg1":"done","output1":[{"a":"1"},{"a":"2"},{"a":"3"}],"output2":{"sum":"6"}}"#;
        assert_eq!(merged(&[first, second]), all);
        assert_eq!(merged(&[r#"{"o":[{"a":"1"}]}"#, r#"{"o":{"a":"2"}}"#]), r#"{"o":[{"a":"1"},{"a":"2"}]}"#);
        assert_eq!(merged(&[r#"{"o":[{"a":"1"}]}"#, r#"{"o":""}"#]), r#"{"o":[{"a":"1"}]}"#);
        assert_eq!(merged(&[r#"{"o":{"a":"1"}}"#, r#"{"o":[{"a":"2"}]}"#]), r#"{"o":[{"a":"1"},{"a":"2"}]}"#);
        assert_eq!(merged(&[r#"{"o":""}"#, r#"{"o":[{"a":"2"}],"n":"1"}"#]), r#"{"o":[{"a":"2"}],"n":"1"}"#);
    }
}
