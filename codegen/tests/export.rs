//! The export of a seed, and of what isn't in the model.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use codegen::{Sources, analyze, coverage, export};

const BOND: &str = "domestic-bond/trading/inquire-balance.yaml";
const TRADES: &str = "domestic-stock/realtime/trade-krx.yaml";

const REALTIME: &str = "documented:
  title: 실시간체결가
  protocol: WEBSOCKET
  method: POST
  path: /tryitout/H0ZZCNT0
  domain: { real: \"ws://example.com:21000\", paper: \"\" }
  tr_id: { real: H0ZZCNT0, paper: H0ZZCNT9 }
  request:
    body:
      - { name: tr_id, ko: 거래ID, length: \"1\" }
      - { name: tr_key, ko: 구분값, length: \"12\" }
  response:
    body:
      - { name: MKSC_SHRN_ISCD, ko: 유가증권 단축 종목코드, length: \"9\" }
";

fn spec() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap()
}

fn course() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/obstacle")).unwrap()
}

#[test]
fn the_bond_page_as_json() {
    let all = spec();
    let mut sources = Sources::new();
    for file in ["headers.yaml", BOND] {
        sources.insert(file, all.get(file).unwrap());
    }
    insta::assert_snapshot!(export::json(&analyze(&sources)));
}

#[test]
fn realtime_pages_are_exported() {
    let mut sources = Sources::new();
    sources.insert(TRADES, REALTIME);
    let json: serde_json::Value = serde_json::from_str(&export::json(&analyze(&sources))).unwrap();
    let page = &json["transactions"][0];
    assert_eq!((&page["protocol"], &page["kind"]), (&"WEBSOCKET".into(), &"realtime".into()));
    assert_eq!((&page["tr_ids"][0]["real"], &page["tr_ids"][0]["paper"]), (&"H0ZZCNT0".into(), &"H0ZZCNT9".into()));
    assert_eq!(page["response"][0]["ko"], "유가증권 단축 종목코드");
    let roles: Vec<_> = [0, 1].iter().map(|row| page["request"][*row]["role"].clone()).collect();
    assert_eq!(roles, ["client", "caller"]);
}

/// Pages that the model lacks are exported as they are printed.
#[test]
fn pages_without_a_tr_id_are_exported() {
    let mut sources = Sources::new();
    sources.insert(TRADES, REALTIME.replace("real: H0ZZCNT0", "real: \"\""));
    let json: serde_json::Value = serde_json::from_str(&export::json(&analyze(&sources))).unwrap();
    let page = &json["transactions"][0];
    assert_eq!((&page["kind"], &page["response"][0]["shape"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!(page["response"][0]["ko"], "유가증권 단축 종목코드");
}

#[test]
fn every_row_of_the_course_is_exported_in_order() {
    let json: serde_json::Value = serde_json::from_str(&export::json(&analyze(&course()))).unwrap();
    assert_eq!(json["format"], export::FORMAT);
    let pages = json["transactions"].as_array().unwrap();
    let paths: Vec<_> = pages.iter().map(|page| page["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted() && paths.len() == 4, "{paths:?}");
    let order = pages.iter().find(|page| page["kind"] == "order").unwrap();
    assert_eq!(order["tr_ids"][1]["choice"], "buy");
    let rows = order["request"].as_array().unwrap();
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    assert_eq!((&row("CANO")["role"], &row("CANO")["rust"]), (&"account_number".into(), &serde_json::Value::Null));
    assert_eq!(row("SLL_TYPE")["rust"], "sale_type");
    assert_eq!((&row("CNDT_PRIC")["value"], &row("CNDT_PRIC")["default"]), (&"decimal".into(), &"".into()));
    assert_eq!(row("ORD_DVSN")["codes"][1]["constant"], "OrdDvsn::MARKET");
    let answer = order["response"].as_array().unwrap();
    assert_eq!(answer[0]["role"], "envelope");
    let output = answer.iter().find(|row| row["name"] == "output").unwrap();
    assert_eq!((&output["shape"], &output["value"]), (&"object".into(), &serde_json::Value::Null));
    assert_eq!(output["fields"][0]["sensitive"], true);
}

#[test]
fn coverage_counts_by_product_and_section() {
    let analysis = analyze(&course());
    let names = ["VTTC9011U.json", "TTTC9012U__2.json", "H0ZZCNT0__1.txt", "TTTC9012.json", "README.md"];
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    insta::assert_snapshot!(coverage::coverage(&analysis, Some(&names)).table().text(""));
    let without = coverage::coverage(&analysis, None);
    assert!(!without.table().text("").contains("proved"));
    let realtime = &without.sections[&("domestic-stock".to_owned(), "realtime".to_owned())];
    assert_eq!((realtime.described, realtime.not_generated, realtime.on_paper), (1, 0, 1));
}

/// A name proves a TR only where the id ends with it.
#[test]
fn an_answer_proves_by_the_whole_id() {
    let analysis = analyze(&course());
    let proved = |name: &str| {
        let coverage = coverage::coverage(&analysis, Some(&[name.to_owned()]));
        coverage.sections.values().map(|numbers| numbers.proved).sum::<usize>()
    };
    for name in ["TTTC9011U.json", "TTTC9011U__1.txt", "VTTC9011U_first.json"] {
        assert_eq!(proved(name), 1, "{name}");
    }
    for name in ["TTTC9011.json", "TTTC9011UX.json", "xTTTC9011U.json", "TTTC9011U-1.json"] {
        assert_eq!(proved(name), 0, "{name}");
    }
}
