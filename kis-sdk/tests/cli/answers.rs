//! The forms in which `kis call` shows an answer.

use insta::assert_snapshot;
use kis_sdk::domestic_bond::trading::inquire_balance as bonds;
use kis_sdk::mock::{Fault, Reply, Server, Target};
use serde_json::Value;

use super::{ACCOUNT, Mock, User};

const BONDS: &str = "call CTSC8407R INQR_CNDT=all --env mock --url URL";
const PENSION: &str = "call TTTC2208R --env mock --url URL";
const STOCKS: &str = "call TTTC8434R AFHR_FLPR_YN=N INQR_DVSN=02 FUND_STTL_ICLD_YN=N PRCS_DVSN=00 --env mock --url URL";

/// The output of a call, and what was said beside it.
fn ask(line: &str) -> (String, String) {
    let mock = Mock::start();
    let ran = User::of(&mock).kis(line);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    (ran.out, ran.err)
}

#[test]
fn tables_align_korean() {
    let (out, err) = ask(BONDS);
    assert_snapshot!("call_bonds", out);
    assert_eq!(err, "note: there are more pages; --all-pages reads them\n");
    assert_snapshot!("call_bonds_narrow", ask(&format!("{BONDS} --width 80")).0);
    assert_snapshot!("call_bonds_columns", ask(&format!("{BONDS} --columns cblc_qty,PDNO,상품명")).0);
    assert_snapshot!("call_list_and_object", ask(&format!("{STOCKS} --width 90")).0);
}

#[test]
fn json_is_what_the_server_sent() {
    let (out, _) = ask(&format!("{BONDS} --json"));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["rt_cd"], "0");
    let rows = document["output"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["pdno"]), (4, &"KR103502GD61".into()));
    assert!(rows[0]["prdt_name"].as_str().unwrap().ends_with("  "), "padding included");
    assert!(out.find("\"pdno\"").unwrap() < out.find("\"buy_dt\"").unwrap(), "in the server's order");
    assert_eq!(document["ctx_area_nk200"], "***");
}

#[test]
fn csv_has_the_rows_of_one_container() {
    let (out, _) = ask(&format!("{BONDS} --csv"));
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(&header[0], "pdno");
    let fields = match bonds::TR.response[0].kind {
        kis_sdk::descriptor::FieldKind::Array(fields) => fields,
        _ => panic!("a list"),
    };
    assert_eq!(header.len(), fields.len());
    assert_eq!(reader.records().map(Result::unwrap).count(), 4);
    let (out, _) = ask(&format!("{STOCKS} --csv --output OUTPUT2 --columns tot_evlu_amt,dnca_tot_amt"));
    assert_eq!(out.lines().next(), Some("tot_evlu_amt,dnca_tot_amt"));
    assert_eq!(out.lines().count(), 5);
    let (out, _) = ask(&format!("{PENSION} --csv --output output2"));
    assert_eq!(out.lines().count(), 2, "one object is one row");
}

#[test]
fn what_has_commas_and_quotes_survives_csv() {
    let mock = Mock::start();
    let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"pdno":"a,\"b\"","prdt_name":"줄\n바꿈","new":7.50}]}"#;
    mock.server.reply(&bonds::TR, Reply::text(body));
    let ran = User::of(&mock).kis(&format!("{BONDS} --csv"));
    let out = ran.ok();
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["pdno", "prdt_name", "new"]);
    assert_eq!(reader.records().next().unwrap().unwrap(), vec!["a,\"b\"", "줄\n바꿈", "7.50"]);
}

#[test]
fn an_empty_answer_says_so() {
    let mock = Mock::with(Server::builder().rows(0).pages(1));
    let user = User::of(&mock);
    let ran = user.kis(BONDS);
    assert_eq!(ran.out, "output 응답상세  no rows\n");
    assert!(ran.err.starts_with("note: no rows: "), "{}", ran.err);
    assert_eq!(ran.code, Some(0));
    let header = user.kis(&format!("{BONDS} --csv")).ok();
    assert!(header.starts_with("pdno,") && header.lines().count() == 1, "{header}");
}

#[test]
fn what_does_not_fit_is_shown_as_it_came_and_named() {
    let mock = Mock::start();
    let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"pdno":"KR1","cblc_qty":"7,780 억"}]}"#;
    mock.server.reply(&bonds::TR, Reply::text(body));
    let ran = User::of(&mock).kis(BONDS);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("7,780 억"), "{}", ran.out);
    assert_eq!(
        ran.err,
        "warning: output.cblc_qty holds \"7,780 억\" where a decimal number is documented; shown as it came\n"
    );
}

/// The server's other shapes, names and cases are shown under the documented names.
#[test]
fn other_shapes_are_the_same_table() {
    let plain = ask(BONDS).0;
    for fault in [Fault::OtherContainer, Fault::OtherCase] {
        let mock = Mock::start();
        mock.server.fault(Target::Calls, fault.clone());
        assert_eq!(User::of(&mock).kis(BONDS).ok(), plain, "{fault}");
    }
    for fault in [Fault::ArrayForObject, Fault::ObjectForArray, Fault::UpperCaseKeys, Fault::UnknownKeys] {
        let mock = Mock::start();
        mock.server.fault(Target::Calls, fault.clone());
        let out = User::of(&mock).kis(STOCKS).ok();
        assert!(out.contains("output1 응답상세1") && out.contains("상품번호"), "{fault}\n{out}");
    }
}

#[test]
fn account_numbers_are_hidden_unless_asked_for() {
    let mock = Mock::start();
    let number = ACCOUNT.split('-').next().unwrap();
    let body = format!(
        r#"{{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"{number} done","ctx_area_nk200":"{number}^01","output":[{{"pdno":"KR1","prdt_name":"of {number}-01","cano":"12345678"}}]}}"#
    );
    let user = User::of(&mock);
    for form in ["", "--json", "--csv"] {
        mock.server.reply(&bonds::TR, Reply::text(&body));
        let out = user.kis(&format!("call CTSC8407R INQR_CNDT=all --env real --url URL {form}")).ok();
        assert!(out.contains("87****21-01") && out.contains("12****78"), "{out}");
    }
    mock.server.reply(&bonds::TR, Reply::text(&body));
    let url = mock.server.url();
    let words = ["call", "CTSC8407R", "INQR_CNDT=00", "--url", &url, "--unmask", "--columns", "prdt_name"];
    let output = user.command(&words).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains(number), "{output:?}");
}

#[test]
fn single_values_beside_containers_are_shown() {
    let mock = Mock::start();
    let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","tot":"12","output":[{"pdno":"KR1"}],"more":[{"a":"1"}]}"#;
    mock.server.reply(&bonds::TR, Reply::text(body));
    assert_snapshot!("call_undocumented", User::of(&mock).kis(BONDS).ok());
}

#[test]
fn values_are_sent_as_the_server_knows_them() {
    let mock = Mock::start();
    let user = User::of(&mock);
    for value in ["00", "ALL", "all", "전체"] {
        user.kis(&format!("call CTSC8407R inqr_cndt={value} buy_dt=2026-01-31 --url URL")).ok();
        let request = mock.server.received().pop().unwrap();
        let sent = |name: &str| request.parameter(name).unwrap_or_default().to_owned();
        assert_eq!((sent("INQR_CNDT").as_str(), sent("BUY_DT").as_str()), ("00", "20260131"), "{value}");
        assert_eq!((sent("CANO").as_str(), sent("ACNT_PRDT_CD").as_str()), ("87654321", "01"));
    }
    let forced = user.kis("call CTSC8407R INQR_CNDT=9Z BUY_DT=soon --force-values --url URL");
    forced.ok();
    let request = mock.server.received().pop().unwrap();
    assert_eq!((request.parameter("INQR_CNDT"), request.parameter("BUY_DT")), (Some("9Z"), Some("soon")));
}

#[test]
fn a_pension_tr_takes_the_mock_account_that_it_needs() {
    let (out, _) = ask(PENSION);
    assert!(out.contains("output1"), "{out}");
}

/// What can't be read can still be looked at.
#[test]
fn raw_is_the_body_as_it_came() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"pdno":"KR1"}]}"#;
    mock.server.reply(&bonds::TR, Reply::text(body));
    assert_eq!(user.kis(&format!("{BONDS} --raw")).ok(), format!("{body}\n"));
    let broken = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"pdno":"\ud800"}]}"#;
    mock.server.reply(&bonds::TR, Reply::text(broken));
    let said = user.kis(BONDS).failed(6);
    assert!(said.contains("--raw shows the body"), "{said}");
    mock.server.reply(&bonds::TR, Reply::text(broken));
    let ran = user.kis(&format!("{BONDS} --raw"));
    assert_eq!(ran.out, format!("{broken}\n"));
    assert!(ran.err.starts_with("warning: ") && ran.err.contains("can't be read as JSON"), "{}", ran.err);
}
