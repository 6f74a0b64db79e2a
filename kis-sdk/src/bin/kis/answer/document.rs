//! A body as JSON, with its members in the order in which they came and its numbers as they were written.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The members of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document(pub(crate) Vec<(String, Node)>);

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Object(Document),
    Array(Vec<Node>),
    Text(String),
    /// A number, `true`, `false` or `null`, as it was written.
    Bare(Box<RawValue>),
}

impl Document {
    /// Reads a body.
    ///
    /// # Errors
    /// Where it is no JSON object.
    pub(crate) fn read(body: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(body)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, node)| node)
    }
}

impl Node {
    /// As text for a cell: nothing for null, JSON for what has parts.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Bare(raw) if raw.get() == "null" => String::new(),
            Self::Bare(raw) => raw.get().to_owned(),
            parts if parts.is_empty() => String::new(),
            parts => serde_json::to_string(parts).unwrap_or_default(),
        }
    }

    /// Whether it stands for nothing: `""`, `[]`, `{}`, null.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Object(members) => members.0.is_empty(),
            Self::Array(elements) => elements.is_empty(),
            Self::Text(text) => text.trim().is_empty(),
            Self::Bare(raw) => raw.get() == "null",
        }
    }

    /// Changes every text in it; the function gets the name of the member that holds it.
    pub(crate) fn map_texts(&mut self, name: &str, change: &impl Fn(&str, &str) -> String) {
        match self {
            Self::Object(members) => members.map_texts(change),
            Self::Array(elements) => elements.iter_mut().for_each(|element| element.map_texts(name, change)),
            Self::Text(text) => *text = change(name, text),
            Self::Bare(raw) => {
                let shown = change(name, raw.get());
                if shown != raw.get() {
                    *self = Self::Text(shown);
                }
            }
        }
    }
}

impl Document {
    /// Changes every text in it; the function gets the name of the member that holds it.
    pub(crate) fn map_texts(&mut self, change: &impl Fn(&str, &str) -> String) {
        for (name, node) in &mut self.0 {
            node.map_texts(&name.clone(), change);
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let raw: Box<RawValue> = map.next_value()?;
                    members.push((name, node(raw).map_err(A::Error::custom)?));
                }
                Ok(Document(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

fn node(raw: Box<RawValue>) -> serde_json::Result<Node> {
    Ok(match raw.get().as_bytes().first() {
        Some(b'{') => Node::Object(serde_json::from_str(raw.get())?),
        Some(b'[') => {
            let elements: Vec<Box<RawValue>> = serde_json::from_str(raw.get())?;
            Node::Array(elements.into_iter().map(node).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Node::Text(serde_json::from_str(raw.get())?),
        _ => Node::Bare(raw),
    })
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, node) in &self.0 {
            map.serialize_entry(name, node)?;
        }
        map.end()
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(members) => members.serialize(serializer),
            Self::Array(elements) => elements.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bare(raw) => raw.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_digits_stay() {
        let body = r#"{"z":"1","a":[{"y":1.50,"b":null},[]],"m":{"k":"\"\u00e9"},"n":123456789012345678901234567890}"#;
        let document = Document::read(body.as_bytes()).expect("JSON");
        let again = serde_json::to_string(&document).expect("JSON");
        assert_eq!(again, body.replace(r"\u00e9", "é"));
        assert!(Document::read(b"[1]").is_err());
        assert!(Document::read(b"{\"a\":").is_err());
    }
}
