//! The orders that stand.

use std::fmt;

use super::message::{Received, find};

/// An order (or anything else that changes state, [`Kind::Order`](crate::descriptor::Kind::Order)) that the server
/// processed and that stands, whether or not its sender ever learnt of it.
///
/// `Debug` shows number, TR id and the names of the parameters, never their values.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Order {
    /// The order number that the answer shows (`ODNO` or the like): ten digits, no two the same.
    pub number: String,
    /// The TR id that it came with.
    pub tr_id: String,
    /// The app key that it came with.
    pub app_key: String,
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
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// All orders that stand, oldest first.
#[derive(Debug, Default)]
pub(super) struct OrderBook {
    orders: Vec<Order>,
}

impl OrderBook {
    /// Enters an order; gives its number.
    pub(super) fn enter(&mut self, received: &Received) -> String {
        let header = |name| received.header(name).unwrap_or_default().to_owned();
        let number = format!("{:010}", 117_001 + self.orders.len());
        self.orders.push(Order {
            number: number.clone(),
            tr_id: header("tr_id"),
            app_key: header("appkey"),
            parameters: received.parameters.clone(),
        });
        number
    }

    pub(super) fn all(&self) -> Vec<Order> {
        self.orders.clone()
    }
}
