//! What a person writes for a value, and what travels.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use kis_sdk::descriptor::{CodeValue, Meaning, Parameter, Wire as _};

use crate::suggest::suggest_among;

/// How many codes an error lists.
const MOST_CODES: usize = 8;

/// The text that travels for `text`; an error says what is wrong and what fits, in a line.
pub(super) fn read(parameter: &Parameter, meaning: Meaning, text: &str) -> Result<String, String> {
    if text.is_empty() {
        // Blank is what most pages mean by "all".
        return Ok(String::new());
    }
    let name = parameter.name;
    match meaning {
        _ if is_closed(parameter) => code(parameter, text),
        Meaning::Date if matches!(parameter.length, "8" | "10" | "") => day(text).ok_or_else(|| {
            format!(
                "{name} {} is a day, and {text:?} is none: write 2026-01-31, 20260131, today or yesterday",
                parameter.label
            )
        }),
        Meaning::Time => time(text).ok_or_else(|| {
            format!("{name} {} is a time of day, and {text:?} is none: write 093000 or 09:30", parameter.label)
        }),
        Meaning::Decimal => match is_number(text) {
            true => Ok(text.to_owned()),
            false => Err(format!(
                "{name} {} is a number, and {text:?} is none: write plain digits, such as 71500 or 0.25",
                parameter.label
            )),
        },
        // Some pages don't say what a value looks like whose name says that it is a day.
        _ if is_about_days(parameter) && !text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(day(text).unwrap_or_else(|| text.to_owned()))
        }
        _ => Ok(text.to_owned()),
    }
}

/// Whether these are digits as they travel: what other programs take for a number as well, such as `1e3`, `1_000` or `.5`, is
/// for the server to misread.
fn is_number(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    is_digits(whole.strip_prefix('-').unwrap_or(whole)) && fraction.is_none_or(is_digits)
}

fn is_about_days(parameter: &Parameter) -> bool {
    ["일자", "날짜"].iter().any(|word| parameter.label.contains(word)) || parameter.name.to_uppercase().contains("DATE")
}

/// Whether only documented codes fit. A page that documents nothing but what a blank means takes any text beside it.
fn is_closed(parameter: &Parameter) -> bool {
    parameter.codes.iter().any(|value| !value.code.trim().is_empty())
}

/// A code by itself, by its English name, or by its label.
fn code(parameter: &Parameter, text: &str) -> Result<String, String> {
    let codes = parameter.codes;
    let same = |a: &str| plain(a) == plain(text);
    let found = codes.iter().find(|value| value.code == text);
    let found = found.or_else(|| codes.iter().find(|value| same(value.name)));
    let found = found.or_else(|| codes.iter().find(|value| value.label == text));
    // A code in another case is taken where it can't be another one.
    let found = found.or_else(|| one(codes.iter().filter(|value| value.code.eq_ignore_ascii_case(text))));
    if let Some(value) = found {
        return Ok(value.code.to_owned());
    }
    let names = codes.iter().flat_map(|value| [value.code, value.name, value.label]);
    let known = suggest_among(text, names, ("It has", "it has"), &list(codes));
    let (name, label) = (parameter.name, parameter.label);
    Err(format!("{name} {label} has no code {text:?}{known} (--force-values sends it all the same)"))
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

fn plain(name: &str) -> String {
    name.replace('-', "_").to_ascii_uppercase()
}

/// `00 ALL 전체, 01 BY_PRODUCT 상품번호단위`
pub(super) fn list(codes: &[CodeValue]) -> String {
    let shown = codes.iter().take(MOST_CODES).map(|value| {
        let code = if value.code.trim().is_empty() { "(blank)" } else { value.code };
        // A code that is its own name, such as KRX, is said once.
        let others = [value.name, value.label].into_iter().filter(|other| !other.eq_ignore_ascii_case(code));
        let mut words: Vec<&str> = std::iter::once(code).chain(others).collect();
        words.dedup();
        words.join(" ")
    });
    let mut list = shown.collect::<Vec<_>>().join(", ");
    if codes.len() > MOST_CODES {
        list.push_str(&format!(", … {} more", codes.len() - MOST_CODES));
    }
    list
}

/// A day as it travels.
fn day(text: &str) -> Option<String> {
    let today = || {
        let korea = Offset::from_seconds(9 * 3_600).ok().map(TimeZone::fixed)?;
        Some(Timestamp::now().to_zoned(korea).date())
    };
    let day = match text.to_ascii_lowercase().as_str() {
        "today" => today()?,
        "yesterday" => today()?.checked_sub(1.day()).ok()?,
        _ => digits(text)?,
    };
    Some(day.wire().into_owned())
}

/// `2026-01-31`, `20260131`
fn digits(text: &str) -> Option<Date> {
    let bare = match text.len() {
        10 if text.as_bytes().get(4) == text.as_bytes().get(7) => text.replace(['-', '/', '.'], ""),
        _ => text.to_owned(),
    };
    if bare.len() != 8 || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(bare[..4].parse().ok()?, bare[4..6].parse().ok()?, bare[6..].parse().ok()?).ok()
}

/// `09:30`, `09:30:05`, `093005`
fn time(text: &str) -> Option<String> {
    let mut bare = text.replace(':', "");
    if text.contains(':') && bare.len() == 4 {
        bare.push_str("00");
    }
    if bare.len() != 6 || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let time = Time::new(bare[..2].parse().ok()?, bare[2..4].parse().ok()?, bare[4..].parse().ok()?, 0).ok()?;
    Some(time.wire().into_owned())
}

#[cfg(test)]
mod tests {
    use kis_sdk::descriptor::{Kind, Method, Tr};

    use super::*;

    /// The page of `PDNO` says only what a blank means.
    static TR: Tr = Tr::new(
        "예시 조회",
        "",
        "example/trading/inquire.yaml",
        Kind::Query,
        Method::Get,
        "/uapi/example/v1/inquire",
        "EXAM0001R |",
        "
        INQR_CNDT | caller code | 2 | | 조회조건
        PDNO | caller code | 12 | | 상품번호
        FID_INPUT_DATE_1 | caller | 10 | | 입력 날짜 1
        ",
        &["00 | ALL | 전체 \n A1 | BY_PRODUCT | 상품번호단위", " | ALL | 전체"],
        "",
        &[],
    );

    #[test]
    fn a_code_has_three_names() {
        let read = |text| super::read(&TR.parameters[0], Meaning::Code, text);
        for text in ["00", "ALL", "all", "전체"] {
            assert_eq!(read(text).as_deref(), Ok("00"), "{text}");
        }
        for text in ["A1", "a1", "by-product", "상품번호단위"] {
            assert_eq!(read(text).as_deref(), Ok("A1"), "{text}");
        }
        let error = read("by_prodct").expect_err("a typo");
        let open = |text| super::read(&TR.parameters[1], Meaning::Code, text);
        assert_eq!(open("005930").as_deref(), Ok("005930"));
        assert_eq!(open("").as_deref(), Ok(""));
        assert!(error.contains("did you mean `BY_PRODUCT`") && error.contains("00 ALL 전체"), "{error}");
    }

    #[test]
    fn a_day_by_its_name_alone_is_written_as_days_are() {
        let read = |text| super::read(&TR.parameters[2], Meaning::Text, text);
        assert_eq!(read("2026-01-31").as_deref(), Ok("20260131"));
        assert_eq!(read("20260131").as_deref(), Ok("20260131"));
        assert_eq!(read("202601").as_deref(), Ok("202601"));
        assert_eq!(read("any").as_deref(), Ok("any"));
    }

    #[test]
    fn a_number_is_digits() {
        for text in ["0", "71500", "0.25", "-12.5", "007"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["1,000", "1_000", "1e3", ".5", "5.", "+5", "-", "", ".", "１０", "1.2.3", "ten", "0x10"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn days_and_times() {
        for text in ["2026-01-31", "2026/01/31", "20260131"] {
            assert_eq!(day(text).as_deref(), Some("20260131"), "{text}");
        }
        for text in ["2026-02-30", "260131", "31.01.2026", "2026-1-31", "２０２６0131", "soon"] {
            assert_eq!(day(text), None, "{text}");
        }
        let (today, yesterday) = (day("today").expect("a day"), day("Yesterday").expect("a day"));
        assert!(today > yesterday, "{today} {yesterday}");
        assert_eq!(time("09:30").as_deref(), Some("093000"));
        assert_eq!(time("235959").as_deref(), Some("235959"));
        assert_eq!((time("0930"), time("24:00")), (None, None));
    }
}
