//! What a value means, from its wire name, its 한글명 and its length.
//!
//! The rules, in this order; the first that knows decides, and what none knows is text:
//!
//! 1. The page types it `Number`: decimal.
//! 2. The last word of its wire name, or the end of its 한글명, says that it is a name, a code or a mark ([`TEXT_WORDS`],
//!    [`TEXT_LABELS`]): text, whatever its length.
//! 3. It is 8 long and called a day ([`DATE_WORDS`], [`DATE_LABELS`]): date.
//! 4. It is 6 long and called a time ([`TIME_WORDS`], [`TIME_LABELS`]): time.
//! 5. It is called a day or a time and has another length: text.
//! 6. The end of its 한글명, or the last word of its wire name, says money, price, quantity or rate ([`DECIMAL_LABELS`],
//!    [`DECIMAL_WORDS`]): decimal.
//!
//! A wire name's last word is what follows its last `_`, in lower case, without digits at its end. A 한글명 is taken without
//! blanks, without brackets and without a number at its end.

/// The kind of value that the conventions see; codes are found by the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Text.
    Text,
    /// Money, price, quantity, rate.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
}

const TEXT_WORDS: &[&str] = &[
    "no", "cd", "code", "name", "nm", "isnm", "iscd", "yn", "dvsn", "div", "sign", "gb", "id", "sqno", "odno", "pdno",
    "cls", "kind", "type", "flag", "symb", "brno", "orgno", "key", "text", "cano", "tlno", "stfno", "srno", "seq",
    "excd", "crcd", "msg", "rsym", "ename", "knam", "enam", "ccno", "acno", "title", "memo", "rson", "stat", "addr",
];

const TEXT_LABELS: &[&str] = &[
    "번호",
    "코드",
    "명",
    "여부",
    "구분",
    "부호",
    "종류",
    "순번",
    "유형",
    "상태",
    "사유",
    "통화",
    "단위",
    "분류",
    "기호",
    "내용",
    "제목",
    "심볼",
    "고객",
    "담당자",
    "이름",
    "문자",
    "메모",
    "주소",
    "요일",
    "조건",
    "키",
    "의견",
    "지점",
    "정보",
];

const DATE_WORDS: &[&str] = &["dt", "date", "ymd", "xymd", "kymd", "tymd", "exdt"];

const DATE_LABELS: &[&str] =
    &["일자", "날짜", "만기일", "기준일", "결제일", "상장일", "발행일", "거래일", "영업일", "지급일", "최종일"];

const TIME_WORDS: &[&str] = &["tmd", "hour", "time", "tm", "hms", "khms", "xhms"];

const TIME_LABELS: &[&str] = &["시각", "시간"];

const DECIMAL_LABELS: &[&str] = &[
    // money
    "금액",
    "대금",
    "총액",
    "잔액",
    "예수금",
    "증거금",
    "손익",
    "수수료",
    "세금",
    "원금",
    "차금",
    "배당금",
    "미수금",
    "제비용",
    "이자",
    "매출액",
    "자본금",
    "잉여금",
    "비용",
    "손실",
    "이익",
    "자산",
    "부채",
    "총계",
    "합계",
    // price
    "현재가",
    "시가",
    "고가",
    "저가",
    "종가",
    "호가",
    "단가",
    "가격",
    "기준가",
    "상한가",
    "하한가",
    "체결가",
    "정산가",
    "이론가",
    "대용가",
    "행사가",
    "액면가",
    "전일가",
    "최고가",
    "최저가",
    "평균가",
    // quantity
    "수량",
    "잔량",
    "거래량",
    "체결량",
    "결제량",
    "물량",
    "건수",
    "주수",
    "종목수",
    "개수",
    "횟수",
    "일수",
    "월수",
    "배수",
    "좌수",
    // rate and the like
    "율",
    "률",
    "금리",
    "비중",
    "체결강도",
    "괴리도",
    "변동성",
    "델타",
    "감마",
    "세타",
    "베가",
    "로우",
    "대비",
    "증감",
    "지수",
    "값",
    "기어링",
    "패리티",
    "베이시스",
];

const DECIMAL_WORDS: &[&str] = &[
    "amt", "qty", "buyqty", "pric", "prpr", "prc", "unpr", "pbmn", "vol", "rsqn", "vrss", "askp", "bidp", "ctrt",
    "rate", "rt", "hgpr", "lwpr", "oprc", "clpr", "fee", "csnu", "icdc", "erng", "pfls", "per", "pbr", "eps", "bps",
    "nav",
];

/// The kind of value of a row.
#[must_use]
pub fn value(wire: &str, label: &str, length: &str, is_number: bool) -> Hint {
    let word = last_word(wire);
    let label = plain_label(label);
    let is_word = |words: &[&str]| words.contains(&word.as_str());
    let ends = |labels: &[&str]| labels.iter().any(|end| label.ends_with(end));
    let is_date = is_word(DATE_WORDS) || ends(DATE_LABELS);
    let is_time = is_word(TIME_WORDS) || ends(TIME_LABELS);
    if is_number {
        Hint::Decimal
    } else if is_word(TEXT_WORDS) || ends(TEXT_LABELS) {
        Hint::Text
    } else if is_date && length == "8" {
        Hint::Date
    } else if is_time && length == "6" {
        Hint::Time
    } else if is_date || is_time {
        Hint::Text
    } else if ends(DECIMAL_LABELS) || is_word(DECIMAL_WORDS) {
        Hint::Decimal
    } else {
        Hint::Text
    }
}

/// Whether a length glues digits and decimals (184 is 18 digits, 4 of them decimals): three digits or more, the last of
/// which is no 0, with 11 to 26 digits before it.
#[must_use]
pub fn is_number_like(length: &str) -> bool {
    let Some((digits, decimals)) = length.len().checked_sub(1).and_then(|at| length.split_at_checked(at)) else {
        return false;
    };
    digits.parse().is_ok_and(|digits: u32| (11..=26).contains(&digits)) && ("1"..="9").contains(&decimals)
}

fn last_word(wire: &str) -> String {
    let wire = wire.to_ascii_lowercase();
    let wire = wire.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    wire.rsplit('_').next().unwrap_or_default().to_owned()
}

fn plain_label(label: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in label.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Hint, is_number_like, value};

    #[test]
    fn values_row_by_row() {
        let table = [
            ("cblc_qty", "잔고수량", "19", Hint::Decimal),
            ("buy_erng_rt", "매수수익율", "238", Hint::Decimal),
            ("prpr", "현재가", "19", Hint::Decimal),
            ("stck_askp1", "매도호가1", "10", Hint::Decimal),
            ("evlu_pfls_amt", "평가손익금액", "19", Hint::Decimal),
            ("frcr_amt", "외화금액 (원화)", "19", Hint::Decimal),
            ("nav", "NAV", "112", Hint::Decimal),
            ("whol_loan_gvrt", "전체 융자 공여율", "82", Hint::Decimal),
            ("buy_dt", "매수일자", "8", Hint::Date),
            ("exdt", "만기일", "8", Hint::Date),
            ("stck_bsop_date", "영업 일자", "8", Hint::Date),
            ("ord_tmd", "주문시각", "6", Hint::Time),
            ("stck_cntg_hour", "주식 체결 시간", "6", Hint::Time),
            // Numbers that are names, and whatever can't be told.
            ("buy_sqno", "매수일련번호", "10", Hint::Text),
            ("odno", "주문번호", "10", Hint::Text),
            ("pdno", "상품번호", "12", Hint::Text),
            ("prdy_vrss_sign", "전일 대비 부호", "1", Hint::Text),
            ("prdt_name", "상품명", "60", Hint::Text),
            ("rsvn_ord_end_dt", "예약주문종료일자", "10", Hint::Text),
            ("ord_time", "주문시간", "8", Hint::Text),
            ("week_day", "요일", "8", Hint::Text),
            ("prc_cls_code", "가격", "19", Hint::Text),
            ("xyz", "알수없음", "184", Hint::Text),
        ];
        for (wire, label, length, expected) in table {
            assert_eq!(value(wire, label, length, false), expected, "{wire} {label}");
        }
        assert_eq!(value("code", "코드", "1", true), Hint::Decimal);
    }

    #[test]
    fn lengths_that_glue_decimals() {
        for length in ["184", "238", "112", "182", "195", "236"] {
            assert!(is_number_like(length), "{length}");
        }
        for length in ["", "-", "null", "8", "19", "200", "500", "82", "1000", "350"] {
            assert!(!is_number_like(length), "{length}");
        }
    }
}
