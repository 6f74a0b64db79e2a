//! An account.

/// Number and product code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The eight digits (`CANO`).
    pub number: String,
    /// The two digits after them (`ACNT_PRDT_CD`).
    pub product: String,
}
