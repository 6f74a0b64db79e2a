//! One order in the book: what it asks for, and what later orders left of it.

use std::fmt;

use rust_decimal::Decimal;

use super::Order;
use super::parts::{self, Part, inside, number_among};
use crate::descriptor::{Parameter, Role, Tr};

/// An order and what became of it.
#[derive(Clone)]
pub(in crate::mock) struct Entry {
    pub(super) order: Order,
    pub(super) tr: &'static Tr,
    /// By what name lists show its number, e.g. `odno`.
    pub(super) number_name: &'static str,
    pub(super) side: Option<Side>,
    pub(super) quantity: Decimal,
    /// What is neither cancelled nor taken over by a correction: nothing is ever filled here.
    pub(super) rest: Decimal,
    pub(super) cancelled: Decimal,
    pub(super) change: Option<Change>,
    /// The number of the order that it changes, as it was given.
    pub(super) original: String,
    /// What that order said, where this one says nothing.
    inherited: Vec<(String, String)>,
}

/// As [`Order`] has it: what the order said, its account included, is not shown.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("order", &self.order)
            .field("rest", &self.rest)
            .field("change", &self.change)
            .field("original", &self.original)
            .finish_non_exhaustive()
    }
}

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Sell,
    Buy,
}

impl Side {
    /// What pages call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Sell => "매도",
            Self::Buy => "매수",
        }
    }

    /// Its code wherever a page lists no codes of its own.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Sell => "01",
            Self::Buy => "02",
        }
    }

    /// Which one words or a bare code mean; `None` where they name both, as the id of an order that a parameter decides.
    fn of(words: &str) -> Option<Self> {
        let means = |side: Self| words.contains(side.label()) || words == side.code();
        match (means(Self::Sell), means(Self::Buy)) {
            (true, false) => Some(Self::Sell),
            (false, true) => Some(Self::Buy),
            _ => None,
        }
    }
}

/// What an order does to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Correction,
    Cancellation,
}

impl Change {
    /// What pages call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Correction => "정정",
            Self::Cancellation => "취소",
        }
    }

    /// Its code wherever a page lists no codes of its own.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Correction => "01",
            Self::Cancellation => "02",
        }
    }

    fn of(words: &str) -> Self {
        let is_cancellation = words.contains("취소") || words == Self::Cancellation.code();
        if is_cancellation { Self::Cancellation } else { Self::Correction }
    }
}

impl Entry {
    /// An order that comes after these, and what it does to them.
    pub(super) fn new(tr: &'static Tr, order: Order, before: &mut [Self]) -> Self {
        let named = number_among(tr.response.iter().flat_map(inside).map(|field| field.name));
        let referring = number_among(tr.parameters.iter().map(|parameter| parameter.name));
        let mut entry = Self {
            order,
            tr,
            number_name: named.or(referring).unwrap_or("odno"),
            side: None,
            quantity: Decimal::ZERO,
            rest: Decimal::ZERO,
            cancelled: Decimal::ZERO,
            change: None,
            original: String::new(),
            inherited: Vec::new(),
        };
        entry.side = entry.said_side();
        entry.quantity = entry.said_quantity();
        entry.rest = entry.quantity;
        entry.original = entry.own(parts::refers).unwrap_or_default().to_owned();
        if !entry.original.is_empty() {
            let change = entry.said_change();
            entry.change = Some(change);
            let changed = before.iter_mut().find(|other| other.is_meant_by(&entry));
            entry.apply(change, changed);
        }
        entry
    }

    /// Takes from the order that is changed what this one is about.
    fn apply(&mut self, change: Change, changed: Option<&mut Self>) {
        if let Some(changed) = changed {
            let is_all = self.quantity.is_zero() || self.says_all();
            self.quantity = if is_all { changed.rest } else { self.quantity.min(changed.rest) };
            changed.rest -= self.quantity;
            self.side = self.side.or(changed.side);
            self.inherited = changed.order.parameters.iter().chain(&changed.inherited).cloned().collect();
            if change == Change::Cancellation {
                changed.cancelled += self.quantity;
            }
        }
        self.rest = if change == Change::Cancellation { Decimal::ZERO } else { self.quantity };
    }

    /// Whether a later order refers to this one: by its number, with or without the zeros before it.
    fn is_meant_by(&self, later: &Self) -> bool {
        let bare = |number: &str| number.trim().trim_start_matches('0').to_owned();
        self.account() == later.account() && bare(&self.order.number) == bare(&later.original)
    }

    /// The eight digits, and the product code.
    pub(super) fn account(&self) -> [&str; 2] {
        [Role::AccountNumber, Role::AccountProduct]
            .map(|role| self.own(|parameter| parameter.role == role).unwrap_or_default())
    }

    /// The day (`YYYYMMDD`) and the time (`HHMMSS`) of its arrival.
    pub(super) fn day_and_time(&self) -> [String; 2] {
        let (day, time) = self.order.time.split_once(' ').unwrap_or_default();
        [day, time].map(|text| text.replace(['-', ':'], ""))
    }

    /// What it says itself in the first such parameter that isn't blank.
    fn own(&self, is_it: impl Fn(&Parameter) -> bool) -> Option<&str> {
        let names = self.tr.parameters.iter().filter(|parameter| is_it(parameter)).map(|parameter| parameter.name);
        names.filter_map(|name| sent(&self.order.parameters, name)).find(|value| !value.is_empty())
    }

    /// What it says in the parameter of this name in any case, or what the order that it changes says.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        let own = sent(&self.order.parameters, name).filter(|value| !value.is_empty());
        own.or_else(|| sent(&self.inherited, name))
    }

    /// What it says of a part, or what the order that it changes says. A price of 0 in a correction is one.
    pub(super) fn said_part(&self, wanted: Part) -> Option<&str> {
        let all = self.order.parameters.iter().chain(&self.inherited);
        all.filter(|(name, _)| parts::part(name) == Some(wanted)).map(|(_, value)| value.trim()).find(|v| !v.is_empty())
    }

    /// By its TR id; by its parameter where the id is for both sides.
    fn said_side(&self) -> Option<Side> {
        let by_code = || self.own_code(Part::Side).as_deref().and_then(Side::of);
        Side::of(self.id_label()).or_else(by_code)
    }

    fn said_quantity(&self) -> Decimal {
        let said = self.own(|parameter| parts::part(parameter.name) == Some(Part::Quantity));
        said.and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// By the code that says so, by what its TR id is for, or by what its page is for.
    fn said_change(&self) -> Change {
        let by_code = self.own_code(Part::Change);
        let by_id = Some(self.id_label()).filter(|label| !label.is_empty());
        Change::of(by_code.as_deref().or(by_id).unwrap_or(self.tr.title))
    }

    /// `QTY_ALL_ORD_YN`, `RMN_QTY_YN`: all that is left.
    fn says_all(&self) -> bool {
        let is_it = |parameter: &Parameter| {
            let name = parameter.name.to_ascii_lowercase();
            name.contains("qty") && name.ends_with("_yn")
        };
        self.own(is_it).is_some_and(|value| value.eq_ignore_ascii_case("y"))
    }

    /// What the page calls the code of a part, or the bare code where it doesn't know it.
    fn own_code(&self, part: Part) -> Option<String> {
        let parameter = self.tr.parameters.iter().find(|parameter| parts::part(parameter.name) == Some(part))?;
        let code = sent(&self.order.parameters, parameter.name).filter(|code| !code.is_empty())?;
        let known = parameter.codes.iter().find(|known| known.code == code);
        Some(known.map_or(code, |known| known.label).to_owned())
    }

    /// What the page calls the TR id that it came with.
    fn id_label(&self) -> &'static str {
        let id = self.order.tr_id.as_str();
        let known = self.tr.tr_ids.iter().find(|known| known.real == id || known.paper == Some(id));
        known.map_or("", |known| known.label)
    }
}

/// The value that came under a name, in any case.
fn sent<'s>(parameters: &'s [(String, String)], name: &str) -> Option<&'s str> {
    parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
