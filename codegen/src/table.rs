//! Tables for people: aligned columns for a terminal, where Korean letters are two wide, or Markdown.

use unicode_width::UnicodeWidthStr;

/// Rows of cells under a head.
#[derive(Clone, Debug, Default)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    numbers: Vec<usize>,
}

impl Table {
    /// A table with these columns. Without a head, `text` prints none; Markdown has to have one.
    #[must_use]
    pub fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|cell| (*cell).to_owned()).collect(), ..Self::default() }
    }

    /// The columns from `first` on hold numbers, which stand at the right.
    #[must_use]
    pub fn numbers_from(mut self, first: usize) -> Self {
        self.numbers = (first..self.head.len()).collect();
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// For a terminal, with `indent` before each line and no blanks at the end.
    #[must_use]
    pub fn text(&self, indent: &str) -> String {
        let head = (!self.head.iter().all(String::is_empty)).then_some(&self.head);
        let lines = head.into_iter().chain(&self.rows);
        let widths: Vec<usize> = (0..self.head.len())
            .map(|column| lines.clone().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for row in lines {
            let mut line = indent.to_owned();
            for (column, cell) in row.iter().enumerate() {
                let blanks = " ".repeat(widths.get(column).map_or(0, |width| width.saturating_sub(cell.width())));
                let gap = if column == 0 { "" } else { "  " };
                line.push_str(&match self.numbers.contains(&column) {
                    true => format!("{gap}{blanks}{cell}"),
                    false => format!("{gap}{cell}{blanks}"),
                });
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = |column: usize| if self.numbers.contains(&column) { "---:" } else { "---" };
        let rules: Vec<_> = (0..self.head.len()).map(rule).collect();
        let mut text = line(&self.head);
        text.push_str(&format!("|{}|\n", rules.join("|")));
        text.extend(self.rows.iter().map(|row| line(row)));
        text
    }
}

/// `1 file`, `2 files`
#[must_use]
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A text on one line of at most so many columns; what is cut off ends in `…`.
#[must_use]
pub fn one_line(text: &str, columns: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width() <= columns {
        return line;
    }
    let mut cut = String::new();
    for c in line.chars() {
        if cut.width() + c.to_string().width() >= columns {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Table, one_line};

    fn table() -> Table {
        let mut table = Table::new(&["한글명", "count"]).numbers_from(1);
        table.row(vec!["잔고 a|b".to_owned(), "7".to_owned()]);
        table.row(vec!["x".to_owned(), "1200".to_owned()]);
        table
    }

    #[test]
    fn korean_letters_are_two_columns_wide() {
        assert_eq!(table().text("  "), "  한글명    count\n  잔고 a|b      7\n  x          1200\n");
    }

    #[test]
    fn markdown_escapes_what_would_end_a_cell() {
        assert_eq!(table().markdown(), "| 한글명 | count |\n|---|---:|\n| 잔고 a\\|b | 7 |\n| x | 1200 |\n");
    }

    #[test]
    fn long_texts_are_cut_by_columns() {
        assert_eq!(one_line("00: 전체,\n01: 종목", 40), "00: 전체, 01: 종목");
        assert_eq!(one_line("전체 종목별 조회", 8), "전체 종…");
        assert_eq!(one_line("전체종목", 8), "전체종목");
    }
}
