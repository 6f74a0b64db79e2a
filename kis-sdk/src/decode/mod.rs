//! Reads an answer's body through its table: one decoder for every TR.
//!
//! The body is JSON, but not quite the JSON that the pages describe. What this module takes without a word, because the
//! server is known to send it: numbers as text or bare; blanks where a number is documented; one object for a documented
//! array and an array of one for a documented object; `[]`, `{}`, `""`, `null` or no key at all for an empty container;
//! keys in another case; the container `output` for the documented `output1` and the reverse; keys that no page lists;
//! `rt_cd` anywhere in the body. What it never does: lose a row, round a number, or put a zero where there was a blank.

mod body;
mod cells;
mod columns;
mod inspect;
mod numbers;
#[cfg(all(test, feature = "domestic-bond", feature = "domestic-stock"))]
pub(crate) mod properties;
mod row;
mod scalar;
mod value;

use std::fmt;

pub(crate) use cells::{Building, Cell, Cells};
pub(crate) use columns::Columns;
pub use columns::columns;
pub(crate) use inspect::is_envelope;
pub use inspect::{Difference, Finding, inspect};
pub(crate) use value::{date, decimal, time};

use crate::descriptor::Field;

/// What the body says around its outputs.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `rt_cd`, trimmed; `None` where the body has none.
    pub(crate) rt_cd: Option<String>,
    /// `msg_cd`, or `error_code` of the OAuth answers, trimmed.
    pub(crate) msg_cd: String,
    /// `msg1`, or `error_description` of the OAuth answers, trimmed.
    pub(crate) msg1: String,
    /// Whether the code came as `error_code`: a refusal that has no `rt_cd`.
    pub(crate) is_oauth_error: bool,
    /// The continuation keys, in lower case, with their padding.
    pub(crate) keys: Vec<(String, String)>,
}

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum Undecodable {
    /// It is no JSON object.
    Syntax(serde_json::Error),
    /// It is, but a value is not what the table says.
    Malformed(Malformed),
}

/// A value that is not what its field is documented to be.
#[derive(Debug)]
pub(crate) struct Malformed {
    field: &'static Field,
    container: Option<&'static Field>,
    row: Option<usize>,
    raw: String,
    expected: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field ")?;
        if let Some(container) = self.container {
            f.write_str(container.name)?;
            if let Some(row) = self.row {
                write!(f, "[{row}]")?;
            }
            f.write_str(".")?;
        }
        write!(f, "{} {} ", self.field.name, self.field.label)?;
        if self.field.sensitive {
            f.write_str("holds a text (hidden)")?;
        } else {
            write!(f, "holds {:?}", self.raw)?;
        }
        write!(f, " where {} is documented", self.expected)
    }
}

/// Reads a body into `cells`, which are cleared first.
///
/// The head is there whatever becomes of them, wherever the body is JSON: a refusal matters more than a value.
pub(crate) fn decode(body: &[u8], cells: &mut Cells) -> (Head, Result<(), Undecodable>) {
    let (head, outcome) = match body::read(body, cells) {
        (_, Err(failure)) if failure.is_about_a_number() => body::read(&numbers::quote(body), cells),
        reading => reading,
    };
    (head, outcome.map_err(Undecodable::from))
}

/// The field that a key at the top of a body is read as.
pub(crate) fn field_of(fields: &'static [Field], key: &str) -> Option<&'static Field> {
    let index = row::position(fields, usize::MAX, key).or_else(|| body::container_by_another_name(fields, key));
    index.map(|index| &fields[index])
}

/// The members of a body without a table. Bare numbers become texts, which keeps their digits.
///
/// # Errors
/// Where a text in it is none, which [`decode`] reads past as long as no field wants it.
pub(crate) fn members(body: &[u8]) -> serde_json::Result<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_slice(&numbers::quote(body))
}
