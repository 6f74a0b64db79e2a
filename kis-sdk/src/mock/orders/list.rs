//! Which queries list orders, and which orders they list.

use super::Entry;
use super::parts::{self, Part, inside, label, number_among, plain};
use super::row;
use crate::descriptor::{Field, FieldKind, Kind, Parameter, Role, Tr};
use crate::mock::message::Received;

/// Whether it is a query about an account whose answer has the number of an order.
pub(in crate::mock) fn is_list(tr: &Tr) -> bool {
    let has_account = tr.parameters.iter().any(|parameter| parameter.role == Role::AccountNumber);
    tr.kind == Kind::Query && has_account && number_name(tr).is_some()
}

fn number_name(tr: &Tr) -> Option<&'static str> {
    number_among(tr.response.iter().flat_map(inside).map(|field| field.name))
}

/// Whether a container is about orders, in contrast to what was filled and to totals: it has a number and a quantity.
fn is_about_orders(fields: &[Field]) -> bool {
    let has_quantity = fields.iter().any(|field| parts::part(field.name) == Some(Part::Quantity));
    has_quantity && number_among(fields.iter().map(|field| field.name)).is_some()
}

/// The orders that the answer to one query shows, oldest first.
#[derive(Clone, Debug)]
pub(in crate::mock) struct OrderList {
    entries: Vec<Entry>,
}

impl OrderList {
    pub(super) fn new(tr: &'static Tr, received: &Received, entries: &[Entry]) -> Self {
        let question = Question { tr, received };
        Self { entries: entries.iter().filter(|entry| question.includes(entry)).cloned().collect() }
    }

    /// How many orders there are.
    pub(in crate::mock) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The order in a row of a list; none where there are no more, or where the list isn't about orders.
    pub(in crate::mock) fn order(&self, fields: &[Field], index: usize) -> Option<&Entry> {
        self.entries.get(index).filter(|_| is_about_orders(fields))
    }

    /// A total, by 한글명.
    pub(in crate::mock) fn total(&self, field: &Field) -> String {
        let ordered = || self.entries.iter().filter(|entry| entry.change.is_none()).map(|entry| entry.quantity).sum();
        match (field.kind, label(field.label).as_str()) {
            (FieldKind::Decimal, "총주문수량") => {
                let ordered: rust_decimal::Decimal = ordered();
                ordered.normalize().to_string()
            }
            (FieldKind::Decimal, _) => "0".to_owned(),
            _ => String::new(),
        }
    }
}

/// What a query asks for.
struct Question<'q> {
    tr: &'static Tr,
    received: &'q Received,
}

impl Question<'_> {
    fn includes(&self, entry: &Entry) -> bool {
        let product = |tr: &Tr| tr.source.split('/').next().map(str::to_owned);
        product(self.tr) == product(entry.tr)
            && number_name(self.tr) == Some(entry.number_name)
            && self.is_account(entry)
            && (!self.wants_open() || !entry.rest.is_zero())
            && self.tr.parameters.iter().all(|parameter| self.admits(parameter, entry))
    }

    fn is_account(&self, entry: &Entry) -> bool {
        let [number, product] = entry.account();
        let is = |role: Role, own: &str| {
            let parameter = self.tr.parameters.iter().find(|parameter| parameter.role == role);
            parameter.is_none_or(|parameter| self.received.parameter_in_any_case(parameter.name) == Some(own))
        };
        is(Role::AccountNumber, number) && is(Role::AccountProduct, product)
    }

    /// 미체결내역, 정정취소가능주문조회
    fn wants_open(&self) -> bool {
        ["미체결", "정정취소가능"].iter().any(|word| label(self.tr.title).contains(word))
    }

    /// Whether a parameter lets an order through. What says nothing, or "all", lets everything through.
    fn admits(&self, parameter: &Parameter, entry: &Entry) -> bool {
        let value = self.received.parameter_in_any_case(parameter.name).unwrap_or_default().trim();
        let said = parameter.codes.iter().find(|code| code.code == value).map_or("", |code| code.label);
        if parameter.role != Role::Caller || is_everything(value) || said.contains("전체") {
            return true;
        }
        let (meaning, [day, _]) = (label(parameter.label), entry.day_and_time());
        let is_day = value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit());
        match meaning.as_str() {
            _ if is_day && meaning.ends_with("시작일자") => *day >= *value,
            _ if is_day && meaning.ends_with("종료일자") => *day <= *value,
            // Nothing is ever filled here.
            "체결구분" | "체결미체결구분" | "미체결여부" => match (said, value) {
                (said, _) if said.contains("미체결") => !entry.rest.is_zero(),
                ("", "02") => !entry.rest.is_zero(),
                ("", "01") => false,
                (said, _) => !said.contains("체결"),
            },
            _ => self.shows(parameter, value, entry),
        }
    }

    /// Whether the field that goes by the parameter's name shows its value, or nothing.
    fn shows(&self, parameter: &Parameter, value: &str, entry: &Entry) -> bool {
        let mut fields = self.tr.response.iter().flat_map(inside);
        let same = fields.find(|field| plain(field.name) == plain(parameter.name));
        let shown = same.and_then(|field| row::said(entry, field, false)).unwrap_or_default();
        let bare = |text: &str| text.trim().trim_start_matches('0').to_owned();
        shown.trim().is_empty() || bare(&shown) == bare(value)
    }
}

/// Blank, zeros, `%`, `ALL`.
fn is_everything(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'0' | b'%')) || value.eq_ignore_ascii_case("all")
}
