//! A table as the runtime reads it: a line for each row, `|` between the cells.

use std::str::FromStr as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Code, Field, Parameter, Role, Shape, Transaction, Value};

/// Lines of a table.
#[derive(Default)]
pub struct Lines(Vec<String>);

impl Lines {
    /// The fields of an answer or of a record; those of an object or array below it, further in.
    #[must_use]
    pub fn of_fields(rows: &[Field]) -> Self {
        let mut lines = Self::default();
        lines.fields(rows, "");
        lines
    }

    fn fields(&mut self, rows: &[Field], indent: &str) {
        for row in rows {
            let kind = match &row.shape {
                Shape::Value(Value::Text) => "text",
                Shape::Value(Value::Decimal) => "decimal",
                Shape::Value(Value::Date) => "date",
                Shape::Value(Value::Time) => "time",
                Shape::Value(Value::Code(_)) => "code",
                Shape::Object(_) => "object",
                Shape::Array(_) => "array",
            };
            let kind = if row.sensitive { format!("{kind} hidden") } else { kind.to_owned() };
            let inner = row.shape.fields();
            let length = if inner.is_some() { "" } else { &row.length };
            self.row(indent, &[&row.wire, &kind, length, &row.label]);
            self.fields(inner.unwrap_or_default(), &format!("{indent}    "));
        }
    }

    /// What a request sends.
    #[must_use]
    pub fn of_parameters(rows: &[Parameter]) -> Self {
        let mut lines = Self::default();
        for row in rows {
            let role = match row.role {
                Role::Caller => "caller",
                Role::AccountNumber => "account-number",
                Role::AccountProduct => "account-product",
                Role::Continuation => "continuation",
            };
            let words = [
                Some(role),
                (!row.required).then_some("optional"),
                matches!(row.value, Value::Code(_)).then_some("code"),
                row.sensitive.then_some("hidden"),
            ];
            let role: Vec<_> = words.into_iter().flatten().collect();
            let default = row.default.as_ref().map_or_else(String::new, |default| format!("={default}"));
            lines.row("", &[&row.wire, &role.join(" "), &row.length, &default, &row.label]);
        }
        lines
    }

    /// The TR ids, real and paper, and what the page calls each where the caller chooses among them.
    #[must_use]
    pub fn of_tr_ids(transaction: &Transaction) -> Self {
        let mut lines = Self::default();
        for (index, id) in transaction.tr_ids.iter().enumerate() {
            let variant = transaction.choice.as_ref().and_then(|choice| choice.variants.get(index));
            let cells = [&id.real, id.paper.as_deref().unwrap_or_default()];
            match variant {
                Some((_, label)) => lines.row("", &[cells[0], cells[1], label]),
                None => lines.row("", &cells),
            }
        }
        lines
    }

    /// The documented codes, each with the name of its constant.
    #[must_use]
    pub fn of_codes(codes: &[(&Code, &str)]) -> Self {
        let mut lines = Self::default();
        for (code, constant) in codes {
            lines.row("", &[&code.code, constant, &code.label]);
        }
        lines
    }

    /// The text that the runtime reads.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.join("\n")
    }

    fn row(&mut self, indent: &str, cells: &[&str]) {
        let cells: Vec<_> = cells.iter().map(|cell| escaped(cell)).collect();
        self.0.push(format!("{indent}{}", cells.join(" | ").trim_end()));
    }

    /// As a string literal, each row on a line of its own.
    pub(super) fn literal(&self) -> TokenStream {
        if self.0.is_empty() {
            return quote!("");
        }
        if let [line] = self.0.as_slice() {
            return quote!(#line);
        }
        let text: String = self.0.iter().map(|line| format!("\n    {line}")).collect();
        let quoted = format!("\"{}\n    \"", text.replace('\\', "\\\\").replace('"', "\\\""));
        // A line break in a literal made from a text would be written `\n`.
        Literal::from_str(&quoted).map_or_else(|_| quote!(#text), |literal| quote!(#literal))
    }
}

/// A cell, so that the runtime reads it back as it is, but for blanks around it.
fn escaped(cell: &str) -> String {
    cell.trim().replace('\\', "\\\\").replace('|', "\\|").replace("\r\n", "\n").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_row_is_a_line_whatever_is_in_it() {
        let mut lines = Lines::default();
        assert_eq!(lines.literal().to_string(), "\"\"");
        lines.row("", &["pdno", "text", "12", "상품번호"]);
        lines.row("", &["a|b", "text", "", "a \"b\" c\\d\r\ne "]);
        lines.row("", &["c", "text", "", ""]);
        assert_eq!(
            lines.literal().to_string(),
            "\"\n    pdno | text | 12 | 상품번호\n    a\\\\|b | text |  | a \\\"b\\\" c\\\\\\\\d\\\\ne\n    c | text |  |\n    \""
        );
    }
}
