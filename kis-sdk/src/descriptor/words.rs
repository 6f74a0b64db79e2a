//! What a page says beside its tables, for programs that show it to people.

use super::Tr;

/// What the page of a TR says in words, and what our descriptor adds to it: apart from [`Tr`], because only programs that
/// show it to people need it (feature `words`).
///
/// ```
/// let tr = kis_sdk::TRANSACTIONS.iter().find(|tr| tr.title == "주식주문(현금)").unwrap();
/// let words = tr.words().unwrap();
/// assert_eq!(words.summary, "Buys or sells a stock for cash.");
/// assert_eq!(words.text("PDNO"), Some("종목코드(6자리) , ETN의 경우 7자리 입력"));
/// let side = words.choice.unwrap();
/// assert_eq!((side.name, side.options[1], tr.tr_ids[1].label), ("side", "buy", "매수"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Words {
    /// Whose words they are: [`Tr::source`].
    pub source: &'static str,
    /// What the TR does, in one English line.
    pub summary: &'static str,
    /// What the caller chooses by choosing one of [`Tr::tr_ids`]; `None` where the page has one id.
    pub choice: Option<Choice>,
    parameters: &'static [(&'static str, Meaning, &'static str)],
}

/// What the caller chooses by choosing a TR id.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Choice {
    /// Its name, e.g. `side`.
    pub name: &'static str,
    /// The English name of each id, in the order of [`Tr::tr_ids`], which have the page's own ([`TrId::label`](super::TrId)).
    pub options: &'static [&'static str],
    /// Parameters whose default depends on the choice: the wire name, and what is sent by default with each id.
    pub defaults: &'static [(&'static str, &'static [&'static str])],
}

/// What the value of a parameter means, and so what is checked and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// Any text.
    Text,
    /// Money, price, quantity, rate: plain digits.
    Decimal,
    /// A day: `YYYYMMDD`.
    Date,
    /// A time of day: `HHMMSS`.
    Time,
    /// One of [`Parameter::codes`](super::Parameter::codes).
    Code,
}

impl Words {
    /// Describes a page; what generated code calls.
    #[must_use]
    pub const fn new(
        source: &'static str,
        summary: &'static str,
        parameters: &'static [(&'static str, Meaning, &'static str)],
    ) -> Self {
        Self { source, summary, choice: None, parameters }
    }

    /// The page has several ids; what generated code calls.
    #[must_use]
    pub const fn choice(
        mut self,
        name: &'static str,
        options: &'static [&'static str],
        defaults: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        self.choice = Some(Choice { name, options, defaults });
        self
    }

    /// What the page says about the parameter with this wire name, line breaks included; `None` where it says nothing but
    /// the 한글명.
    #[must_use]
    pub fn text(&self, parameter: &str) -> Option<&'static str> {
        let row = self.parameters.iter().find(|(name, ..)| *name == parameter);
        row.map(|(_, _, text)| *text).filter(|text| !text.is_empty())
    }

    /// What the value of the parameter with this wire name means.
    #[must_use]
    pub fn meaning(&self, parameter: &str) -> Meaning {
        self.parameters.iter().find(|(name, ..)| *name == parameter).map_or(Meaning::Text, |(_, meaning, _)| *meaning)
    }
}

impl Tr {
    /// What its page says in words; `None` of a TR that isn't this crate's own.
    #[must_use]
    pub fn words(&self) -> Option<&'static Words> {
        let words = crate::words::WORDS;
        words.binary_search_by(|words| words.source.cmp(self.source)).ok().map(|index| &words[index])
    }
}
