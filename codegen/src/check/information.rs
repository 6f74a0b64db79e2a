//! The information table: method and parameters, and the TR id of a realtime page.

use crate::descriptor::Documented;
use crate::diagnostics::{Diagnostic, Lint};
use crate::lower::conventions::is_tr_id;

pub(super) fn check(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
    realtime(file, page, found);
    let Some(parameters) = &page.parameters else { return };
    let expected = match page.method.as_str() {
        "GET" => "query",
        "POST" => "body",
        _ => return,
    };
    if parameters.key.value != expected {
        let message = format!("a {} has a `{expected}` table", page.method.value);
        let problem = Diagnostic::new(Lint::MethodMismatch, file, &parameters.key.span, message);
        found.push(problem.help(format!("write `{expected}:`, or correct the method")));
    }
}

/// The path of a realtime page ends in its TR id; a cell that says another one subscribes to another page's records.
fn realtime(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
    let cell = &page.tr_id.real;
    let expected = page.path.rsplit('/').next().unwrap_or_default();
    if !page.is_realtime() || !is_tr_id(cell.trim()) || cell.trim() == expected {
        return;
    }
    let message = format!("the path ends in `{expected}`, and the TR id is `{}`", cell.value);
    let problem = Diagnostic::new(Lint::BadTrId, file, &cell.span, message);
    found.push(problem.help("find out which is right, and correct the other: `change: tr_id` or `change: path`"));
}
