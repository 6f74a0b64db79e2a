//! How generated structs lend their fields to the one decoder.

use std::cell::RefCell;
use std::fmt;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::{Call, Code, Field, FieldKind, Tr};
use crate::Envelope;

/// A generated struct that is filled and shown through its table.
///
/// `slot(i)` lends the place where the value of `fields()[i]` belongs; beyond the table it lends [`Slot::None`].
pub trait Record {
    /// The struct's rows, in the page's order.
    fn fields(&self) -> &'static [Field];

    /// The place of the field at `index`.
    fn slot(&mut self, index: usize) -> Slot<'_>;
}

/// The place where one decoded value belongs.
#[non_exhaustive]
pub enum Slot<'a> {
    /// No such field.
    None,
    /// A [`FieldKind::Text`] field.
    Text(&'a mut String),
    /// A [`FieldKind::Decimal`] field.
    Decimal(&'a mut Option<Decimal>),
    /// A [`FieldKind::Date`] field.
    Date(&'a mut Option<Date>),
    /// A [`FieldKind::Time`] field.
    Time(&'a mut Option<Time>),
    /// A [`FieldKind::Code`] field.
    Code(&'a mut Code),
    /// A [`FieldKind::Object`] or [`FieldKind::Array`] field.
    Rows(&'a mut dyn Rows),
}

/// The rows of a nested object or array: `Option<T>` holds one at most, `Vec<T>` any number.
pub trait Rows {
    /// Appends a blank row and lends it; `None` where there is no room for another one.
    fn push(&mut self) -> Option<&mut dyn Record>;

    /// How many rows there are.
    fn count(&self) -> usize;

    /// Lends the row at `index`.
    fn row(&mut self, index: usize) -> Option<&mut dyn Record>;

    /// Removes every row.
    fn clear(&mut self);
}

impl<T: Record + Default> Rows for Vec<T> {
    fn push(&mut self) -> Option<&mut dyn Record> {
        Vec::push(self, T::default());
        self.last_mut().map(|row| row as &mut dyn Record)
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn row(&mut self, index: usize) -> Option<&mut dyn Record> {
        self.get_mut(index).map(|row| row as &mut dyn Record)
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Record + Default> Rows for Option<T> {
    fn push(&mut self) -> Option<&mut dyn Record> {
        if self.is_some() {
            return None;
        }
        Some(self.insert(T::default()))
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn row(&mut self, index: usize) -> Option<&mut dyn Record> {
        self.as_mut().filter(|_| index == 0).map(|row| row as &mut dyn Record)
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// A generated answer: the envelope beside the outputs.
pub trait Answer: Record + Default + Send {
    /// `rt_cd`, `msg_cd`, `msg1`, the continuation and the raw body.
    fn envelope(&self) -> &Envelope;

    /// Hands the envelope over; called once by the client.
    fn set_envelope(&mut self, envelope: Envelope);
}

/// A generated request: what is sent, and what comes back.
pub trait Endpoint: Clone + Send + Sync {
    /// The typed answer.
    type Answer: Answer;

    /// The TR's description.
    const TR: &'static Tr;

    /// The values to send.
    fn call(&self) -> &Call;

    /// The values to send, to put continuation keys in.
    fn call_mut(&mut self) -> &mut Call;
}

/// A generated realtime request: what is subscribed to, and the record that is pushed.
///
/// Its TR is a [`Kind::Realtime`](super::Kind::Realtime) one. The client sends its ids itself; the parameters are what the
/// caller knows, mostly `tr_key` alone. [`columns`](super::columns) reads the records.
pub trait Subscription: Clone + Send + Sync {
    /// One typed record.
    type Record: Record + Default + Send;

    /// The TR's description.
    const TR: &'static Tr;

    /// The values to subscribe with.
    fn call(&self) -> &Call;
}

/// Writes a record for `Debug`: wire names in the page's order, sensitive values as `***`.
///
/// Takes a copy because the table lends fields mutably only; `Debug` is not a hot path.
///
/// # Errors
/// Only those of the formatter.
pub fn fmt_record(name: &str, record: &mut dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let fields = record.fields();
    let mut out = f.debug_struct(name);
    for (index, field) in fields.iter().enumerate() {
        if field.sensitive {
            out.field(field.name, &format_args!("***"));
            continue;
        }
        match record.slot(index) {
            Slot::None => {}
            Slot::Text(value) => {
                out.field(field.name, value);
            }
            Slot::Decimal(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Slot::Date(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Slot::Time(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Slot::Code(value) => {
                out.field(field.name, &format_args!("{:?}", value.as_str()));
            }
            Slot::Rows(rows) => {
                out.field(field.name, &ShownRows { field, rows: RefCell::new(rows) });
            }
        }
    }
    out.finish()
}

/// A value that is `None` where the server sent blanks.
struct Shown<'a, T>(Option<&'a T>);

impl<T: fmt::Display> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => fmt::Display::fmt(value, f),
            None => f.write_str("None"),
        }
    }
}

/// Nested rows; the cell is there because `Debug` has `&self` and the table lends `&mut`.
struct ShownRows<'a> {
    field: &'static Field,
    rows: RefCell<&'a mut dyn Rows>,
}

impl fmt::Debug for ShownRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = self.rows.borrow_mut();
        if matches!(self.field.kind, FieldKind::Object(_)) {
            return match rows.row(0) {
                Some(row) => fmt_record(self.field.name, row, f),
                None => f.write_str("None"),
            };
        }
        let mut list = f.debug_list();
        for index in 0..rows.count() {
            if let Some(row) = rows.row(index) {
                list.entry(&ShownRow { name: self.field.name, row: RefCell::new(row) });
            }
        }
        list.finish()
    }
}

struct ShownRow<'a> {
    name: &'static str,
    row: RefCell<&'a mut dyn Record>,
}

impl fmt::Debug for ShownRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_record(self.name, &mut **self.row.borrow_mut(), f)
    }
}
