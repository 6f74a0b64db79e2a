//! Reads one value: the text that the server sent, as what its field means.
//!
//! Each reader gives `Ok(None)` for the blanks that stand for "nothing here", and `Err` with what was expected for a text
//! that it can't read. None of them guesses, rounds or falls back to zero.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::descriptor::{Code, Slot};

/// What was expected instead.
pub(crate) type Expected = &'static str;

/// Puts a text where it belongs, as what that place holds.
pub(super) fn put(slot: Slot<'_>, text: &str) -> Result<(), Expected> {
    match slot {
        Slot::Text(place) => {
            *place = text.trim_end().to_owned();
            Ok(())
        }
        Slot::Code(place) => {
            *place = Code::new(text.trim());
            Ok(())
        }
        Slot::Decimal(place) => decimal(text).map(|value| *place = value),
        Slot::Date(place) => date(text).map(|value| *place = value),
        Slot::Time(place) => time(text).map(|value| *place = value),
        Slot::None | Slot::Rows(_) => Ok(()),
    }
}

/// A decimal number: `71500`, `000005000`, `+0.09`, `-500`, `.62955`, padded with blanks, `1.5E3`. Blank is `None`.
///
/// More digits than [`Decimal`] can hold are an error rather than a rounded number.
pub(crate) fn decimal(text: &str) -> Result<Option<Decimal>, Expected> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match plain_decimal(text.as_bytes()) {
        Some(value) => Ok(Some(value)),
        None => any_decimal(text).map(Some),
    }
}

/// The form that nearly every number has, in one pass: a sign or none, 18 digits at most, one point among them or none.
/// `None` for everything else, which [`any_decimal`] decides.
fn plain_decimal(text: &[u8]) -> Option<Decimal> {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    // With one more, the value could be more than the mantissa holds.
    if digits.len() > 19 {
        return None;
    }
    let (mut mantissa, mut scale, mut count, mut has_point) = (0_u64, 0_u32, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                scale += u32::from(has_point);
                count += 1;
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    if count == 0 || count > 18 {
        return None;
    }
    while scale > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        scale -= 1;
    }
    let value = i64::try_from(mantissa).ok()?;
    Some(Decimal::new(if is_negative { -value } else { value }, scale))
}

/// Every form that is read at all.
fn any_decimal(text: &str) -> Result<Decimal, Expected> {
    const EXPECTED: Expected = "a decimal number";
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (digits, None),
    };
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    // Two points would be lost with the zeros at the end.
    let points = number.bytes().filter(|byte| *byte == b'.').count();
    if !plain || points > 1 || !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(EXPECTED);
    }
    // Zeros at the end of a fraction say nothing, but could be more than a Decimal has places for.
    let kept = if points == 1 { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    let exact = if kept.is_empty() { Ok(Decimal::ZERO) } else { Decimal::from_str_exact(kept) };
    let parsed = match exponent {
        None => exact,
        // By itself this would round the part before the exponent.
        Some(_) => exact.and_then(|_| Decimal::from_scientific(digits)),
    };
    let mut value = parsed.map_err(|_| "a decimal number of at most 28 digits")?;
    value.set_sign_negative(text.starts_with('-') && !value.is_zero());
    Ok(value)
}

/// A day: `20260529`, `2026/05/29`, `2026-05-29`, `2026.05.29`. Blank and zeros are `None`.
pub(crate) fn date(text: &str) -> Result<Option<Date>, Expected> {
    const EXPECTED: Expected = "a day as YYYYMMDD";
    let text = text.trim();
    if text.bytes().all(|byte| byte == b'0') {
        return Ok(None);
    }
    let digits: [u8; 8] = match *text.as_bytes() {
        [a, b, c, d, e, f, g, h] => [a, b, c, d, e, f, g, h],
        [a, b, c, d, s, e, f, t, g, h] if s == t && matches!(s, b'/' | b'-' | b'.') => [a, b, c, d, e, f, g, h],
        _ => return Err(EXPECTED),
    };
    let year = i16::from(two(&digits[..2], EXPECTED)?) * 100 + i16::from(two(&digits[2..4], EXPECTED)?);
    let (month, day) = (two(&digits[4..6], EXPECTED)?, two(&digits[6..], EXPECTED)?);
    Date::new(year, month, day).map(Some).map_err(|_| "a day that the calendar has")
}

/// A time of day: `093000`, `09:30:00`. Blank is `None`; zeros are midnight.
pub(crate) fn time(text: &str) -> Result<Option<Time>, Expected> {
    const EXPECTED: Expected = "a time of day as HHMMSS";
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits: [u8; 6] = match *text.as_bytes() {
        [a, b, c, d, e, f] => [a, b, c, d, e, f],
        [a, b, b':', c, d, b':', e, f] => [a, b, c, d, e, f],
        _ => return Err(EXPECTED),
    };
    let (hour, minute, second) =
        (two(&digits[..2], EXPECTED)?, two(&digits[2..4], EXPECTED)?, two(&digits[4..], EXPECTED)?);
    Time::new(hour, minute, second, 0).map(Some).map_err(|_| "a time of day that the clock has")
}

/// Two ASCII digits as a number.
fn two(digits: &[u8], expected: Expected) -> Result<i8, Expected> {
    match digits {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Ok(((a - b'0') * 10 + (b - b'0')).cast_signed()),
        _ => Err(expected),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The short way gives what the long one does, sign and number of places included, or leaves it to it.
        #[test]
        fn the_short_way_is_the_long_one(text in "[+-]?[0-9]{0,20}(\\.[0-9]{0,20})?[0-9.e+-]?") {
            if let Some(value) = plain_decimal(text.as_bytes()) {
                let other = any_decimal(&text);
                prop_assert_eq!(other.map(|other| other.serialize()), Ok(value.serialize()));
            }
        }
    }

    #[test]
    fn decimals_as_the_server_writes_them() {
        for (text, value) in [
            ("71500", "71500"),
            ("   142184300", "142184300"),
            ("000005000", "5000"),
            ("+0.09", "0.09"),
            ("-500", "-500"),
            (".62955", "0.62955"),
            ("-.5", "-0.5"),
            ("0.00000000", "0"),
            ("-0", "0"),
            ("7.", "7"),
            ("1.50", "1.5"),
            ("1.5E3", "1500"),
            ("0.1234567890123456789012345678000000000000", "0.1234567890123456789012345678"),
        ] {
            assert_eq!(decimal(text), Ok(Some(value.parse().expect(value))), "{text:?}");
        }
        for blank in ["", " ", "      "] {
            assert_eq!(decimal(blank), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn no_number_is_guessed() {
        for text in [
            "7,780 억",
            "A005930",
            "1,000",
            "1_000",
            "--1",
            "+-1",
            "1.2.3",
            "1.5.00",
            "0..0",
            ".",
            "-",
            "+",
            "NaN",
            "1e",
            "e5",
            "0x10",
            "１２",
            "1 000",
            "12-",
        ] {
            assert!(decimal(text).is_err(), "{text:?} gave {:?}", decimal(text));
        }
        // One digit more than fits is an error, not a rounded number.
        assert!(decimal("0.12345678901234567890123456789").is_err());
        assert!(decimal("123456789012345678901234567890").is_err());
        assert!(decimal("0.12345678901234567890123456789e1").is_err());
        assert!(decimal("1e-29").is_err() && decimal("1e29").is_err());
    }

    #[test]
    fn days_as_the_server_writes_them() {
        let day = Date::constant(2026, 5, 29);
        for text in ["20260529", "2026/05/29", "2026-05-29", "2026.05.29", "20260529  "] {
            assert_eq!(date(text), Ok(Some(day)), "{text:?}");
        }
        for blank in ["", "        ", "0", "00000000"] {
            assert_eq!(date(blank), Ok(None), "{blank:?}");
        }
        for text in ["2018/04/30 ~ 2018/05/03", "20260230", "2026052", "2026/05-29", "+2260529", "만기"] {
            assert!(date(text).is_err(), "{text:?}");
        }
        assert_eq!(date("99991231"), Ok(Some(Date::constant(9999, 12, 31))));
    }

    #[test]
    fn times_as_the_server_writes_them() {
        assert_eq!(time("093007"), Ok(Some(Time::constant(9, 30, 7, 0))));
        assert_eq!(time("09:30:07"), Ok(Some(Time::constant(9, 30, 7, 0))));
        assert_eq!(time("000000"), Ok(Some(Time::midnight())));
        assert_eq!(time("      "), Ok(None));
        for text in ["9300", "250000", "0930071", "09-30-07"] {
            assert!(time(text).is_err(), "{text:?}");
        }
    }
}
