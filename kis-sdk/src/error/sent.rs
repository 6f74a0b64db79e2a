//! What an order said of which nobody knows what became of it.

use std::fmt;
use std::time::SystemTime;

/// An order that left and whose outcome is unknown: what is needed to find it in the order list (주식일별주문체결조회 and its
/// like); from [`Error::sent`](crate::Error::sent).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// When it left, by this machine's clock.
    pub at: SystemTime,
    /// Wire names and values, without those that identify the account.
    pub parameters: Vec<(String, String)>,
}

impl Sent {
    /// A parameter's value by its wire name, e.g. `PDNO`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// `at` and the parameters; account and keys are not among them.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Sent");
        out.field("at", &self.at);
        for (name, value) in &self.parameters {
            out.field(name, value);
        }
        out.finish()
    }
}
