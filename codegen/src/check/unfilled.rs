//! Cells that `cargo xtask new` left open.

use crate::descriptor::{Documented, Row, Section, Text};
use crate::diagnostics::{Diagnostic, Lint};
use crate::skeleton::PLACEHOLDER;

pub(super) fn check(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
    let information = [
        ("title", &page.title, "the page's title"),
        ("id", &page.id, "the vendor's number, or `\"\"`"),
        ("tr_id.real", &page.tr_id.real, "the cell 실전 TR ID"),
        ("tr_id.paper", &page.tr_id.paper, "the cell 모의 TR ID, or `\"\"`"),
        ("domain.real", &page.domain.real, "the cell 실전 Domain"),
        ("domain.paper", &page.domain.paper, "the cell 모의 Domain, or `\"\"`"),
    ];
    for (name, cell, help) in information {
        found.extend(open(file, name, cell, help));
    }
    // Header rows repeat the cells above: `{tr_id.real}`.
    for section in [Section::Request, Section::Response] {
        table(file, section.prefix(), page.rows(section), found);
    }
}

fn table(file: &str, table_name: &str, rows: &[Row], found: &mut Vec<Diagnostic>) {
    for row in rows {
        if row.name.value == PLACEHOLDER {
            let what = format!("a row of `{table_name}`");
            found.extend(open(file, &what, &row.name, "the table's rows in the page's order, or take the table out"));
        } else {
            for name in Row::CELLS {
                let what = format!("{table_name}.{}: {name}", row.name.value);
                found.extend(row.cell(name).and_then(|cell| open(file, &what, cell, "the page's cell, or `\"\"`")));
            }
        }
        let path = format!("{table_name}.{}", row.name.value);
        table(file, &path, &row.fields, found);
    }
}

fn open(file: &str, what: &str, cell: &Text, help: &str) -> Option<Diagnostic> {
    (cell.value == PLACEHOLDER).then(|| {
        let what = if what.starts_with("a row") { what.to_owned() } else { format!("`{what}`") };
        let problem = Diagnostic::new(Lint::Unfilled, file, &cell.span, format!("{what} isn't filled in"));
        problem.help(format!("write {help}"))
    })
}
