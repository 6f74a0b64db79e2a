//! Coded values: lists of codes in a description.
//!
//! A description is read as codes only in its entirety: every item has to have one form, every code has to fit the Length
//! cell, no code may mean two things, and it must be plain which side is the code. What stands around a list and is no
//! part of it is known by its look: headings (`[KRX]`, `[Header tr_id …]`), notes (`※ …`, `→ …`) and conditions
//! (`… 인 경우만 사용`). Lists under several headings are read as one where a code that stands in several means the same in
//! each.

mod form;
mod lines;
mod look;

pub use look::looks_like_codes;

use form::Form;

/// The codes and labels of a description; `None` where it isn't a list of codes. `length` is the Length cell.
///
/// A lone `00 : 전체` is a list of one; any other lone item is more likely an example than a code.
#[must_use]
pub fn codes(text: &str, length: &str) -> Option<Vec<(String, String)>> {
    read(text, length).map(|list| list.codes)
}

/// Whether a description tells a reader more than its codes do: headings, notes, or prose that is no list.
#[must_use]
pub fn says_more_than_codes(text: &str, length: &str) -> bool {
    !text.trim().is_empty() && read(text, length).is_none_or(|list| list.says_more)
}

/// A list as read.
struct List {
    codes: Vec<(String, String)>,
    says_more: bool,
}

fn read(text: &str, length: &str) -> Option<List> {
    let text = lines::plain(text);
    let (lines, says_more) = lines::of_list(&text)?;
    let width: Option<usize> = length.trim().parse().ok();
    let codes = Form::ALL.iter().find_map(|form| {
        let mut codes = Vec::new();
        for line in &lines {
            for code in form.line(line)? {
                // A code can stand under several headings; is_plausible refuses one that means two things.
                if !(says_more && codes.contains(&code)) {
                    codes.push(code);
                }
            }
        }
        (is_plausible(&codes, width) && form.is_sure(&codes, width)).then_some(codes)
    })?;
    Some(List { codes, says_more })
}

fn is_plausible(codes: &[(String, String)], width: Option<usize>) -> bool {
    let fits = |text: &str| width.is_none_or(|width| text.len() <= width);
    let distinct =
        codes.iter().enumerate().all(|(index, (code, _))| codes[..index].iter().all(|(other, _)| other != code));
    let either_side = codes.iter().all(|(_, label)| is_code(label) && fits(label));
    let alone = codes.len() == 1 && !codes.iter().any(|(_, label)| label == "전체");
    distinct && codes.iter().all(|(code, _)| fits(code)) && !either_side && !alone
}

/// A code as it travels: digits and upper-case letters, or the percent signs by which some pages ask for all.
fn is_code(text: &str) -> bool {
    let is_named = text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    !text.is_empty() && text.len() <= 10 && (is_named || text.chars().all(|c| c == '%'))
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{codes, looks_like_codes, says_more_than_codes};

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
            ("0:전체 K:거래소 Q:코스닥", "2", "0=전체 K=거래소 Q=코스닥"),
            ("0: 전체, 1: 보통주 2: 우선주", "2", "0=전체 1=보통주 2=우선주"),
            ("0(전체) 1(보통주) 2(우선주)", "2", "0=전체 1=보통주 2=우선주"),
            ("전체(0) 매수(1) 중립(2)", "2", "0=전체 1=매수 2=중립"),
            ("01 : 지정가 02 : 시장가\n03 : 조건부 04 : 최유리,", "2", "01=지정가 02=시장가 03=조건부 04=최유리"),
            ("1：전체，2：일부", "1", "1=전체 2=일부"),
            ("01.할인채\n03.이표채.확정금리\n06.CME", "2", "01=할인채 03=이표채.확정금리 06=CME"),
            ("1. 상한 2. 상승 3. 보합", "1", "1=상한 2=상승 3=보합"),
            ("%% : 전체 / 01 : 체결 / 02 : 미체결", "2", "%%=전체 01=체결 02=미체결"),
            ("%(전체), 01(매도), 02(매수)", "2", "%=전체 01=매도 02=매수"),
            ("00 : 없음\n07:ETN증권병합/분할", "2", "00=없음 07=ETN증권병합/분할"),
            ("300: 주식, ETF, ETN\n301 : 선물옵션", "3", "300=주식, ETF, ETN 301=선물옵션"),
            ("D: 일봉, W: 주봉\n※ 주간거래는 제외", "2", "D=일봉 W=주봉"),
            ("01@일반매도\n02@임의매매\n→ 미입력시 01 일반매도로 진행", "2", "01=일반매도 02=임의매매"),
            ("[매도] 22 : 신규, 24 : 상환\n[매수] 21 : 신규", "2", "22=신규 24=상환 21=신규"),
            ("tr_id가 TTTS3013U(예약)인 경우만 사용\n01 : 매도\n02 : 매수", "2", "01=매도 02=매수"),
            ("시장구분코드(K:거래소, Q:코스닥)", "2", "K=거래소 Q=코스닥"),
            (
                "[Header tr_id TTTT1002U(매수)]\n00 : 지정가\n32 : LOO\n\n[Header tr_id TTTT1006U(매도)]\n00 : 지정가",
                "2",
                "00=지정가 32=LOO",
            ),
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
            ("1. 종목코드 입력\n2. 조회일자 입력", "12"),
            ("N: 해외지수, X 환율, I: 국채", "2"),
            ("01 : 매도, 02 매수", "2"),
            ("[모의]\nNASD : 나스닥\n[실전]\nNASD : 미국전체\nNAS : 나스닥", "4"),
            ("00 : 전체\n※ 01 : 매도, 02 : 매수", "2"),
            ("0001 : 종합\n0002 : 대형주\n...\n포탈 참조", "4"),
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
    fn what_stands_around_a_list_is_more_than_its_codes() {
        for text in
            ["[KRX]\n00 : 지정가\n01 : 시장가", "0: 년, 1: 분기\n※ 연단위 누적", "구분(K:거래소, Q:코스닥)", "어떤 값"]
        {
            assert!(says_more_than_codes(text, "2"), "{text}");
        }
        for text in ["", "0: 년, 1: 분기", "0:전체 1:상승"] {
            assert!(!says_more_than_codes(text, "2"), "{text}");
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
            "만기년월(YYYYMM), 만기년월주차(YYMMWW)",
            "0001 : 종합\n0002 : 대형주\n...",
            "조회 종료일자\n※ 주(W), 월(M), 년(Y) 봉 조회 시에 아래 참고",
            "tr_id가 TTTT3016U(매도 주문) / TTTT3014U(매수 주문)인 경우만 출력",
            "FID_INPUT_ISCD(종목코드) 혹은 FID_MRKT_CLS_CODE(시장구분코드)",
        ] {
            assert!(!looks_like_codes(text), "{text}");
        }
    }
}
