//! Made-up prices: the same stock at the same day has the same ones in every answer and in every run.
//!
//! As with holdings a field gets its value by its 한글명.

use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::message::{Received, pad};
use super::sample::{self, Ledger};
use crate::descriptor::{Field, FieldKind, Parameter, Tr};

/// The day of every price that is asked for without a day.
const TODAY: Date = Date::constant(2026, 5, 29);

/// How many days one answer has at most.
const MOST_DAYS: usize = 100;

/// What an answer of one quotation says.
#[derive(Debug)]
pub(super) struct Market {
    /// The stock that is asked about; `None` where the code is none.
    stock: Option<Stock>,
    /// The days that are asked for, latest first; none where the request names no span.
    days: Option<Vec<Date>>,
    ledger: Ledger,
}

/// One stock.
#[derive(Clone, Debug)]
struct Stock {
    code: String,
    name: &'static str,
    base: i64,
}

impl Market {
    pub(super) fn new(tr: &Tr, received: &Received, now: &str, ledger: Ledger) -> Self {
        let said = |parameter: &Parameter| received.parameter_in_any_case(parameter.name).unwrap_or_default().trim();
        let code = tr.parameters.iter().find(|parameter| plain(parameter.label).ends_with("종목코드")).map(said);
        let market = received.parameter_in_any_case("fid_cond_mrkt_div_code").unwrap_or_default();
        // Indices, futures and others have codes of their own forms.
        let is_code = !matches!(market, "J" | "NX" | "UN") || code.is_none_or(is_stock);
        let today = now.get(..10).and_then(|day| day.parse().ok()).unwrap_or(TODAY);
        Self { stock: is_code.then(|| Stock::new(code.unwrap_or_default())), days: days(tr, received, today), ledger }
    }

    /// How many rows a list has that would have these: one for each day where days are asked for.
    pub(super) fn rows(&self, fields: &[Field], rows: Range<usize>) -> Range<usize> {
        match (&self.stock, &self.days) {
            (None, _) => 0..0,
            (_, Some(days)) if !rows.is_empty() && is_by_day(fields) => 0..days.len(),
            _ => rows,
        }
    }

    /// The text of a field among others: of a row, or of what is asked about where there is no row.
    pub(super) fn value(&self, field: &Field, fields: &[Field], row: Option<usize>) -> String {
        let Some(stock) = &self.stock else { return String::new() };
        let label = plain(field.label);
        let is_listed = row.is_some() && fields.iter().any(|other| plain(other.label).ends_with("종목코드"));
        let listed = row.filter(|_| is_listed).map(|row| Stock::new(sample::code(row)));
        let stock = listed.as_ref().unwrap_or(stock);
        let days = self.days.as_ref().filter(|_| is_by_day(fields));
        let day = match (row, days) {
            (Some(row), Some(days)) => days.get(row).copied().unwrap_or(TODAY),
            (Some(row), None) if !is_listed => before(TODAY, row),
            _ => TODAY,
        };
        let price = Price { stock, day };
        let said = match field.kind {
            FieldKind::Decimal => price.number(&label),
            FieldKind::Text => price.text(&label).map(|text| pad(&text, field.length.parse().unwrap_or_default())),
            FieldKind::Code(_) => price.text(&label).filter(|_| label.ends_with("부호")),
            FieldKind::Date if row.is_some() && label.ends_with("영업일자") => Some(digits(day)),
            _ => None,
        };
        said.unwrap_or_else(|| self.ledger.value(field, row))
    }
}

/// A stock on one day.
struct Price<'s> {
    stock: &'s Stock,
    day: Date,
}

impl Stock {
    fn new(code: &str) -> Self {
        let spread: i64 = code.bytes().map(i64::from).sum();
        let (name, base) = sample::stock(code).unwrap_or(("모의종목", 10_000 + spread * 50));
        Self { code: code.to_owned(), name, base }
    }

    fn tick(&self) -> i64 {
        match self.base {
            ..2_000 => 1,
            2_000..20_000 => 10,
            20_000..200_000 => 100,
            _ => 500,
        }
    }

    /// The price at the end of a day: it wanders about its base.
    fn close(&self, day: Date) -> i64 {
        let n = i64::from(number_of(day));
        let spread = self.base % 97;
        self.base + self.tick() * (wave(n + spread, 37) - 18 + wave(n * 5 + spread, 13) - wave(n * 3, 9))
    }
}

impl Price<'_> {
    fn number(&self, label: &str) -> Option<String> {
        let Stock { base, .. } = *self.stock;
        let (tick, label) = (self.stock.tick(), label.strip_prefix("주식").unwrap_or(label));
        let yesterday = Price { stock: self.stock, day: before(self.day, 1) };
        let (close, last) = (self.stock.close(self.day), self.stock.close(yesterday.day));
        let (open, high, low) = (last + tick, close.max(last + tick) + 3 * tick, close.min(last) - 2 * tick);
        let change = close - last;
        let volume = 1_000_000 + (i64::from(number_of(self.day)) * 7_919 + base * 13) % 400_000;
        let step = |side: &str| label.strip_prefix(side).map(|step| step.parse().unwrap_or(1));
        if let Some(step) = step("매도호가").filter(|_| !label.contains("잔량")) {
            return Some((close + tick * step).to_string());
        }
        if let Some(step) = step("매수호가").filter(|_| !label.contains("잔량")) {
            return Some((close - tick * (step - 1)).to_string());
        }
        if let Some(rest) = label.strip_prefix("전일").filter(|rest| matches!(*rest, "시가" | "최고가" | "최저가"))
        {
            return yesterday.number(rest);
        }
        Some(match label {
            "현재가" | "종가" => close.to_string(),
            "시가" | "시가2" => open.to_string(),
            "최고가" | "고가" => high.to_string(),
            "최저가" | "저가" => low.to_string(),
            "전일종가" | "기준가" => last.to_string(),
            "상한가" => (last * 13 / 10 / tick * tick).to_string(),
            "하한가" => (last * 7 / 10 / tick * tick).to_string(),
            "전일대비" => change.to_string(),
            "전일대비율" | "등락율" | "등락률" => hundredths(change * 10_000 / last),
            "누적거래량" => volume.to_string(),
            "전일거래량" => return yesterday.number("누적거래량"),
            "누적거래대금" => (volume * ((high + low) / 2)).to_string(),
            "52주일최고가" | "250일최고가" | "연중최고가" => (base + 60 * tick).to_string(),
            "52주일최저가" | "250일최저가" | "연중최저가" => (base - 60 * tick).to_string(),
            "상장주수" => "100000000".to_owned(),
            // In 억 won, which is what 100 million stocks cost that cost a won each.
            "HTS시가총액" => close.to_string(),
            "액면가" => "100".to_owned(),
            "EPS" => hundredths(base * 8),
            "BPS" => hundredths(base * 80),
            "PER" => hundredths(close * 10_000 / (base * 8)),
            "PBR" => hundredths(close * 10_000 / (base * 80)),
            _ => return None,
        })
    }

    fn text(&self, label: &str) -> Option<String> {
        let last = self.stock.close(before(self.day, 1));
        Some(match label {
            _ if label.ends_with("대비부호") => match self.stock.close(self.day).cmp(&last) {
                std::cmp::Ordering::Greater => "2".to_owned(),
                std::cmp::Ordering::Equal => "3".to_owned(),
                std::cmp::Ordering::Less => "5".to_owned(),
            },
            _ if label.starts_with("업종") => return None,
            _ if label.ends_with("종목명") => self.stock.name.to_owned(),
            _ if label.ends_with("종목코드") => self.stock.code.clone(),
            _ => return None,
        })
    }
}

/// 한글명 without blanks.
fn plain(label: &str) -> String {
    label.split_whitespace().collect()
}

/// Six characters that begin with a digit, ETN codes with a `Q` before them.
fn is_stock(code: &str) -> bool {
    let code = code.strip_prefix('Q').unwrap_or(code);
    code.len() == 6
        && code.starts_with(|first: char| first.is_ascii_digit())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether its rows are days and nothing finer.
fn is_by_day(fields: &[Field]) -> bool {
    let has_time = fields.iter().any(|field| matches!(field.kind, FieldKind::Time));
    !has_time
        && fields.iter().any(|field| matches!(field.kind, FieldKind::Date) && plain(field.label).ends_with("영업일자"))
}

/// The business days of the span that is asked for, latest first, one for each day, week, month or year; none of them comes
/// after `today`.
fn days(tr: &Tr, received: &Received, today: Date) -> Option<Vec<Date>> {
    let said = |parameter: &Parameter| received.parameter_in_any_case(parameter.name).unwrap_or_default().trim();
    let dates = tr.parameters.iter().filter_map(|parameter| {
        let label = plain(parameter.label);
        let is_date = label.contains("날짜") || label.ends_with("일자");
        is_date.then(|| Date::strptime("%Y%m%d", said(parameter)).ok()).flatten()
    });
    let [from, to] = <[Date; 2]>::try_from(dates.collect::<Vec<_>>()).ok()?;
    let period = tr.parameters.iter().find_map(|parameter| {
        parameter.codes.iter().find(|code| code.code == said(parameter) && code.label.ends_with('봉'))
    });
    let period = period.map_or("", |code| code.label);
    let mut days: Vec<Date> = Vec::new();
    let mut day = to.min(today);
    while day >= from && days.len() < MOST_DAYS {
        let is_in_last = days.last().is_some_and(|last| is_same(period, *last, day));
        if is_business(day) && !is_in_last {
            days.push(day);
        }
        let Ok(yesterday) = day.yesterday() else { break };
        day = yesterday;
    }
    Some(days)
}

/// Whether two days are in the same week, month or year, as the period says.
fn is_same(period: &str, one: Date, other: Date) -> bool {
    match period {
        _ if period.starts_with('주') => {
            let week = |day: Date| (day.iso_week_date().year(), day.iso_week_date().week());
            week(one) == week(other)
        }
        _ if period.starts_with('월') => (one.year(), one.month()) == (other.year(), other.month()),
        _ if period.starts_with('년') => one.year() == other.year(),
        _ => false,
    }
}

fn is_business(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The business day so many business days before.
fn before(day: Date, days: usize) -> Date {
    let mut day = day;
    let mut left = days;
    while left > 0 {
        let Ok(yesterday) = day.checked_sub(1.day()) else { break };
        day = yesterday;
        left -= usize::from(is_business(day));
    }
    day
}

/// Days since a Monday long ago.
fn number_of(day: Date) -> i32 {
    (day - Date::constant(2000, 1, 3)).get_days()
}

/// Up and down between 0 and `height`.
fn wave(n: i64, height: i64) -> i64 {
    (n.rem_euclid(2 * height) - height).abs()
}

/// Two decimals, as the server writes them.
fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100)
}

fn digits(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_week_before_the_weekend() {
        assert_eq!(before(TODAY, 0), TODAY);
        assert_eq!(before(Date::constant(2026, 6, 1), 1), TODAY);
    }

    #[test]
    fn codes_of_stocks_have_one_form() {
        for code in ["005930", "Q500019", "0001A0"] {
            assert!(is_stock(code), "{code}");
        }
        for code in ["", "5930", "00593", "삼성전자", "AAPL00", "0059300"] {
            assert!(!is_stock(code), "{code}");
        }
    }
}
