//! The examples: Python classes that repeat every table.

use super::line::{Line, cells};
use super::{Class, Field, Ledger, LineKind, Problem, Rule};

/// Reads the lines below `## 예시`.
pub(super) fn parse(lines: &[Line<'_>], ledger: &mut Ledger, problems: &mut Vec<Problem>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for line in lines {
        let kind = kind(line, &mut classes);
        if kind == LineKind::Example && cells(&line.text).len() >= 4 {
            let help = "tables stand under 요청 and 응답; if the page was put together from several, take it apart";
            let problem = Problem::new(Rule::Unexplained, "a row of a table among the examples", help);
            problems.push(problem.at(line.number, &line.text));
        }
        ledger.note(line.number, kind);
    }
    classes
}

fn kind(line: &Line<'_>, classes: &mut Vec<Class>) -> LineKind {
    if line.is_blank() {
        return LineKind::Blank;
    }
    let Some(code) = line.text.strip_prefix("    ") else {
        return if line.text.starts_with("### ") { LineKind::Section } else { LineKind::Example };
    };
    if let Some(name) = code.strip_prefix("class ").and_then(|rest| rest.trim_end().strip_suffix(':')) {
        classes.push(Class { name: name.to_owned(), fields: Vec::new(), line: line.number });
        return LineKind::Class;
    }
    let field = code.strip_prefix("    ").and_then(|text| field(text, line.number));
    match (field, classes.last_mut()) {
        (Some(field), Some(class)) => {
            class.fields.push(field);
            LineKind::ClassField
        }
        _ => LineKind::Code,
    }
}

/// `name: Optional[str] = None    #한글명`
fn field(text: &str, line: usize) -> Option<Field> {
    let (name, rest) = text.split_once(": ")?;
    let (annotation, comment) = rest.split_once('#').unwrap_or((rest, ""));
    let annotation = annotation.trim();
    let inner = annotation.strip_prefix("Optional[").and_then(|rest| rest.strip_suffix("] = None"));
    Some(Field {
        name: name.trim().to_owned(),
        annotation: inner.unwrap_or(annotation).to_owned(),
        optional: inner.is_some(),
        comment: comment.trim().to_owned(),
        line,
    })
}
