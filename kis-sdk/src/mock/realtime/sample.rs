//! Made-up records: prices that wander, quotes around them, volumes that add up; the same ones in every run.
//!
//! As in answers a field gets its value by its 한글명.

use crate::descriptor::{CodeValue, Field, FieldKind, Tr};
use crate::mock::sample::stock;

/// The stock that notices are about.
const NOTICED: &str = "005930";

/// The `n`th record of a TR and key, as columns.
pub(super) fn record(tr: &Tr, key: &str, n: u64) -> String {
    let is_notice = tr.parameters.iter().any(|parameter| parameter.sensitive);
    let moment = Moment::new(if is_notice { NOTICED } else { key }, n);
    let columns = tr.response.iter().enumerate().map(|(index, field)| match index {
        0 => key.to_owned(),
        _ => moment.column(field),
    });
    columns.collect::<Vec<_>>().join("^")
}

/// A stock at one moment.
struct Moment {
    code: String,
    name: &'static str,
    n: i64,
    base: i64,
    tick: i64,
    price: i64,
}

/// Up and down between 0 and `height`.
fn wave(n: i64, height: i64) -> i64 {
    (n % (2 * height) - height).abs()
}

impl Moment {
    fn new(key: &str, n: u64) -> Self {
        let n = i64::try_from(n % 1_000_000_000).unwrap_or_default();
        let spread: i64 = key.bytes().map(i64::from).sum();
        let (name, base) = stock(key).unwrap_or(("모의종목", 10_000 + spread * 50));
        let tick = match base {
            ..2_000 => 1,
            2_000..20_000 => 10,
            20_000..200_000 => 100,
            _ => 500,
        };
        let steps = wave(n * 3 + spread, 23) - 9 + wave(n + spread * 7, 11) - wave(n * 5, 4);
        Self { code: key.to_owned(), name, n, base, tick, price: base / tick * tick + steps * tick }
    }

    fn column(&self, field: &Field) -> String {
        let label: String = field.label.split_whitespace().collect();
        match field.kind {
            FieldKind::Text => self.text(&label),
            FieldKind::Decimal => self.number(&label),
            FieldKind::Date => "20260529".to_owned(),
            FieldKind::Time => {
                let second = self.n % 23_400;
                format!("{:02}{:02}{:02}", 9 + second / 3_600, second / 60 % 60, second % 60)
            }
            FieldKind::Code(codes) => self.code(&label, codes),
            _ => String::new(),
        }
    }

    fn text(&self, label: &str) -> String {
        match label {
            "계좌번호" => "5000123401".to_owned(),
            "계좌명" => "모의계좌".to_owned(),
            "주문번호" => format!("{:010}", self.n + 1),
            _ if label.ends_with("종목명") => self.name.to_owned(),
            _ if label.ends_with("종목코드") => self.code.clone(),
            _ => String::new(),
        }
    }

    fn code(&self, label: &str, codes: &[CodeValue]) -> String {
        let code = match label {
            _ if label.contains("부호") => match self.price.cmp(&self.base) {
                std::cmp::Ordering::Greater => "2",
                std::cmp::Ordering::Equal => "3",
                std::cmp::Ordering::Less => "5",
            },
            "체결여부" => "2",
            _ => codes.first().map_or("", |code| code.code),
        };
        code.to_owned()
    }

    fn number(&self, label: &str) -> String {
        let step = |text: &str| text.parse::<i64>().ok();
        let volume = 1 + (self.n * 37 + 11) % 90;
        let all = (self.n + 1) * 46;
        if let Some(step) = label.strip_prefix("매도호가").and_then(step) {
            return (self.price + self.tick * step).to_string();
        }
        if let Some(step) = label.strip_prefix("매수호가").and_then(step) {
            return (self.price - self.tick * (step - 1)).to_string();
        }
        let change = self.price - self.base;
        match label {
            "전일대비" => change.to_string(),
            "전일대비율" | "등락율" => {
                // Two decimals, as the server writes them.
                let hundredths = change * 10_000 / self.base;
                format!(
                    "{}{}.{:02}",
                    if hundredths < 0 { "-" } else { "" },
                    hundredths.abs() / 100,
                    hundredths.abs() % 100
                )
            }
            _ if label.contains("대금") => (all * self.base).to_string(),
            _ if label.contains("누적거래량") || label.contains("총") => all.to_string(),
            _ if label.contains("시가") => self.base.to_string(),
            _ if label.contains("최고가") => (self.base + 25 * self.tick).to_string(),
            _ if label.contains("최저가") => (self.base - 15 * self.tick).to_string(),
            _ if label.contains("잔량") || label.contains("거래량") || label.contains("수량") => {
                volume.to_string()
            }
            _ if label.contains('가') => self.price.to_string(),
            _ => ["0", "", "0.00"][usize::try_from(self.n % 3).unwrap_or_default()].to_owned(),
        }
    }
}
