//! An answer whose types nobody described.

use std::fmt;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::client::Outgoing;
use crate::descriptor::Kind;
use crate::{Envelope, Error, ErrorKind, decode};

/// The answer of [`Client::call_untyped`](crate::Client::call_untyped) and [`Client::call`](crate::Client::call): the envelope, and the outputs as JSON.
///
/// Numbers keep their digits: bare ones are texts here, as the server mostly sends them anyway.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct UntypedAnswer {
    /// Result code, message, continuation, and the body as it came.
    pub envelope: Envelope,
    pub(crate) tr_id: String,
    pub(crate) members: Map<String, Value>,
}

impl UntypedAnswer {
    /// Reads the outputs of an answer whose envelope was read.
    pub(crate) fn new<'a>(call: impl Into<Outgoing<'a>>, envelope: Envelope) -> Result<Self, Error> {
        let call = call.into();
        match decode::members(envelope.raw_body()) {
            Ok(members) => Ok(Self { envelope, tr_id: call.name().into_owned(), members }),
            Err(error) => {
                let accepted = match call.kind() {
                    Kind::Order => "; the server ACCEPTED the order, don't send it again",
                    Kind::Query | Kind::Realtime => "",
                };
                let message =
                    format!("the answer's outputs can't be read as JSON ({error}){accepted}; its body is kept");
                Err(Error::new(ErrorKind::Decode, message)
                    .of(call)
                    .with_code(&envelope.msg_cd, &envelope.msg1)
                    .with_body(envelope.body)
                    .with_request_id(envelope.request_id))
            }
        }
    }

    /// The rows of a container, whatever its shape: each object of an array, the one object, nothing for `[]`, `{}`, `""`
    /// and `null`. A name that is there in another case only is found, too.
    #[must_use]
    pub fn rows<'a>(&'a self, container: &str) -> Vec<Row<'a>> {
        let rows = match find(&self.members, container) {
            Some(Value::Array(rows)) => rows.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let row = |(index, row): (usize, &'a Value)| {
            let members = row.as_object().filter(|members| !members.is_empty())?;
            Some(Row { tr_id: &self.tr_id, container: Some((container.to_owned(), index)), members })
        };
        rows.iter().enumerate().filter_map(row).collect()
    }

    /// The members beside the containers.
    #[must_use]
    pub fn top(&self) -> Row<'_> {
        Row { tr_id: &self.tr_id, container: None, members: &self.members }
    }

    /// The names of the outputs, in the order in which they came sorted by name; the envelope's own are left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str).filter(|name| !decode::is_envelope(name))
    }

    /// The whole body as JSON.
    #[must_use]
    pub fn json(&self) -> &Map<String, Value> {
        &self.members
    }
}

/// Shows what came, never what it says: nobody described which values are sensitive.
impl fmt::Debug for UntypedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedAnswer")
            .field("tr_id", &self.tr_id)
            .field("envelope", &self.envelope)
            .field("names", &Vec::from_iter(self.names()))
            .finish()
    }
}

/// One row of an [`UntypedAnswer`]. Its readers are those of the typed answers: blank is `None`, and what can't be read is
/// an error, never 0.
#[derive(Clone)]
pub struct Row<'a> {
    tr_id: &'a str,
    container: Option<(String, usize)>,
    members: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    /// A value as text without the blanks at its end; `None` where the key is missing or holds an object or an array.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match find(self.members, name)? {
            Value::String(text) => Some(text.trim_end()),
            Value::Null => Some(""),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A number; `None` where the server sent blanks.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) where the key is missing or holds anything else.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, Error> {
        self.read(name, decode::decimal)
    }

    /// A day; `None` where the server sent blanks or zeros.
    ///
    /// # Errors
    /// As [`Row::decimal`].
    pub fn date(&self, name: &str) -> Result<Option<Date>, Error> {
        self.read(name, decode::date)
    }

    /// A time of day; `None` where the server sent blanks.
    ///
    /// # Errors
    /// As [`Row::decimal`].
    pub fn time(&self, name: &str) -> Result<Option<Time>, Error> {
        self.read(name, decode::time)
    }

    /// The row as JSON.
    #[must_use]
    pub fn json(&self) -> &'a Map<String, Value> {
        self.members
    }

    fn read<T>(&self, name: &str, reader: fn(&str) -> Result<Option<T>, &'static str>) -> Result<Option<T>, Error> {
        let place = match &self.container {
            Some((container, row)) => format!("{container}[{row}].{name}"),
            None => name.to_owned(),
        };
        let Some(text) = self.text(name) else {
            let keys = self.members.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(Error::undescribed(self.tr_id, format!("no value {place}; there are {keys}")));
        };
        reader(text).map_err(|expected| {
            Error::undescribed(self.tr_id, format!("field {place} holds {:?} where {expected} was asked for", text))
        })
    }
}

/// Shows the names of the row, not its values.
impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("names", &Vec::from_iter(self.members.keys())).finish_non_exhaustive()
    }
}

/// A member by its name, or by its name in another case.
fn find<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Untyped;

    fn answer(body: &'static str) -> UntypedAnswer {
        read(&Untyped::get("/a", "T"), body.as_bytes()).expect("JSON")
    }

    fn read(call: &Untyped, body: &'static [u8]) -> Result<UntypedAnswer, Error> {
        UntypedAnswer::new(call, Envelope { body: body.into(), ..Envelope::default() })
    }

    #[test]
    fn rows_of_any_shape() {
        assert_eq!(answer(r#"{"output":[{"a":"1"},{"a":"2"}]}"#).rows("output").len(), 2);
        assert_eq!(answer(r#"{"OUTPUT":{"a":"1"}}"#).rows("output").len(), 1);
        for none in ["{}", r#"{"output":[]}"#, r#"{"output":{}}"#, r#"{"output":""}"#, r#"{"output":null}"#] {
            assert!(answer(none).rows("output").is_empty(), "{none}");
        }
    }

    #[test]
    fn values_are_read_as_everywhere() {
        let answer = answer(
            r#"{"output":{"A":"  71500","b":"","c":12.50,"d":"7,780 억","day":"2026/05/29","at":"093007"},"x":"1"}"#,
        );
        let [row] = answer.rows("output").try_into().expect("one");
        assert_eq!(row.decimal("a").expect("a number"), Some(Decimal::from(71_500)));
        assert_eq!(row.decimal("b").expect("blank"), None);
        assert_eq!(row.decimal("c").expect("bare").map(|number| number.to_string()).as_deref(), Some("12.5"));
        assert_eq!(row.date("day").expect("a day"), Some(Date::constant(2026, 5, 29)));
        assert_eq!(row.time("at").expect("a time"), Some(Time::constant(9, 30, 7, 0)));
        let error = row.decimal("d").expect_err("no number").to_string();
        assert!(error.contains("output[0].d") && error.contains("7,780 억"), "{error}");
        assert!(row.decimal("nope").expect_err("missing").to_string().contains("there are"), "says what there is");
        assert_eq!(answer.top().decimal("x").expect("a number"), Some(Decimal::ONE));
        assert_eq!(Vec::from_iter(answer.names()), ["output", "x"]);
    }

    /// The envelope can be read past a text that is none; the outputs then are no empty ones.
    #[test]
    fn outputs_that_cannot_be_read_are_an_error() {
        for body in
            [&b"{\"rt_cd\":\"0\",\"output\":{\"a\":\"\xc1\xd6\xbd\xc4\"}}"[..], br#"{"rt_cd":"0","a":"\ud800"}"#]
        {
            let error = read(&Untyped::get("/a", "T"), body).expect_err("no text");
            assert_eq!((error.kind(), error.tr_id(), error.body()), (ErrorKind::Decode, Some("T"), Some(body)));
            assert!(!error.to_string().contains("ACCEPTED"), "{error}");
            let error = read(&Untyped::post("/a", "TTTX0001U"), body).expect_err("no text");
            assert!(error.to_string().contains("ACCEPTED"), "{error}");
        }
    }
}
