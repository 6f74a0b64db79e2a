//! Coded values: lists of codes in a description.
//!
//! A page that has a list for each exchange heads them `[KRX]`, `[NXT]`; the lists are read as one where a code that stands
//! in several means the same in each.
//!
//! A description is read as codes only in its entirety. Every item has to have one form, every code has to fit the Length
//! cell, no code may come twice, and it must be plain which side is the code.

/// A separator of items inside a line, tried in this order where the line has it outside brackets.
const SEPARATORS: &[&str] = &[",", " / ", "/"];

/// The form of all items of a description.
#[derive(Clone, Copy)]
enum Form {
    /// `00: 전체`, `00 : 전체`, `01@일반매도`, `공백: 전체`
    Marked(char),
    /// `0(전체)`
    CodeFirst,
    /// `위탁(01)`
    LabelFirst,
}

const FORMS: &[Form] = &[Form::Marked(':'), Form::Marked('@'), Form::CodeFirst, Form::LabelFirst];

/// The codes and labels of a description; `None` where it isn't a list of codes. `length` is the Length cell.
///
/// A lone `00 : 전체` is a list of one; any other lone item is more likely an example than a code.
#[must_use]
pub fn codes(text: &str, length: &str) -> Option<Vec<(String, String)>> {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text);
    let text = text.strip_suffix('\'').unwrap_or(text);
    let items = items(text)?;
    let width: Option<usize> = length.trim().parse().ok();
    FORMS.iter().find_map(|form| {
        let mut codes = Vec::new();
        for item in &items {
            let code = form.read(item)?;
            if !(is_headed(text) && codes.contains(&code)) {
                codes.push(code);
            }
        }
        is_plausible(&codes, width).then_some(codes)
    })
}

/// Lines, then the items of each.
fn items(text: &str) -> Option<Vec<&str>> {
    let mut items = Vec::new();
    for line in text.lines().filter(|line| !is_heading(line)) {
        let separator = SEPARATORS.iter().find(|separator| split(line, separator).len() > 1);
        match separator {
            Some(separator) => items.extend(split(line, separator)),
            None => items.push(line),
        }
    }
    let items: Vec<_> = items.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect();
    (!items.is_empty()).then_some(items)
}

/// Whether a description has lists under headings, so that it says more than its codes.
#[must_use]
pub fn is_headed(text: &str) -> bool {
    text.lines().any(is_heading)
}

/// `[KRX]`: a short name in brackets, alone on its line.
fn is_heading(line: &str) -> bool {
    let name = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.is_some_and(|name| is_code(name.trim()))
}

/// Splits outside brackets.
fn split<'t>(line: &'t str, separator: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start && line[at..].starts_with(separator) => {
                parts.push(&line[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&line[start..]);
    parts
}

impl Form {
    fn read(self, item: &str) -> Option<(String, String)> {
        let (code, label) = match self {
            Self::Marked(mark) => item.split_once(mark).filter(|(_, label)| !label.contains(mark))?,
            Self::CodeFirst => item.strip_suffix(')')?.split_once('(')?,
            Self::LabelFirst => {
                let (label, code) = item.strip_suffix(')')?.rsplit_once('(')?;
                (code, label)
            }
        };
        let label = label.trim();
        // A second code in brackets says that two items ran into one.
        let is_one = matches!(self, Self::Marked(_)) || !label.char_indices().any(|place| is_bracketed(label, place));
        let is_label = !label.is_empty() && label.chars().count() <= 40 && is_one;
        Some((code_of(code.trim())?, label.to_owned())).filter(|_| is_label)
    }
}

/// A code as it travels; 공백, 공란 and `""` are the blank one.
fn code_of(text: &str) -> Option<String> {
    if ["공백", "공란", "\"\""].contains(&text) {
        return Some(String::new());
    }
    is_code(text).then(|| text.to_owned())
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

fn is_plausible(codes: &[(String, String)], width: Option<usize>) -> bool {
    let fits = |text: &str| width.is_none_or(|width| text.len() <= width);
    let distinct =
        codes.iter().enumerate().all(|(index, (code, _))| codes[..index].iter().all(|(other, _)| other != code));
    let either_side = codes.iter().all(|(_, label)| is_code(label) && fits(label));
    let alone = codes.len() == 1 && !codes.iter().any(|(_, label)| label == "전체");
    distinct && codes.iter().all(|(code, _)| fits(code)) && !either_side && !alone
}

/// Whether a description has the look of codes in two places or more, whatever stands between: `00 : 전체`, `1.전체`,
/// `0(전체)`, `위탁(01)`. A time of day (`09:00`) is none.
#[must_use]
pub fn looks_like_codes(text: &str) -> bool {
    let mark = |(at, c): (usize, char)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        match c {
            ':' | '：' | '@' | '=' | '.' => {
                ends_in_code(before.trim_end_matches(' '))
                    && (c != '.' || !before.ends_with(' '))
                    && is_label_ahead(after)
            }
            _ => is_bracketed(text, (at, c)),
        }
    };
    text.char_indices().filter(|place| mark(*place)).count() > 1
}

/// Whether a bracket opens here that makes code and label of what stands before and in it: `0(전체)`, `위탁(01)`.
fn is_bracketed(text: &str, (at, c): (usize, char)) -> bool {
    if c != '(' {
        return false;
    }
    let (before, inside) = (&text[..at], text[at + 1..].split(')').next().unwrap_or_default().trim());
    let is_after_label = before.trim_end_matches(' ').ends_with(is_hangul);
    (ends_in_code(before) && inside.contains(is_hangul)) || (is_after_label && is_code(inside))
}

/// Whether the last word is a code.
fn ends_in_code(text: &str) -> bool {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let is_apart = !text[..start].ends_with(|c: char| is_hangul(c) || c == '.' || c == '/');
    is_apart && is_code(&text[start..])
}

fn is_label_ahead(text: &str) -> bool {
    text.trim_start_matches([' ', '[', '\'', '"']).starts_with(is_hangul)
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{codes, looks_like_codes};

    fn read(text: &str, length: &str) -> Option<String> {
        codes(text, length)
            .map(|codes| codes.iter().map(|(code, label)| format!("{code}={label}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lists_of_codes_are_read() {
        let table = [
            ("00: 전체, 01: 상품번호단위", "2", "00=전체 01=상품번호단위"),
            ("00 : 전체", "2", "00=전체"),
            ("01 : 매도\n02 : 매수", "2", "01=매도 02=매수"),
            ("01 : 지정가\n04 : 최유리,\n10 : 지정가(IOC)", "2", "01=지정가 04=최유리 10=지정가(IOC)"),
            (
                "11 : IOC지정가 (즉시체결,잔량취소)\n12 : FOK지정가",
                "2",
                "11=IOC지정가 (즉시체결,잔량취소) 12=FOK지정가",
            ),
            ("01@일반매도\n02@임의매매", "2", "01=일반매도 02=임의매매"),
            ("0(전체), 1(콜), 2(풋)", "1", "0=전체 1=콜 2=풋"),
            ("위탁(01), 유지(02)", "2", "01=위탁 02=유지"),
            ("00:전체 / 01:선물 / 02:옵션", "2", "00=전체 01=선물 02=옵션"),
            ("J:KRX, NX:NXT, UN:통합", "2", "J=KRX NX=NXT UN=통합"),
            ("공란 : 전체, 01 : 선물, 02 : 옵션", "2", "=전체 01=선물 02=옵션"),
            ("'NYS : 뉴욕, NAS : 나스닥\nHKS : 홍콩 '", "4", "NYS=뉴욕 NAS=나스닥 HKS=홍콩"),
            ("Y : 포함\nN : 포함하지 않음", "1", "Y=포함 N=포함하지 않음"),
            (
                "[KRX]\n00 : 지정가\n01 : 시장가\n\n[NXT]\n00 : 지정가\n21 : 중간가",
                "2",
                "00=지정가 01=시장가 21=중간가",
            ),
        ];
        for (text, length, expected) in table {
            assert_eq!(read(text, length).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn text_that_is_not_codes_in_its_entirety_stays_text() {
        let table = [
            ("", "2"),
            ("공백", "12"),
            ("종목코드 (ex 005930 삼성전자)", "12"),
            ("000660 : 종목코드", "12"),
            ("J(시장 구분 코드)", "2"),
            ("KRX : J , NXT : NX, 통합 : UN", "2"),
            ("J:KRX, NX:NXT", "3"),
            ("0:전체 K:거래소 Q:코스닥", "2"),
            ("N일전 : 0(당일), 1(2일)", "2"),
            ("정렬1정렬안함(0)종목코드(1)현재가(2)\n전환비율(6)상장일(7)", "2"),
            ("0000(전체) 코스피(0001), 코스닥(1001), 코스피200(2001)", "12"),
            ("[KRX]\n00 : 지정가\n[NXT]\n00 : 시장가", "2"),
            ("[정정]\n00 : 지정가\n[취소]\n00 : 지정가", "2"),
            ("[KRX]\n00 : 지정가\n※ NXT는 제외", "2"),
            ("00 : 지정가\n00 : 시장가", "2"),
            ("01 : 매도\n※ 모의투자는 매도만", "2"),
            ("02 : 조건부, 최유리", "2"),
            ("0001:거래소, 1001:코스닥", "2"),
            ("09:00, 10:00", "5"),
            (
                "01 : 이 값은 아주 길어서 코드의 이름이라기보다는 사용 방법을 설명하는 문장으로 보아야 하는 것입니다, 02 : 매수",
                "2",
            ),
        ];
        for (text, length) in table {
            assert_eq!(read(text, length), None, "{text:?}");
        }
    }
    #[test]
    fn what_looks_like_codes_row_by_row() {
        for text in [
            "00: 전체, 01: 상품번호단위",
            "0:전체 K:거래소 Q:코스닥",
            "N일전 : 0(당일), 1(2일)",
            "[KRX]\n00 : 지정가\n[NXT]\n00 : 지정가",
            "01 : 매도\n02 : 매수\n※ 모의투자는 매도만",
            "위탁(01), 유지(02), 기타",
            "1.전체 2.매도",
            "1: '상승' 2: \"하락\"",
        ] {
            assert!(looks_like_codes(text), "{text}");
        }
        for text in [
            "",
            "공백",
            "00 : 전체",
            "09:00, 10:00",
            "종목코드 (ex 005930 삼성전자)",
            "ex) 20240101 : 2024년 1월 1일",
            "https://example.com/a:b",
            "소수점 3.5 이상, 4.2 미만",
            "주식(Stock), 채권(Bond)",
        ] {
            assert!(!looks_like_codes(text), "{text}");
        }
    }
}
