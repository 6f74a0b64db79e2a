//! The static description of one answer field.

use super::CodeValue;
use super::table::{Below, Row};

/// One row of an answer's table; as a line `name | kind | length | label`.
///
/// The kind is `text`, `decimal`, `date`, `time`, `code`, `object` or `array`, and `hidden` after it where the field is
/// [`sensitive`](Self::sensitive): `CANO | text hidden | 8 | 종합계좌번호`. The fields of an object or array stand on the lines
/// below it, further in.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name as printed on the page.
    pub name: &'static str,
    /// 한글명.
    pub label: &'static str,
    /// The documented length; a hint, never a limit.
    pub length: &'static str,
    /// What its value means.
    pub kind: FieldKind,
    /// Whether it can hold an account number or the like: then `Debug` shows that it is there, never what it is.
    pub sensitive: bool,
}

/// What a field's value means; decides the Rust type of the generated field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FieldKind {
    /// Text, trailing blanks removed: `String`.
    Text,
    /// Money, price, quantity, rate: `Option<Decimal>`, `None` where the server sends blanks.
    Decimal,
    /// A day: `Option<Date>`, `None` where the server sends blanks or zeros.
    Date,
    /// A time of day: `Option<Time>`, `None` where the server sends blanks.
    Time,
    /// A coded value: [`Coded`](super::Coded), the raw code with its documented ones.
    Code(&'static [CodeValue]),
    /// One object: `Option<…>`, `None` where the server sends none or an empty one.
    Object(&'static [Field]),
    /// Any number of objects: `Vec<…>`.
    Array(&'static [Field]),
}

impl FieldKind {
    /// The fields of an object's or array's rows; `None` of anything else.
    #[must_use]
    pub fn fields(self) -> Option<&'static [Field]> {
        match self {
            Self::Object(fields) | Self::Array(fields) => Some(fields),
            _ => None,
        }
    }
}

impl Row for Field {
    fn read(cells: &[&'static str], below: &mut Below<'_>) -> Option<Self> {
        let [name, kind, length, label] = *cells else { return None };
        let (kind, sensitive) = match kind.strip_suffix(" hidden") {
            Some(kind) => (kind, true),
            None => (kind, false),
        };
        let kind = match kind {
            "text" => FieldKind::Text,
            "decimal" => FieldKind::Decimal,
            "date" => FieldKind::Date,
            "time" => FieldKind::Time,
            "code" => FieldKind::Code(CodeValue::list(below.codes()?)),
            "object" => FieldKind::Object(below.rows()),
            "array" => FieldKind::Array(below.rows()),
            _ => return None,
        };
        Some(Self { name, label, length, kind, sensitive })
    }
}
