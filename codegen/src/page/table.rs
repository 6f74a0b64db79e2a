//! The tables: lines to rows.

use super::line::{Line, cell, cells, is_rule, unescape};
use super::nesting::{Flat, nest};
use super::{Ledger, LineKind, Problem, Row, Rule};

/// The columns that every table has.
pub(super) const COLUMNS: [&str; 6] = ["Element", "한글명", "Type", "Required", "Length", "Description"];

/// Reads the table in the lines below a heading; `None` where there is none.
pub(super) fn parse(lines: &[Line<'_>], ledger: &mut Ledger, problems: &mut Vec<Problem>) -> Option<Vec<Row>> {
    let first = lines.iter().position(|line| !line.is_blank())?;
    let (above, lines) = lines.split_at(first);
    above.iter().for_each(|line| ledger.note(line.number, LineKind::Blank));
    let mut table = Table { ledger, problems, rows: Vec::new(), blanks: Vec::new() };
    let lines = table.columns(lines);
    for line in lines {
        table.line(line);
    }
    table.close_blanks(LineKind::Blank);
    Some(nest(table.rows))
}

struct Table<'a> {
    ledger: &'a mut Ledger,
    problems: &'a mut Vec<Problem>,
    rows: Vec<Flat>,
    /// Blank lines of which isn't known yet whether the description goes on below them.
    blanks: Vec<usize>,
}

impl Table<'_> {
    /// The caption with the columns and the rule below it.
    fn columns<'l, 't>(&mut self, lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
        let Some((caption, rest)) = lines.split_first() else { return lines };
        let found = cells(&caption.text);
        let columns = found.iter().zip(COLUMNS).enumerate().all(|(index, (found, column))| {
            let found = found.trim();
            found == column || index == 0 && found.ends_with(&format!(" {column}"))
        });
        if !columns || found.len() != COLUMNS.len() {
            let help = "a table begins with `… Element | 한글명 | Type | Required | Length | Description`";
            let message = "below this heading stands something other than a table";
            self.problems.push(Problem::new(Rule::BadCaption, message, help).at(caption.number, &caption.text));
            return lines;
        }
        self.ledger.note(caption.number, LineKind::Caption);
        match rest.split_first() {
            Some((rule, rows)) if rule.trimmed() == "---|---|---|---|---|---" => {
                self.ledger.note(rule.number, LineKind::TableRule);
                rows
            }
            _ => {
                let help = "fetch the page again: below the columns stands `---|---|---|---|---|---`";
                let problem = Problem::new(Rule::NoTableRule, "the table ends after its columns", help);
                self.problems.push(problem.at(caption.number, &caption.text));
                rest
            }
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        if line.is_blank() {
            self.blanks.push(line.number);
            return;
        }
        let cells = cells(&line.text);
        match cells.as_slice() {
            // A rule in the midst of a table stays unexplained.
            [rule] if is_rule(rule) => {}
            [text] => self.continuation(line, text),
            [name, ko, kind, required, length, text] => {
                self.close_blanks(LineKind::Blank);
                self.ledger.note(line.number, LineKind::Row);
                let row = Row {
                    name: cell(name),
                    ko: cell(ko),
                    kind: cell(kind),
                    required: cell(required),
                    length: cell(length),
                    text: cell(text),
                    line: line.number,
                    ..Row::default()
                };
                if row.name.is_empty() {
                    let help = "the first cell is the wire name; fetch the page again, or write the row by hand";
                    let problem = Problem::new(Rule::NoName, "a row without a name", help);
                    self.problems.push(problem.at(line.number, &line.text));
                }
                self.rows.push(Flat { row, spaces: name.len() - name.trim_end_matches(' ').len() });
            }
            _ => {
                self.close_blanks(LineKind::Blank);
                self.wrong_count(line, cells.len());
            }
        }
    }

    fn wrong_count(&mut self, line: &Line<'_>, count: usize) {
        self.ledger.note(line.number, LineKind::Row);
        let help = "a row has Element, 한글명, Type, Required, Length and Description; fetch the page again";
        let problem = Problem::new(Rule::CellCount, format!("{count} cells instead of 6"), help);
        self.problems.push(problem.at(line.number, &line.text));
    }

    fn continuation(&mut self, line: &Line<'_>, text: &str) {
        let blanks = self.blanks.len();
        // A line without a row to belong to stays unexplained.
        let Some(Flat { row, .. }) = self.rows.last_mut() else { return };
        row.text.extend(std::iter::repeat_n('\n', blanks + 1));
        row.text.push_str(&unescape(text.trim_end()));
        self.ledger.note(line.number, LineKind::Continuation);
        self.close_blanks(LineKind::InnerBlank);
    }

    fn close_blanks(&mut self, kind: LineKind) {
        for number in self.blanks.drain(..) {
            self.ledger.note(number, kind);
        }
    }
}
