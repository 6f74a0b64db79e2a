//! What must hold for any body whatever: no panic, no wrong number, and `inspect` finds just what `decode` refuses.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{Cells, decode, inspect, value};
use crate::Envelope;
use crate::domestic_bond::trading::inquire_balance::{Response, TR as BOND};
use crate::domestic_stock::trading::pension::inquire_balance as pension;

fn bond() -> Cells {
    Cells::of::<Response>(BOND.response.rows())
}

/// Texts such as the server writes, and such as it should not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        " {1,4}",
        "[+-]?[0-9]{1,12}(\\.[0-9]{0,8})?",
        " {0,3}0{0,5}[0-9]{1,9} {0,3}",
        "(19|20)[0-9]{6}",
        "20[0-9]{2}/[01][0-9]/[0-3][0-9]",
        "0{1,8}",
        "\\PC{0,12}",
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec![
            "output", "output1", "output2", "Output", "rt_cd", "msg_cd", "ctx_area_nk200", "pdno", "cblc_qty", "CBLC_QTY", "exdt",
            "buy_dt", "buy_unpr", "hldg_qty", "tot_evlu_amt",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn json() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..6).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// An answer with anything in it.
fn body() -> impl Strategy<Value = Value> {
    prop::collection::vec((key(), json()), 0..6).prop_map(|members| {
        let mut members = Map::from_iter(members);
        members.insert("rt_cd".to_owned(), "0".into());
        // Which of two names for one container wins depends on their order; that has a test of its own.
        let names: Vec<_> =
            ["output", "Output", "output1"].into_iter().filter(|name| members.contains_key(*name)).collect();
        for name in names.iter().skip(1) {
            members.remove(*name);
        }
        Value::Object(members)
    })
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes, &mut bond());
        let _ = inspect(&BOND, &bytes);
    }

    #[test]
    fn inspect_finds_what_decode_refuses(body in body()) {
        let text = body.to_string();
        let (_, outcome) = decode(text.as_bytes(), &mut bond());
        let findings = inspect(&BOND, text.as_bytes());
        prop_assert_eq!(outcome.is_err(), findings.iter().any(|finding| finding.difference.is_error()), "{:?} {:?}", outcome, findings);

        let (_, outcome) = decode(text.as_bytes(), &mut Cells::of::<pension::Response>(pension::TR.response.rows()));
        let findings = inspect(&pension::TR, text.as_bytes());
        prop_assert_eq!(outcome.is_err(), findings.iter().any(|finding| finding.difference.is_error()), "{:?} {:?}", outcome, findings);
    }

    #[test]
    fn a_number_is_what_was_written_or_an_error(number in "[+-]?[0-9]{0,20}(\\.[0-9]{0,20})?", blanks in " {0,3}") {
        let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        match value::decimal(&format!("{blanks}{number}{blanks}")) {
            Ok(Some(read)) => {
                // Compared digit by digit, without going through any number type.
                prop_assert_eq!(canonical(&read.to_string()), canonical(&number));
            }
            Ok(None) => prop_assert!(number.is_empty()),
            Err(_) => prop_assert!(!has_digit || canonical(&number).len() > 28, "{:?} refused", number),
        }
    }

    #[test]
    fn a_bare_number_is_what_was_written(digits in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..9) {
        let number = Decimal::new(digits, scale);
        let body = format!(r#"{{"rt_cd":"0","output":[{{"cblc_qty":{number}}}]}}"#);
        let mut cells = bond();
        prop_assert!(decode(body.as_bytes(), &mut cells).1.is_ok());
        let answer: Response = cells.into_answer(Envelope::default());
        prop_assert_eq!(answer.output[0].cblc_qty.map(|read| read.to_string()), Some(number.normalize().to_string()));
    }
}

/// Sign, digits and point without anything that makes no difference.
pub(crate) fn canonical(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.is_empty() && fraction.is_empty() {
        return "0".to_owned();
    }
    format!("{sign}{whole}.{fraction}")
}
