//! What is never shown in full: account numbers and the like.

use kis_sdk::Account;
use kis_sdk::descriptor::{Field, Tr};

/// What stands for a text that is hidden.
pub(crate) const HIDDEN: &str = "***";

/// An account that its owner knows again: `50****34-01`.
pub(crate) fn account(account: &Account) -> String {
    format!("{}-{}", number(account.number()), account.product())
}

/// `50****34`
pub(crate) fn number(digits: &str) -> String {
    match (digits.get(..2), digits.get(digits.len().saturating_sub(2)..)) {
        (Some(first), Some(last)) if digits.len() >= 8 => format!("{first}****{last}"),
        _ => HIDDEN.to_owned(),
    }
}

/// Hides account numbers and other values that say whose they are.
pub(crate) struct Mask {
    /// Whether nothing is hidden.
    is_off: bool,
    /// The eight digits that are never shown.
    known: Option<String>,
    /// The names of sensitive fields, in lower case.
    names: Vec<String>,
}

impl Mask {
    /// For the answers of a TR about an account. `is_off`: the user asked to see everything.
    pub(crate) fn new(tr: &'static Tr, account: Option<&Account>, is_off: bool) -> Self {
        let mut names = Vec::new();
        sensitive(tr.response.rows(), &mut names);
        Self { is_off, known: account.map(|account| account.number().to_owned()), names }
    }

    /// A value as it may be shown; `name` is its wire name, or blank.
    pub(crate) fn value(&self, name: &str, text: &str) -> String {
        if self.is_off || text.trim().is_empty() {
            return text.to_owned();
        }
        let name = name.to_ascii_lowercase();
        // Of what no page documents the names by which accounts go on the pages are hidden.
        let is_account = name.contains("cano") || name.contains("acnt_no") || name.starts_with("ctx_area_");
        if is_account || self.names.contains(&name) {
            let digits = text.trim();
            let is_number = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
            return if is_number { number(digits) } else { HIDDEN.to_owned() };
        }
        self.text(text)
    }

    /// A text without the account's number.
    pub(crate) fn text(&self, text: &str) -> String {
        match &self.known {
            Some(known) if !self.is_off && text.contains(known.as_str()) => {
                text.replace(known.as_str(), &number(known))
            }
            _ => text.to_owned(),
        }
    }
}

/// The names of the sensitive fields, nested ones included.
fn sensitive(fields: &'static [Field], names: &mut Vec<String>) {
    for field in fields {
        if field.sensitive {
            names.push(field.name.to_ascii_lowercase());
        }
        sensitive(field.kind.fields().unwrap_or_default(), names);
    }
}
