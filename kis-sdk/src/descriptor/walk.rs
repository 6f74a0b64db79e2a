//! One function for each generated struct, and everything that is done with its fields through it.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::{Code, Coded, Field, Record, Rows};
use crate::Envelope;
use crate::decode::{Building, Cell, Columns, Malformed};

/// What meets the fields of a [`Record`]: shows them, copies them, or fills them with what was read.
///
/// It has a method for each kind of field, which takes the value that is there and gives the one that belongs there
/// instead. [`Record::walk`] calls them once for each field, in the page's order.
pub struct Walker<'a>(Way<'a>);

enum Way<'a> {
    /// Notes each value; what is built is thrown away.
    Look(Vec<Value<'a>>),
    Copy,
    /// Puts in what an answer's body said.
    Fill {
        cells: std::slice::IterMut<'a, Cell>,
        envelope: Option<Envelope>,
    },
    /// Puts in the columns of a realtime record.
    Columns(Columns<'a>),
    /// Makes room for what a body will say: containers know the type of their rows here, and nowhere else.
    Plan {
        fields: std::slice::Iter<'static, Field>,
        cells: Vec<Cell>,
    },
}

/// What one field holds.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A [`FieldKind::Text`](super::FieldKind::Text) field.
    Text(&'a str),
    /// A [`FieldKind::Decimal`](super::FieldKind::Decimal) field.
    Decimal(Option<Decimal>),
    /// A [`FieldKind::Date`](super::FieldKind::Date) field.
    Date(Option<Date>),
    /// A [`FieldKind::Time`](super::FieldKind::Time) field.
    Time(Option<Time>),
    /// A [`FieldKind::Code`](super::FieldKind::Code) field.
    Code(&'a Code),
    /// A [`FieldKind::Object`](super::FieldKind::Object) or [`FieldKind::Array`](super::FieldKind::Array) field.
    Rows(&'a dyn Rows),
    /// The envelope, which comes after the fields of an answer.
    Envelope(&'a Envelope),
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Decimal(one), Self::Decimal(other)) => one == other,
            (Self::Date(one), Self::Date(other)) => one == other,
            (Self::Time(one), Self::Time(other)) => one == other,
            (Self::Code(one), Self::Code(other)) => one == other,
            (Self::Envelope(one), Self::Envelope(other)) => one == other,
            (Self::Rows(one), Self::Rows(other)) => {
                one.count() == other.count() && (0..one.count()).all(|row| one.values(row) == other.values(row))
            }
            _ => false,
        }
    }
}

/// The values of a record, in the page's order; of an answer its envelope after them.
///
/// The rows of the TR's table ([`Tr::response`](super::Tr::response)) say what they are.
///
/// ```
/// use kis_sdk::descriptor::{Value, decode, values};
/// use kis_sdk::domestic_bond::trading::inquire_balance::{Request, TR};
///
/// let answer = decode::<Request>(br#"{"rt_cd":"0","output":[{"pdno":"KR103502GD61"},{"pdno":"KR6000001B70"}]}"#)?;
/// let Value::Rows(lots) = values(&answer)[0] else { panic!("an array") };
/// assert_eq!((TR.response[0].name, lots.count()), ("output", 2));
/// assert!(matches!(lots.values(1)[0], Value::Text("KR6000001B70")));
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[must_use]
pub fn values<T: Record>(record: &T) -> Vec<Value<'_>> {
    let mut walker = Walker(Way::Look(Vec::new()));
    drop(record.walk(&mut walker));
    match walker.0 {
        Way::Look(values) => values,
        _ => Vec::new(),
    }
}

/// `Clone` of a record.
#[must_use]
pub fn clone_record<T: Record>(record: &T) -> T {
    record.walk(&mut Walker(Way::Copy))
}

/// `PartialEq` of two records.
#[must_use]
pub fn same_record<T: Record>(one: &T, other: &T) -> bool {
    values(one) == values(other)
}

/// The record that has the values of these cells, and this envelope if it is an answer. The cells are blank afterwards.
pub(crate) fn fill<T: Record>(blank: &T, cells: &mut [Cell], envelope: Option<Envelope>) -> T {
    blank.walk(&mut Walker(Way::Fill { cells: cells.iter_mut(), envelope }))
}

/// The record that these columns are, and what is wrong with one of them.
pub(crate) fn fill_from_columns<T: Record>(columns: Columns<'_>) -> (T, Option<Box<Malformed>>) {
    let blank = T::default();
    let mut walker = Walker(Way::Columns(columns));
    let record = blank.walk(&mut walker);
    let Way::Columns(columns) = walker.0 else { return (record, None) };
    (record, columns.into_failure())
}

/// Blank cells for the fields of a record.
pub(crate) fn plan<T: Record>(blank: &T, fields: &'static [Field]) -> Vec<Cell> {
    let mut walker = Walker(Way::Plan { fields: fields.iter(), cells: Vec::with_capacity(fields.len()) });
    drop(blank.walk(&mut walker));
    match walker.0 {
        Way::Plan { cells, .. } if cells.len() == fields.len() => cells,
        _ => disagreement(),
    }
}

impl<'a> Walker<'a> {
    /// A [`FieldKind::Text`](super::FieldKind::Text) field.
    #[expect(clippy::ptr_arg, reason = "what generated code has: a build needn't dereference thousands of them")]
    pub fn text(&mut self, value: &'a String) -> String {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Text(value)),
            Way::Copy => return value.clone(),
            Way::Fill { cells, .. } => match take(cells) {
                Cell::Text(text) => return text,
                Cell::Blank => {}
                _ => disagreement(),
            },
            Way::Columns(columns) => return columns.text(),
            Way::Plan { .. } => self.skip(),
        }
        String::new()
    }

    /// A [`FieldKind::Decimal`](super::FieldKind::Decimal) field.
    pub fn decimal(&mut self, value: Option<Decimal>) -> Option<Decimal> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Decimal(value)),
            Way::Copy => return value,
            Way::Fill { cells, .. } => match take(cells) {
                Cell::Decimal(number) => return Some(number),
                Cell::Blank => {}
                _ => disagreement(),
            },
            Way::Columns(columns) => return columns.decimal(),
            Way::Plan { .. } => self.skip(),
        }
        None
    }

    /// A [`FieldKind::Date`](super::FieldKind::Date) field.
    pub fn date(&mut self, value: Option<Date>) -> Option<Date> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Date(value)),
            Way::Copy => return value,
            Way::Fill { cells, .. } => match take(cells) {
                Cell::Date(day) => return Some(day),
                Cell::Blank => {}
                _ => disagreement(),
            },
            Way::Columns(columns) => return columns.date(),
            Way::Plan { .. } => self.skip(),
        }
        None
    }

    /// A [`FieldKind::Time`](super::FieldKind::Time) field.
    pub fn time(&mut self, value: Option<Time>) -> Option<Time> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Time(value)),
            Way::Copy => return value,
            Way::Fill { cells, .. } => match take(cells) {
                Cell::Time(time) => return Some(time),
                Cell::Blank => {}
                _ => disagreement(),
            },
            Way::Columns(columns) => return columns.time(),
            Way::Plan { .. } => self.skip(),
        }
        None
    }

    /// A [`FieldKind::Code`](super::FieldKind::Code) field.
    pub fn code<L>(&mut self, value: &'a Coded<L>) -> Coded<L> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Code(value.code())),
            Way::Copy => return value.clone(),
            Way::Fill { cells, .. } => match take(cells) {
                Cell::Code(code) => return code.into(),
                Cell::Blank => {}
                _ => disagreement(),
            },
            Way::Columns(columns) => return columns.code().into(),
            Way::Plan { .. } => self.skip(),
        }
        Coded::default()
    }

    /// A [`FieldKind::Object`](super::FieldKind::Object) field.
    pub fn object<T: Record>(&mut self, value: &'a Option<T>) -> Option<T> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Rows(value)),
            Way::Copy => return value.as_ref().map(|row| row.walk(self)),
            _ => return self.built().pop(),
        }
        None
    }

    /// A [`FieldKind::Array`](super::FieldKind::Array) field.
    pub fn rows<T: Record>(&mut self, value: &'a Vec<T>) -> Vec<T> {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Rows(value)),
            Way::Copy => return value.iter().map(|row| row.walk(self)).collect(),
            _ => return self.built(),
        }
        Vec::new()
    }

    /// The envelope of an answer, after its fields.
    pub fn envelope(&mut self, value: &'a Envelope) -> Envelope {
        match &mut self.0 {
            Way::Look(values) => values.push(Value::Envelope(value)),
            Way::Copy => return value.clone(),
            Way::Fill { envelope, .. } => return envelope.take().unwrap_or_default(),
            Way::Columns(_) | Way::Plan { .. } => {}
        }
        Envelope::default()
    }

    /// The rows that were read of a container, or room for them.
    fn built<T: Record>(&mut self) -> Vec<T> {
        match &mut self.0 {
            Way::Fill { cells, .. } => cells.next().and_then(Cell::rows).unwrap_or_else(|| disagreement()),
            Way::Plan { fields, cells } => {
                let below = fields.next().and_then(|field| field.kind.fields());
                let below = below.unwrap_or_else(|| disagreement());
                cells.push(Cell::Rows(Box::new(Building::<T>::new(below))));
                Vec::new()
            }
            Way::Columns(columns) => {
                columns.skip();
                Vec::new()
            }
            Way::Look(_) | Way::Copy => Vec::new(),
        }
    }

    fn skip(&mut self) {
        if let Way::Plan { fields, cells } = &mut self.0 {
            fields.next();
            cells.push(Cell::Blank);
        }
    }
}

/// The next value, which is blank afterwards.
fn take(cells: &mut std::slice::IterMut<'_, Cell>) -> Cell {
    cells.next().map(std::mem::take).unwrap_or_else(|| disagreement())
}

/// What generated code never does. To read on would leave values out, or put them where they don't belong.
#[cold]
pub(crate) fn disagreement() -> ! {
    panic!("a record's fields are not those of its TR's table, or not in that order: generate the module anew")
}
