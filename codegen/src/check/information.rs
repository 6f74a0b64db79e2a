//! The information table: method and parameters.

use crate::descriptor::Documented;
use crate::diagnostics::{Diagnostic, Lint};

pub(super) fn check(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) {
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
