//! The account of a page's lines: each is something, or a problem.

use super::{Problem, Rule};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal;)*) => {
        /// What a line of a page is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum LineKind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl LineKind {
            /// All kinds.
            pub const ALL: &'static [LineKind] = &[$(LineKind::$variant,)*];

            /// Its name in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(LineKind::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// `# TITLE`
    Title = "title";
    /// The quoted path.
    Path = "path";
    /// `---`
    Rule = "rule";
    /// The group of the portal's menu, which a few pages print above their heading.
    Category = "category";
    /// `# REST…[id]`
    Heading = "heading";
    /// A line of the information table.
    Information = "information";
    /// `---|---` below a table's columns.
    TableRule = "table rule";
    /// `## …` and `### …`
    Section = "section";
    /// The line with the columns of a table; what stands before them names another API on every page.
    Caption = "caption";
    /// The line where a row begins.
    Row = "row";
    /// A further line of a description.
    Continuation = "continuation";
    /// A blank line inside a description.
    InnerBlank = "blank in a description";
    /// Any other blank line.
    Blank = "blank";
    /// Prose under `## 개요`.
    Prose = "prose";
    /// `class …:` in the examples.
    Class = "class";
    /// A field of a class.
    ClassField = "class field";
    /// Any other line of code.
    Code = "code";
    /// Any other line of the examples.
    Example = "example";
}

/// What each line of a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    kinds: Vec<Option<LineKind>>,
    zero_width: usize,
}

impl Ledger {
    pub(super) fn new(lines: usize, zero_width: usize) -> Self {
        Self { kinds: vec![None; lines], zero_width }
    }

    /// Notes what a line is; `number` counts from 1.
    pub(super) fn note(&mut self, number: usize, kind: LineKind) {
        if let Some(place) = number.checked_sub(1).and_then(|index| self.kinds.get_mut(index)) {
            *place = Some(kind);
        }
    }

    /// What a line is; `number` counts from 1.
    #[must_use]
    pub fn kind(&self, number: usize) -> Option<LineKind> {
        self.kinds.get(number.checked_sub(1)?).copied().flatten()
    }

    /// How many lines there are.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.kinds.len()
    }

    /// How many lines are of a kind.
    #[must_use]
    pub fn count(&self, kind: LineKind) -> usize {
        self.kinds.iter().filter(|other| **other == Some(kind)).count()
    }

    /// How many characters were dropped because they show nothing.
    #[must_use]
    pub fn zero_width(&self) -> usize {
        self.zero_width
    }

    /// The numbers of lines that nothing explained.
    pub fn unexplained(&self) -> impl Iterator<Item = usize> {
        self.kinds.iter().zip(1..).filter(|(kind, _)| kind.is_none()).map(|(_, number)| number)
    }

    pub(super) fn problems(&self, text: impl Fn(usize) -> String, known: &[Problem]) -> Vec<Problem> {
        let new = self.unexplained().filter(|number| known.iter().all(|problem| problem.line != *number));
        let help = "if pages can have such a line, teach the reader its rule; if the page is damaged, fetch it again";
        new.map(|number| {
            Problem::new(Rule::Unexplained, "this line is nothing that a page has here", help).at(number, &text(number))
        })
        .collect()
    }
}
