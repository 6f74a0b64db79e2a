//! The account that a request is about.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// An account as it stands on a statement: eight digits, a dash, two digits of product code (계좌번호 체계 8-2).
///
/// The product code says what kind of account it is: `01` for stocks and bonds, `03` for futures and options, `29` for
/// a retirement pension, and others.
///
/// `Debug` shows the product code only; an account number never reaches a log by accident.
///
/// ```
/// let account: kis_sdk::Account = "12345678-01".parse()?;
/// assert_eq!((account.number(), account.product()), ("12345678", "01"));
/// assert_eq!(format!("{account:?}"), "Account(***-01)");
/// assert!("1234567-01".parse::<kis_sdk::Account>().is_err());
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Account {
    digits: [u8; 10],
}

impl Account {
    /// The eight digits (종합계좌번호, `CANO`).
    #[must_use]
    pub fn number(&self) -> &str {
        ascii(&self.digits[..8])
    }

    /// The two digits after the dash (계좌상품코드, `ACNT_PRDT_CD`).
    #[must_use]
    pub fn product(&self) -> &str {
        ascii(&self.digits[8..])
    }
}

/// The array holds ASCII digits only, which `from_str` made sure of.
fn ascii(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

impl FromStr for Account {
    type Err = Error;

    /// Reads `12345678-01` or `1234567801`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for anything else. The message says what is wrong with the shape and
    /// doesn't repeat what was given.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let bare = match text.split_once('-') {
            Some((number, product)) if number.len() == 8 && product.len() == 2 => format!("{number}{product}"),
            None => text.to_owned(),
            Some((number, product)) => {
                return Err(Error::input(format!(
                    "an account is 8 digits, a dash and 2 digits of product code, such as 12345678-01; \
                     this one has {} before the dash and {} after it",
                    number.chars().count(),
                    product.chars().count(),
                )));
            }
        };
        let digits: [u8; 10] = bare.as_bytes().try_into().map_err(|_| {
            Error::input(format!(
                "an account is 8 digits and 2 digits of product code, such as 12345678-01; this one has {} characters{}",
                bare.chars().count(),
                if bare.chars().count() == 8 { ": the product code is missing (01 for stocks and bonds)" } else { "" },
            ))
        })?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(Error::input("an account is made of digits only, such as 12345678-01"));
        }
        Ok(Self { digits })
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account(***-{})", self.product())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_notations() {
        for text in ["12345678-29", "1234567829", " 12345678-29\n"] {
            let account: Account = text.parse().expect(text);
            assert_eq!((account.number(), account.product()), ("12345678", "29"));
        }
    }

    #[test]
    fn says_what_is_wrong_without_repeating_it() {
        for (text, said) in [
            ("12345678", "the product code is missing"),
            ("1234567-01", "7 before the dash and 2 after it"),
            ("12345678-1", "8 before the dash and 1 after it"),
            ("1234-5678-01", "4 before the dash and 7 after it"),
            ("abcdefgh-01", "digits only"),
            ("１２３４５６７８-01", "8 before the dash"),
            ("12345678-0a", "digits only"),
            ("", "0 characters"),
        ] {
            let error = text.parse::<Account>().expect_err(text).to_string();
            assert!(error.contains(said), "{text:?}: {error}");
            assert!(text.is_empty() || !error.replace("12345678-01", "").contains(text), "{error}");
        }
    }
}
