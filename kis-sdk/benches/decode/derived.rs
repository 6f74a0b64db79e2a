//! The answer as a careful hand-written client has it: serde derives, values read from the text where it lies.

use std::fmt;

use kis_sdk::{Date, Decimal};
use serde::de::{Deserializer, Error, Visitor};

#[derive(serde::Deserialize)]
pub(crate) struct Response {
    #[serde(rename = "rt_cd")]
    pub(crate) _rt_cd: String,
    pub(crate) msg_cd: String,
    #[serde(rename = "msg1", deserialize_with = "text_of")]
    pub(crate) _msg1: String,
    #[serde(default)]
    pub(crate) output: Vec<Output>,
}

#[derive(serde::Deserialize)]
pub(crate) struct Output {
    #[serde(default, deserialize_with = "text_of")]
    pub(crate) pdno: String,
    #[serde(default, deserialize_with = "text_of")]
    pub(crate) prdt_name: String,
    #[serde(default, deserialize_with = "date_of")]
    pub(crate) buy_dt: Option<Date>,
    #[serde(default, deserialize_with = "text_of")]
    pub(crate) buy_sqno: String,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) cblc_qty: Option<Decimal>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) agrx_qty: Option<Decimal>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) sprx_qty: Option<Decimal>,
    #[serde(default, deserialize_with = "date_of")]
    pub(crate) exdt: Option<Date>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) buy_erng_rt: Option<Decimal>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) buy_unpr: Option<Decimal>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) buy_amt: Option<Decimal>,
    #[serde(default, deserialize_with = "decimal_of")]
    pub(crate) ord_psbl_qty: Option<Decimal>,
}

/// Blank is `None`.
pub(crate) fn decimal(text: &str) -> Option<Option<Decimal>> {
    match text.trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

/// Blank and zeros are `None`.
pub(crate) fn date(text: &str) -> Option<Option<Date>> {
    let text = text.trim();
    if text.bytes().all(|byte| byte == b'0') {
        return Some(None);
    }
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().map(Some)
}

fn text_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_str(Text(|text| Some(text.trim_end().to_owned())))
}

fn decimal_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    deserializer.deserialize_str(Text(decimal))
}

fn date_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    deserializer.deserialize_str(Text(date))
}

/// Reads a text without copying it first.
struct Text<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom(format_args!("not readable: {text:?}")))
    }
}
