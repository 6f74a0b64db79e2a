//! One JSON object into the cells of one record, and the containers of such objects.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::body::Context;
use super::cells::{Build, Cell, Cells};
use super::scalar::ScalarSeed;
use crate::descriptor::{Field, FieldKind};

/// Finds the field that a key of the body means.
///
/// Rows come in the page's order nearly always, so the field after the last one is looked at first; then the exact name
/// wins over one that differs in case.
pub(super) fn position(fields: &[Field], expected: usize, key: &str) -> Option<usize> {
    if fields.get(expected).is_some_and(|field| field.name == key) {
        return Some(expected);
    }
    let exact = fields.iter().position(|field| field.name == key);
    exact.or_else(|| fields.iter().position(|field| field.name.eq_ignore_ascii_case(key)))
}

/// Reads a key as the position of its field.
struct KeySeed {
    fields: &'static [Field],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(position(self.fields, self.expected, key))
    }
}

/// Reads the value of the field at `index`, whatever its kind.
pub(super) fn read_field<'de, A: MapAccess<'de>>(
    map: &mut A,
    cells: &mut Cells,
    index: usize,
    context: &mut Context,
) -> Result<(), A::Error> {
    let (field, place) = (&cells.fields[index], &mut cells.values[index]);
    match place {
        Cell::Rows(rows) => map.next_value_seed(RowsSeed { rows: &mut **rows, field, context }),
        // There is no record that its rows could belong to.
        _ if field.kind.fields().is_some() => map.next_value::<IgnoredAny>().map(drop),
        place => map.next_value_seed(ScalarSeed { place, field, context }),
    }
}

/// Reads the rest of an object, whose keys have been read up to `next`.
fn read_row<'de, A: MapAccess<'de>>(
    map: &mut A,
    mut next: Option<Option<usize>>,
    cells: &mut Cells,
    context: &mut Context,
) -> Result<(), A::Error> {
    let mut expected = 0;
    while let Some(key) = next {
        match key {
            Some(index) => {
                read_field(map, cells, index, context)?;
                expected = index + 1;
            }
            None => drop(map.next_value::<IgnoredAny>()?),
        }
        next = map.next_key_seed(KeySeed { fields: cells.fields, expected })?;
    }
    Ok(())
}

/// Reads a container: an array of objects, one object, or any of the forms that mean "none".
pub(super) struct RowsSeed<'a, 'c> {
    pub(super) rows: &'a mut dyn Build,
    pub(super) field: &'static Field,
    pub(super) context: &'c mut Context,
}

impl RowsSeed<'_, '_> {
    /// Reads one object as a further row; an object without keys is no row.
    fn row<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let fields = self.rows.next().fields;
        let Some(first) = map.next_key_seed(KeySeed { fields, expected: 0 })? else { return Ok(()) };
        let (index, is_array) = (self.rows.count(), matches!(self.field.kind, FieldKind::Array(_)));
        if index > 0 && !is_array {
            return Err(self.context.malformed(self.field, "[{…}, {…}]", "a single object"));
        }
        let row_number = is_array.then_some(index);
        let outer = (self.context.container.replace(self.field), std::mem::replace(&mut self.context.row, row_number));
        read_row(&mut map, Some(first), self.rows.next(), self.context)?;
        self.rows.keep();
        (self.context.container, self.context.row) = outer;
        Ok(())
    }

    fn blank<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if text.trim().is_empty() { Ok(()) } else { Err(self.context.malformed(self.field, text, "an object")) }
    }
}

impl<'de> DeserializeSeed<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.row(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { rows, field, context } = self;
        while seq.next_element_seed(RowsSeed { rows: &mut *rows, field, context: &mut *context })?.is_some() {}
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.blank(text)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.blank(&number.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.blank(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.blank(&number.to_string())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.blank(if value { "true" } else { "false" })
    }
}
