//! The top level of a body: the envelope and the outputs beside it.

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::cells::{Cell, Cells};
use super::row::{position, read_field};
use super::scalar::TextSeed;
use super::{Head, Malformed, Undecodable, numbers};
use crate::descriptor::{Field, FieldKind};

/// Where the reader is, and what stopped it.
#[derive(Default)]
pub(super) struct Context {
    pub(super) container: Option<&'static Field>,
    pub(super) row: Option<usize>,
    pub(super) failure: Option<Failure>,
}

/// What stopped the reader.
pub(super) enum Failure {
    Syntax(serde_json::Error),
    Malformed(Malformed),
    /// A bare number with a fraction or too many digits: its digits need another way of reading.
    InexactNumber,
}

impl Failure {
    /// Whether reading the numbers as text could help: one that lost its digits, or one that is too large to be read.
    pub(super) fn is_about_a_number(&self) -> bool {
        match self {
            Self::InexactNumber => true,
            // One in the envelope is an error of data.
            Self::Syntax(error) => error.is_syntax() || error.is_data(),
            Self::Malformed(_) => false,
        }
    }
}

impl From<Failure> for Undecodable {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Syntax(error) => Self::Syntax(error),
            Failure::Malformed(malformed) => Self::Malformed(malformed),
            // Cannot be: the second reading has no bare numbers. A syntax error is the honest way to say so.
            Failure::InexactNumber => Self::Syntax(serde::de::Error::custom("a number that can't be read exactly")),
        }
    }
}

/// Reads a body into cleared cells.
pub(super) fn read(body: &[u8], cells: &mut Cells) -> (Head, Result<(), Failure>) {
    cells.clear();
    let mut context = Context::default();
    let mut head = Head::default();
    let visitor = BodyVisitor { cells: &mut *cells, head: &mut head, context: &mut context };
    // Checking the whole body at once is several times faster than checking string by string. Where it isn't all text,
    // the slow way still reads past strings that belong to no field.
    let outcome = match std::str::from_utf8(body) {
        Ok(text) => visit(serde_json::Deserializer::from_str(text), visitor),
        Err(_) => visit(serde_json::Deserializer::from_slice(body), visitor),
    };
    match outcome {
        Ok(()) => (head, Ok(())),
        Err(error) => {
            let Some(failure) = context.failure else { return (head, Err(Failure::Syntax(error))) };
            // The reading stopped half way: the envelope may come after that point, and the body may end there.
            match read_head(body) {
                Ok(head) => (head, Err(failure)),
                Err(error) => (head, Err(Failure::Syntax(error))),
            }
        }
    }
}

/// Reads one JSON object and nothing after it.
fn visit<'de, R: serde_json::de::Read<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    visitor: BodyVisitor<'_>,
) -> Result<(), serde_json::Error> {
    deserializer.deserialize_map(visitor)?;
    deserializer.end()
}

/// Reads the envelope only, past anything that a record could stumble over.
fn read_head(body: &[u8]) -> serde_json::Result<Head> {
    let (mut head, mut context) = (Head::default(), Context::default());
    let visitor = BodyVisitor { cells: &mut Cells::none(), head: &mut head, context: &mut context };
    let body = numbers::quote(body);
    let mut deserializer = serde_json::Deserializer::from_slice(&body);
    deserializer.deserialize_map(visitor)?;
    deserializer.end()?;
    Ok(head)
}

struct BodyVisitor<'a> {
    cells: &'a mut Cells,
    head: &'a mut Head,
    context: &'a mut Context,
}

impl<'de> Visitor<'de> for BodyVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { cells, head, context } = self;
        let fields = cells.fields;
        while let Some(key) = map.next_key_seed(TextSeed)? {
            if read_head_key(&mut map, &key, head, cells)? {
                continue;
            }
            let named = position(fields, usize::MAX, &key);
            let index = named.or_else(|| container_by_another_name(fields, &key));
            match index.filter(|index| make_room(&mut cells.values[*index], named.is_some())) {
                Some(index) => read_field(&mut map, cells, index, context)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Reads the value if the key belongs to the envelope.
fn read_head_key<'de, A: MapAccess<'de>>(
    map: &mut A,
    key: &str,
    head: &mut Head,
    cells: &mut Cells,
) -> Result<bool, A::Error> {
    let lower = key.to_ascii_lowercase();
    match lower.as_str() {
        "rt_cd" => head.rt_cd = Some(map.next_value_seed(TextSeed)?.trim().to_owned()),
        "msg_cd" => map.next_value_seed(TextSeed)?.trim().clone_into(&mut head.msg_cd),
        "msg1" => map.next_value_seed(TextSeed)?.trim().clone_into(&mut head.msg1),
        "error_code" => {
            map.next_value_seed(TextSeed)?.trim().clone_into(&mut head.msg_cd);
            head.is_oauth_error = !head.msg_cd.is_empty();
        }
        "error_description" => map.next_value_seed(TextSeed)?.trim().clone_into(&mut head.msg1),
        _ if lower.starts_with("ctx_area_") => {
            let value = map.next_value_seed(TextSeed)?.into_owned();
            // Ten pages list the keys among their fields: there they are the caller's to see, too.
            if let Some(index) = position(cells.fields, usize::MAX, key)
                && let FieldKind::Text = cells.fields[index].kind
            {
                cells.values[index] = Cell::Text(value.trim_end().to_owned());
            }
            head.keys.push((lower, value));
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Whether a container takes what comes now: rows under the documented name replace those that came under another one,
/// never the reverse, and the two are never mixed.
fn make_room(place: &mut Cell, is_documented_name: bool) -> bool {
    match place {
        Cell::Rows(rows) if is_documented_name => {
            rows.clear();
            true
        }
        Cell::Rows(rows) => rows.count() == 0,
        _ => true,
    }
}

/// `output` for a documented `output1` and the reverse: 15 TRs answer so. Only where the page documents one container.
pub(super) fn container_by_another_name(fields: &[Field], key: &str) -> Option<usize> {
    let is_first_output = |name: &str| name.eq_ignore_ascii_case("output") || name.eq_ignore_ascii_case("output1");
    let is_container = |field: &Field| field.kind.fields().is_some();
    let mut containers = fields.iter().enumerate().filter(|(_, field)| is_container(field));
    match (containers.next(), containers.next()) {
        (Some((index, field)), None) if is_first_output(field.name) && is_first_output(key) => Some(index),
        _ => None,
    }
}
