//! Every form of value that the server is known to send.

use kis_sdk::{Date, Decimal, ErrorKind};

use super::*;

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().expect("a decimal"))
}

/// One bond lot from the JSON of its members.
async fn lot(members: &str) -> Result<bond::Output, Error> {
    let body = format!(r#"{{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{{{members}}}]}}"#);
    read(&bond::TR, bonds, &body).await.map(|mut answer| answer.output.remove(0))
}

/// An answer as the real server writes it: keys that the page doesn't list, padding, unused fields in several spellings.
#[tokio::test]
async fn a_whole_bond_answer() {
    let body = format!(
        r#"{{"ctx_area_fk200":"{:<200}","ctx_area_nk200":"{:<200}","output":[{{"pdno":"KR103502GD61","prdt_name":"{:<40}",
        "buy_dt":"20250106","buy_sqno":"0000000001","cblc_qty":"   142184300","agrx_qty":"000005000","sprx_qty":"",
        "exdt":"2033/06/10","buy_erng_rt":"3.28500000","buy_unpr":"9480.0","buy_amt":"4740000","ord_psbl_qty":"          ",
        "undocumented":"1"}}],"msg1":"{:<80}","msg_cd":"KIOK0510","rt_cd":"0"}}"#,
        "50001234^01^", "", "국고채권03250-3306(23-5)", "조회가 완료되었습니다"
    );
    let answer = read(&bond::TR, bonds, &body).await.expect("decodes");
    let [lot] = answer.output.as_slice() else { panic!("{answer:?}") };
    assert_eq!(lot.pdno, "KR103502GD61");
    assert_eq!(lot.prdt_name, "국고채권03250-3306(23-5)");
    assert_eq!(lot.buy_dt, Some(Date::constant(2025, 1, 6)));
    assert_eq!(lot.buy_sqno, "0000000001");
    assert_eq!(lot.cblc_qty, decimal("142184300"));
    assert_eq!(lot.agrx_qty, decimal("5000"));
    assert_eq!(lot.sprx_qty, None);
    assert_eq!(lot.exdt, Some(Date::constant(2033, 6, 10)));
    assert_eq!(lot.buy_erng_rt, decimal("3.285"));
    assert_eq!(lot.buy_unpr, decimal("9480"));
    assert_eq!(lot.buy_amt, decimal("4740000"));
    assert_eq!(lot.ord_psbl_qty, None);
    assert_eq!(answer.envelope.msg1(), "조회가 완료되었습니다");
    assert_eq!(answer.envelope.msg_cd(), "KIOK0510");
    assert_eq!(answer.envelope.rt_cd(), "0");
    assert_eq!(answer.envelope.raw_body(), body.as_bytes());
}

#[tokio::test]
async fn a_whole_pension_answer() {
    let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"조회가 완료되었습니다",
        "output1":[{"cblc_dvsn_name":"현금","prdt_name":"KODEX 200           ","pdno":"069500","item_dvsn_name":"ETF",
        "thdt_buyqty":"0","thdt_sll_qty":"0","hldg_qty":"12","ord_psbl_qty":"12","pchs_avg_pric":"33250.4167",
        "pchs_amt":"399005","prpr":"000034100","evlu_amt":"409200","evlu_pfls_amt":"-500","evlu_erng_rt":"+0.09"}],
        "output2":{"dnca_tot_amt":"3412870","nxdy_excc_amt":"3412870","prvs_rcdl_excc_amt":"3412870","thdt_buy_amt":"0",
        "thdt_sll_amt":"0","thdt_tlex_amt":"0","scts_evlu_amt":"409200","tot_evlu_amt":"3822070"}}"#;
    let answer = read(&pension::TR, pension, body).await.expect("decodes");
    let row = &answer.output1[0];
    assert_eq!(row.pchs_avg_pric, decimal("33250.4167"));
    assert_eq!(row.prpr, decimal("34100"));
    assert_eq!(row.evlu_pfls_amt, decimal("-500"));
    assert_eq!(row.evlu_erng_rt, decimal("0.09"));
    assert_eq!(row.prdt_name, "KODEX 200");
    let totals = answer.output2.expect("totals");
    assert_eq!(totals.tot_evlu_amt, decimal("3822070"));
    assert_eq!(totals.thdt_tlex_amt, decimal("0"));
}

#[tokio::test]
async fn blank_is_none_and_zero_is_zero() {
    for blank in [r#""""#, r#""   ""#, "null", "[]", "{}"] {
        let lot = lot(&format!(r#""cblc_qty":{blank},"exdt":{blank},"pdno":{blank}"#)).await.expect(blank);
        assert_eq!((lot.cblc_qty, lot.exdt, lot.pdno.as_str()), (None, None, ""), "{blank}");
    }
    assert_eq!(lot(r#""pdno":"x""#).await.expect("absent").cblc_qty, None);
    for zero in ["0", "0.00000000", "000", "     0", "-0"] {
        let lot = lot(&format!(r#""cblc_qty":"{zero}""#)).await.expect(zero);
        assert_eq!(lot.cblc_qty, Some(Decimal::ZERO), "{zero:?}");
    }
}

#[tokio::test]
async fn bare_numbers_keep_their_digits() {
    // None of these survives a way through binary floating point.
    for digits in ["0.1", "9007199254740993", "18446744073709551617", "1234567890123.123456789", "-0.30", "12"] {
        let lot = lot(&format!(r#""cblc_qty":{digits},"pdno":{digits}"#)).await.expect(digits);
        assert_eq!(lot.cblc_qty, decimal(digits), "{digits}");
        assert_eq!(lot.pdno, digits);
    }
    assert_eq!(lot(r#""cblc_qty":1.5e3"#).await.expect("exponent").cblc_qty, decimal("1500"));
}

#[tokio::test]
async fn days_in_every_spelling() {
    for text in ["20260529", "2026/05/29", "20260529  "] {
        let lot = lot(&format!(r#""exdt":"{text}""#)).await.expect(text);
        assert_eq!(lot.exdt, Some(Date::constant(2026, 5, 29)), "{text:?}");
    }
    for none in ["0", "00000000", "", "        "] {
        assert_eq!(lot(&format!(r#""exdt":"{none}""#)).await.expect(none).exdt, None, "{none:?}");
    }
}

#[tokio::test]
async fn a_malformed_value_names_tr_field_label_row_and_text() {
    let body = r#"{"rt_cd":"0","output":[{"cblc_qty":"1"},{"cblc_qty":"7,780 억"}]}"#;
    let error = read(&bond::TR, bonds, body).await.expect_err("not a number");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.tr_id(), Some("CTSC8407R"));
    assert_eq!(
        error.to_string(),
        "CTSC8407R (장내채권 잔고조회): field output[1].cblc_qty 잔고수량 holds \"7,780 억\" where a decimal number is documented; \
         its descriptor (domestic-bond/trading/inquire-balance.yaml) needs a correction"
    );
    assert_eq!(error.body(), Some(body.as_bytes()), "the answer is not lost");
}

#[tokio::test]
async fn a_malformed_value_of_an_object_has_no_row() {
    let body = r#"{"rt_cd":"0","output2":{"tot_evlu_amt":"?"}}"#;
    let error = read(&pension::TR, pension, body).await.expect_err("not a number");
    assert!(error.to_string().contains("field output2.tot_evlu_amt 총평가금액 holds \"?\" where"), "{error}");
}

#[tokio::test]
async fn no_malformed_value_becomes_nothing() {
    for (field, value) in [
        ("cblc_qty", r#""A005930""#),
        ("cblc_qty", r#""1,000""#),
        ("cblc_qty", "true"),
        ("cblc_qty", r#"{"a":"1"}"#),
        ("cblc_qty", r#"["1"]"#),
        ("cblc_qty", "1e400"),
        ("exdt", r#""2018/04/30 ~ 2018/05/03""#),
        ("exdt", r#""20260230""#),
    ] {
        let error = lot(&format!(r#""{field}":{value}"#)).await.expect_err(value);
        assert_eq!(error.kind(), ErrorKind::Decode, "{field} {value}");
        assert!(error.to_string().contains(field), "{error}");
    }
}
