//! The headings of a page: which lines lie under which of them.

use std::ops::Range;

use super::line::{Line, cells};
use super::{Ledger, LineKind, ParameterKind, Problem, Rule};

/// The parts of a page, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Above `## 개요`.
    Top,
    /// `## 개요`
    Overview,
    /// `## 요청`
    Request,
    /// `### Header` below it.
    RequestHeader,
    /// `### Query Parameter` or `### Body` below it.
    Parameters(ParameterKind),
    /// `## 응답`
    Response,
    /// `### Header` below it.
    ResponseHeader,
    /// `### Body` below it.
    ResponseBody,
    /// `## 예시`
    Examples,
}

use Section::{Examples, Overview, Parameters, Request, RequestHeader, Response, ResponseBody, ResponseHeader, Top};

/// The headings of a page and the only section that each can follow; the last column is `true` for a heading that every
/// page has.
const HEADINGS: &[(&str, Section)] = &[
    ("## 개요", Overview),
    ("## 요청", Request),
    ("### Header", RequestHeader),
    ("### Query Parameter", Parameters(ParameterKind::Query)),
    ("### Body", Parameters(ParameterKind::Body)),
    ("## 응답", Response),
    ("### Header", ResponseHeader),
    ("### Body", ResponseBody),
    ("## 예시", Examples),
];

impl Section {
    /// Its heading.
    pub(super) fn heading(self) -> &'static str {
        HEADINGS.iter().find(|(_, section)| *section == self).map_or("", |(heading, _)| heading)
    }

    fn rank(self) -> usize {
        match self {
            Top => 0,
            Overview => 1,
            Request => 2,
            RequestHeader => 3,
            Parameters(_) => 4,
            Response => 5,
            ResponseHeader => 6,
            ResponseBody => 7,
            Examples => 8,
        }
    }

    /// The section that a heading opens here: `### Header` and `### Body` stand under two.
    fn opened_by(self, heading: &str) -> Option<Section> {
        let mut meant = HEADINGS.iter().filter(|(other, _)| *other == heading).map(|(_, section)| *section);
        let first = meant.next()?;
        Some(if self.rank() >= Response.rank() { meant.next().unwrap_or(first) } else { first })
    }
}

/// Whether the converter's line is a heading below the page's own: `## …` or `### …`, and no row.
pub(super) fn is_heading(text: &str) -> bool {
    (text.starts_with("## ") || text.starts_with("### ")) && cells(text).len() == 1
}

/// Finds the sections. A section's lines are those below its heading.
pub(super) fn find(
    lines: &[Line<'_>],
    ledger: &mut Ledger,
    problems: &mut Vec<Problem>,
) -> Vec<(Section, Range<usize>)> {
    let mut found = Vec::new();
    let mut current = Top;
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        if current == Examples || !is_heading(&line.text) {
            continue;
        }
        ledger.note(line.number, LineKind::Section);
        let Some(next) = current.opened_by(line.trimmed()) else {
            let help = "pages have 개요, 요청, Header, Query Parameter, Body, 응답, Header, Body and 예시";
            let problem = Problem::new(Rule::UnknownSection, "no page has a section of this name", help);
            problems.push(problem.at(line.number, &line.text));
            continue;
        };
        if next.rank() <= current.rank() {
            let message = format!("this section comes twice or too late: `{}` stands above it", current.heading());
            let help = "one page for each file; if it was put together from several, take it apart";
            problems.push(Problem::new(Rule::SectionOrder, message, help).at(line.number, &line.text));
        }
        found.push((current, start..index));
        current = next;
        start = index + 1;
    }
    found.push((current, start..lines.len()));
    missing(lines, &found, problems);
    found
}

fn missing(lines: &[Line<'_>], found: &[(Section, Range<usize>)], problems: &mut Vec<Problem>) {
    let last = found.iter().map(|(section, _)| section.rank()).max().unwrap_or_default();
    let mut names = Vec::new();
    for (heading, section) in HEADINGS {
        // Of the two headings of parameters one is enough.
        let is_there = found.iter().any(|(other, _)| other.rank() == section.rank());
        if !is_there && *section != Parameters(ParameterKind::Body) {
            names.push((section.rank(), format!("`{heading}`")));
        }
    }
    if names.is_empty() {
        return;
    }
    let list = names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let message = format!("the page has no section {list}");
    let is_cut = names.iter().all(|(rank, _)| *rank > last);
    let help = if is_cut { "the page ends too early: fetch it again" } else { "pages have it, even above no table" };
    let end = lines.iter().rev().find(|line| !line.is_blank());
    let problem = Problem::new(Rule::MissingSection, message, help);
    problems.push(end.map_or(problem.clone(), |line| problem.at(line.number, &line.text)));
}
