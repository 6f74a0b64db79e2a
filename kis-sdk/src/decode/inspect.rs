//! Holds an answer against its table and says everything that differs, where decoding stops at the first malformed value
//! and takes the rest without a word.

use std::fmt;

use serde_json::{Map, Value};

use super::body::container_by_another_name;
use super::row::position;
use super::{numbers, value};
use crate::descriptor::{Field, FieldKind, Tr};

/// One way in which an answer differs from what its descriptor says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where: `output1.pdno`, `output`, or blank for the whole body.
    pub at: String,
    /// What differs.
    pub difference: Difference,
    /// In how many rows.
    pub count: usize,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// The body is no JSON object, or has no `rt_cd`.
    NotAnAnswer(String),
    /// A key that the descriptor doesn't list, with a value that came.
    Unknown {
        /// The first value.
        example: String,
    },
    /// A documented key that never came.
    Missing,
    /// A value that is not what the descriptor says: decoding it is an error.
    Malformed {
        /// The first such value.
        example: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A key in another case than documented: taken, but a correction makes it plain.
    OtherCase {
        /// The key as it came.
        sent: String,
    },
    /// A container under another name than documented: taken.
    OtherName {
        /// The key as it came.
        sent: String,
    },
    /// One object where an array is documented, or the reverse: taken where nothing is lost.
    OtherShape {
        /// What came: `an object`, `an array of 3`, `a text`.
        sent: String,
        /// Whether decoding it is an error.
        is_error: bool,
    },
}

impl Difference {
    /// Whether decoding such an answer is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        match self {
            Self::NotAnAnswer(_) | Self::Malformed { .. } => true,
            Self::OtherShape { is_error, .. } => *is_error,
            Self::Unknown { .. } | Self::Missing | Self::OtherCase { .. } | Self::OtherName { .. } => false,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at)?;
        }
        match &self.difference {
            Difference::NotAnAnswer(what) => f.write_str(what)?,
            Difference::Unknown { example } => write!(f, "not documented, holds {example:?}")?,
            Difference::Missing => f.write_str("documented, not sent")?,
            Difference::Malformed { example, expected } => write!(f, "holds {example:?}, documented is {expected}")?,
            Difference::OtherCase { sent } => write!(f, "sent as {sent}")?,
            Difference::OtherName { sent } => write!(f, "sent as {sent}")?,
            Difference::OtherShape { sent, .. } => write!(f, "sent as {sent}")?,
        }
        if self.count > 1 { write!(f, " ({} times)", self.count) } else { Ok(()) }
    }
}

/// Holds an answer's body against the table of its TR.
///
/// Everything that decoding would refuse is found, and what it takes in silence as well: keys that no page lists, keys
/// that never come, other shapes, names and cases. An answer that fits gives an empty list.
///
/// ```
/// use kis_sdk::descriptor::{Difference, inspect};
/// use kis_sdk::domestic_bond::trading::inquire_balance::TR;
///
/// let body = r#"{"rt_cd":"0","output":{"cblc_qty":"7,780 억"}}"#;
/// let findings = inspect(&TR, body.as_bytes());
/// assert!(findings.iter().any(|finding| finding.to_string() == "output: sent as an object"));
/// assert!(findings.iter().any(|finding| matches!(finding.difference, Difference::Malformed { .. })));
/// ```
#[must_use]
pub fn inspect(tr: &Tr, body: &[u8]) -> Vec<Finding> {
    let mut report = Report::default();
    match serde_json::from_slice::<Value>(&numbers::quote(body)) {
        Err(error) => report.add("", Difference::NotAnAnswer(format!("no JSON: {error}"))),
        Ok(Value::Object(members)) => {
            if !members.keys().any(|key| key.eq_ignore_ascii_case("rt_cd")) {
                report.add("", Difference::NotAnAnswer("no rt_cd".to_owned()));
            }
            report.object(&tr.response, &members, "");
        }
        Ok(_) => report.add("", Difference::NotAnAnswer("no JSON object".to_owned())),
    }
    report.findings
}

/// Keys of the envelope, which no table lists.
pub(crate) fn is_envelope(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    matches!(key.as_str(), "rt_cd" | "msg_cd" | "msg1") || key.starts_with("ctx_area_")
}

#[derive(Default)]
struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding, or counts it where the same sort of difference was found at the same place.
    fn add(&mut self, at: &str, difference: Difference) {
        let sort = |difference: &Difference| (std::mem::discriminant(difference), difference.is_error());
        let same = |finding: &&mut Finding| finding.at == at && sort(&finding.difference) == sort(&difference);
        match self.findings.iter_mut().find(same) {
            Some(finding) => finding.count += 1,
            None => self.findings.push(Finding { at: at.to_owned(), difference, count: 1 }),
        }
    }

    /// The members of an object against the fields of its table.
    fn object(&mut self, fields: &[Field], members: &Map<String, Value>, at: &str) {
        let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
        let mut came = vec![false; fields.len()];
        for (key, sent) in members {
            if at.is_empty() && is_envelope(key) {
                if let Some(index) = position(fields, usize::MAX, key) {
                    came[index] = true;
                }
                continue;
            }
            let named = position(fields, usize::MAX, key);
            let Some(index) = named.or_else(|| container_by_another_name(fields, key)) else {
                self.add(&path(key), Difference::Unknown { example: shown(sent) });
                continue;
            };
            let field = &fields[index];
            came[index] = true;
            if named.is_none() {
                self.add(&path(field.name), Difference::OtherName { sent: key.clone() });
            } else if field.name != key {
                self.add(&path(field.name), Difference::OtherCase { sent: key.clone() });
            }
            self.field(field, sent, &path(field.name));
        }
        for (field, _) in fields.iter().zip(came).filter(|(_, came)| !came) {
            self.add(&path(field.name), Difference::Missing);
        }
    }

    fn field(&mut self, field: &Field, sent: &Value, at: &str) {
        match field.kind {
            FieldKind::Object(fields) => self.container(fields, false, sent, at),
            FieldKind::Array(fields) => self.container(fields, true, sent, at),
            _ => self.scalar(field, sent, at),
        }
    }

    fn container(&mut self, fields: &[Field], is_array: bool, sent: &Value, at: &str) {
        let shape = |sent: &str, is_error| Difference::OtherShape { sent: sent.to_owned(), is_error };
        match sent {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::Object(members) if members.is_empty() => {}
            Value::Object(members) => {
                if is_array {
                    self.add(at, shape("an object", false));
                }
                self.object(fields, members, at);
            }
            Value::Array(rows) => {
                let rows: Vec<&Value> = rows.iter().flat_map(flattened).filter(|row| !is_no_row(row)).collect();
                if !is_array && !rows.is_empty() {
                    self.add(at, shape(&format!("an array of {}", rows.len()), rows.len() > 1));
                }
                for row in rows {
                    match row {
                        Value::Object(members) => self.object(fields, members, at),
                        other => self.add(at, shape(&format!("an array with {}", shown(other)), true)),
                    }
                }
            }
            other => self.add(at, shape(&shown(other), true)),
        }
    }

    fn scalar(&mut self, field: &Field, sent: &Value, at: &str) {
        let text = match sent {
            Value::String(text) => text.as_str(),
            Value::Null => "",
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            Value::Object(members) if members.is_empty() => "",
            Value::Array(elements) if elements.is_empty() => "",
            // Numbers are in quotes by now.
            Value::Number(_) | Value::Object(_) | Value::Array(_) => {
                return self.add(at, Difference::Malformed { example: shown(sent), expected: "a single value" });
            }
        };
        let outcome = match field.kind {
            FieldKind::Decimal => value::decimal(text).map(drop),
            FieldKind::Date => value::date(text).map(drop),
            FieldKind::Time => value::time(text).map(drop),
            _ => Ok(()),
        };
        if let Err(expected) = outcome {
            self.add(at, Difference::Malformed { example: text.to_owned(), expected });
        }
    }
}

/// The elements of arrays inside arrays, which the decoder reads as if they were one.
fn flattened(element: &Value) -> Vec<&Value> {
    match element {
        Value::Array(elements) => elements.iter().flat_map(flattened).collect(),
        other => vec![other],
    }
}

/// An element of an array that stands for nothing.
fn is_no_row(element: &Value) -> bool {
    match element {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// A value as a person would look at it: short.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => super::scalar::excerpt(text),
        Value::Object(members) => format!("an object of {} members", members.len()),
        Value::Array(elements) => format!("an array of {}", elements.len()),
        other => other.to_string(),
    }
}

#[cfg(all(test, feature = "domestic-bond", feature = "domestic-stock"))]
mod tests {
    use super::*;
    use crate::domestic_bond::trading::inquire_balance::TR as BOND;
    use crate::domestic_stock::trading::pension::inquire_balance::TR as PENSION;

    fn said(tr: &Tr, body: &str) -> Vec<String> {
        inspect(tr, body.as_bytes()).iter().map(Finding::to_string).collect()
    }

    /// A body in which every documented field is there.
    fn complete(tr: &Tr) -> Value {
        let row = |fields: &[Field]| Value::Object(fields.iter().map(|f| (f.name.to_owned(), "0".into())).collect());
        let mut body = Map::from_iter([("rt_cd".to_owned(), "0".into())]);
        for field in tr.response {
            let content = match field.kind {
                FieldKind::Array(fields) => Value::Array(vec![row(fields)]),
                FieldKind::Object(fields) => row(fields),
                _ => "".into(),
            };
            body.insert(field.name.to_owned(), content);
        }
        Value::Object(body)
    }

    #[test]
    fn an_answer_that_fits_gives_nothing() {
        for tr in [&BOND, &PENSION] {
            assert_eq!(said(tr, &complete(tr).to_string()), Vec::<String>::new());
        }
    }

    #[test]
    fn every_difference_is_named_and_counted() {
        let mut body = complete(&BOND);
        let row = body["output"][0].as_object_mut().expect("a row");
        row.insert("cblc_qty".to_owned(), "?".into());
        row.insert("new_field".to_owned(), serde_json::json!(1.50));
        let pdno = row.remove("pdno").expect("there");
        row.insert("PDNO".to_owned(), pdno);
        row.remove("exdt");
        let row = body["output"][0].clone();
        body["output"].as_array_mut().expect("rows").push(row);
        let mut said = said(&BOND, &body.to_string());
        said.sort();
        assert_eq!(
            said,
            [
                r#"output.cblc_qty: holds "?", documented is a decimal number (2 times)"#,
                "output.exdt: documented, not sent (2 times)",
                r#"output.new_field: not documented, holds "1.5" (2 times)"#,
                "output.pdno: sent as PDNO (2 times)",
            ]
        );
    }

    #[test]
    fn shapes_and_names() {
        let row = complete(&BOND)["output"][0].clone();
        let object = serde_json::json!({"rt_cd": "0", "output1": row});
        assert_eq!(said(&BOND, &object.to_string()), ["output: sent as output1", "output: sent as an object"]);
        let totals = complete(&PENSION)["output2"].clone();
        let mut body = complete(&PENSION);
        body["output2"] = serde_json::json!([totals, totals]);
        let findings = inspect(&PENSION, body.to_string().as_bytes());
        assert_eq!(findings[0].to_string(), "output2: sent as an array of 2");
        assert!(findings[0].difference.is_error());
        // A harmless shape does not hide one that is not.
        let body = r#"{"rt_cd":"0","output":{"pdno":"a"},"Output":["x"]}"#;
        assert!(inspect(&BOND, body.as_bytes()).iter().any(|finding| finding.difference.is_error()));
    }

    #[test]
    fn what_is_no_answer() {
        assert!(said(&BOND, "<html>")[0].starts_with("no JSON"));
        assert_eq!(said(&BOND, "[]"), ["no JSON object"]);
        assert_eq!(said(&BOND, r#"{"output":[]}"#), ["no rt_cd"]);
    }
}
