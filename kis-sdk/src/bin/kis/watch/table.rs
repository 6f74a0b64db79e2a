//! A table that lives: a line for each key, drawn over the last one, and a line that says how it stands.

use clap::builder::styling::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::fields::Fields;
use super::record::Shown;
use crate::answer::Grid;
use crate::terminal::{FAINT, STRONG, Terminal};

/// Up is red and down is blue, as on every Korean screen.
const UP: Style = AnsiColor::Red.on_default();
const DOWN: Style = AnsiColor::Blue.on_default();

/// What is on the screen.
pub(super) struct Table {
    /// The latest record of each key, in the order of the keys.
    rows: Vec<(String, Option<Shown>)>,
    terminal: Terminal,
    /// How many lines the last drawing has.
    drawn: usize,
}

impl Table {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { rows: Vec::new(), terminal, drawn: 0 }
    }

    /// Makes a line for each key.
    pub(super) fn begin(&mut self, keys: &[String]) {
        self.rows = keys.iter().map(|key| (key.clone(), None)).collect();
    }

    pub(super) fn record(&mut self, record: Shown) {
        match self.rows.iter_mut().find(|(key, _)| *key == record.key) {
            Some((_, latest)) => *latest = Some(record),
            None => self.rows.push((record.key.clone(), Some(record))),
        }
    }

    /// What to write so that the terminal shows it as it is now, on a screen of so many lines.
    pub(super) fn draw(&mut self, fields: &Fields, status: &str, height: usize) -> String {
        let lines = self.lines(fields, status, height);
        let mut text = String::new();
        if self.drawn > 0 {
            text.push_str(&format!("\u{1b}[{}A", self.drawn));
        }
        for line in &lines {
            text.push_str(&format!("\u{1b}[2K{line}\n"));
        }
        // What is left of a longer drawing goes.
        text.push_str("\u{1b}[0J");
        self.drawn = lines.len();
        text
    }

    fn lines(&self, fields: &Fields, status: &str, height: usize) -> Vec<String> {
        let header = fields.shown.iter().map(|position| {
            let field = fields.field(*position);
            vec![field.label.to_owned(), field.name.to_owned()]
        });
        let key = vec!["key".to_owned(), String::new()];
        let mut grid = Grid::new(std::iter::once(key).chain(header).collect()).headed(STRONG);
        for (column, position) in fields.shown.iter().enumerate() {
            if matches!(fields.field(*position).kind, kis_sdk::descriptor::FieldKind::Decimal) {
                grid.align_right(column + 1);
            }
        }
        // Two lines of header, one of status, and the one below all where the cursor stands.
        let room = height.saturating_sub(4).max(1);
        let (shown, rest) = self.rows.split_at(self.rows.len().min(room));
        for (key, latest) in shown {
            let cell = |position: &usize| latest.as_ref().map_or_else(String::new, |it| it.cell(fields, *position));
            grid.push(std::iter::once(key.clone()).chain(fields.shown.iter().map(cell)).collect());
        }
        let text = grid.render(self.terminal);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (line, (_, latest)) in lines.iter_mut().skip(2).zip(shown) {
            match latest.as_ref().map_or(0, |latest| latest.trend) {
                1 => *line = self.terminal.paint(UP, line),
                -1 => *line = self.terminal.paint(DOWN, line),
                _ => {}
            }
        }
        let more = if rest.is_empty() { String::new() } else { format!("and {} keys more · ", rest.len()) };
        let status = cut(&format!("{more}{status}"), self.terminal.width);
        lines.push(self.terminal.paint(FAINT, &status));
        lines
    }
}

/// As much as a line of the terminal holds: one that wraps would be drawn over.
fn cut(text: &str, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| text.width() > *width) else { return text.to_owned() };
    let mut used = 1;
    let fits = |letter: &char| {
        used += letter.width().unwrap_or_default();
        used <= width
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Color;

    #[test]
    fn a_status_never_wraps() {
        assert_eq!(cut("실시간 connected", Some(8)), "실시간 …");
        assert_eq!(cut("short", Some(8)), "short");
        assert_eq!(cut("any length", None), "any length");
    }

    #[test]
    fn each_drawing_covers_the_last() {
        let tr = crate::find::find("H0STCNT0").expect("there").tr;
        let fields = Fields::first(tr);
        let mut table = Table::new(Terminal::new(Color::Never, Some(80)));
        table.begin(&["005930".to_owned(), "000660".to_owned()]);
        let first = table.draw(&fields, "connected", 24);
        assert!(!first.starts_with("\u{1b}[") || first.starts_with("\u{1b}[2K"), "nothing to go back to");
        assert_eq!(first.lines().count() - 1, 5, "two of header, two of keys, one of status");
        assert!(table.draw(&fields, "connected", 24).starts_with("\u{1b}[5A"));
        // On a low screen what doesn't fit is counted.
        let low = table.draw(&fields, "connected", 5);
        assert!(low.contains("and 1 keys more · connected") && !low.contains("000660"), "{low}");
        let plain = low.replace("\u{1b}[2K", "").replace("\u{1b}[5A", "").replace("\u{1b}[0J", "");
        assert!(plain.lines().all(|line| line.width() <= 80), "{plain}");
    }
}
