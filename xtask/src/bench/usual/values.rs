//! Values as the server writes them: everything is text, and blank is nothing.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use serde::de::value::SeqDeserializer;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serializer};

use crate::Error;

pub(crate) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(D::Error::custom),
    }
}

pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    match text.trim() {
        "" | "0" | "00000000" => Ok(None),
        text => Date::strptime("%Y%m%d", text).map(Some).map_err(D::Error::custom),
    }
}

pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Time>, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    match text.trim() {
        "" => Ok(None),
        text => Time::strptime("%H%M%S", text).map(Some).map_err(D::Error::custom),
    }
}

pub(crate) fn decimal_out<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_str(""),
    }
}

pub(crate) fn date_out<S: Serializer>(value: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(&value.strftime("%Y%m%d")),
        None => serializer.serialize_str(""),
    }
}

pub(crate) fn time_out<S: Serializer>(value: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(&value.strftime("%H%M%S")),
        None => serializer.serialize_str(""),
    }
}

/// Reads the columns of a frame, one field after the other.
pub(crate) fn columns<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(SeqDeserializer::new(text.split('^'))).map_err(Error::Column)
}
