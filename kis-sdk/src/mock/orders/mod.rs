//! The orders that stand.

mod entry;
mod list;
mod parts;
mod row;

use std::fmt;

use super::message::{Received, find};
use crate::descriptor::Tr;

pub(super) use entry::Entry;
pub(super) use list::{OrderList, is_list};

/// An order (or anything else that changes state, [`Kind::Order`](crate::descriptor::Kind::Order)) that the server
/// processed and that stands, whether or not its sender ever learnt of it.
///
/// `Debug` shows number, TR id and the names of the parameters, never their values.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Order {
    /// The order number that the answer and the order lists show (`ODNO` or the like): ten digits, no two the same.
    pub number: String,
    /// The TR id that it came with.
    pub tr_id: String,
    /// The app key that it came with.
    pub app_key: String,
    /// When it came by the server's clock, in Korea: `2025-12-02 09:10:10`.
    pub time: String,
    /// The members of its body, in the order in which they came.
    pub parameters: Vec<(String, String)>,
}

impl Order {
    /// A member of its body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        find(&self.parameters, name)
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _)| name).collect();
        f.debug_struct("Order")
            .field("number", &self.number)
            .field("tr_id", &self.tr_id)
            .field("time", &self.time)
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// All orders that stand, oldest first.
#[derive(Debug, Default)]
pub(super) struct OrderBook {
    entries: Vec<Entry>,
}

impl OrderBook {
    /// Enters an order that came at this time; gives what it became.
    pub(super) fn enter(&mut self, tr: &'static Tr, received: &Received, time: String) -> Entry {
        let header = |name| received.header(name).unwrap_or_default().to_owned();
        let order = Order {
            number: format!("{:010}", 117_001 + self.entries.len()),
            tr_id: header("tr_id"),
            app_key: header("appkey"),
            time,
            parameters: received.parameters.clone(),
        };
        let entry = Entry::new(tr, order, &mut self.entries);
        self.entries.push(entry.clone());
        entry
    }

    pub(super) fn all(&self) -> Vec<Order> {
        self.entries.iter().map(|entry| entry.order.clone()).collect()
    }

    /// The orders that a query lists, if it lists orders.
    pub(super) fn listed(&self, tr: &'static Tr, received: &Received) -> Option<OrderList> {
        is_list(tr).then(|| OrderList::new(tr, received, &self.entries))
    }
}
