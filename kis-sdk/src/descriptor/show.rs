//! `Debug` of every record.

use std::fmt;

use super::{FieldKind, Record, Rows, Value};

/// Writes a record for `Debug`: wire names in the page's order, sensitive values as `***`.
///
/// # Errors
/// Only those of the formatter.
pub fn fmt_record(name: &str, record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    for (index, field) in record.fields().iter().enumerate() {
        if field.sensitive {
            out.field(field.name, &format_args!("***"));
            continue;
        }
        match record.value(index) {
            Value::None | Value::End(..) => {}
            Value::Text(value) => {
                out.field(field.name, value);
            }
            Value::Decimal(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Value::Date(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Value::Time(value) => {
                out.field(field.name, &Shown(value.as_ref()));
            }
            Value::Code(value) => {
                out.field(field.name, &format_args!("{:?}", value.as_str()));
            }
            Value::Rows(rows) if matches!(field.kind, FieldKind::Object(_)) => {
                match rows.get(0) {
                    Some(record) => out.field(field.name, &ShownRow { name: field.name, record }),
                    None => out.field(field.name, &format_args!("None")),
                };
            }
            Value::Rows(rows) => {
                out.field(field.name, &ShownRows { name: field.name, rows });
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

/// The rows of an array.
struct ShownRows<'a> {
    name: &'static str,
    rows: &'a dyn Rows,
}

impl fmt::Debug for ShownRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = (0..self.rows.count()).filter_map(|index| self.rows.get(index));
        f.debug_list().entries(rows.map(|record| ShownRow { name: self.name, record })).finish()
    }
}

struct ShownRow<'a> {
    name: &'static str,
    record: &'a dyn Record,
}

impl fmt::Debug for ShownRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_record(self.name, self.record, f)
    }
}
