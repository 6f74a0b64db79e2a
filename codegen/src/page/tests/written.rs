//! The documented part, as text.

use super::super::{HeaderRow, ParameterKind, Parameters, Row, write};
use super::{made, row};

fn header(reference: &str, row: Row) -> HeaderRow {
    HeaderRow { reference: reference.to_owned(), response: false, row }
}

#[test]
fn one_row_one_line_unless_its_description_has_several() {
    let mut output = row("output", "Object Array", "");
    output.length = String::new();
    output.fields = vec![row("a", "String", "00: 전체\n\n# 다른: \"것\""), row("-b", "", "공백")];
    let orphan = Row { nested: true, required: String::new(), ..row("c", "Number", "\n둘째 줄") };
    let odd = row("d", "String", "첫 줄\n\u{a0}둘째");
    let page = made(vec![output, orphan, odd]);
    let expected = r#"documented:
  title: 시험 조회
  id: 시험-001
  protocol: REST
  method: GET
  path: /uapi/test/v1/quotations/inquire-test
  domain: { real: "https://example.test:9443", paper: 모의투자 미지원 }
  tr_id: { real: TEST0001R, paper: "" }
  format: JSON
  content_type: ""
  request:
    header:
      - { name: tr_id, ko: 가, length: "8", text: TEST0001R }
    query:
      - { name: CANO, ko: 가, length: "8" }
  response:
    body:
      - name: output
        ko: 가
        type: Object Array
        fields:
          - name: a
            ko: 가
            length: "8"
            text: |-
              00: 전체

              # 다른: "것"
          - { name: "-b", ko: 가, type: "", length: "8", text: 공백 }
      - name: c
        ko: 가
        type: Number
        required: ""
        length: "8"
        nested: true
        text: |-

          둘째 줄
      - { name: d, ko: 가, length: "8", text: "첫 줄\n\xa0둘째" }
"#;
    assert_eq!(write(&page, &[], &[]), expected);
}

#[test]
fn headers_are_listed_by_name_where_every_cell_is_the_same() {
    let mut page = made(Vec::new());
    let text = |text: &str| row("tr_id", "String", text);
    let headers = [
        header("tr_id", text("{tr_id.real}")),
        header("tr_id.paper", text("[모의] {tr_id.paper}")),
        header("x", row("x", "String", "")),
    ];
    assert!(write(&page, &headers, &[]).contains("    header: [tr_id]\n"));
    page.paper_tr_id = "TEST0009R".to_owned();
    page.request_header = Some(vec![text("[모의] TEST0009R"), text("다른 것"), row("x", "String", "")]);
    let expected = r#"    header:
      - tr_id.paper
      - { name: tr_id, ko: 가, length: "8", text: "다른 것" }
      - x
"#;
    assert!(write(&page, &headers, &[]).contains(expected));
    page.response_header = Some(vec![row("x", "String", "")]);
    assert!(write(&page, &headers, &[]).contains("  response:\n    header:\n      - { name: x"));
}

#[test]
fn what_the_page_lacks_or_contradicts() {
    let mut page = made(Vec::new());
    page.request_header = None;
    page.parameters = None;
    page.response_body = None;
    page.id = None;
    page.heading = "다른 조회".to_owned();
    page.url = "/other".to_owned();
    let text = write(&page, &[], &[]);
    assert!(text.contains("\n  title: 시험 조회\n  heading: 다른 조회\n  protocol: REST\n"));
    assert!(text.contains("\n  url: /other\n"));
    assert!(text.ends_with("\n  request: {}\n  response: {}\n"));
    page.parameters = Some(Parameters { kind: ParameterKind::Body, rows: Vec::new() });
    assert!(write(&page, &[], &[]).contains("\n  request:\n    body: []\n"));
}
