//! What a change of a descriptor does to callers, change by change.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use codegen::diff::{Class, Diff, Fate, diff};
use codegen::model::{Kind, Method, Model};
use codegen::{Sources, Style, analyze};

const FILE: &str = "domestic-bond/trading/example.yaml";

const EXAMPLE: &str = "summary: Example.
fields:
  INQR_CNDT: { values: { \"00\": all, \"01\": by_product } }
choice:
  type: Side
  ids:
    sell: { ko: 매도, real: TTTC9011U, paper: VTTC9011U }
    buy: { ko: 매수, real: TTTC9012U }
documented:
  title: 예시 주문
  id: 연습-001
  protocol: REST
  method: POST
  path: /uapi/domestic-bond/v1/trading/example
  domain: { real: \"\", paper: \"\" }
  tr_id: { real: (매도) TTTC9011U (매수) TTTC9012U, paper: VTTC9011U }
  request:
    body:
      - { name: CANO, ko: 종합계좌번호, length: \"8\" }
      - { name: ACNT_PRDT_CD, ko: 계좌상품코드, length: \"2\" }
      - { name: INQR_CNDT, ko: 조회조건, length: \"2\", text: \"00: 전체, 01: 상품번호단위\" }
      - { name: PDNO, ko: 상품번호, length: \"12\" }
      - { name: MEMO, ko: 메모, length: \"12\" }
      - { name: BUY_DT, ko: 매수일자, length: \"8\", text: 공백 }
      - { name: SORT, ko: 정렬, length: \"2\", text: \"29\" }
      - { name: CTX_AREA_FK200, ko: 연속조회검색조건200, length: \"200\" }
      - { name: CTX_AREA_NK200, ko: 연속조회키200, length: \"200\" }
  response:
    body:
      - name: output
        ko: 응답상세
        type: Object Array
        fields:
          - { name: pdno, ko: 상품번호, length: \"12\" }
          - { name: cblc_qty, ko: 잔고수량, length: \"19\" }
          - { name: item_dvsn, ko: 종목구분, length: \"1\", text: \"1: 국채, 2: 회사채\" }
";

/// Old text and new text.
type Edits<'a> = &'a [(&'a str, &'a str)];

fn model(texts: &[(&str, &str)]) -> Model {
    let mut sources = Sources::new();
    for (file, text) in texts {
        sources.insert(*file, *text);
    }
    let analysis = analyze(&sources);
    assert!(!analysis.diagnostics.has_errors(), "{}", analysis.diagnostics.render(&sources, "", Style::Plain));
    analysis.model
}

fn edited(edits: Edits<'_>) -> Diff {
    let mut text = EXAMPLE.to_owned();
    for (old, new) in edits {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    diff(&model(&[(FILE, EXAMPLE)]), &model(&[(FILE, &text)]))
}

/// `CLASS address what: was → now`, one for each change.
fn lines(found: &Diff) -> Vec<String> {
    let changes = found.transactions.iter().flat_map(|transaction| &transaction.changes);
    changes
        .map(|change| {
            let class = match change.class {
                Class::Breaking => "BREAKING",
                Class::Additive => "additive",
                Class::Documentation => "docs",
            };
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            format!("{class} {} | {} | {} | {}", change.address, change.what, side(&change.was), side(&change.now))
        })
        .collect()
}

fn row(name: &str) -> &'static str {
    EXAMPLE.lines().find(|line| line.contains(&format!("name: {name},"))).unwrap()
}

#[test]
fn the_same_is_no_difference() {
    assert_eq!(edited(&[]), Diff::default());
    assert!(!edited(&[]).is_breaking());
}

/// Old text, new text, and every change that has to come of it.
#[test]
fn changes_row_by_row() {
    let table: &[(Edits<'_>, &[&str])] = &[
        // The information table.
        (&[("title: 예시 주문", "title: 다른 주문")], &["docs title | title | 예시 주문 | 다른 주문"]),
        (&[("id: 연습-001", "id: 연습-002")], &["docs id | id | 연습-001 | 연습-002"]),
        (&[("summary: Example.", "summary: Other.")], &["docs summary | summary | Example. | Other."]),
        (
            &[("매도, real: TTTC9011U", "매도, real: TTTC9019U"), ("(매도) TTTC9011U", "(매도) TTTC9019U")],
            &["BREAKING choice.sell | TR id: sends differently | TTTC9011U | TTTC9019U"],
        ),
        // Several ids.
        (
            &[("paper: VTTC9011U }\n    buy", "}\n    buy")],
            &["BREAKING choice.sell.paper | paper TR id removed: refused on paper | VTTC9011U | -"],
        ),
        (
            &[
                ("real: TTTC9012U }", "real: TTTC9012U, paper: VTTC9012U }"),
                ("paper: VTTC9011U }\n  request", "paper: (매도) VTTC9011U (매수) VTTC9012U }\n  request"),
            ],
            &["additive choice.buy.paper | paper TR id added | - | VTTC9012U"],
        ),
        (&[("type: Side", "type: OrderSide")], &["BREAKING choice | type | Side | OrderSide"]),
        (&[("    buy: { ko", "    purchase: { ko")], &["BREAKING choice.purchase | variant renamed | Buy | Purchase"]),
        (&[("buy: { ko: 매수,", "buy: { ko: 사기,")], &["docs choice.buy | label | 매수 | 사기"]),
        (
            &[
                ("    sell: { ko: 매도, real: TTTC9011U, paper: VTTC9011U }\n", ""),
                ("TTTC9012U }\n", "TTTC9012U }\n    sell: { ko: 매도, real: TTTC9011U, paper: VTTC9011U }\n"),
            ],
            &["docs choice | order of the variants | Sell, Buy | Buy, Sell"],
        ),
        (
            &[
                ("real: TTTC9012U }\n", "real: TTTC9012U }\n    mend: { ko: 정정, real: TTTC9013U }\n"),
                ("(매수) TTTC9012U,", "(매수) TTTC9012U (정정) TTTC9013U,"),
            ],
            &["BREAKING choice | variant added: a full match no longer compiles | - | Side::Mend"],
        ),
        // Parameters.
        (
            &[(
                row("MEMO"),
                "      - { name: MEMO, ko: 메모, length: \"12\" }\n      - { name: QTY, ko: 수량, length: \"10\" }",
            )],
            &["BREAKING request.QTY | new argument of Request::new | - | argument qty: Decimal"],
        ),
        (
            &[(
                row("MEMO"),
                "      - { name: MEMO, ko: 메모, length: \"12\" }\n      - { name: QTY, ko: 수량, length: \"10\", required: \"N\" }",
            )],
            &["additive request.QTY | new parameter | - | setter qty(Decimal)"],
        ),
        (&[(row("MEMO"), "")], &["BREAKING request.MEMO | argument of Request::new removed | argument memo: &str | -"]),
        (&[(row("SORT"), "")], &["BREAKING request.SORT | setter removed | setter sort(&str) | -"]),
        (
            &[(row("ACNT_PRDT_CD"), "")],
            &["BREAKING request.ACNT_PRDT_CD | no longer sent | filled with the account's product code | -"],
        ),
        (
            &[(row("ACNT_PRDT_CD"), ""), (row("CANO"), "")],
            &[
                "BREAKING request | argument of Request::new removed | account: &Account | -",
                "BREAKING request.CANO | no longer sent | filled with the account's number | -",
                "BREAKING request.ACNT_PRDT_CD | no longer sent | filled with the account's product code | -",
            ],
        ),
        (
            &[("계좌상품코드, length: \"2\" }", "계좌상품코드, length: \"2\", text: \"29\" }")],
            &[
                "BREAKING request.ACNT_PRDT_CD | one product code only: other accounts are refused | filled with the account's product code | setter acnt_prdt_cd(&str)",
                "docs request.ACNT_PRDT_CD | description |  | 29",
            ],
        ),
        (
            &[(
                "ko: 상품번호, length: \"12\" }\n      - { name: MEMO",
                "ko: 상품번호, length: \"12\", required: \"N\" }\n      - { name: MEMO",
            )],
            &[
                "BREAKING request.PDNO | from the constructor to a setter | argument pdno: &str | setter pdno(&str)",
                "docs request.PDNO | required | required | not required",
            ],
        ),
        (
            &[("length: \"2\", text: \"29\"", "length: \"2\", text: \"어떤 값\"")],
            &[
                "BREAKING request.SORT | from a setter to the constructor | setter sort(&str) | argument sort: &str",
                "docs request.SORT | description | 29 | 어떤 값",
            ],
        ),
        (
            &[("length: \"2\", text: \"29\"", "length: \"2\", text: \"30\"")],
            &[
                "BREAKING request.SORT | default: sends differently where the caller says nothing | \"29\" | \"30\"",
                "docs request.SORT | description | 29 | 30",
            ],
        ),
        (
            &[("{ name: PDNO,", "{ name: pdno,")],
            &["BREAKING request.pdno | wire name: sends differently | PDNO | pdno"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  request.PDNO: { name: product, why: clearer }\n  INQR")],
            &["docs request.PDNO | name of the argument | pdno | product"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  SORT: { name: order, why: clearer }\n  INQR")],
            &["BREAKING request.SORT | setter renamed | sort | order"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  MEMO: { type: decimal, why: it is one }\n  INQR")],
            &["BREAKING request.MEMO | type | &str | Decimal"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  MEMO: { sensitive: true }\n  INQR")],
            &["docs request.MEMO | value in Debug | shown | hidden"],
        ),
        (&[("ko: 메모,", "ko: 비고,")], &["docs request.MEMO | label | 메모 | 비고"]),
        (&[("메모, length: \"12\"", "메모, length: \"20\"")], &["docs request.MEMO | length | 12 | 20"]),
        (&[("name: MEMO, ko: 메모,", "name: MEMO, ko: 메모, required: \"\",")], &[]),
        (
            &[
                ("{ name: PDNO, ko: 상품번호,", "{ name: PLACE, ko: 메모,"),
                ("{ name: MEMO, ko: 메모,", "{ name: PDNO, ko: 상품번호,"),
                ("{ name: PLACE,", "{ name: MEMO,"),
            ],
            &[
                "BREAKING request | arguments of Request::new in another order: compiles and sends them swapped | inqr_cndt, pdno, memo | inqr_cndt, memo, pdno",
            ],
        ),
        (
            &[
                (row("SORT"), ""),
                (
                    row("BUY_DT"),
                    "      - { name: SORT, ko: 정렬, length: \"2\", text: \"29\" }\n      - { name: BUY_DT, ko: 매수일자, length: \"8\", text: 공백 }",
                ),
            ],
            &[
                "docs request | order of the rows | CANO, ACNT_PRDT_CD, INQR_CNDT, PDNO, MEMO, BUY_DT, SORT, CTX_AREA_FK200, CTX_AREA_NK200 | CANO, ACNT_PRDT_CD, INQR_CNDT, PDNO, MEMO, SORT, BUY_DT, CTX_AREA_FK200, CTX_AREA_NK200",
            ],
        ),
        // Codes.
        (
            &[("\"01\": by_product", "\"01\": by_item")],
            &["BREAKING request.INQR_CNDT | constant of \"01\" renamed | InqrCndt::BY_PRODUCT | InqrCndt::BY_ITEM"],
        ),
        (
            &[
                ("00: 전체, 01: 상품번호단위", "00: 전체, 02: 상품번호단위"),
                ("\"01\": by_product", "\"02\": by_product"),
            ],
            &[
                "BREAKING request.INQR_CNDT | code of InqrCndt::BY_PRODUCT: sends and compares differently | 01 | 02",
                "docs request.INQR_CNDT | description | 00: 전체, 01: 상품번호단위 | 00: 전체, 02: 상품번호단위",
            ],
        ),
        (
            &[("00: 전체, 01: 상품번호단위", "00: 전체, 01: 종목단위")],
            &[
                "docs request.INQR_CNDT | description | 00: 전체, 01: 상품번호단위 | 00: 전체, 01: 종목단위",
                "docs request.INQR_CNDT | label of InqrCndt::BY_PRODUCT | 상품번호단위 | 종목단위",
            ],
        ),
        (
            &[("1: 국채, 2: 회사채", "1: 국채, 2: 회사채, 3: 외화채")],
            &[
                "additive response.output.item_dvsn | new constant | - | ItemDvsn::CODE_3 \"3\" 외화채",
                "docs response.output.item_dvsn | description | 1: 국채, 2: 회사채 | 1: 국채, 2: 회사채, 3: 외화채",
            ],
        ),
        (
            &[("1: 국채, 2: 회사채", "1: 국채, 3: 외화채")],
            &[
                "BREAKING response.output.item_dvsn | constant removed | ItemDvsn::CODE_2 \"2\" 회사채 | -",
                "additive response.output.item_dvsn | new constant | - | ItemDvsn::CODE_3 \"3\" 외화채",
                "docs response.output.item_dvsn | description | 1: 국채, 2: 회사채 | 1: 국채, 3: 외화채",
            ],
        ),
        (
            &[("1: 국채, 2: 회사채", "국채와 회사채")],
            &[
                "BREAKING response.output.item_dvsn | type | Coded<ItemDvsn> | String",
                "docs response.output.item_dvsn | description | 1: 국채, 2: 회사채 | 국채와 회사채",
            ],
        ),
        // The answer.
        (
            &[(
                row("item_dvsn"),
                "          - { name: item_dvsn, ko: 종목구분, length: \"1\", text: \"1: 국채, 2: 회사채\" }\n          - { name: exdt, ko: 만기일, length: \"8\" }",
            )],
            &["additive response.output.exdt | new field | - | exdt: Option<Date>"],
        ),
        (
            &[(row("cblc_qty"), "")],
            &["BREAKING response.output.cblc_qty | field removed | cblc_qty: Option<Decimal> | -"],
        ),
        (
            &[("name: cblc_qty", "name: CBLC_QTY")],
            &["BREAKING response.output.CBLC_QTY | wire name: decodes differently | cblc_qty | CBLC_QTY"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  cblc_qty: { name: quantity, why: clearer }\n  INQR")],
            &["BREAKING response.output.cblc_qty | field renamed | cblc_qty | quantity"],
        ),
        (
            &[("fields:\n  INQR", "fields:\n  cblc_qty: { type: text, why: it is none }\n  INQR")],
            &["BREAKING response.output.cblc_qty | type | Option<Decimal> | String"],
        ),
        (
            &[("type: Object Array", "type: Object")],
            &["BREAKING response.output | type | Vec<Output> | Option<Output>"],
        ),
        (&[("ko: 잔고수량,", "ko: 보유수량,")], &["docs response.output.cblc_qty | label | 잔고수량 | 보유수량"]),
        (
            &[("name: output\n", "name: output1\n")],
            &[
                "BREAKING response.output | field removed | output: Vec<Output> | -",
                "BREAKING response | struct: breaks code that names its shape (kis_sdk::answer) | WithOutput | WithOutput1",
                "additive response.output1 | new field | - | output1: Vec<Output1>",
            ],
        ),
        (
            &[("      - name: output\n", "      - { name: cnt, ko: 건수, length: \"3\" }\n      - name: output\n")],
            &[
                "BREAKING response | struct: breaks code that names its shape (kis_sdk::answer) | WithOutput | Response",
                "additive response.cnt | new field | - | cnt: Option<Decimal>",
            ],
        ),
    ];
    for (edits, expected) in table {
        assert_eq!(lines(&edited(edits)), *expected, "{edits:?}");
    }
}

/// What can only change together in a descriptor, each alone.
#[test]
fn the_information_table_row_by_row() {
    type Edit = fn(&mut codegen::model::Transaction);
    let table: &[(Edit, &[&str])] = &[
        (|tr| tr.method = Method::Get, &["BREAKING method | method: sends differently | POST | GET"]),
        (|tr| tr.kind = Kind::Query, &["BREAKING kind | kind: may be sent again after a failure | order | query"]),
        (
            |tr| tr.path.push('2'),
            &[
                "BREAKING path | path: sends elsewhere | /uapi/domestic-bond/v1/trading/example | /uapi/domestic-bond/v1/trading/example2",
            ],
        ),
        (
            |tr| tr.source = tr.source.replace("example", "other"),
            &["BREAKING module | module | domestic_bond::trading::example | domestic_bond::trading::other"],
        ),
        (|tr| tr.choice = None, &["BREAKING choice | argument of Request::new removed | Side | -"]),
        (|tr| tr.paper_note = "미지원".to_owned(), &["docs tr_id.paper | paper cell |  | 미지원"]),
    ];
    let before = model(&[(FILE, EXAMPLE)]);
    for (edit, expected) in table {
        let mut after = before.clone();
        edit(&mut after.transactions[0]);
        let found = diff(&before, &after);
        assert_eq!(lines(&found), *expected);
    }
}

/// One TR id without a choice.
#[test]
fn a_single_tr_id() {
    let with = |id: &str, paper: Option<&str>| {
        let mut model = model(&[(FILE, EXAMPLE)]);
        let transaction = &mut model.transactions[0];
        transaction.choice = None;
        transaction.tr_ids.truncate(1);
        transaction.tr_ids[0].real = id.to_owned();
        transaction.tr_ids[0].paper = paper.map(str::to_owned);
        model
    };
    let found = |before: &Model, after: &Model| lines(&diff(before, after));
    let plain = with("TTTC9011U", Some("VTTC9011U"));
    assert_eq!(
        found(&plain, &with("TTTC9019U", Some("VTTC9011U"))),
        ["BREAKING tr_id | TR id: sends differently | TTTC9011U | TTTC9019U"]
    );
    assert_eq!(
        found(&plain, &with("TTTC9011U", None)),
        ["BREAKING tr_id.paper | paper TR id removed: refused on paper | VTTC9011U | -"]
    );
    assert_eq!(found(&with("TTTC9011U", None), &plain), ["additive tr_id.paper | paper TR id added | - | VTTC9011U"]);
}

#[test]
fn the_constructor_is_shown_where_its_types_change() {
    let last = row("MEMO");
    let more = format!("{last}\n      - {{ name: QTY, ko: 수량, length: \"10\" }}");
    let found = edited(&[(last, &more)]);
    let (was, now) = found.transactions[0].constructor.clone().unwrap();
    assert_eq!(was, "Request::new(side: Side, account: &Account, inqr_cndt: Coded<InqrCndt>, pdno: &str, memo: &str)");
    assert_eq!(
        now,
        "Request::new(side: Side, account: &Account, inqr_cndt: Coded<InqrCndt>, pdno: &str, memo: &str, qty: Decimal)"
    );
    let renamed = edited(&[("fields:\n  INQR", "fields:\n  request.PDNO: { name: product, why: clearer }\n  INQR")]);
    assert_eq!(renamed.transactions[0].constructor, None);
}

fn several() -> Diff {
    let named = |name: &str, id: &str| {
        let text = EXAMPLE.replace("trading/example", &format!("trading/{name}")).replace("TTTC90", id);
        (format!("domestic-bond/trading/{name}.yaml"), text)
    };
    let (same, gone, new) = (named("same", "TTTC70"), named("gone", "TTTC80"), named("new", "TTTC60"));
    let long = "1: 국채, 2: 회사채, 3: 이름이 아주 길어서 한 줄에 다 들어가지 않는 종류의 채권".replace(", 3", "\n3");
    let changed = EXAMPLE
        .replace("name: cblc_qty", "name: cblc_qty2")
        .replace("예시 주문", "예시 | 주문")
        .replace("\"1: 국채, 2: 회사채\"", &format!("{long:?}"))
        .replace(row("MEMO"), "      - { name: QTY, ko: 수량, length: \"10\" }");
    let before = [(FILE, EXAMPLE), (&same.0, &same.1), (&gone.0, &gone.1)];
    let after = [(FILE, changed.as_str()), (&same.0, &same.1), (&new.0, &new.1)];
    diff(&model(&before), &model(&after))
}

#[test]
fn transactions_are_added_removed_and_changed() {
    let found = several();
    let fates: Vec<_> = found.transactions.iter().map(|tr| (tr.module.as_str(), tr.fate)).collect();
    let expected = [
        ("domestic_bond::trading::example", Fate::Changed),
        ("domestic_bond::trading::gone", Fate::Removed),
        ("domestic_bond::trading::new", Fate::Added),
    ];
    assert_eq!(fates, expected);
    assert!(found.is_breaking());
    let empty = Model::default();
    assert!(diff(&model(&[(FILE, EXAMPLE)]), &empty).is_breaking());
    assert!(!diff(&empty, &model(&[(FILE, EXAMPLE)])).is_breaking());
}

const TRADES: &str = "documented:
  title: 실시간체결가
  protocol: WEBSOCKET
  method: POST
  path: /tryitout/H0ZZCNT0
  domain: { real: \"\", paper: \"\" }
  tr_id: { real: H0ZZCNT0, paper: \"\" }
  request:
    body:
      - { name: tr_key, ko: 구분값, length: \"12\" }
  response:
    body:
      - { name: ISCD, ko: 종목코드, length: \"9\" }
      - { name: PRPR, ko: 현재가, length: \"9\" }
      - { name: VOL, ko: 거래량, length: \"9\" }
";

/// Columns are read by position: what shifts them is breaking, what comes behind all of them isn't.
#[test]
fn columns_row_by_row() {
    const REALTIME: &str = "domestic-stock/realtime/trade-krx.yaml";
    const PRPR: &str = "      - { name: PRPR, ko: 현재가, length: \"9\" }\n";
    const VOL: &str = "      - { name: VOL, ko: 거래량, length: \"9\" }\n";
    const NEW: &str = "      - { name: NEW, ko: 새것, length: \"9\" }\n";
    let named = TRADES.replace("documented:", "fields:\n  PRPR: { name: price, why: a test }\ndocumented:");
    let renamed = named.replace("PRPR", "PRICE");
    let table: &[(&str, String, &[&str])] = &[
        (TRADES, format!("{TRADES}{NEW}"), &["additive response.NEW | new field | - | new: String"]),
        (
            TRADES,
            TRADES.replace(VOL, &format!("{NEW}{VOL}")),
            &["BREAKING response.NEW | new column before others: they decode differently | - | new: String"],
        ),
        (TRADES, TRADES.replace(PRPR, ""), &["BREAKING response.PRPR | field removed | prpr: Option<Decimal> | -"]),
        (
            TRADES,
            format!("{}{PRPR}", TRADES.replace(PRPR, "")),
            &["BREAKING response | order of the columns: decodes differently | ISCD, PRPR, VOL | ISCD, VOL, PRPR"],
        ),
        (&named, renamed, &["docs response.PRICE | wire name | PRPR | PRICE"]),
    ];
    for (before, after, expected) in table {
        let found = diff(&model(&[(REALTIME, before)]), &model(&[(REALTIME, after)]));
        assert_eq!(lines(&found), *expected, "{after}");
    }
}

#[test]
fn the_table_of_a_terminal() {
    insta::assert_snapshot!(several().text());
}

#[test]
fn the_markdown_of_a_changelog() {
    insta::assert_snapshot!(several().markdown());
}

/// What a difference calls a type is what the generated module calls it.
#[test]
fn rust_types_are_those_of_the_generated_code() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/obstacle");
    let output = codegen::generate(&Sources::read(&folder).unwrap(), &codegen::Options::default()).unwrap();
    let plain = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
    let (mut fields, mut shapes) = (0, 0);
    for transaction in &output.model.transactions {
        let names = codegen::names::name(transaction).0;
        let text = plain(&output.files[&format!("{}.rs", names.module.join("/"))]);
        let arguments = names.arguments(transaction).into_iter();
        let arguments: Vec<_> = arguments.map(|argument| format!("{}:{}", argument.name, argument.kind)).collect();
        let constructor = format!("pubfnnew({})->Self", arguments.join(","));
        assert!(text.contains(&constructor), "{constructor}");
        for (parameter, name) in transaction.parameters.iter().zip(&names.parameters) {
            let setter = format!("pubfn{name}(self,{name}:{})->Self", names.argument_type(parameter));
            assert_eq!(text.contains(&setter), parameter.is_settable(), "{setter}");
        }
        let mut open: Vec<_> = vec![("", &transaction.response)];
        let shape = names.shape(transaction);
        if let Some(shape) = shape {
            let outputs: Vec<_> = transaction.response.iter().map(|field| names.field_type(field)).collect();
            let alias = format!("pubtypeResponse={shape}<{}>;", outputs.join(","));
            assert!(text.contains(&alias), "{alias}");
            shapes += 1;
        }
        while let Some((container, rows)) = open.pop() {
            for (field, name) in rows.iter().zip(&names.record_of(container).unwrap().fields) {
                let member = format!("pub{name}:{},", names.field_type(field)).replace(' ', "");
                let is_shared = container.is_empty() && shape.is_some();
                assert_eq!(text.contains(&member), !is_shared, "{member}");
                fields += 1;
                if let codegen::model::Shape::Object(inner) | codegen::model::Shape::Array(inner) = &field.shape {
                    open.push((&field.address, inner));
                }
            }
        }
    }
    assert!(fields > 10 && shapes > 0, "{fields} {shapes}");
}
