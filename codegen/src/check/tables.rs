//! The rows: types, required marks, nesting, names that come twice, paging.

use crate::descriptor::{Documented, Row, RowType, Section, paths};
use crate::diagnostics::{Diagnostic, Lint, closest};
use crate::lower::conventions;
use crate::model::Role;

/// Objects lie in the answer's body, and rows in objects: no page has more.
const MAX_DEPTH: usize = 2;

pub(super) fn check(file: &str, page: &Documented, section: Section, found: &mut Vec<Diagnostic>) {
    table(file, page.rows(section), section.prefix(), 0, found);
}

fn table(file: &str, rows: &[Row], prefix: &str, depth: usize, found: &mut Vec<Diagnostic>) {
    for (index, (row, path)) in rows.iter().zip(paths(rows, prefix)).enumerate() {
        if rows[..index].iter().any(|other| other.name.value == row.name.value) {
            let message = format!("`{}` stands twice in one table", row.name.value);
            let problem = Diagnostic::new(Lint::DuplicateField, file, &row.name.span, message).at(&path);
            found.push(problem.help(format!("if the page has it so: a correction that removes or renames `{path}`")));
        }
        if !matches!(row.required.as_str(), "Y" | "N" | "") {
            let message = format!("Required is Y, N or blank, and this is `{}`", row.required.value);
            let problem = Diagnostic::new(Lint::UnknownRequired, file, &row.required.span, message).at(&path);
            found.push(problem.help("write `\"Y\"`, `\"N\"` or `\"\"`"));
        }
        match row.row_type() {
            None => {
                let message = format!("no page has the type `{}`", row.kind.value);
                let problem = Diagnostic::new(Lint::UnknownType, file, &row.kind.span, message).at(&path);
                let names = RowType::ALL.iter().map(|(name, _)| *name);
                found.push(match closest(&row.kind, names.filter(|name| !name.is_empty())) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None => problem.help("write String, Number, Object, Object Array, Array or `\"\"`"),
                });
            }
            Some(RowType::String | RowType::Number) if !row.fields.is_empty() => {
                let message = format!("`{}` is a {} and has rows inside", row.name.value, row.kind.value);
                let problem = Diagnostic::new(Lint::NestingUnderValue, file, &row.span, message).at(&path);
                found.push(problem.help("write `type: Object` or `type: Object Array`, as the page has it"));
            }
            Some(_) => {}
        }
        if depth == MAX_DEPTH && !row.fields.is_empty() {
            let message = format!("the rows inside `{}` are nested deeper than two levels", row.name.value);
            found.push(Diagnostic::new(Lint::TooDeep, file, &row.span, message).at(&path));
        }
        table(file, &row.fields, &path, depth + 1, found);
    }
}

/// The two continuation keys come together, and an answer that announces further pages needs them.
pub(super) fn paging(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
    let rows = page.rows(Section::Request);
    let keys: Vec<_> = rows.iter().filter(|row| conventions::role(&row.name) == Role::Continuation).collect();
    let is_search = |row: &&&Row| row.name.to_ascii_uppercase().starts_with("CTX_AREA_FK");
    let search = keys.iter().filter(is_search).count();
    if let Some(row) = keys.first().filter(|_| search == 0 || search == keys.len()) {
        let partner = if search == 0 { "CTX_AREA_FK…" } else { "CTX_AREA_NK…" };
        let message = format!("`{}` without `{partner}`", row.name.value);
        let problem = Diagnostic::new(Lint::UnpairedPaging, file, &row.name.span, message);
        let problem = problem.at(format!("{}.{}", Section::Request.prefix(), row.name.value));
        found.push(problem.help("add the other key by a correction, or `allow` it"));
    }
    let announces = |row: &&Row| row.name.eq_ignore_ascii_case("tr_cont") && conventions::announces_pages(&row.text);
    if let Some(row) = page.rows(Section::ResponseHeader).iter().find(announces).filter(|_| keys.is_empty()) {
        let message = "`tr_cont` of the answer announces further pages, and the request has no continuation keys";
        let problem = Diagnostic::new(Lint::MissingPagingKey, file, &row.span, message);
        let problem = problem.at(format!("{}.{}", Section::ResponseHeader.prefix(), row.name.value));
        found.push(problem.help("add `CTX_AREA_FK…` and `CTX_AREA_NK…` by corrections, or `allow` it"));
    }
}
