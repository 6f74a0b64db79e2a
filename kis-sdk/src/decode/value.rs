//! Reads one value: the text that the server sent, as what its field means.
//!
//! Each reader gives `Ok(None)` for the blanks that stand for "nothing here", and `Err` with what was expected for a text
//! that it can't read. None of them guesses, rounds or falls back to zero.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::cells::Cell;
use crate::descriptor::{Code, CodeValue, FieldKind};

/// What was expected instead.
pub(crate) type Expected = &'static str;

/// Puts what a text means to a field of this kind where it is kept.
pub(super) fn put(place: &mut Cell, kind: &FieldKind, text: &str) -> Result<(), Expected> {
    *place = match kind {
        FieldKind::Text => Cell::Text(self::text(text).to_owned()),
        FieldKind::Code(codes) => Cell::Code(code(codes, text)),
        FieldKind::Decimal => decimal(text)?.map_or(Cell::Blank, Cell::Decimal),
        FieldKind::Date => date(text)?.map_or(Cell::Blank, Cell::Date),
        FieldKind::Time => time(text)?.map_or(Cell::Blank, Cell::Time),
        FieldKind::Object(_) | FieldKind::Array(_) => Cell::Blank,
    };
    Ok(())
}

/// A text without blanks at its end.
pub(super) fn text(text: &str) -> &str {
    if ends_visibly(text) { text } else { text.trim_end() }
}

/// A code; a documented one without a copy, because a record has many.
pub(super) fn code(codes: &'static [CodeValue], text: &str) -> Code {
    let text = text.trim();
    match codes.iter().find(|value| value.code == text) {
        Some(value) => Code::documented(value.code),
        None if text.is_empty() => Code::default(),
        None => Code::new(text),
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

/// A number of at most 19 digits without blanks or exponent, which nearly all are; `None` leaves it to [`any_decimal`].
fn plain_decimal(text: &[u8]) -> Option<Decimal> {
    match before(text, b'\0') {
        Some((value, length)) if length == text.len() => value,
        _ => None,
    }
}

/// The plain number that stands before a separator or the end, and its length: found and read in one go, because a record
/// has dozens. Nothing at all is `None` as a number is; what is no plain number is left to the thorough way.
pub(super) fn before(text: &[u8], separator: u8) -> Option<(Option<Decimal>, usize)> {
    let (is_negative, sign) = match text.first() {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let (mut value, mut place, mut point) = (0_u64, sign, None);
    // Nineteen digits fit a u64.
    while let Some(byte) = text.get(place) {
        match byte {
            b'0'..=b'9' if place - sign < 19 => value = value * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            byte if *byte == separator => break,
            _ => return None,
        }
        place += 1;
    }
    if place == 0 {
        return Some((None, 0));
    }
    let digits = place - sign - usize::from(point.is_some());
    if digits == 0 {
        return None;
    }
    let mut scale = point.map_or(0, |point| place - point - 1);
    while scale > 0 && value.is_multiple_of(10) {
        value /= 10;
        scale -= 1;
    }
    let half = |shift: u32| u32::try_from(value >> shift & u64::from(u32::MAX)).ok();
    let (low, middle, scale) = (half(0)?, half(32)?, u32::try_from(scale).ok()?);
    Some((Some(Decimal::from_parts(low, middle, 0, is_negative && value != 0, scale)), place))
}

/// Whether there is certainly nothing to trim at the end.
fn ends_visibly(text: &str) -> bool {
    text.as_bytes().last().is_some_and(u8::is_ascii_graphic)
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
    fn the_short_way_and_the_thorough_one_agree() {
        for text in ["0", "-0", "+7", "9999999999999999999", "-12.50", ".5", "5.", "0.0", "-0.00", "00012.3400"] {
            let (short, thorough) = (plain_decimal(text.as_bytes()).expect(text), any_decimal(text).expect(text));
            assert_eq!(
                (short, short.scale(), short.is_sign_negative()),
                (thorough, thorough.scale(), thorough.is_sign_negative()),
                "{text}"
            );
        }
        for text in ["", ".", "-", "1e3", " 1", "1,0", "1.2.3", "99999999999999999999"] {
            assert_eq!(plain_decimal(text.as_bytes()), None, "{text}");
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
