//! Numbers compared digit by digit, without going through any number type.

use kis_sdk::Decimal;

/// Panics where a number isn't what was written. Texts with an exponent are left out.
pub(crate) fn check(written: &str, read: Option<Decimal>) {
    let written = written.trim();
    match read {
        None => assert!(written.is_empty(), "{written:?} is lost"),
        Some(_) if written.contains(['e', 'E']) => {}
        Some(number) => assert_eq!(canonical(&number.to_string()), canonical(written), "{written:?} was written"),
    }
}

/// Sign, digits and point without anything that makes no difference.
fn canonical(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.is_empty() && fraction.is_empty() {
        return "0".to_owned();
    }
    format!("{sign}{whole}.{fraction}")
}
