//! Realtime pages: what is subscribed with, and the columns of a record.

use super::Lowering;
use super::conventions::is_client_filled;
use crate::descriptor::{Row, Section, paths};
use crate::diagnostics::{Diagnostic, Lint};
use crate::model::{Field, Parameter, Shape};

impl Lowering<'_> {
    /// The rows of the request without those that the client fills.
    pub(super) fn subscription(&mut self, rows: &[Row]) -> Vec<Parameter> {
        let paths = paths(rows, Section::Request.prefix());
        let rows = rows.iter().zip(paths).filter(|(row, _)| !is_client_filled(&row.name));
        rows.map(|(row, path)| self.parameter(row, path)).collect()
    }

    /// Every row as a value, in the page's order. Frames are read by position: nothing may be left out, and a row with rows
    /// inside is the column before theirs.
    pub(super) fn columns(&mut self, rows: &[Row]) -> Vec<Field> {
        let mut columns = Vec::new();
        self.flatten(rows, Section::Response.prefix(), &mut columns);
        columns
    }

    fn flatten(&mut self, rows: &[Row], prefix: &str, columns: &mut Vec<Field>) {
        for (row, address) in rows.iter().zip(paths(rows, prefix)) {
            let is_of_another_table =
                |column: &Field| column.wire == row.name.value && table_of(&column.address) != table_of(&address);
            if columns.iter().any(is_of_another_table) {
                let message = format!("`{}` stands twice among the columns", row.name.value);
                let problem = Diagnostic::new(Lint::DuplicateField, self.file, &row.name.span, message).at(&address);
                self.found.push(problem.help(format!("a correction that renames `{address}`")));
            }
            let value = Shape::Value(self.value(row, &address));
            columns.push(self.shaped(row, address.clone(), value));
            self.flatten(&row.fields, &address, columns);
        }
    }
}

/// The path of the table that a row stands in.
fn table_of(address: &str) -> &str {
    address.rsplit_once('.').map_or("", |(table, _)| table)
}
