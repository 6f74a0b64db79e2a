//! What is sent when the caller says nothing, from the description.

/// Ways to say "send blanks", without spaces, quotes and brackets.
const BLANK: &[&str] = &[
    "공백",
    "공백입력",
    "공백으로입력",
    "공백필수입력",
    "공백필수",
    "공백default",
    "공백:default",
    "공란",
    "공란입력",
    "공란으로입력",
    "공란으로조회",
    "공란필수입력",
    "공란default",
    "공란:default",
    "공백공란입력",
    "null값설정",
    "빈칸",
    "빈값",
];

/// Labels of a code that is documented alone and is the one to send.
const ALONE: &[&str] = &["전체", "전체조회", "기본값", "default", "uniquekey", "primarykey", "필수입력값"];

/// The value that a description amounts to; `length` is the Length cell.
///
/// | description | default |
/// |---|---|
/// | 공백, 공란, 공백 입력, `""` … and nothing else | blank |
/// | up to six digits that fill the length; fewer only where all are zeros | themselves |
/// | one upper-case letter, in a length of 1 or 2 | itself |
/// | `00 : 전체`, `01 : 기본값`, `0(전체)`, `02(Default)`, `"0"(Default)`: one code that says it is the one | the code |
/// | `Unique key(20234)`, `Primary key(1)` | what is in the brackets |
/// | anything else | none: the caller has to know |
#[must_use]
pub fn default(text: &str, length: &str) -> Option<String> {
    let text = text.trim().trim_matches('\'').trim();
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"\"'()“”".contains(*c)).collect();
    let bare = bare.to_lowercase();
    if BLANK.contains(&bare.as_str()) || (bare.is_empty() && text.len() >= 2) {
        return Some(String::new());
    }
    bare_code(text, length).or_else(|| keyed(text)).or_else(|| labelled(text))
}

/// The one code that the description of a market or screen code (`…_MRKT_DIV_CODE`, `…_SCR_DIV_CODE`) names, whatever words
/// stand beside it.
///
/// | description | default |
/// |---|---|
/// | `시장구분코드 (업종 U)`, `업종 : U`, `J 고정 입력`, `화면번호(11510)` | the code |
/// | two codes or more: `J:KRX, NX:NXT` | none |
///
/// A word that is longer than the Length cell is no code: `J : 주식, ETF, ETN` names one.
#[must_use]
pub fn only_code(name: &str, text: &str, length: &str) -> Option<String> {
    if !["_MRKT_DIV_CODE", "_SCR_DIV_CODE"].iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let width: usize = length.trim().parse().ok()?;
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_code(word) && word.len() <= width);
    let mut codes: Vec<_> = words.collect();
    codes.dedup();
    <[&str; 1]>::try_from(codes).ok().map(|[code]| code.to_owned())
}

/// Whether a description knows of a case in which nothing is sent: `시장가인 경우, 빈칸("") 입력`, `전체: 공백`, `미입력 시 …`.
///
/// Numbers, days and times have no blank to hand over: such a parameter is set where it has a value, and blank else.
#[must_use]
pub fn can_be_blank(text: &str) -> bool {
    let says = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    text.lines()
        .any(|line| says(line, &["공백", "공란", "빈칸", "빈값", "미입력"]) && !says(line, &["않음", "불가", "반드시"]))
}

/// A description that is nothing but the value.
fn bare_code(text: &str, length: &str) -> Option<String> {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let value = quoted.unwrap_or(text);
    let width: usize = length.trim().parse().ok()?;
    let is_digits = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    let is_letter = value.len() == 1 && value.chars().all(|c| c.is_ascii_uppercase());
    let fits = match (is_digits, is_letter) {
        // A stock code as an example (000660 in 12) must not become everybody's stock, nor a day everybody's day.
        (true, _) if value.len() > 6 => false,
        (true, _) => value.len() == width || (value.len() < width && value.chars().all(|c| c == '0')),
        (_, true) => width <= 2,
        _ => false,
    };
    fits.then(|| value.to_owned())
}

/// `Unique key(20234)`
fn keyed(text: &str) -> Option<String> {
    let (before, rest) = text.split_once('(')?;
    let name: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let value = rest.strip_suffix(')')?.trim();
    let is_key = ["uniquekey", "primarykey"].contains(&name.to_lowercase().as_str());
    (is_key && is_code(value)).then(|| value.to_owned())
}

/// `00 : 전체`, `0(전체)`, `"0"(Default)`
fn labelled(text: &str) -> Option<String> {
    let (code, label) = match text.split_once(['(', ':', '：'])? {
        (code, rest) if text[code.len()..].starts_with('(') => (code, rest.strip_suffix(')')?),
        pair => pair,
    };
    let code = code.trim().trim_matches('"');
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    (is_code(code) && ALONE.contains(&label.to_lowercase().as_str())).then(|| code.to_owned())
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{can_be_blank, default, only_code};

    #[test]
    fn blanks_for_some_cases_only() {
        for text in [
            "지정가인 경우 가격 입력\n* 시장가인 경우, 빈칸(\"\") 입력",
            "전체: 공백\n특정일자(YYYYMMDD)",
            "미입력 시, 오늘-3개월",
        ] {
            assert!(can_be_blank(text), "{text}");
        }
        for text in
            ["", "주문수량", "1주당 가격을 공란으로 비우지 않음 \"0\"으로 입력", "주문수량 반드시 입력 (공백 불가)"]
        {
            assert!(!can_be_blank(text), "{text}");
        }
    }

    #[test]
    fn markets_and_screens_with_one_code() {
        let market = |text| only_code("FID_COND_MRKT_DIV_CODE", text, "2");
        for (text, code) in [
            ("시장구분코드 (업종 U)", "U"),
            ("시장구분코드 (J: 주식)", "J"),
            ("업종 : U", "U"),
            ("ELW(W)", "W"),
            ("J(시장 구분 코드)", "J"),
            ("J (KRX만 지원)", "J"),
            ("J : 주식, ETF, ETN", "J"),
            ("J 고정 입력", "J"),
        ] {
            assert_eq!(market(text).as_deref(), Some(code), "{text}");
        }
        for text in ["", "시장구분코드", "J:KRX, NX:NXT, UN:통합", "N 해외지수\nX 환율\nKX 원화환율"]
        {
            assert_eq!(market(text), None, "{text}");
        }
        assert_eq!(only_code("FID_COND_SCR_DIV_CODE", "화면번호:11801", "5").as_deref(), Some("11801"));
        assert_eq!(only_code("FID_INPUT_ISCD", "업종 : U", "2"), None, "an example of a stock is no default");
    }

    #[test]
    fn defaults_row_by_row() {
        let table = [
            ("공백", "12", Some("")),
            ("공백 입력", "2", Some("")),
            ("공백으로 입력", "2", Some("")),
            ("공백 필수 입력", "2", Some("")),
            ("공란(Default)", "2", Some("")),
            ("공란 : default", "2", Some("")),
            ("\"\" 공란 입력", "2", Some("")),
            ("\"\" (Null 값 설정)", "2", Some("")),
            ("\"\"", "2", Some("")),
            ("\" \"", "2", Some("")),
            ("29", "2", Some("29")),
            ("00", "2", Some("00")),
            ("000000", "12", Some("000000")),
            ("20278", "5", Some("20278")),
            ("J", "2", Some("J")),
            ("N", "1", Some("N")),
            ("00 : 전체", "2", Some("00")),
            ("0:전체", "2", Some("0")),
            ("0(전체)", "2", Some("0")),
            ("01 : 기본값", "2", Some("01")),
            ("02(Default)", "2", Some("02")),
            ("\"0\"(Default)", "2", Some("0")),
            ("W(Unique key)", "2", Some("W")),
            ("Unique key(20234)", "5", Some("20234")),
            ("Uniquekey(11541)", "5", Some("11541")),
            // What must not become a default.
            ("", "2", None),
            ("-", "2", None),
            ("000660", "12", None),
            ("20240402", "8", None),
            ("000660 : 종목코드", "12", None),
            ("HTSID", "8", None),
            ("N", "20", None),
            ("YYYYMMDD", "8", None),
            ("종목코드", "12", None),
            ("공백: 전체, 특정종목 조회시 : 종목코드", "12", None),
            ("공백 (분만 사용)", "2", None),
            ("00: 전체, 01: 상품번호단위", "2", None),
            ("J(시장 구분 코드)", "2", None),
            ("0 (hedge청산만 이용)", "2", None),
            ("전체: 공백", "2", None),
        ];
        for (text, length, expected) in table {
            assert_eq!(default(text, length).as_deref(), expected, "{text:?} in {length}");
        }
    }
}
