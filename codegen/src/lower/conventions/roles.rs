//! Rows that the runtime fills or reads itself, by wire name.

use crate::model::Role;

/// | wire name (any case) | who fills it |
/// |---|---|
/// | `CANO` | the account's number |
/// | `ACNT_PRDT_CD` | the account's product code |
/// | `CTX_AREA_FK…`, `CTX_AREA_NK…` and nothing but digits after | paging |
/// | any other | the caller |
#[must_use]
pub fn role(wire: &str) -> Role {
    let wire = wire.to_ascii_uppercase();
    match wire.as_str() {
        "CANO" => Role::AccountNumber,
        "ACNT_PRDT_CD" => Role::AccountProduct,
        _ if is_continuation(&wire) => Role::Continuation,
        _ => Role::Caller,
    }
}

fn is_continuation(wire: &str) -> bool {
    ["CTX_AREA_FK", "CTX_AREA_NK"]
        .iter()
        .filter_map(|prefix| wire.strip_prefix(prefix))
        .any(|width| width.chars().all(|c| c.is_ascii_digit()))
}

/// `rt_cd`, `msg_cd` and `msg1` of an answer belong to the envelope, and so do the continuation keys where a page lists
/// them: the runtime reads them from every answer.
#[must_use]
pub fn is_envelope(wire: &str) -> bool {
    ["rt_cd", "msg_cd", "msg1"].iter().any(|name| wire.eq_ignore_ascii_case(name))
        || is_continuation(&wire.to_ascii_uppercase())
}

/// The row of a realtime request that says which TR is subscribed to: the client fills it with the id of its environment.
#[must_use]
pub fn is_client_filled(wire: &str) -> bool {
    wire.eq_ignore_ascii_case("tr_id")
}

/// Whether the description of an answer's `tr_cont` says that there can be a next page (`F or M : 다음 데이터 있음`), and
/// not that there can't (`tr_cont를 이용한 다음조회 불가 API`).
#[must_use]
pub fn announces_pages(text: &str) -> bool {
    text.contains("다음 데이터") && !text.contains("불가")
}

/// Wire names, or their ends after `_`, whose values belong to a person: account numbers, passwords, phone numbers, ids.
const SENSITIVE_NAMES: &[&str] = &[
    "cano",
    "acnt_no",
    "acct_no",
    "acno",
    "account",
    "pwd",
    "tlno",
    "user_id",
    "cust_id",
    "acnt_name",
    "csac_name",
    "ip_addr",
];

/// Ends of 한글명 that say the same.
const SENSITIVE_LABELS: &[&str] = &["계좌번호", "비밀번호", "전화번호", "HTSID", "고객ID", "계좌명", "IP주소"];

/// Whether a row can hold an account number or another value that belongs to a person; numbers at the end of name and
/// 한글명 don't matter (`acno10`, 계좌번호10).
#[must_use]
pub fn is_sensitive(wire: &str, label: &str) -> bool {
    let without_number =
        |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()).to_owned();
    let wire = without_number(&wire.to_ascii_lowercase());
    let label: String = without_number(label).split_whitespace().collect();
    SENSITIVE_NAMES.iter().any(|name| wire == *name || wire.ends_with(&format!("_{name}")))
        || SENSITIVE_LABELS.iter().any(|end| label.ends_with(end))
}

/// A 한글명 on one line, without characters that nobody sees (U+200B, U+FEFF, soft hyphens).
#[must_use]
pub fn label(cell: &str) -> String {
    let visible: String = cell.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{announces_pages, is_envelope, is_sensitive, label, role};
    use crate::model::Role;

    #[test]
    fn roles_follow_the_wire_name() {
        let table = [
            ("CANO", Role::AccountNumber),
            ("cano", Role::AccountNumber),
            ("ACNT_PRDT_CD", Role::AccountProduct),
            ("CTX_AREA_FK200", Role::Continuation),
            ("ctx_area_nk100", Role::Continuation),
            ("CTX_AREA_NK", Role::Continuation),
            ("CTX_AREA_FKX", Role::Caller),
            ("PDNO", Role::Caller),
        ];
        for (wire, expected) in table {
            assert_eq!(role(wire), expected, "{wire}");
        }
    }

    #[test]
    fn the_envelope_is_not_a_field() {
        for wire in ["rt_cd", "msg_cd", "msg1", "ctx_area_fk200", "CTX_AREA_NK100"] {
            assert!(is_envelope(wire), "{wire}");
        }
        for wire in ["output", "msg", "rt_cd2"] {
            assert!(!is_envelope(wire), "{wire}");
        }
    }

    #[test]
    fn further_pages_are_announced_in_words() {
        assert!(announces_pages("F or M : 다음 데이터 있음\nD or E : 마지막 데이터"));
        for text in ["", "tr_cont를 이용한 다음조회 불가 API", "공백 : 초기 조회"] {
            assert!(!announces_pages(text), "{text}");
        }
    }

    #[test]
    fn labels_are_one_line_of_what_can_be_seen() {
        assert_eq!(label(" 매도\u{200b}호가\n(원) "), "매도호가 (원)");
    }

    #[test]
    fn what_belongs_to_a_person_is_sensitive() {
        for (wire, label) in [
            ("cano", "종합계좌번호"),
            ("ACNT_NO", "계좌"),
            ("ACCT_NO", "번호"),
            ("x", "입금계좌번호2"),
            ("acno10", "번호"),
            ("bass_acnt_no", ""),
            ("ACNT_PWD", "x"),
            ("CTAC_TLNO", "연락처"),
            ("x", "연락전화번호"),
            ("user_id", ""),
            ("x", "사용자 HTS ID"),
            ("CUST_ID", "고객 ID"),
            ("x", "계좌명"),
            ("inqr_ip_addr", "조회IP주소"),
        ] {
            assert!(is_sensitive(wire, label), "{wire} {label}");
        }
        for (wire, label) in [
            ("pdno", "상품번호"),
            ("acnt_prdt_cd", "계좌상품코드"),
            ("volcano", ""),
            ("acnt_tr_type_name", "계좌거래유형명"),
        ] {
            assert!(!is_sensitive(wire, label), "{wire} {label}");
        }
    }
}
