//! `Clone` and `PartialEq` of every record: one walk through the table instead of code for each struct.

use super::{Answer, Record, Rows, Slot, Value};

/// `Clone` of a record.
#[must_use]
pub fn clone_record<T: Record + Default>(record: &T) -> T {
    let mut copy = T::default();
    fill(record, &mut copy);
    copy
}

/// `Clone` of an answer: its fields and its envelope.
#[must_use]
pub fn clone_answer<T: Answer>(answer: &T) -> T {
    let mut copy = clone_record(answer);
    copy.set_envelope(answer.envelope().clone());
    copy
}

/// `PartialEq` of two records of the same struct.
#[must_use]
pub fn same_record(one: &dyn Record, other: &dyn Record) -> bool {
    for index in 0.. {
        let is_same = match (one.value(index), other.value(index)) {
            (Value::None | Value::End(..), Value::None | Value::End(..)) => return true,
            (Value::Text(one), Value::Text(other)) => one == other,
            (Value::Decimal(one), Value::Decimal(other)) => one == other,
            (Value::Date(one), Value::Date(other)) => one == other,
            (Value::Time(one), Value::Time(other)) => one == other,
            (Value::Code(one), Value::Code(other)) => one == other,
            (Value::Rows(one), Value::Rows(other)) => same_rows(one, other),
            _ => false,
        };
        if !is_same {
            return false;
        }
    }
    true
}

/// `PartialEq` of two answers of the same struct: their fields and their envelopes.
#[must_use]
pub fn same_answer<T: Answer>(one: &T, other: &T) -> bool {
    one.envelope() == other.envelope() && same_record(one, other)
}

fn same_rows(one: &dyn Rows, other: &dyn Rows) -> bool {
    let same =
        |index| matches!((one.get(index), other.get(index)), (Some(one), Some(other)) if same_record(one, other));
    one.count() == other.count() && (0..one.count()).all(same)
}

/// Copies every value of a record into a blank one of the same struct.
fn fill(from: &dyn Record, to: &mut dyn Record) {
    for index in 0.. {
        match (from.value(index), to.slot(index)) {
            (Value::Text(value), Slot::Text(place)) => place.clone_from(value),
            (Value::Decimal(value), Slot::Decimal(place)) => *place = *value,
            (Value::Date(value), Slot::Date(place)) => *place = *value,
            (Value::Time(value), Slot::Time(place)) => *place = *value,
            (Value::Code(value), Slot::Code(place)) => place.clone_from(value),
            (Value::Rows(rows), Slot::Rows(places)) => {
                for row in (0..rows.count()).filter_map(|row| rows.get(row)) {
                    places.push().into_iter().for_each(|place| fill(row, place));
                }
            }
            _ => return,
        }
    }
}
