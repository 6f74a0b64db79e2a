//! How generated structs lend their fields to the one decoder.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::{Call, Code, Field, Tr};
use crate::Envelope;

/// A generated struct that is filled, shown, copied and compared through its table.
///
/// `slot(i)` lends the place where the value of `fields()[i]` belongs, `value(i)` what is there. Beyond the last field they
/// give [`Slot::None`] and [`Value::End`].
pub trait Record {
    /// The place of the field at `index`.
    fn slot(&mut self, index: usize) -> Slot<'_>;

    /// The value of the field at `index`.
    fn value(&self, index: usize) -> Value<'_>;

    /// The struct's rows, in the page's order: those that [`Value::End`] tells of.
    fn fields(&self) -> &'static [Field] {
        match self.value(usize::MAX) {
            Value::End(tr, index) => tr.record(index),
            _ => &[],
        }
    }
}

/// The place where one decoded value belongs.
#[non_exhaustive]
pub enum Slot<'a> {
    /// No such field.
    None,
    /// A [`FieldKind::Text`](super::FieldKind::Text) field.
    Text(&'a mut String),
    /// A [`FieldKind::Decimal`](super::FieldKind::Decimal) field.
    Decimal(&'a mut Option<Decimal>),
    /// A [`FieldKind::Date`](super::FieldKind::Date) field.
    Date(&'a mut Option<Date>),
    /// A [`FieldKind::Time`](super::FieldKind::Time) field.
    Time(&'a mut Option<Time>),
    /// A [`FieldKind::Code`](super::FieldKind::Code) field.
    Code(&'a mut Code),
    /// A [`FieldKind::Object`](super::FieldKind::Object) or [`FieldKind::Array`](super::FieldKind::Array) field.
    Rows(&'a mut dyn Rows),
}

/// What one field holds.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// No such field.
    None,
    /// No such field, and where the record's rows are: in [`Tr::record`] of this TR under this number.
    End(&'static Tr, usize),
    /// A [`FieldKind::Text`](super::FieldKind::Text) field.
    Text(&'a String),
    /// A [`FieldKind::Decimal`](super::FieldKind::Decimal) field.
    Decimal(&'a Option<Decimal>),
    /// A [`FieldKind::Date`](super::FieldKind::Date) field.
    Date(&'a Option<Date>),
    /// A [`FieldKind::Time`](super::FieldKind::Time) field.
    Time(&'a Option<Time>),
    /// A [`FieldKind::Code`](super::FieldKind::Code) field.
    Code(&'a Code),
    /// A [`FieldKind::Object`](super::FieldKind::Object) or [`FieldKind::Array`](super::FieldKind::Array) field.
    Rows(&'a dyn Rows),
}

/// The rows of a nested object or array: `Option<T>` holds one at most, `Vec<T>` any number.
pub trait Rows {
    /// Appends a blank row and lends it; `None` where there is no room for another one.
    fn push(&mut self) -> Option<&mut dyn Record>;

    /// How many rows there are.
    fn count(&self) -> usize;

    /// Lends the row at `index`.
    fn row(&mut self, index: usize) -> Option<&mut dyn Record>;

    /// Shows the row at `index`.
    fn get(&self, index: usize) -> Option<&dyn Record>;

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

    fn get(&self, index: usize) -> Option<&dyn Record> {
        self.as_slice().get(index).map(|row| row as &dyn Record)
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

    fn get(&self, index: usize) -> Option<&dyn Record> {
        self.as_ref().filter(|_| index == 0).map(|row| row as &dyn Record)
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
