//! Made-up holdings that add up: quantity × price is the amount, and the totals are the sums of all rows.
//!
//! A field gets its value by its 한글명, so that one set of rules serves every TR. What no rule knows is sent as the server
//! sends what it doesn't use: blanks and zeros in several spellings.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::message::pad;
use crate::descriptor::{Field, FieldKind, Tr};

/// Code, name, and the day when it matures.
const BONDS: [(&str, &str, Date); 12] = [
    ("KR103502GD61", "국고채권03250-3306(23-5)", Date::constant(2033, 6, 10)),
    ("KR101501DE25", "국민주택1종채권24-02", Date::constant(2029, 2, 28)),
    ("KR2001021F39", "서울도시철도공채증권23-03", Date::constant(2030, 3, 31)),
    ("KR350110GE58", "한국전력채권1432", Date::constant(2027, 5, 12)),
    ("KR310102GDA1", "산금24신이0300-1212-1", Date::constant(2027, 12, 12)),
    ("KR310501GF20", "통안증권03050-2706-02", Date::constant(2027, 6, 2)),
    ("KR103502GE94", "국고채권02875-4409(24-8)", Date::constant(2044, 9, 10)),
    ("KR101501DF16", "국민주택1종채권25-01", Date::constant(2030, 1, 31)),
    ("KR6095571E68", "한국토지주택채권482", Date::constant(2028, 6, 26)),
    ("KR350703GE17", "한국도로공사871", Date::constant(2034, 1, 17)),
    ("KR380805GF47", "중소기업은행(신)2504이3A-15", Date::constant(2028, 4, 15)),
    ("KR103501GF31", "국고채권02625-2803(25-1)", Date::constant(2028, 3, 10)),
];

/// Code, name, kind of instrument, and a price that it may have.
const STOCKS: [(&str, &str, &str, i64); 12] = [
    ("005930", "삼성전자", "주식", 71_500),
    ("069500", "KODEX 200", "ETF", 34_105),
    ("000660", "SK하이닉스", "주식", 187_300),
    ("360750", "TIGER 미국S&P500", "ETF", 20_485),
    ("148070", "KOSEF 국고채10년", "ETF", 114_620),
    ("035420", "NAVER", "주식", 203_500),
    ("132030", "KODEX 골드선물(H)", "ETF", 17_340),
    ("500019", "신한 레버리지 WTI원유 선물 ETN", "ETN", 512),
    ("005380", "현대차", "주식", 214_000),
    ("133690", "TIGER 미국나스닥100", "ETF", 129_870),
    ("051910", "LG화학", "주식", 298_500),
    ("273130", "KODEX 종합채권(AA-이상)액티브", "ETF", 113_955),
];

/// The name of a stock or bond that is in the tables.
pub(super) fn name(code: &str) -> Option<&'static str> {
    let bond = || BONDS.iter().find(|(known, ..)| *known == code).map(|(_, name, _)| *name);
    stock(code).map(|(name, _)| name).or_else(bond)
}

/// The code of a row of any list of stocks.
pub(super) fn code(row: usize) -> &'static str {
    STOCKS[row % STOCKS.len()].0
}

/// The name and the price of a stock that is in the table.
pub(super) fn stock(code: &str) -> Option<(&'static str, i64)> {
    STOCKS.iter().find(|(known, ..)| *known == code).map(|(_, name, _, price)| (*name, *price))
}

/// One holding.
#[derive(Clone, Copy, Debug)]
struct Holding {
    code: &'static str,
    name: &'static str,
    group: &'static str,
    quantity: Decimal,
    orderable: Decimal,
    bought_today: Decimal,
    cost: Decimal,
    price: Decimal,
    /// What quantity × price is divided by: a bond's price is for a face value of 10,000, its quantity in 1,000.
    unit: Decimal,
    bought: Date,
    matures: Date,
}

impl Holding {
    fn new(row: usize, is_bond: bool) -> Self {
        if is_bond { Self::bond(row) } else { Self::stock(row) }
    }

    fn bond(row: usize) -> Self {
        let n = i64::try_from(row).unwrap_or_default();
        let (code, name, matures) = BONDS[row % BONDS.len()];
        let quantity = Decimal::from(5_000 + 2_500 * (n * 7 % 11));
        let cost = Decimal::new(94_805 + n * 613 % 7_900, 1);
        let unit = Decimal::TEN;
        Self { code, name, group: "채권", quantity, cost, price: cost, unit, matures, ..Self::bought(n, quantity) }
    }

    fn stock(row: usize) -> Self {
        let n = i64::try_from(row).unwrap_or_default();
        let (code, name, group, price) = STOCKS[row % STOCKS.len()];
        let (quantity, price) = (Decimal::from(10 + n * 37 % 90), Decimal::from(price));
        let cost = (price * Decimal::new(9_317 + n * 523 % 1_571, 4)).round_dp(4);
        Self { code, name, group, quantity, cost, price, ..Self::bought(n, quantity) }
    }

    /// What a holding has from the way it was bought, whatever it is.
    fn bought(n: i64, quantity: Decimal) -> Self {
        Self {
            code: "",
            name: "",
            group: "",
            quantity,
            orderable: quantity - Decimal::from(n % 3),
            bought_today: Decimal::from(n % 3 * 2),
            cost: Decimal::ZERO,
            price: Decimal::ZERO,
            unit: Decimal::ONE,
            bought: Date::constant(2025, 1, 6).saturating_add(jiff::Span::new().days(n * 17)),
            matures: Date::MAX,
        }
    }

    fn paid(&self) -> Decimal {
        (self.quantity * self.cost / self.unit).round()
    }

    fn worth(&self) -> Decimal {
        (self.quantity * self.price / self.unit).round()
    }

    fn gain(&self) -> Decimal {
        self.worth() - self.paid()
    }
}

/// The holdings of all pages of one TR.
#[derive(Debug)]
pub(super) struct Ledger {
    holdings: Vec<Holding>,
}

impl Ledger {
    pub(super) fn new(tr: &Tr, rows: usize) -> Self {
        let is_bond = tr.source.starts_with("domestic-bond");
        Self { holdings: (0..rows).map(|row| Holding::new(row, is_bond)).collect() }
    }

    /// The text of a field: of the holding in `row`, or of the totals where there is no row.
    pub(super) fn value(&self, field: &Field, row: Option<usize>) -> String {
        let holding = row.and_then(|row| self.holdings.get(row));
        match (field.kind, holding) {
            (FieldKind::Decimal, Some(holding)) => {
                number(field, row.unwrap_or_default(), decimal_of(field.label, holding))
            }
            (FieldKind::Decimal, None) => number(field, 0, self.total_of(field.label)),
            (FieldKind::Date, Some(holding)) => date(field.label, row.unwrap_or_default(), holding),
            (FieldKind::Time, _) => "090000".to_owned(),
            (FieldKind::Text, Some(holding)) => named(field, row.unwrap_or_default(), holding),
            (FieldKind::Code(codes), _) => codes.first().map(|code| code.code.to_owned()).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn sum(&self, of: impl Fn(&Holding) -> Decimal) -> Decimal {
        self.holdings.iter().map(of).sum()
    }

    /// Totals of an account, by 한글명.
    fn total_of(&self, label: &str) -> Option<Decimal> {
        let cash = Decimal::from(12_412_870);
        let bought_today = self.sum(|holding| (holding.bought_today * holding.cost / holding.unit).round());
        Some(match label {
            "예수금총금액" | "익일정산금액" => cash,
            "가수도정산금액" => cash - bought_today,
            "금일매수금액" => bought_today,
            "유가평가금액" => self.sum(Holding::worth),
            "총평가금액" => self.sum(Holding::worth) + cash - bought_today,
            _ => return None,
        })
    }
}

/// A number of a holding, by 한글명.
fn decimal_of(label: &str, holding: &Holding) -> Option<Decimal> {
    let label: String = label.split_whitespace().collect();
    Some(match label.as_str() {
        "잔고수량" | "보유수량" => holding.quantity,
        "주문가능수량" => holding.orderable,
        "금일매수수량" => holding.bought_today,
        "매수단가" | "매입평균가격" | "매입단가" => holding.cost,
        "현재가" => holding.price,
        "매수금액" | "매입금액" => holding.paid(),
        "평가금액" => holding.worth(),
        "평가손익금액" => holding.gain(),
        "평가수익율" | "평가수익률" => (holding.gain() * Decimal::ONE_HUNDRED / holding.paid()).round_dp(2),
        "매수수익율" => Decimal::new(325, 2) + Decimal::new(i64::from(holding.matures.day()), 2),
        "종합과세수량" => holding.quantity,
        _ => return None,
    })
}

/// A number as the server writes it: rates with sign, prices with all their decimals, unused fields in several spellings.
fn number(field: &Field, row: usize, value: Option<Decimal>) -> String {
    let Some(value) = value else {
        return ["0", "0.00000000", "", "     0"][row % 4].to_owned();
    };
    let is_gain = field.label.ends_with("율") && field.label.contains("평가");
    match field.length {
        _ if is_gain && value.is_sign_positive() => format!("+{value:.2}"),
        "238" => format!("{value:.8}"),
        "184" => format!("{value:.4}"),
        _ => value.normalize().to_string(),
    }
}

/// A day of a holding, in the spellings that occur.
fn date(label: &str, row: usize, holding: &Holding) -> String {
    let day = if label.contains("만기") { holding.matures } else { holding.bought };
    let (year, month, day) = (day.year(), day.month(), day.day());
    match row % 4 {
        2 => format!("{year:04}/{month:02}/{day:02}"),
        _ => format!("{year:04}{month:02}{day:02}"),
    }
}

/// A name of a holding, by 한글명, padded.
fn named(field: &Field, row: usize, holding: &Holding) -> String {
    let label = field.label;
    let value = if label.ends_with("상품명") || label.ends_with("종목명") {
        holding.name.to_owned()
    } else if label.ends_with("상품번호") || label.ends_with("종목코드") {
        holding.code.to_owned()
    } else if label == "종목구분명" {
        holding.group.to_owned()
    } else if label == "잔고구분명" {
        "현금".to_owned()
    } else if label.ends_with("일련번호") {
        return format!("{:010}", row + 1);
    } else {
        String::new()
    };
    pad(&value, field.length.parse().unwrap_or_default())
}
