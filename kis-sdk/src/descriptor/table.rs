//! The tables of a page: rows as lines of text, read when they are first looked at.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::shelf::{self, Key};

/// Rows of a page, made of lines of text when they are first looked at; used as the slice of its rows.
///
/// A row written as text costs the compiler nothing: three hundred pages have ten thousand rows, and a program looks at
/// those of a few pages. [`Tr::new`](super::Tr::new) says what the lines are.
pub struct Table<R: Row> {
    text: &'static str,
    codes: &'static [&'static str],
    rows: PhantomData<fn() -> R>,
}

impl<R: Row> Table<R> {
    pub(crate) const fn new(text: &'static str, codes: &'static [&'static str]) -> Self {
        Self { text, codes, rows: PhantomData }
    }

    /// The rows.
    ///
    /// # Panics
    /// Where a line is not what it must be: a bug in generated code.
    #[must_use]
    pub fn rows(&self) -> &'static [R] {
        let key = Key::of::<R>(self.text, self.codes);
        shelf::find(&key).unwrap_or_else(|| {
            let mut lines = Lines { rest: self.text, codes: self.codes.iter() };
            let rows = lines.rows(0);
            let is_read = lines.peek().is_none() && lines.codes.next().is_none();
            assert!(is_read, "more lines or lists of codes than rows that take them: {}", self.text);
            shelf::keep(key, rows)
        })
    }
}

impl<R: Row> Clone for Table<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Row> Copy for Table<R> {}

impl<R: Row> Deref for Table<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        self.rows()
    }
}

impl<R: Row> IntoIterator for Table<R> {
    type Item = &'static R;
    type IntoIter = std::slice::Iter<'static, R>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows().iter()
    }
}

impl<R: Row + fmt::Debug> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows().fmt(f)
    }
}

/// A row of a [`Table`]: [`Field`](super::Field), [`Parameter`](super::Parameter) or [`TrId`](super::TrId).
pub trait Row: Sized + Send + Sync + 'static {
    /// Reads a row from its cells, and from the lines below it what is further in; `None` where that can't be.
    #[doc(hidden)]
    fn read(cells: &[&'static str], below: &mut Below<'_>) -> Option<Self>;
}

/// Lines that are not read yet, and the codes that their rows refer to, in their order.
struct Lines {
    rest: &'static str,
    codes: std::slice::Iter<'static, &'static str>,
}

impl Lines {
    /// The rows of a depth: lines that are as far in as the first of them. One that is less far in ends them.
    fn rows<R: Row>(&mut self, outer: usize) -> Vec<R> {
        let mut rows = Vec::new();
        let Some((indent, _)) = self.peek().filter(|(indent, _)| *indent >= outer) else { return rows };
        while let Some((_, line)) = self.peek().filter(|(at, _)| *at == indent) {
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
            let row = R::read(&cells(line), &mut Below { lines: self, indent });
            rows.push(row.unwrap_or_else(|| panic!("not a row: {line}")));
        }
        if let Some((_, line)) = self.peek().filter(|(at, _)| *at > indent) {
            panic!("a row that is in nothing: {line}");
        }
        rows
    }

    /// The next line that says something: how far in it is, and what it says.
    fn peek(&mut self) -> Option<(usize, &'static str)> {
        loop {
            let line = self.rest.split('\n').next()?;
            let said = line.trim();
            if !said.is_empty() {
                return Some((line.len() - line.trim_start().len(), said));
            }
            self.rest = self.rest.split_once('\n')?.1;
        }
    }
}

/// What stands below a row, and what it refers to.
#[doc(hidden)]
pub struct Below<'a> {
    lines: &'a mut Lines,
    indent: usize,
}

impl Below<'_> {
    /// The rows that are further in.
    pub(super) fn rows<R: Row>(&mut self) -> &'static [R] {
        self.lines.rows(self.indent + 1).leak()
    }

    /// The next list of codes.
    pub(super) fn codes(&mut self) -> Option<&'static str> {
        self.lines.codes.next().copied()
    }
}

/// The cells of a line: between `|`, blanks around them removed. A `\` takes its meaning from what comes next.
pub(super) fn cells(line: &'static str) -> Vec<&'static str> {
    if !line.contains('\\') {
        return line.split('|').map(str::trim).collect();
    }
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut letters = line.chars();
    loop {
        match letters.next() {
            Some('\\') => match letters.next() {
                Some('n') => cell.push('\n'),
                other => cell.extend(other),
            },
            letter @ (Some('|') | None) => {
                // Hardly any cell has such a sign, and a table is read once: what is made for it may stay.
                cells.push(&*std::mem::take(&mut cell).trim().to_owned().leak());
                if letter.is_none() {
                    return cells;
                }
            }
            Some(letter) => cell.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Field, FieldKind, Parameter, Role, TrId};
    use super::*;

    #[test]
    fn rows_are_read_with_what_is_further_in() {
        static TABLE: Table<Field> = Table::new(
            r"
            a | text | 1 | 가
            b | array | | 나

                c | code hidden | 2 | 다\|라\\
                d | object | | 마
                    e | date | 8 | 바
                f | time | 6 | 사
            g | decimal | |
            ",
            &["1 | ONE | 하나"],
        );
        let [a, b, g] = TABLE.rows() else { panic!("{TABLE:?}") };
        assert_eq!((a.name, a.label, a.length, a.sensitive), ("a", "가", "1", false));
        assert_eq!((g.name, g.label, g.length), ("g", "", ""));
        let FieldKind::Array([c, d, f]) = b.kind else { panic!("{b:?}") };
        assert_eq!((c.label, c.sensitive, f.name), ("다|라\\", true, "f"));
        assert!(matches!(c.kind, FieldKind::Code([one]) if one.name == "ONE"), "{c:?}");
        assert!(matches!(d.kind, FieldKind::Object([e]) if e.name == "e"), "{d:?}");
        assert!(std::ptr::eq(TABLE.rows(), TABLE.rows()));
    }

    #[test]
    fn tables_with_the_same_text_are_told_apart() {
        const TEXT: &str = "a | code | 1 | 가";
        static ONE: Table<Field> = Table::new(TEXT, &["1 | ONE | 하나"]);
        static TWO: Table<Field> = Table::new(TEXT, &["2 | TWO | 둘"]);
        static NONE: (Table<Field>, Table<TrId>) = (Table::new("", &[]), Table::new("", &[]));
        assert!(matches!(ONE[0].kind, FieldKind::Code([code]) if code.code == "1"));
        assert!(matches!(TWO[0].kind, FieldKind::Code([code]) if code.code == "2"));
        assert!(NONE.0.is_empty() && NONE.1.is_empty());
    }

    #[test]
    fn a_default_is_a_text_or_none() {
        static TABLE: Table<Parameter> = Table::new(
            "
            A | caller | 1 | | 가
            B | caller optional | 1 | = | 나
            C | continuation hidden | 1 | =00 | 다",
            &[],
        );
        let rows: Vec<_> = TABLE.iter().map(|row| (row.default, row.required, row.role, row.sensitive)).collect();
        assert_eq!(
            rows,
            [
                (None, true, Role::Caller, false),
                (Some(""), false, Role::Caller, false),
                (Some("00"), true, Role::Continuation, true)
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_not_taken_for_one() {
        for text in [
            "a | text | 1",
            "a | number | 1 | 가",
            "a | code | 1 | 가",
            "a | text | 1 | 가\n  b | text | 1 | 나",
            "  a | text | 1 | 가\nb | text | 1 | 나",
        ] {
            let text: &'static str = text;
            assert!(std::panic::catch_unwind(|| Table::<Field>::new(text, &[]).rows()).is_err(), "{text}");
        }
        assert!(
            std::panic::catch_unwind(|| Table::<Field>::new("a | text | 1 | 나", &["1 | ONE | 하나"]).rows()).is_err()
        );
        assert!(std::panic::catch_unwind(|| Table::<Parameter>::new("a | caller | 1 | 00 | 가", &[]).rows()).is_err());
    }
}
