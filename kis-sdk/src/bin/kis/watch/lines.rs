//! A line for each record: for people, as JSON, as CSV.

use unicode_width::UnicodeWidthStr as _;

use super::fields::Fields;
use super::record::Shown;
use crate::answer::{Document, Node};
use crate::exit::{Exit, Failure, Outcome};

/// What stands between two columns for people.
const GAP: &str = "  ";

/// How lines are written.
pub(super) enum Lines {
    /// Columns that align with those before them.
    Plain { widths: Vec<usize> },
    /// One JSON object.
    Json,
    /// Comma-separated values.
    Csv,
}

impl Lines {
    pub(super) fn plain() -> Self {
        Self::Plain { widths: Vec::new() }
    }

    /// Makes room for the keys that are to come.
    pub(super) fn begin(&mut self, keys: &[String]) {
        if let Self::Plain { widths } = self {
            *widths = Vec::from_iter(keys.iter().map(|key| key.width()).max());
        }
    }

    /// The first line, if there is one.
    pub(super) fn header(&mut self, fields: &Fields) -> Outcome<Option<String>> {
        match self {
            Self::Plain { widths } => {
                let labels = fields.shown.iter().map(|position| fields.field(*position).label.to_owned());
                Ok(Some(plain(widths, &std::iter::once("key".to_owned()).chain(labels).collect::<Vec<_>>(), &[])))
            }
            Self::Json => Ok(None),
            Self::Csv => {
                let names = fields.whole.iter().map(|position| fields.field(*position).name);
                csv(std::iter::once("tr_key").chain(names)).map(Some)
            }
        }
    }

    /// A record's line.
    pub(super) fn record(&mut self, fields: &Fields, record: &Shown) -> Outcome<String> {
        match self {
            Self::Plain { widths } => {
                let is_number =
                    |position: &usize| matches!(fields.field(*position).kind, kis_sdk::descriptor::FieldKind::Decimal);
                let right: Vec<bool> = std::iter::once(false).chain(fields.shown.iter().map(is_number)).collect();
                let cells = fields.shown.iter().map(|position| record.cell(fields, *position));
                let cells: Vec<String> = std::iter::once(record.key.clone()).chain(cells).collect();
                Ok(plain(widths, &cells, &right))
            }
            Self::Json => {
                let text = |position: &usize| {
                    let value = record.value(*position)?.to_owned();
                    Some((fields.field(*position).name.to_owned(), Node::Text(value)))
                };
                // A missing column is a missing member.
                let key = ("tr_key".to_owned(), Node::Text(record.key.clone()));
                let members = std::iter::once(key).chain(fields.whole.iter().filter_map(text)).collect();
                let line = serde_json::to_string(&Document(members));
                Ok(line.map_err(|error| Failure::new(Exit::Other, error.to_string()))? + "\n")
            }
            Self::Csv => {
                let values = fields.whole.iter().map(|position| record.value(*position).unwrap_or_default());
                csv(std::iter::once(record.key.as_str()).chain(values))
            }
        }
    }
}

fn csv<'v>(values: impl Iterator<Item = &'v str>) -> Outcome<String> {
    let failed = || Failure::new(Exit::Other, "the CSV can't be written");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(values).map_err(|_| failed())?;
    let bytes = writer.into_inner().map_err(|_| failed())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One line whose columns are as wide as the widest so far.
fn plain(widths: &mut Vec<usize>, cells: &[String], right: &[bool]) -> String {
    widths.resize(cells.len(), 0);
    let mut line = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell: String = cell.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        *width = cell.width().max(*width);
        let blanks = " ".repeat(*width - cell.width());
        match right.get(index) {
            Some(true) => line.push_str(&format!("{blanks}{cell}{GAP}")),
            _ => line.push_str(&format!("{cell}{blanks}{GAP}")),
        }
    }
    line.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_widen_and_stay() {
        let mut lines = Lines::plain();
        lines.begin(&["005930".to_owned(), "1".to_owned()]);
        assert!(matches!(&lines, Lines::Plain { widths } if widths == &[6]));
        let mut widths = Vec::new();
        let cells = |cells: [&str; 3]| cells.map(str::to_owned);
        assert_eq!(plain(&mut widths, &cells(["key", "현재가", "시간"]), &[]), "key  현재가  시간\n");
        let right = [false, true, false];
        assert_eq!(plain(&mut widths, &cells(["005930", "71500", "093001"]), &right), "005930   71500  093001\n");
        assert_eq!(plain(&mut widths, &cells(["1", "5", "\n"]), &right), "1            5\n");
    }
}
