//! The top of a page: title, path, heading and the information table.

use super::line::{Line, cell, cells, is_rule};
use super::{Ledger, LineKind, Page, Problem, Protocol, Rule};

/// The labels of the information table, in the order of its cells.
pub(super) const LABELS: [&str; 8] =
    ["Method", "URL", "실전 Domain", "모의 Domain", "실전 TR ID", "모의 TR ID", "Format", "Content-Type"];

const INFORMATION: &str =
    "it has Method, URL, 실전 Domain, 모의 Domain, 실전 TR ID, 모의 TR ID, Format, Content-Type; fetch the page again";

/// Reads the lines above `## 개요`.
pub(super) fn parse(lines: &[Line<'_>], ledger: &mut Ledger, problems: &mut Vec<Problem>) -> Option<Page> {
    let mut top = Top { ledger, problems, lines: lines.iter().filter(|line| !line.is_blank()).collect(), next: 0 };
    for line in lines.iter().filter(|line| line.is_blank()) {
        top.ledger.note(line.number, LineKind::Blank);
    }
    let title = top.title();
    let path = top.path();
    top.rule_and_category();
    let heading = top.heading(title.as_deref().unwrap_or_default());
    let values = top.information();
    let (title, path, (protocol, heading, id)) = (title?, path?, heading?);
    let [method, url, real_domain, paper_domain, real_tr_id, paper_tr_id, format, content_type] = values?;
    Some(Page {
        title,
        path,
        heading,
        id,
        protocol,
        method,
        url,
        real_domain,
        paper_domain,
        real_tr_id,
        paper_tr_id,
        format,
        content_type,
        request_header: None,
        parameters: None,
        response_header: None,
        response_body: None,
    })
}

struct Top<'a, 't> {
    ledger: &'a mut Ledger,
    problems: &'a mut Vec<Problem>,
    /// The lines that aren't blank.
    lines: Vec<&'a Line<'t>>,
    next: usize,
}

impl<'a, 't> Top<'a, 't> {
    fn peek(&self) -> Option<&'a Line<'t>> {
        self.lines.get(self.next).copied()
    }

    fn take(&mut self, kind: LineKind) {
        if let Some(line) = self.peek() {
            self.ledger.note(line.number, kind);
        }
        self.next += 1;
    }

    fn report(&mut self, rule: Rule, message: impl Into<String>, help: &str) {
        let problem = Problem::new(rule, message, help);
        // At the line where it should be, or the last one.
        let line = self.peek().or_else(|| self.lines.last().copied());
        self.problems.push(line.map_or(problem.clone(), |line| problem.at(line.number, &line.text)));
    }

    fn title(&mut self) -> Option<String> {
        let title = self.peek().and_then(|line| line.text.strip_prefix("# ")).map(cell);
        match title {
            Some(title) if !title.is_empty() => {
                self.take(LineKind::Title);
                Some(title)
            }
            _ => {
                self.report(Rule::NoTitle, "a page begins with `# TITLE`", "is this file a documentation page?");
                None
            }
        }
    }

    fn path(&mut self) -> Option<String> {
        let quoted = self.peek().and_then(|line| {
            let quoted = line.trimmed().strip_prefix("> API 경로:")?.trim();
            Some(cell(quoted.strip_prefix('`')?.strip_suffix('`')?))
        });
        let Some(path) = quoted else {
            let help = "below the title stands `> API 경로:` and the path in backticks; fetch the page again";
            self.report(Rule::NoPath, "the page doesn't say its path", help);
            return None;
        };
        if !path.starts_with('/') || path.chars().any(|c| c.is_whitespace() || c.is_control()) {
            let message = format!("`{path}` is no path");
            self.report(
                Rule::BadPath,
                message,
                "a path begins with `/` and has no spaces, as in /uapi/<product>/v1/<rest>",
            );
        }
        self.take(LineKind::Path);
        Some(path)
    }

    /// `---`, and the group of the portal's menu that a few pages print.
    fn rule_and_category(&mut self) {
        if self.peek().is_some_and(|line| line.trimmed() == "---") {
            self.take(LineKind::Rule);
        }
        while self.peek().is_some_and(|line| !line.text.starts_with("# ") && cells(&line.text).len() == 1) {
            self.take(LineKind::Category);
        }
    }

    /// `# REST<title>[<id>]`
    fn heading(&mut self, title: &str) -> Option<(Protocol, String, Option<String>)> {
        let heading = self.peek().and_then(|line| line.text.strip_prefix("# ")).and_then(|text| {
            Protocol::ALL.iter().find_map(|(word, protocol)| Some((*protocol, cell(text.strip_prefix(word)?))))
        });
        let Some((protocol, heading)) = heading else {
            let help = "a heading is `# REST` or `# WEBSOCKET`, the title and the id in brackets";
            self.report(Rule::NoHeading, "the page has no heading that names its protocol", help);
            if self.peek().is_some_and(|line| line.text.starts_with("# ")) {
                self.take(LineKind::Heading);
            }
            return None;
        };
        self.take(LineKind::Heading);
        let id = heading.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        Some(match id {
            Some((name, id)) if heading != title && !id.trim().is_empty() => {
                (protocol, name.trim().to_owned(), Some(id.trim().to_owned()))
            }
            _ => (protocol, heading, None),
        })
    }

    /// The labels and their values, each label in its place.
    fn information(&mut self) -> Option<[String; 8]> {
        let mut values = Vec::new();
        let mut labels = LABELS.iter();
        let (mut is_whole, mut has_rule) = (true, false);
        while let Some(line) = self.peek() {
            if is_rule(&line.text) && values.len() == 2 && !has_rule {
                has_rule = true;
                self.take(LineKind::TableRule);
                continue;
            }
            let cells = cells(&line.text);
            for pair in cells.chunks(2) {
                if !is_whole {
                    break;
                }
                let label = pair.first().map_or("", |label| label.trim());
                // Before the first label the table's caption stands in the same line.
                let label = label.rsplit_once("** ").filter(|_| values.is_empty()).map_or(label, |(_, label)| label);
                let expected = labels.next();
                is_whole = expected.is_some_and(|expected| *expected == label) && cells.len() == 4;
                if !is_whole {
                    let expected = expected.map_or("the end of the table", |expected| expected);
                    let message = format!("`{label}` and {} cells where {expected} and 4 cells belong", cells.len());
                    self.report(Rule::BadInformation, message, INFORMATION);
                }
                values.extend(pair.get(1).map(|value| cell(value)));
            }
            self.take(LineKind::Information);
        }
        if let Some(missing) = labels.next().filter(|_| is_whole) {
            let message = format!("the information table ends before {missing}");
            self.report(Rule::BadInformation, message, INFORMATION);
        }
        if is_whole && !has_rule {
            self.report(Rule::NoTableRule, "the information table has no rule below its first line", INFORMATION);
        }
        values.try_into().ok()
    }
}
