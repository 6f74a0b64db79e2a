//! Lists of codes that pages share: what is one, what isn't, and what it means to callers.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use codegen::diff::{Class, diff};
use codegen::model::{Model, Value};
use codegen::{Analysis, Lint, Options, Sources, Style, analyze, generate};

const SIDE: &str = "Side:
  summary: Which side of a trade.
  codes:
    \"01\": { name: sell, ko: 매도, also: [팔기] }
    \"02\": { name: buy, ko: 매수 }
";

/// Pages, each with one parameter of this description and these decisions about it.
fn sources(codes: &str, pages: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    for (index, (text, fields)) in pages.iter().enumerate() {
        let fields = if fields.is_empty() { String::new() } else { format!("fields:\n  DVSN: {fields}\n") };
        let page = format!(
            "{fields}documented:
  title: 예시 {index}
  protocol: REST
  method: GET
  path: /uapi/domestic-bond/v1/trading/page-{index}
  domain: {{ real: \"\", paper: \"\" }}
  tr_id: {{ real: CTSC100{index}R, paper: \"\" }}
  request:
    query:
      - {{ name: DVSN, ko: 구분, length: \"2\", text: {text:?} }}
  response:
    body:
      - {{ name: rt_cd, ko: 성공 실패 여부, length: \"1\" }}
"
        );
        sources.insert(format!("domestic-bond/trading/page-{index}.yaml"), page);
    }
    sources.insert("glossary.yaml", "팜: sell\n삼: buy\n");
    if !codes.is_empty() {
        sources.insert("codes.yaml", codes);
    }
    sources
}

fn analysis(codes: &str, pages: &[(&str, &str)]) -> Analysis {
    let sources = sources(codes, pages);
    let analysis = analyze(&sources);
    assert!(!analysis.diagnostics.has_errors(), "{}", analysis.diagnostics.render(&sources, "", Style::Plain));
    analysis
}

fn shared(model: &Model) -> Vec<Option<&str>> {
    let values = model.transactions.iter().map(|transaction| &transaction.parameters[0].value);
    values
        .map(|value| match value {
            Value::Code(codes) => codes.shared.as_deref(),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn found(analysis: &Analysis, lint: Lint) -> Vec<String> {
    analysis.diagnostics.iter().filter(|found| found.lint == lint).map(|found| found.message.clone()).collect()
}

#[test]
fn a_list_is_shared_where_all_its_codes_mean_the_same() {
    let pages = [
        ("01: 매도, 02: 매수", ""),
        ("02: 매수, 01: 팔기", ""),
        ("01: 팜, 02: 삼", ""),
        ("01: 주다, 02: 받다", "{ values: { \"01\": sell, \"02\": buy } }"),
        // Another list: a code less, a code more, other words, another name of ours.
        ("02: 매수, 03: 매도", ""),
        ("00: 전체, 01: 매도, 02: 매수", ""),
        ("01: 정정, 02: 취소", ""),
        ("01: 매도, 02: 매수", "{ values: { \"01\": offer, \"02\": bid } }"),
    ];
    let analysis = analysis(SIDE, &pages);
    let expected = [Some("Side"), Some("Side"), Some("Side"), Some("Side"), None, None, None, None];
    assert_eq!(shared(&analysis.model), expected);
    assert_eq!(analysis.model.shared.len(), 1);
    assert_eq!(found(&analysis, Lint::UnusedCodes), [""; 0]);
}

/// A page that lists fewer codes than a shared list documents less, and gets a type of its own.
#[test]
fn a_part_of_a_list_is_another_list() {
    let more = format!("{SIDE}    \"03\": {{ name: both, ko: 양쪽 }}\n").replace(", also: [팔기]", "");
    let analysis = analysis(&more, &[("01: 매도, 02: 매수", ""), ("01: 매도, 02: 매수, 03: 양쪽", "")]);
    assert_eq!(shared(&analysis.model), [None, Some("Side")]);
}

#[test]
fn it_is_emitted_once_and_named_by_each_page() {
    let sources = sources(SIDE, &[("01: 매도, 02: 매수", ""), ("01: 팔기, 02: 매수", ""), ("00: 전체, 01: 매도", "")]);
    let files = generate(&sources, &Options::default()).unwrap().files;
    assert!(files["mod.rs"].contains("pub mod codes;"));
    assert_eq!(files["codes.rs"].matches("pub enum Side {}").count(), 1);
    for page in ["page_0", "page_1"] {
        let text = &files[&format!("domestic_bond/trading/{page}.rs")];
        assert!(text.contains("pub use super::super::super::codes::Side as Dvsn;"), "{text}");
        assert!(!text.contains("enum Dvsn"));
        assert!(files["codes.rs"].contains(&format!("(super::domestic_bond::trading::{page})")));
    }
    assert!(files["domestic_bond/trading/page_2.rs"].contains("pub enum Dvsn {}"));
    let files = generate(&self::sources("", &[("01: 매도, 02: 매수", "")]), &Options::default()).unwrap().files;
    assert!(!files.contains_key("codes.rs") && !files["mod.rs"].contains("codes"));
}

#[test]
fn lists_and_words_that_no_page_has_are_said() {
    let idle = format!(
        "{SIDE}Change:\n  summary: What becomes of it.\n  codes:\n    \"01\": {{ name: correct, ko: 정정 }}\n    \"02\": {{ name: cancel, ko: 취소 }}\n"
    );
    let analysis = analysis(&idle, &[("01: 매도, 02: 매수", "")]);
    assert_eq!(found(&analysis, Lint::UnusedCodes), ["no code is called `팔기`", "no page has the list `Change`"]);
}

#[test]
fn a_list_of_many_pages_needs_a_name() {
    let lists =
        [("01: 매도, 02: 매수", ""), ("02: 매수, 01: 매도", ""), ("00: 전체", ""), ("00: 전체", ""), ("00: 전체", "")];
    assert_eq!(found(&analysis("", &lists), Lint::SharedCodesUnnamed), [""; 0]);
    let many = [lists.as_slice(), &[("01: 매도, 02: 매수", "")]].concat();
    let unnamed = ["3 pages have the codes of `DVSN`, and they have no name"];
    assert_eq!(found(&analysis("", &many), Lint::SharedCodesUnnamed), unnamed);
    let named = SIDE.replace(", also: [팔기]", "");
    assert_eq!(found(&analysis(&named, &many), Lint::SharedCodesUnnamed), [""; 0]);
}

#[test]
fn taking_a_shared_list_up_breaks_nobody_and_leaving_it_does() {
    let page = [("01: 매도, 02: 매수", "{ values: { \"01\": sell, \"02\": buy } }")];
    let own = analysis("", &page).model;
    let shared = analysis(SIDE, &page).model;
    let up = diff(&own, &shared);
    assert!(!up.is_breaking(), "{}", up.text());
    assert_eq!((up.count(Class::Additive), up.transactions.len()), (1, 0), "{}", up.text());
    let left = diff(&shared, &own);
    let what: Vec<_> =
        left.codes.iter().chain(&left.transactions[0].changes).map(|change| change.what.as_str()).collect();
    assert_eq!(what, ["shared type removed", "shared type"]);
    assert_eq!(left.count(Class::Breaking), 2);
}

#[test]
fn a_constant_of_a_shared_list_is_compared() {
    let page = [("01: 매도, 02: 매수", "")];
    let renamed = SIDE.replace("name: sell", "name: offer");
    let diff = diff(&analysis(SIDE, &page).model, &analysis(&renamed, &page).model);
    let [change] = diff.codes.as_slice() else { panic!("{}", diff.text()) };
    assert_eq!((change.address.as_str(), change.class), ("codes::Side", Class::Breaking));
    assert!(diff.text().contains("Side::SELL → Side::OFFER"), "{}", diff.text());
    assert!(diff.markdown().contains("| shared codes |"), "{}", diff.markdown());
}

#[test]
fn a_product_can_not_be_called_as_the_module_of_the_codes() {
    let mut sources = sources(SIDE, &[("01: 매도, 02: 팔기", "")]);
    let text = String::from_utf8(sources.get("domestic-bond/trading/page-0.yaml").unwrap().to_vec()).unwrap();
    sources = self::sources(SIDE, &[("01: 매도, 02: 매수", "")]);
    let text = text.replace("/domestic-bond/", "/codes/").replace("CTSC1000R", "CTSC9000R");
    sources.insert("codes/trading/page-0.yaml", text);
    let found: Vec<_> = found(&analyze(&sources), Lint::NameCollision);
    assert_eq!(found, ["this product and the shared codes become one module, `codes`"]);
}
