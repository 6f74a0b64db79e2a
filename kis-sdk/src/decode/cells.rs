//! Values that were read, until the record is made that they belong to.

use std::any::Any;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::Envelope;
use crate::descriptor::{Code, Field, Record, fill, plan};

/// What was read for one field.
#[derive(Default)]
pub(crate) enum Cell {
    /// Nothing, or blanks.
    #[default]
    Blank,
    Text(String),
    Decimal(Decimal),
    Date(Date),
    Time(Time),
    Code(Code),
    /// The rows of an object or array.
    Rows(Box<dyn Build>),
}

impl Cell {
    /// Takes the rows out, if they are of this type. The room for others stays.
    pub(crate) fn rows<T: Record>(&mut self) -> Option<Vec<T>> {
        let Self::Rows(rows) = self else { return None };
        let rows: &mut dyn Any = &mut **rows;
        rows.downcast_mut().map(|building: &mut Building<T>| std::mem::take(&mut building.rows))
    }

    fn clear(&mut self) {
        match self {
            Self::Rows(rows) => rows.clear(),
            other => *other = Self::Blank,
        }
    }
}

/// What was read for the fields of one record.
pub(crate) struct Cells {
    pub(super) fields: &'static [Field],
    /// One for each field.
    pub(super) values: Vec<Cell>,
}

impl Cells {
    /// For the fields of a record, which can have rows.
    pub(crate) fn of<T: Record>(fields: &'static [Field]) -> Self {
        Self { fields, values: plan(&T::default(), fields) }
    }

    /// For fields that belong to no record; a container among them is read past.
    pub(crate) fn flat(fields: &'static [Field]) -> Self {
        Self { fields, values: fields.iter().map(|_| Cell::Blank).collect() }
    }

    /// For nothing: reads the envelope past anything else.
    pub(crate) fn none() -> Self {
        Self::flat(&[])
    }

    /// The answer that has these values.
    pub(crate) fn into_answer<T: Record>(mut self, envelope: Envelope) -> T {
        fill(&T::default(), &mut self.values, Some(envelope))
    }

    /// Takes the value at `index` out.
    pub(crate) fn take(&mut self, index: usize) -> Cell {
        self.values.get_mut(index).map(std::mem::take).unwrap_or_default()
    }

    /// Forgets what was read.
    pub(super) fn clear(&mut self) {
        self.values.iter_mut().for_each(Cell::clear);
    }
}

/// Rows of a type that the decoder doesn't know.
pub(crate) trait Build: Any + Send {
    /// How many there are.
    fn count(&self) -> usize;

    /// Where the values of the next row belong; blank.
    fn next(&mut self) -> &mut Cells;

    /// Makes a row of them.
    fn keep(&mut self);

    /// Removes every row, and what was read of the next one.
    fn clear(&mut self);
}

/// Rows that are being read.
pub(crate) struct Building<T> {
    /// What rows are made from.
    blank: T,
    next: Cells,
    rows: Vec<T>,
}

impl<T: Record> Building<T> {
    pub(crate) fn new(fields: &'static [Field]) -> Self {
        let blank = T::default();
        Self { next: Cells { fields, values: plan(&blank, fields) }, blank, rows: Vec::new() }
    }
}

impl<T: Record> Build for Building<T> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn next(&mut self) -> &mut Cells {
        &mut self.next
    }

    fn keep(&mut self) {
        self.rows.push(fill(&self.blank, &mut self.next.values, None));
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.next.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::{Table, Walker};

    #[derive(Debug, Default)]
    struct Lot {
        pdno: String,
        cblc_qty: Option<Decimal>,
    }

    impl Record for Lot {
        fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
            Self { pdno: walker.text(&self.pdno), cblc_qty: walker.decimal(self.cblc_qty) }
        }
    }

    fn read(fields: &'static Table<Field>) -> Lot {
        let mut cells = Cells::of::<Lot>(fields.rows());
        let body = br#"{"rt_cd":"0","pdno":"KR103502GD61","cblc_qty":"5000"}"#;
        assert!(crate::decode::decode(body, &mut cells).1.is_ok());
        cells.into_answer(Envelope::default())
    }

    #[test]
    fn values_go_to_their_fields() {
        static TABLE: Table<Field> = Table::new("pdno | text | 12 | 상품번호\ncblc_qty | decimal | 19 | 잔고수량", &[]);
        let lot = read(&TABLE);
        assert_eq!((lot.pdno.as_str(), lot.cblc_qty), ("KR103502GD61", Some(Decimal::from(5000))));
    }

    #[test]
    #[should_panic(expected = "not those of its TR's table")]
    fn fields_in_another_order_are_a_bug() {
        static TABLE: Table<Field> = Table::new("cblc_qty | decimal | 19 | 잔고수량\npdno | text | 12 | 상품번호", &[]);
        read(&TABLE);
    }

    #[test]
    #[should_panic(expected = "not those of its TR's table")]
    fn fields_that_the_table_has_not_are_a_bug() {
        static TABLE: Table<Field> = Table::new("pdno | text | 12 | 상품번호", &[]);
        read(&TABLE);
    }

    #[test]
    #[should_panic(expected = "not those of its TR's table")]
    fn fields_that_the_record_has_not_are_a_bug() {
        static TABLE: Table<Field> = Table::new(
            "pdno | text | 12 | 상품번호\ncblc_qty | decimal | 19 | 잔고수량\nexdt | date | 8 | 만기일",
            &[],
        );
        read(&TABLE);
    }
}
