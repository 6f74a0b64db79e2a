//! How rows nest: two spaces behind a name, or a `-` before it, put the row into the object above.

use super::Row;

/// A row as it stands on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flat {
    /// Its cells, with nothing inside.
    pub(super) row: Row,
    /// How many spaces stand before the first bar: one, and one more for each level.
    pub(super) spaces: usize,
}

/// Puts rows into the objects above them.
pub(super) fn nest(rows: Vec<Flat>) -> Vec<Row> {
    let mut table: Vec<Row> = Vec::new();
    for Flat { mut row, spaces } in rows {
        let indented = spaces > 1;
        let parent = table.last_mut().filter(|parent| parent.is_container() && !parent.nested && !parent.is_dashed());
        match parent {
            Some(parent) if indented || row.is_dashed() => {
                let inner = parent.fields.last_mut().filter(|inner| inner.is_container() && spaces > 2);
                if let Some(inner) = inner {
                    inner.fields.push(row);
                } else {
                    row.nested = indented && row.is_dashed();
                    parent.fields.push(row);
                }
            }
            _ => {
                row.nested = indented;
                table.push(row);
            }
        }
    }
    table
}

/// The rows in the order of the page, each with the spaces that show its place: the inverse of [`nest`].
pub(super) fn flatten(table: &[Row]) -> Vec<Flat> {
    let mut flat = Vec::new();
    push(table, 0, &mut flat);
    flat
}

fn push(rows: &[Row], depth: usize, flat: &mut Vec<Flat>) {
    for row in rows {
        let spaces = match depth {
            0 => 1 + usize::from(row.nested),
            1 if row.is_dashed() => 1 + usize::from(row.nested),
            depth => 1 + depth,
        };
        let alone = Row { fields: Vec::new(), nested: false, ..row.clone() };
        flat.push(Flat { row: alone, spaces });
        push(&row.fields, depth + 1, flat);
    }
}

#[cfg(test)]
mod tests {
    use super::{Flat, flatten, nest};
    use crate::page::Row;

    /// Name, type and the spaces behind the name.
    type Sketch = (&'static str, &'static str, usize);

    fn flat(rows: &[Sketch]) -> Vec<Flat> {
        let row = |(name, kind, spaces): &Sketch| Flat {
            row: Row { name: (*name).to_owned(), kind: (*kind).to_owned(), ..Row::default() },
            spaces: *spaces,
        };
        rows.iter().map(row).collect()
    }

    /// `output(a b) end`, with `!` after rows that say `nested`.
    fn sketch(rows: &[Row]) -> String {
        let one = |row: &Row| {
            let inside = if row.fields.is_empty() { String::new() } else { format!("({})", sketch(&row.fields)) };
            format!("{}{}{inside}", row.name, if row.nested { "!" } else { "" })
        };
        rows.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_nest_as_the_page_marks_them_and_come_back() {
        let table: &[(&[Sketch], &str)] = &[
            (
                &[("rt_cd", "String", 1), ("output", "Object", 1), ("a", "String", 2), ("end", "String", 1)],
                "rt_cd output(a) end",
            ),
            // A blank type holds rows as well.
            (&[("output", "", 1), ("a", "", 2), ("b", "", 2)], "output(a b)"),
            // The dash is a mark of its own, and the name keeps it.
            (
                &[("output1", "Object", 1), ("-a", "String", 1), ("output2", "Array", 1), ("-a", "String", 1)],
                "output1(-a) output2(-a)",
            ),
            (&[("output1", "Object", 1), ("-a", "String", 2)], "output1(-a!)"),
            // No object above.
            (&[("msg1", "String", 1), ("a", "String", 2), ("b", "Object", 2), ("c", "String", 2)], "msg1 a! b! c!"),
            (&[("-a", "Object", 1), ("b", "String", 2)], "-a b!"),
            // An object without rows, at both levels.
            (&[("key", "Object", 1), ("other", "String", 1)], "key other"),
            (&[("output", "Object", 1), ("leaf", "Object", 2), ("a", "String", 2)], "output(leaf a)"),
            // The same object twice.
            (&[("o", "Object", 1), ("a", "String", 2), ("o", "Object", 1), ("a", "String", 2)], "o(a) o(a)"),
            // No page goes deeper; a descriptor by hand can.
            (&[("o", "Object", 1), ("p", "Object", 2), ("a", "String", 3), ("b", "String", 2)], "o(p(a) b)"),
        ];
        for (rows, expected) in table {
            let rows = flat(rows);
            let nested = nest(rows.clone());
            assert_eq!(sketch(&nested), *expected);
            assert_eq!(flatten(&nested), rows, "{expected}");
        }
    }
}
