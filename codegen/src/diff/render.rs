//! A difference as a table for a terminal, or as Markdown for the changelog.

use super::{Change, Class, Diff, Fate, TransactionDiff};
use crate::table::{Table, one_line, plural};

/// Columns of a value in a terminal, and in Markdown.
const NARROW: usize = 44;
const WIDE: usize = 120;

/// The heading of what changed about shared codes.
const CODES: &str = "shared codes";

impl Diff {
    /// `3 TRs changed: 1 breaking, 4 additive, 2 documentation only; 1 added, 0 removed`
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = Class::ALL.map(|class| format!("{} {}", self.count(class), class.name()));
        format!(
            "{} changed: {}; {} added, {} removed",
            plural(self.fates(Fate::Changed), "TR"),
            counts.join(", "),
            self.fates(Fate::Added),
            self.fates(Fate::Removed)
        )
    }

    /// For a terminal: each transaction, one line for each change, and the summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        if !self.codes.is_empty() {
            let mut table = Table::new(&["", "", "", ""]);
            self.codes.iter().for_each(|change| change.row(&mut table));
            text.push_str(&format!("{CODES}\n{}\n", table.text("  ")));
        }
        for transaction in &self.transactions {
            let fate = match transaction.fate {
                Fate::Added => "added: ",
                Fate::Removed => "removed: ",
                Fate::Changed => "",
            };
            text.push_str(&format!("{fate}{}\n", transaction.heading()));
            let mut table = Table::new(&["", "", "", ""]);
            for change in &transaction.changes {
                change.row(&mut table);
            }
            text.push_str(&table.text("  "));
            if let Some((was, now)) = &transaction.constructor {
                text.push_str(&format!("  was {was}\n  now {now}\n"));
            }
            text.push('\n');
        }
        text + &self.summary() + "\n"
    }

    /// For the changelog: a table for each class that there is.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("{}.\n", self.summary());
        for class in Class::ALL {
            let mut table = Table::new(&["TR", "where", "what", "was", "now"]);
            for change in self.codes.iter().filter(|change| change.class == class) {
                change.cells(CODES, &mut table);
            }
            for transaction in &self.transactions {
                transaction.rows(class, &mut table);
            }
            if !table.is_empty() {
                text.push_str(&format!("\n### {}\n\n{}", class.title(), table.markdown()));
            }
        }
        text
    }
}

impl Class {
    const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Documentation];

    fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation only",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Additive => "Additive",
            Self::Documentation => "Documentation only",
        }
    }
}

impl TransactionDiff {
    fn heading(&self) -> String {
        format!("{}  {} ({})", self.module, self.title, self.tr_ids.join(", "))
    }

    fn rows(&self, class: Class, table: &mut Table) {
        let name = format!("`{}` {}", self.module, self.title);
        let whole = match self.fate {
            Fate::Added => Some((Class::Additive, "new TR", String::new(), self.tr_ids.join(", "))),
            Fate::Removed => Some((Class::Breaking, "TR removed", self.tr_ids.join(", "), String::new())),
            Fate::Changed => None,
        };
        if let Some((_, what, was, now)) = whole.filter(|(of, ..)| *of == class) {
            table.row(vec![name.clone(), String::new(), what.to_owned(), code(&was), code(&now)]);
        }
        for change in self.changes.iter().filter(|change| change.class == class) {
            change.cells(&name, table);
        }
        if let Some((was, now)) = self.constructor.as_ref().filter(|_| class == Class::Breaking) {
            table.row(vec![name, code("request"), "constructor".to_owned(), code(was), code(now)]);
        }
    }
}

impl Change {
    /// A line for a terminal.
    fn row(&self, table: &mut Table) {
        let cells = [self.class.name(), &self.address, &self.what, &self.values(NARROW)];
        table.row(cells.map(str::to_owned).to_vec());
    }

    /// A line of the changelog.
    fn cells(&self, of: &str, table: &mut Table) {
        let cell = |value: &Option<String>| {
            value.as_deref().map(|text| one_line(text, WIDE)).map_or_else(String::new, |text| code(&text))
        };
        table.row(vec![of.to_owned(), code(&self.address), self.what.clone(), cell(&self.was), cell(&self.now)]);
    }

    /// `"8" → "10"` in words: what it was and what it is.
    fn values(&self, columns: usize) -> String {
        let shown = |text: &str| if text.trim().is_empty() { "(blank)".to_owned() } else { one_line(text, columns) };
        match (&self.was, &self.now) {
            (Some(was), Some(now)) => {
                differing(was, now, columns).unwrap_or_else(|| format!("{} → {}", shown(was), shown(now)))
            }
            (None, Some(value)) | (Some(value), None) => shown(value),
            (None, None) => String::new(),
        }
    }
}

/// Long texts from the place where they begin to differ; `None` where both are short enough to be shown.
fn differing(was: &str, now: &str, columns: usize) -> Option<String> {
    let (old, new) = (one_line(was, usize::MAX), one_line(now, usize::MAX));
    if old == new {
        return Some("(white space)".to_owned());
    }
    if one_line(&old, columns) == old && one_line(&new, columns) == new {
        return None;
    }
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    // A little of what is the same, to find the place by.
    let skipped = same.saturating_sub(columns / 4);
    let rest = |text: &str| {
        let rest: String = text.chars().skip(skipped).collect();
        one_line(&format!("{}{rest}", if skipped > 0 { "…" } else { "" }), columns)
    };
    Some(format!("{} → {}", rest(&old), rest(&new)))
}

/// As code in Markdown, however many backticks it has; blank stays blank.
fn code(text: &str) -> String {
    match (text.is_empty(), text.contains('`')) {
        (true, _) => String::new(),
        (_, false) => format!("`{text}`"),
        (_, true) => format!("`` {text} ``"),
    }
}
