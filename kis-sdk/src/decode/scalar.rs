//! One JSON value into one field.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::body::{Context, Failure};
use super::cells::Cell;
use super::value;
use crate::descriptor::Field;

/// Reads the next JSON value as what a field means.
pub(super) struct ScalarSeed<'a, 'c> {
    pub(super) place: &'a mut Cell,
    pub(super) field: &'static Field,
    pub(super) context: &'c mut Context,
}

impl ScalarSeed<'_, '_> {
    /// Puts a text where it belongs.
    fn put<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        value::put(self.place, &self.field.kind, text)
            .map_err(|expected| self.context.malformed(self.field, text, expected))
    }

    fn nested<E: serde::de::Error>(self, shape: &str) -> E {
        self.context.malformed(self.field, shape, "a single value")
    }
}

impl<'de> DeserializeSeed<'de> for ScalarSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ScalarSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.put(text)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.put(&number.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.put(&number.to_string())
    }

    /// Its digits are gone: the whole body is read once more with its numbers in quotes.
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.context.failure = Some(Failure::InexactNumber);
        Err(E::custom("inexact number"))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.put(if value { "true" } else { "false" })
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.put("")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match map.next_key::<IgnoredAny>()? {
            None => self.put(""),
            Some(_) => Err(self.nested("{…}")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => self.put(""),
            Some(_) => Err(self.nested("[…]")),
        }
    }
}

/// Reads the next JSON value as text, whatever it is: for the envelope, which must be readable at any price.
pub(super) struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    /// Its digits are gone: the whole body is read once more with its numbers in quotes.
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom("inexact number"))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }
}

impl Context {
    /// Notes a malformed value and gives the error that ends the reading.
    pub(super) fn malformed<E: serde::de::Error>(
        &mut self,
        field: &'static Field,
        raw: &str,
        expected: &'static str,
    ) -> E {
        self.failure = Some(Failure::Malformed(super::Malformed {
            field,
            container: self.container,
            row: self.row,
            raw: excerpt(raw),
            expected,
        }));
        E::custom("malformed value")
    }
}

/// The beginning of a text that may be long.
pub(super) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
