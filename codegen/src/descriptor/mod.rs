//! What the page says and what we decided about it: a descriptor file, read, with the place of every cell.

mod address;
mod page;

use std::ops::{Deref, Range};

pub(crate) use address::paths;
pub use address::{Found, Section};
pub use page::{Documented, Domain, Header, Parameters, Protocol, Row, RowType};

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// A value from a place.
    pub fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A cell or a word of ours.
pub type Text = Spanned<String>;

/// Everything in a specification folder that could be read.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The rows of `headers.yaml`.
    pub headers: Vec<Header>,
    /// Words and names of `glossary.yaml`.
    pub terms: Vec<(Text, Text)>,
    /// The lists of `codes.yaml`.
    pub codes: Vec<SharedList>,
    /// The descriptors, in the order of their files.
    pub descriptors: Vec<Descriptor>,
}

/// A list of codes that several pages share, as `codes.yaml` names it.
#[derive(Clone, Debug)]
pub struct SharedList {
    /// Its name in camel case, e.g. `Side`.
    pub name: Text,
    /// What the codes tell apart, in one line.
    pub summary: Text,
    /// The codes.
    pub codes: Vec<SharedCode>,
}

/// One code of a [`SharedList`].
#[derive(Clone, Debug)]
pub struct SharedCode {
    /// As it travels.
    pub code: Text,
    /// Its name in snake case.
    pub name: Text,
    /// What pages call it.
    pub ko: Text,
    /// What other pages call it.
    pub also: Vec<Text>,
}

impl SharedList {
    /// Whether a page's list could be the one as well as the other.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let twin = |code: &SharedCode| other.codes.iter().find(|twin| twin.code.value == code.code.value);
        self.codes.len() == other.codes.len()
            && self.codes.iter().all(|code| {
                twin(code).is_some_and(|twin| {
                    code.name.value == twin.name.value || code.words().any(|word| twin.is_called(word))
                })
            })
    }
}

impl SharedCode {
    /// What pages call it.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.ko).chain(&self.also).map(|word| word.value.as_str())
    }

    /// Whether a page that calls a code so can mean this one.
    #[must_use]
    pub fn is_called(&self, label: &str) -> bool {
        self.words().any(|word| word == label)
    }
}

/// One descriptor file.
#[derive(Clone, Debug)]
pub struct Descriptor {
    /// Its path below the specification folder.
    pub file: String,
    /// One line in our words.
    pub summary: Option<Text>,
    /// Our decisions about rows.
    pub decisions: Vec<Decision>,
    /// Our names for the TR ids of a page that has several.
    pub choice: Option<Choice>,
    /// What the page has wrong.
    pub corrections: Vec<Correction>,
    /// Warnings that were looked at and are fine.
    pub allow: Vec<Allow>,
    /// The page as printed.
    pub documented: Documented,
}

/// What we decided about one row, beyond or against the conventions.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The row: its wire name, or its dotted path.
    pub address: Text,
    /// What its value means.
    pub kind: Option<Text>,
    /// Constant names by code.
    pub values: Vec<(Text, Text)>,
    /// Codes and their words, where the conventions can't read the description.
    pub codes: Vec<(Text, Text)>,
    /// What is sent when the caller says nothing.
    pub default: Option<DefaultText>,
    /// Its Rust name.
    pub name: Option<Text>,
    /// Whether it can hold an account number or the like.
    pub sensitive: Option<Spanned<bool>>,
    /// Why.
    pub why: Option<Text>,
}

/// What is sent when the caller says nothing.
#[derive(Clone, Debug)]
pub enum DefaultText {
    /// Always the same.
    Same(Text),
    /// By the name of the chosen TR id; `others` stands for those that aren't named.
    ByChoice(Vec<(Text, Text)>),
}

impl DefaultText {
    /// Its place: the value's, or that of the first name.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Same(text) => text.span.clone(),
            Self::ByChoice(pairs) => pairs.first().map_or(0..0, |(name, _)| name.span.clone()),
        }
    }
}

/// The TR ids of a page that has several, as a type of their own.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name, e.g. `Side`.
    pub name: Text,
    /// Its variants.
    pub ids: Vec<Chosen>,
}

/// One variant of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its name in snake case, e.g. `sell`.
    pub name: Text,
    /// What the page calls it, e.g. `매도`.
    pub ko: Text,
    /// The id on the real environment.
    pub real: Text,
    /// The id on the paper environment.
    pub paper: Option<Text>,
}

/// One thing that the page has wrong.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What it does.
    pub verb: Verb,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What a correction does.
#[derive(Clone, Debug)]
pub enum Verb {
    /// Gives cells another content.
    Change {
        /// The row, or a cell of the information table.
        address: Text,
        /// The cells as the page has them.
        was: Vec<(Text, Text)>,
        /// The same cells as they should be.
        now: Vec<(Text, Text)>,
    },
    /// Adds a row.
    Add {
        /// Its path.
        address: Text,
        /// Its cells.
        row: Box<Row>,
        /// Where in its table.
        place: Place,
    },
    /// Removes a row.
    Remove {
        /// Its path.
        address: Text,
        /// Cells as the page has them.
        was: Vec<(Text, Text)>,
    },
}

/// Where in its table a new row goes.
#[derive(Clone, Debug)]
pub enum Place {
    /// Behind this row.
    After(Text),
    /// In front of this row.
    Before(Text),
    /// Behind all rows.
    Last,
}

/// A warning that was looked at and is fine.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The rule.
    pub lint: Text,
    /// The row, where it is about one only.
    pub at: Option<Text>,
    /// Why it is fine.
    pub why: Text,
}
