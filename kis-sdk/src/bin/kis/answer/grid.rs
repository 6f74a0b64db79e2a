//! Rows and columns that align, Korean included, and fit the terminal.

use clap::builder::styling::Style;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr as _;

use crate::terminal::Terminal;

/// What stands between two columns.
const GAP: usize = 2;
/// The narrowest that a text is cut to before its column is left out.
const SHORTEST: usize = 12;

/// A table to be shown: the first line of a header is what people read, further ones stand below.
pub(crate) struct Grid {
    header: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
    style: Option<Style>,
}

/// What fits: the width of each column, and how many were left out.
struct Fit {
    /// Positions of the columns that are shown, with their widths.
    columns: Vec<(usize, usize)>,
    left_out: Vec<usize>,
}

impl Grid {
    /// A table with these headers.
    pub(crate) fn new(header: Vec<Vec<String>>) -> Self {
        let right = vec![false; header.len()];
        Self { header, rows: Vec::new(), right, style: None }
    }

    /// Shows the header in a style.
    pub(crate) fn headed(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Aligns a column to the right, as numbers are.
    pub(crate) fn align_right(&mut self, column: usize) {
        self.right[column] = true;
    }

    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row.into_iter().map(|cell| one_line(&cell)).collect());
    }

    /// The text, cut to the terminal where it has a width.
    pub(crate) fn render(&self, terminal: Terminal) -> String {
        self.render_noting(terminal).0
    }

    /// The text, and the positions of the columns that didn't fit.
    pub(crate) fn render_noting(&self, terminal: Terminal) -> (String, Vec<usize>) {
        let Fit { columns, left_out } = self.fit(terminal.width);
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let lines = self.header.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..lines {
            let cell = |(column, width): &(usize, usize)| {
                self.cell(*column, *width, self.header[*column].get(line).map_or("", String::as_str))
            };
            table.add_row(columns.iter().map(cell));
        }
        for row in &self.rows {
            let cell = |(column, width): &(usize, usize)| {
                self.cell(*column, *width, row.get(*column).map_or("", String::as_str))
            };
            table.add_row(columns.iter().map(cell));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, u16::try_from(GAP).unwrap_or_default()));
        }
        let text = table.to_string();
        let text: Vec<String> = text
            .lines()
            .enumerate()
            .map(|(number, line)| match self.style {
                Some(style) if number < lines => terminal.paint(style, line.trim_end()),
                _ => line.trim_end().to_owned(),
            })
            .collect();
        (text.join("\n") + "\n", left_out)
    }

    fn cell(&self, column: usize, width: usize, text: &str) -> Cell {
        let alignment = if self.right[column] { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(cut(text, width)).set_alignment(alignment)
    }

    /// The width that each column wants.
    fn widths(&self) -> Vec<usize> {
        let cells = |column: usize| {
            let header = self.header[column].iter().map(String::as_str);
            header.chain(self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str))
        };
        (0..self.header.len()).map(|column| cells(column).map(str::width).max().unwrap_or_default()).collect()
    }

    /// Decides what is shown: everything if it fits; else no columns that are blank in every row, then the first columns as
    /// far as they go, the last of them cut.
    fn fit(&self, width: Option<usize>) -> Fit {
        let wanted = self.widths();
        let all: Vec<usize> = (0..wanted.len()).collect();
        let needs = |columns: &[usize]| columns.iter().map(|column| wanted[*column] + GAP).sum::<usize>();
        let whole = |columns: Vec<usize>| columns.into_iter().map(|column| (column, wanted[column])).collect();
        let Some(width) = width.filter(|width| needs(&all) > *width + GAP) else {
            return Fit { columns: whole(all), left_out: Vec::new() };
        };
        let is_blank =
            |column: &usize| self.rows.iter().all(|row| row.get(*column).is_none_or(|cell| cell.trim().is_empty()));
        let (mut left_out, filled): (Vec<_>, Vec<_>) = all.into_iter().partition(is_blank);
        let mut columns = Vec::new();
        let mut left = width + GAP;
        for column in filled {
            let full = wanted[column] + GAP;
            if full <= left {
                columns.push((column, wanted[column]));
                left -= full;
            } else if left_out.iter().all(|other| *other < column || is_blank(other)) && left >= SHORTEST + GAP {
                columns.push((column, left - GAP));
                left = 0;
            } else {
                left = 0;
                left_out.push(column);
            }
        }
        left_out.sort_unstable();
        Fit { columns, left_out }
    }
}

/// A text within a width, with `…` where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if kept.width() + unicode_width::UnicodeWidthChar::width(letter).unwrap_or_default() + 1 > width {
            break;
        }
        kept.push(letter);
    }
    kept.push('…');
    kept
}

/// Line breaks, tabs and control characters of a server have no business in a table.
fn one_line(text: &str) -> String {
    let clean = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.trim_end().chars().map(clean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Color;

    fn grid() -> Grid {
        let mut grid = Grid::new(vec![
            vec!["종목".to_owned(), "pdno".to_owned()],
            vec!["수량".to_owned(), "qty".to_owned()],
            vec!["이름".to_owned()],
        ]);
        grid.align_right(1);
        grid.push(vec!["005930".to_owned(), "10".to_owned(), "삼성전자\t우선주".to_owned()]);
        grid.push(vec!["KR1".to_owned(), "2500".to_owned(), "국고채권".to_owned()]);
        grid
    }

    #[test]
    fn korean_aligns() {
        let text = grid().render(Terminal::new(Color::Never, Some(0)));
        assert_eq!(text, "종목    수량  이름\npdno     qty\n005930    10  삼성전자 우선주\nKR1     2500  국고채권\n");
    }

    #[test]
    fn what_does_not_fit_is_cut_or_left_out() {
        assert_eq!(cut("삼성전자", 5), "삼성…");
        assert_eq!(cut("abc", 3), "abc");
        let mut grid = Grid::new((0..4).map(|n| vec![format!("column {n}")]).collect());
        grid.push(vec!["a".repeat(20), String::new(), "c".repeat(30), "d".to_owned()]);
        let (text, left_out) = grid.render_noting(Terminal::new(Color::Never, Some(40)));
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert_eq!(left_out, [1, 3]);
    }
}
