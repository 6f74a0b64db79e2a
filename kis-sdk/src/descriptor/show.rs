//! `Debug` of every record.

use std::fmt;

use super::walk::values;
use super::{Field, FieldKind, Record, Rows, Tr, Value};

/// Writes a record for `Debug`: wire names in the page's order, sensitive values as `***`.
///
/// Its rows are those of [`Tr::record`] under `index`.
///
/// # Errors
/// Only those of the formatter.
pub fn fmt_record<T: Record>(
    name: &str,
    tr: &'static Tr,
    index: usize,
    record: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let row = ShownRow { name, fields: tr.record(index), values: values(record) };
    fmt::Debug::fmt(&row, f)
}

/// The values of a record beside what its table says of them.
struct ShownRow<'a> {
    name: &'a str,
    fields: &'static [Field],
    values: Vec<Value<'a>>,
}

impl fmt::Debug for ShownRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(self.name);
        for (field, value) in self.fields.iter().zip(&self.values) {
            if field.sensitive {
                out.field(field.name, &format_args!("***"));
                continue;
            }
            match value {
                Value::Text(value) => out.field(field.name, value),
                Value::Decimal(value) => out.field(field.name, &Shown(value.as_ref())),
                Value::Date(value) => out.field(field.name, &Shown(value.as_ref())),
                Value::Time(value) => out.field(field.name, &Shown(value.as_ref())),
                Value::Code(value) => out.field(field.name, &format_args!("{:?}", value.as_str())),
                Value::Rows(rows) => match field.kind {
                    FieldKind::Object(_) if rows.count() == 0 => out.field(field.name, &format_args!("None")),
                    FieldKind::Object(fields) => {
                        out.field(field.name, &ShownRow { name: field.name, fields, values: rows.values(0) })
                    }
                    FieldKind::Array(fields) => {
                        out.field(field.name, &ShownRows { name: field.name, fields, rows: *rows })
                    }
                    _ => &mut out,
                },
                Value::Envelope(_) => &mut out,
            };
        }
        out.finish()
    }
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
    fields: &'static [Field],
    rows: &'a dyn Rows,
}

impl fmt::Debug for ShownRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, fields, rows } = *self;
        let rows = (0..rows.count()).map(|row| ShownRow { name, fields, values: rows.values(row) });
        f.debug_list().entries(rows).finish()
    }
}
