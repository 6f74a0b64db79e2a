//! What the descriptors mean, without a look at the text.

use codegen::model::{Kind, Method, Parameter, Role, Shape, Transaction, Value};
use codegen::{Lint, Model, Sources, Style, analyze};

fn model(file: &str, text: &str) -> Model {
    let mut sources = Sources::new();
    sources.insert(file, text);
    let analysis = analyze(&sources);
    assert!(!analysis.diagnostics.has_errors(), "{}", analysis.diagnostics.render(&sources, "", Style::Plain));
    analysis.model
}

fn page(method: &str, tr_id: &str, parameters: &[&str]) -> Transaction {
    let key = if method == "GET" { "query" } else { "body" };
    let rows: String = parameters.iter().map(|row| format!("      - {row}\n")).collect();
    let text = format!(
        "summary: Example.
documented:
  title: 예시
  protocol: REST
  method: {method}
  path: /uapi/domestic-bond/v1/trading/example
  domain: {{ real: \"\", paper: \"\" }}
  tr_id: {tr_id}
  request:
    {key}:
{rows}  response:
    body:
      - {{ name: rt_cd, ko: 성공 실패 여부, length: \"1\" }}
      - {{ name: ctx_area_nk100, ko: 연속조회키100, length: \"100\" }}
      - {{ name: output, ko: 응답상세, type: Object, fields: [{{ name: inqr_dvsn, ko: 조회구분, length: \"2\", text: \"00: 전체, 01: 종목별\" }}] }}
"
    );
    model("domestic-bond/trading/example.yaml", &text).transactions.remove(0)
}

fn parameter(row: &str) -> Parameter {
    page("GET", "{ real: CTSC1234R, paper: 미지원 }", &[row]).parameters.remove(0)
}

#[test]
fn only_a_post_whose_id_ends_in_u_is_an_order() {
    let row = ["{ name: PDNO, ko: 상품번호, length: \"12\" }"];
    let kind = |method: &str, id: &str| page(method, &format!("{{ real: {id}, paper: \"\" }}"), &row).kind;
    assert_eq!(kind("POST", "TTTC1234U"), Kind::Order);
    assert_eq!(kind("POST", "TTTC1234R"), Kind::Query);
    assert_eq!(kind("GET", "TTTC1234U"), Kind::Query);
    assert_eq!(page("POST", "{ real: TTTC1234U, paper: VTTC1234U }", &row).method, Method::Post);
}

#[test]
fn a_paper_id_is_taken_as_the_page_gives_it() {
    let row = ["{ name: PDNO, ko: 상품번호, length: \"12\" }"];
    let ids = page("GET", "{ real: TTTS1234R, paper: VTTT4321R }", &row).tr_ids;
    assert_eq!((ids[0].real.as_str(), ids[0].paper.as_deref()), ("TTTS1234R", Some("VTTT4321R")));
    assert_eq!(page("GET", "{ real: TTTS1234R, paper: 모의투자 미지원 }", &row).tr_ids[0].paper, None);
}

#[test]
fn parameters_row_by_row() {
    let asked = |row: &str| parameter(row).is_asked();
    assert!(asked("{ name: PDNO, ko: 상품번호, length: \"12\" }"));
    assert!(asked("{ name: PDNO, ko: 상품번호, required: \"\", length: \"12\" }"));
    let optional = parameter("{ name: PDNO, ko: 상품번호, required: \"N\", length: \"12\" }");
    assert_eq!((optional.required, optional.default.as_deref()), (false, Some("")));
    let product = parameter("{ name: ACNT_PRDT_CD, ko: 계좌상품코드, length: \"2\", text: \"29\" }");
    assert_eq!((product.role, product.default.as_deref()), (Role::AccountProduct, Some("29")));
    assert!(product.is_settable() && !product.is_asked());
    let paging = parameter("{ name: CTX_AREA_FK100, ko: 연속조회검색조건100, length: \"100\", text: 공백 }");
    assert_eq!((paging.role, paging.default), (Role::Continuation, None));
    let lone = parameter("{ name: INQR_DVSN, ko: 조회구분, length: \"2\", text: \"00 : 전체\" }");
    assert_eq!(lone.default.as_deref(), Some("00"));
    assert!(matches!(lone.value, Value::Code(codes) if codes.list.len() == 1));
}

#[test]
fn a_number_by_name_is_never_a_code() {
    let row = "{ name: VOL_QTY, ko: 거래수량, length: \"3\", text: \"0: 전체, 100: 100주 이상\" }";
    assert_eq!(parameter(row).value, Value::Decimal);
}

#[test]
fn the_envelope_and_paging_are_no_fields_of_the_answer() {
    let fields = page("GET", "{ real: CTSC1234R, paper: \"\" }", &["{ name: PDNO, ko: 상품번호 }"]).response;
    let names: Vec<_> = fields.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(names, ["output"]);
    let Shape::Object(inner) = &fields[0].shape else { panic!("{fields:?}") };
    assert!(matches!(&inner[0].shape, Shape::Value(Value::Code(codes)) if codes.list.len() == 2));
}

const TRADES: &str = "summary: Trades.
documented:
  title: 실시간체결가
  protocol: REST
  method: POST
  path: /tryitout/H0ZZCNT0
  domain: { real: \"ws://example.com:21000\", paper: \"\" }
  tr_id: { real: H0ZZCNT0, paper: \"\" }
  request:
    body:
      - { name: tr_id, ko: 거래ID, length: \"1\", text: \"H0ZZCNT0 : 연습, H0ZZCNT9 : 모의\" }
      - { name: tr_key, ko: 구분값, length: \"12\" }
  response:
    body:
      - { name: MKSC_SHRN_ISCD, ko: 유가증권 단축 종목코드, type: Object }
      - { name: msg1, ko: 메세지, length: \"8\" }
      - name: OUTPUT
        ko: 나머지
        type: Object
        fields:
          - { name: STCK_PRPR, ko: 현재가, type: Number, length: \"8\" }
";

fn realtime(text: &str) -> (Vec<Lint>, Option<Transaction>) {
    let mut sources = Sources::new();
    sources.insert("domestic-stock/realtime/trade-krx.yaml", text);
    let analysis = analyze(&sources);
    (analysis.diagnostics.iter().map(|found| found.lint).collect(), analysis.model.transactions.into_iter().next())
}

/// The path makes a page a realtime one: headings can name the wrong protocol.
#[test]
fn every_row_of_a_realtime_page_is_a_column() {
    let (found, transaction) = realtime(TRADES);
    assert_eq!(found, []);
    let transaction = transaction.expect("a realtime page is in the model");
    assert_eq!(transaction.kind, Kind::Realtime);
    let parameters: Vec<_> = transaction.parameters.iter().map(|row| row.wire.as_str()).collect();
    assert_eq!(parameters, ["tr_key"], "the client fills tr_id");
    assert!(transaction.parameters[0].is_asked());
    let columns: Vec<_> = transaction.response.iter().map(|row| (row.wire.as_str(), row.shape.clone())).collect();
    let text = Shape::Value(Value::Text);
    let expected = [
        ("MKSC_SHRN_ISCD", text.clone()),
        ("msg1", text.clone()),
        ("OUTPUT", text),
        ("STCK_PRPR", Shape::Value(Value::Decimal)),
    ];
    assert_eq!(columns, expected);
}

#[test]
fn one_name_of_two_columns_is_refused() {
    for twice in ["name: msg1", "name: STCK_PRPR"] {
        let (found, _) = realtime(&TRADES.replace(twice, "name: MKSC_SHRN_ISCD"));
        assert_eq!(found, [Lint::DuplicateField], "{twice}");
    }
}

#[test]
fn what_the_client_fills_is_nothing_to_decide_about() {
    let decided = |decision: &str| realtime(&format!("fields:\n  {decision}\n{TRADES}")).0;
    assert_eq!(decided("request.tr_id: { sensitive: true }"), [Lint::BadDecision]);
    assert_eq!(decided("request.tr_key: { sensitive: true }"), []);
    assert_eq!(decided("response.msg1: { type: decimal, why: no envelope here }"), []);
}

/// Another page's id would bring another page's records.
#[test]
fn the_id_of_a_realtime_page_is_the_end_of_its_path() {
    assert_eq!(realtime(&TRADES.replace("real: H0ZZCNT0", "real: H0ZZASP0")).0, [Lint::BadTrId]);
    assert_eq!(realtime(&TRADES.replace("paper: \"\" }\n  request", "paper: H0ZZCNT9 }\n  request")).0, []);
}

/// Names of codes from the glossary: under the descriptor's own, over those made of the code.
#[test]
fn the_glossary_names_codes() {
    let page = "summary: An example.
fields: { INQR_DVSN: { values: { \"02\": shares } } }
documented:
  title: 예시 조회
  protocol: REST
  method: GET
  path: /uapi/domestic-bond/v1/trading/example
  domain: { real: \"\", paper: \"\" }
  tr_id: { real: CTSC1234R, paper: \"\" }
  request:
    query:
      - { name: INQR_DVSN, ko: 조회구분, length: \"2\", text: \"00: 전체, 01: 채권, 02: 주식, 03: 펀드\" }
  response: {}
";
    let mut sources = Sources::new();
    sources.insert("domestic-bond/trading/example.yaml", page.as_bytes());
    sources.insert("glossary.yaml", "전체: all\n채권: bonds\n주식: stocks\n안쓰는말: unused\n".as_bytes());
    let output = codegen::generate(&sources, &codegen::Options::default()).expect("generates");
    let text = &output.files["domestic_bond/trading/example.rs"];
    for (name, code) in [("ALL", "00"), ("BONDS", "01"), ("SHARES", "02"), ("CODE_03", "03")] {
        assert!(text.contains(&format!("pub const {name}: Coded<Self> = Coded::documented(\"{code}\");")), "{text}");
    }
    let warnings: Vec<_> = output.warnings.iter().map(|found| (found.lint.name(), found.message.as_str())).collect();
    assert_eq!(warnings, [("unused-term", "no code is called `안쓰는말`")]);

    sources.insert("glossary.yaml", "전체: All\n채권: \"2\"\n채권: bonds\n".as_bytes());
    let found = codegen::analyze(&sources).diagnostics;
    let lints: Vec<_> =
        found.iter().filter(|found| found.file == "glossary.yaml").map(|found| found.lint.name()).collect();
    assert_eq!(lints, ["bad-name", "bad-name", "duplicate-key"]);
}

/// A page without a TR id is described and gets no module; that it does is a warning, to be allowed with a reason.
#[test]
fn a_page_without_a_tr_id_gets_no_module() {
    let page = "summary: An example.
documented:
  title: 예시
  protocol: REST
  method: POST
  path: /oauth2/tokenP
  domain: { real: \"\", paper: \"\" }
  tr_id: { real: \"\", paper: \"\" }
  request: {}
  response: {}
";
    let mut sources = Sources::new();
    sources.insert("oauth2/token-p.yaml", page.as_bytes());
    let output = codegen::generate(&sources, &codegen::Options::default()).expect("generates");
    assert_eq!(output.files.keys().collect::<Vec<_>>(), ["mod.rs"]);
    assert_eq!(output.warnings.iter().map(|found| found.lint).collect::<Vec<_>>(), [Lint::NoTrId]);

    let allowed = page.replace("documented:", "allow: [{ lint: no-tr-id, why: the client asks for it }]\ndocumented:");
    sources.insert("oauth2/token-p.yaml", allowed.as_bytes());
    assert!(analyze(&sources).diagnostics.is_empty());
}
