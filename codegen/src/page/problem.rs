//! What can be wrong with a page.

use std::fmt;

/// Something about a page that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The line's text; empty where it says nothing.
    pub text: String,
    /// Which rule is broken.
    pub rule: Rule,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Problem {
    pub(super) fn new(rule: Rule, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { line: 0, text: String::new(), rule, message: message.into(), help: help.into() }
    }

    /// A page whose path is none that an API has.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let help = "a path is `/uapi/…`, `/oauth2/…` or `/tryitout/…`, of letters, digits, `-` and `_`";
        Self::new(Rule::BadPath, format!("no descriptor can belong to the path `{path}`"), help)
    }

    /// A page whose descriptor would be that of another page of the same run.
    #[must_use]
    pub fn of_place(file: &str, other: &str) -> Self {
        let message = format!("its descriptor would be `{file}`, and so would that of `{other}`");
        Self::new(Rule::DuplicatePath, message, "write one of the two descriptors at a place of your own first")
    }

    pub(super) fn at(mut self, line: usize, text: &str) -> Self {
        self.line = line;
        self.text = text.trim_end().to_owned();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.rule.name())?;
        if !self.text.is_empty() {
            write!(f, "\n  {} | {}", self.line, self.text)?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

impl std::error::Error for Problem {}

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal;)*) => {
        /// A rule that pages keep; its name is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// Its name, e.g. `wrong-cell-count`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Rule::$variant => $name,)*
                }
            }
        }
    };
}

rules! {
    /// A page in another encoding.
    NotUtf8 = "page-not-utf8";
    /// A file with nothing in it.
    Empty = "page-empty";
    /// The web page itself instead of its text.
    Html = "page-is-html";
    /// A page that doesn't begin with `# TITLE`.
    NoTitle = "page-without-title";
    /// A page without the line that quotes its path.
    NoPath = "page-without-path";
    /// A path that isn't one.
    BadPath = "page-bad-path";
    /// A page without `# REST…` or `# WEBSOCKET…`.
    NoHeading = "page-without-heading";
    /// A cell of the information table that is missing, unknown or there twice.
    BadInformation = "page-bad-information";
    /// A heading that every page has and this one doesn't.
    MissingSection = "page-missing-section";
    /// A heading that comes twice, or before one that belongs above it.
    SectionOrder = "page-section-order";
    /// A heading that no page has.
    UnknownSection = "page-unknown-section";
    /// A table without the line of its columns, or with other columns.
    BadCaption = "page-bad-caption";
    /// A table without the rule below its columns.
    NoTableRule = "page-without-table-rule";
    /// A row with too few or too many cells.
    CellCount = "page-wrong-cell-count";
    /// A row whose first cell is empty.
    NoName = "page-row-without-name";
    /// A line that is nothing that pages have in this place.
    Unexplained = "page-unexplained-line";
    /// Two pages of one path.
    DuplicatePath = "page-duplicate-path";
    /// A descriptor whose documented part isn't where it can be replaced.
    BadDescriptor = "page-bad-descriptor";
}
