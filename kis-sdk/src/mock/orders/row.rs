//! An order as the fields of a row say it: in an order list, and in the answer to the order itself.

use super::entry::{Change, Entry};
use super::parts::{self, Part, label, plain};
use crate::descriptor::{CodeValue, Field, FieldKind};
use crate::mock::message::pad;
use crate::mock::sample;

/// The branch that takes all orders, and the names that it goes by.
const BRANCH: &str = "91252";
const BRANCHES: [&str; 3] = ["krx_fwdg_ord_orgno", "ord_orgno", "ord_gno_brno"];

impl Entry {
    /// The text of a field in an order list.
    pub(in crate::mock) fn listed(&self, field: &Field) -> String {
        written(field, said(self, field, false))
    }

    /// The text of a field in the answer to the order.
    pub(in crate::mock) fn receipt(&self, field: &Field) -> String {
        written(field, said(self, field, true))
    }
}

/// What an order says in a field, if it says anything there. Its receipt shows its number under whichever name, a list
/// under the one that the order goes by.
pub(super) fn said(entry: &Entry, field: &Field, is_receipt: bool) -> Option<String> {
    let name = field.name.to_ascii_lowercase();
    if parts::is_number(&name) {
        return (is_receipt || name == entry.number_name).then(|| entry.order.number.clone());
    }
    if parts::is_original(&name) {
        return Some(entry.original.clone());
    }
    if BRANCHES.contains(&name.as_str()) {
        return Some(BRANCH.to_owned());
    }
    by_part(entry, field).or_else(|| by_label(entry, field)).or_else(|| by_name(entry, &name))
}

/// What goes by several names.
fn by_part(entry: &Entry, field: &Field) -> Option<String> {
    let codes = if let FieldKind::Code(codes) = field.kind { codes } else { &[] };
    match parts::part(field.name)? {
        Part::Quantity => Some(entry.quantity.normalize().to_string()),
        Part::Side => entry.side.map(|side| code(codes, side.label(), side.code())),
        Part::Change => {
            let change = entry.change.map(|change| code(codes, change.label(), change.code()));
            Some(change.unwrap_or_else(|| "00".to_owned()))
        }
        part => entry.said_part(part).map(str::to_owned),
    }
}

/// The code that a page calls so; the usual one where it lists none.
fn code(codes: &[CodeValue], label: &str, usual: &str) -> String {
    codes.iter().find(|code| code.label.contains(label)).map_or(usual, |code| code.code).to_owned()
}

/// What the server knows without having been told, by 한글명.
fn by_label(entry: &Entry, field: &Field) -> Option<String> {
    let label = label(field.label);
    let [day, time] = entry.day_and_time();
    let ends = |ends: &[&str]| ends.iter().any(|end| label.ends_with(end));
    let begins = |begins: &[&str]| begins.iter().any(|begin| label.starts_with(begin));
    Some(match field.kind {
        FieldKind::Date if label == "일자" => day,
        FieldKind::Date if ends(&["주문일자", "접수일자"]) && !begins(&["원", "취소"]) => day,
        FieldKind::Time if ends(&["주문시각", "주문시간", "접수시각"]) && !begins(&["취소"]) => time,
        FieldKind::Text if label == "접수상세일시" => format!("{day}{time}000"),
        FieldKind::Text if ends(&["매도매수구분코드명", "매도매수구분명", "매매구분명"]) => {
            entry.side?.label().to_owned()
        }
        FieldKind::Text if begins(&["정정취소구분"]) && ends(&["명"]) => {
            entry.change.map_or("", Change::label).to_owned()
        }
        FieldKind::Text if ends(&["상품명", "종목명", "상품약어명", "종목단축명"]) => {
            sample::name(entry.said_part(Part::Stock)?)?.to_owned()
        }
        FieldKind::Text if label == "취소여부" => if entry.cancelled.is_zero() { "N" } else { "Y" }.to_owned(),
        FieldKind::Text if label == "정상처리여부" => "Y".to_owned(),
        FieldKind::Decimal if ends(&["잔여수량", "미체결수량", "가능수량"]) || label == "잔량" => {
            entry.rest.normalize().to_string()
        }
        FieldKind::Decimal if label == "취소확인수량" => entry.cancelled.normalize().to_string(),
        _ => return None,
    })
}

/// What the order said under the same name, or what the page calls the code that it said: `ord_dvsn_name` is 지정가.
fn by_name(entry: &Entry, name: &str) -> Option<String> {
    let said = entry.said(name).filter(|value| !value.is_empty());
    let bare = name.strip_suffix("_name").unwrap_or(name);
    let parameter = || entry.tr.parameters.iter().find(|parameter| plain(parameter.name) == plain(bare));
    let alike = || {
        let (parameter, value) = parameter().and_then(|parameter| Some((parameter, entry.said(parameter.name)?)))?;
        if bare == name {
            return Some(value);
        }
        parameter.codes.iter().find(|code| code.code == value).map(|code| code.label)
    };
    said.or_else(alike).map(str::to_owned)
}

/// A value as the server writes it: what has none is 0 or blank, and texts have their full width.
fn written(field: &Field, value: Option<String>) -> String {
    match (field.kind, value) {
        (FieldKind::Text, value) => pad(&value.unwrap_or_default(), field.length.parse().unwrap_or_default()),
        (FieldKind::Decimal, Some(value)) if value.is_empty() => "0".to_owned(),
        (FieldKind::Decimal, None) => "0".to_owned(),
        (_, value) => value.unwrap_or_default(),
    }
}
