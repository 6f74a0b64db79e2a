//! A page's bytes to what it says.

use super::line::{Line, ZERO_WIDTH, lines};
use super::sections::{self, Section};
use super::{Ledger, LineKind, ParameterKind, Parameters, Parsed, Problem, Rule};
use super::{classes, information, table};

/// Reads a page.
///
/// # Errors
/// Everything that is wrong with it. A page of which a single line isn't understood isn't read at all.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Vec<Problem>> {
    let text = text(bytes).map_err(|problem| vec![problem])?;
    let (lines, zero_width) = lines(text);
    let mut ledger = Ledger::new(lines.len(), zero_width);
    let mut problems = Vec::new();
    let mut page = None;
    let mut classes = Vec::new();
    let mut tables = Vec::new();
    for (section, range) in sections::find(&lines, &mut ledger, &mut problems) {
        let lines = lines.get(range).unwrap_or_default();
        match section {
            Section::Top => page = information::parse(lines, &mut ledger, &mut problems),
            Section::Overview => overview(lines, &mut ledger),
            Section::Request | Section::Response => blanks(lines, &mut ledger),
            Section::Examples => classes = classes::parse(lines, &mut ledger, &mut problems),
            Section::RequestHeader | Section::Parameters(_) | Section::ResponseHeader | Section::ResponseBody => {
                blanks(lines, &mut ledger);
                tables.push((section, table::parse(lines, &mut ledger, &mut problems)));
            }
        }
    }
    if [Rule::NoTitle, Rule::NoPath].iter().all(|rule| problems.iter().any(|problem| problem.rule == *rule)) {
        // Not a page at all: what else it lacks doesn't matter.
        problems.retain(|problem| problem.rule == Rule::NoTitle);
        return Err(problems);
    }
    let text_of = |number: usize| number.checked_sub(1).and_then(|at| lines.get(at)).map(|line| line.text.to_string());
    problems.extend(ledger.problems(|number| text_of(number).unwrap_or_default(), &problems));
    problems.sort_by_key(|problem| problem.line);
    let Some(mut page) = page.filter(|_| problems.is_empty()) else { return Err(problems) };
    for (section, rows) in tables {
        match section {
            Section::RequestHeader => page.request_header = rows,
            Section::Parameters(kind) => page.parameters = rows.map(|rows| Parameters { kind, rows }),
            Section::ResponseHeader => page.response_header = rows,
            _ => page.response_body = rows,
        }
    }
    Ok(Parsed { page, classes, ledger })
}

/// The bytes as text, if they can be a page.
fn text(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let number = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let line = bytes.split(|byte| *byte == b'\n').nth(number - 1).unwrap_or_default();
        let message = format!("this file isn't UTF-8: byte {} of it", error.valid_up_to());
        let help = "save it as UTF-8; Korean pages in another encoding are mostly CP949";
        Problem::new(Rule::NotUtf8, message, help).at(number, &String::from_utf8_lossy(line))
    })?;
    let first = text.lines().zip(1..).find(|(line, _)| !line.trim().is_empty());
    let Some((first, number)) = first else {
        return Err(Problem::new(Rule::Empty, "this file is empty", "fetch the page again"));
    };
    if first.trim_start_matches(ZERO_WIDTH).trim_start().starts_with('<') {
        let help = "the reader takes the page's text, which begins with `# TITLE`";
        return Err(Problem::new(Rule::Html, "this is a web page, not its text", help).at(number, first));
    }
    Ok(text)
}

/// `## 개요` is prose: indented by four spaces.
fn overview(lines: &[Line<'_>], ledger: &mut Ledger) {
    blanks(lines, ledger);
    for line in lines.iter().filter(|line| !line.is_blank() && line.text.starts_with("    ")) {
        ledger.note(line.number, LineKind::Prose);
    }
}

fn blanks(lines: &[Line<'_>], ledger: &mut Ledger) {
    lines.iter().filter(|line| line.is_blank()).for_each(|line| ledger.note(line.number, LineKind::Blank));
}

/// The heading under which parameters stand where the page has no table that would say so.
pub(super) fn default_parameters(method: &str) -> ParameterKind {
    if method == "POST" { ParameterKind::Body } else { ParameterKind::Query }
}
