//! What an answer says: something made up, an order that was just taken, or the orders that stand.

use std::ops::Range;

use super::builder::Builder;
use super::market::Market;
use super::message::{Received, object, text};
use super::orders::{Entry, OrderList};
use super::sample::Ledger;
use crate::descriptor::{Field, FieldKind, Tr};

/// Where the values of one answer come from.
#[derive(Debug)]
pub(super) enum Content {
    /// Holdings of an account, and whatever else is in no book.
    Holdings(Ledger),
    /// Prices.
    Quotation(Box<Market>),
    /// The order that the request made.
    Receipt(Box<Entry>),
    /// The orders that the request asks for.
    Orders(OrderList),
}

impl Content {
    /// What is made up for a query that no book answers, at this time.
    pub(super) fn made_up(settings: &Builder, tr: &'static Tr, received: &Received, now: &str) -> Self {
        let ledger = Ledger::new(tr, settings.rows * pages(settings, tr));
        if tr.path.contains("/quotations/") {
            return Self::Quotation(Box::new(Market::new(tr, received, now, ledger)));
        }
        Self::Holdings(ledger)
    }

    /// How many pages there are, and how many rows are on each.
    pub(super) fn extent(&self, settings: &Builder, tr: &Tr) -> (usize, usize) {
        match self {
            Self::Orders(_) if settings.rows == 0 => (1, 0),
            Self::Orders(list) if tr.is_paged() => (list.len().div_ceil(settings.rows).max(1), settings.rows),
            Self::Orders(list) => (1, list.len()),
            Self::Receipt(_) => (1, 1),
            _ => (pages(settings, tr), settings.rows),
        }
    }

    /// The JSON of a field: these rows of it, its totals, or one value.
    pub(super) fn value(&self, field: &Field, rows: Range<usize>) -> String {
        match field.kind {
            FieldKind::Array(fields) => {
                let rows = match self {
                    Self::Quotation(market) => market.rows(fields, rows),
                    _ => rows,
                };
                let rows: Vec<String> = rows.filter_map(|row| self.record(fields, Some(row))).collect();
                format!("[{}]", rows.join(","))
            }
            FieldKind::Object(fields) => self.record(fields, None).unwrap_or_default(),
            _ => text(&self.field(field, &[], None)),
        }
    }

    /// The JSON of a row; `None` where there are no more.
    fn record(&self, fields: &[Field], row: Option<usize>) -> Option<String> {
        if let (Self::Orders(list), Some(index)) = (self, row) {
            list.order(fields, index)?;
        }
        let member = |field: &Field| match field.kind {
            FieldKind::Array(_) | FieldKind::Object(_) => self.value(field, 0..1),
            _ => text(&self.field(field, fields, row)),
        };
        let members: Vec<(&str, String)> = fields.iter().map(|field| (field.name, member(field))).collect();
        Some(object(&members))
    }

    /// The text of a field among others: of a row, or of totals where there is no row.
    fn field(&self, field: &Field, fields: &[Field], row: Option<usize>) -> String {
        match self {
            Self::Holdings(ledger) => ledger.value(field, row),
            Self::Quotation(market) => market.value(field, fields, row),
            Self::Receipt(order) => order.receipt(field),
            Self::Orders(list) => match list.order(fields, row.unwrap_or_default()) {
                Some(order) => order.listed(field),
                None => list.total(field),
            },
        }
    }
}

fn pages(settings: &Builder, tr: &Tr) -> usize {
    if tr.is_paged() { settings.pages } else { 1 }
}
