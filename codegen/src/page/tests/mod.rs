//! Tests of the whole way, with small pages of our own making.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod damaged;
mod mutations;
mod places;
mod quirks;
mod roundtrip;
mod witnesses;
mod written;

use super::{Page, ParameterKind, Parameters, Protocol, Row, parse};

/// The columns and the rule of a table.
const TABLE: &str = "**다른 API 정보** **Element, …** Element | 한글명 | Type | Required | Length | Description  
---|---|---|---|---|---  
";

/// A page with these rows in its parameter table and its answer's body; `None` for a table that isn't there.
fn page_with(parameters: Option<&str>, body: Option<&str>) -> String {
    let table = |rows: Option<&str>| rows.map_or(String::new(), |rows| format!("{TABLE}{rows}  \n"));
    let (parameters, body) = (table(parameters), table(body));
    format!(
        "# 시험 조회

> API 경로: `/uapi/test/v1/quotations/inquire-test`

---

# REST시험 조회[시험-001]

**시험 조회[시험-001] 정보** **Method, URL** Method | GET | URL | /uapi/test/v1/quotations/inquire-test  
---|---|---|---  
실전 Domain  | https://example.test:9443 | 모의 Domain | 모의투자 미지원  
실전 TR ID  | (매도) TEST0001R (매수) TEST0002R | 모의 TR ID |   
Format | JSON | Content-Type |   
  
## 개요
    
    
    시험입니다.

## 요청

### Header

{TABLE}tr_id | 거래ID | String | Y | 13 | TEST0001R  
  
### Query Parameter

{parameters}## 응답

### Header

### Body

{body}## 예시

### Request

  * Data Class (Python)

### Data Class (Python)
    
    
    from dataclasses import dataclass
    
    @dataclass
    class RequestHeader:
        tr_id: str    #거래ID
    

복사하기"
    )
}

fn page(parameters: &str, body: &str) -> Page {
    parse(page_with(Some(parameters), Some(body)).as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}")).page
}

fn body(rows: &str) -> Vec<Row> {
    page("A | 가 | String | Y | 1 |   \n", rows).response_body.unwrap()
}

fn row(name: &str, kind: &str, text: &str) -> Row {
    let [name, kind, text] = [name, kind, text].map(str::to_owned);
    Row { name, ko: "가".to_owned(), kind, required: "Y".to_owned(), length: "8".to_owned(), text, ..Row::default() }
}

/// A page that was never text, with this body.
fn made(body: Vec<Row>) -> Page {
    Page {
        title: "시험 조회".to_owned(),
        path: "/uapi/test/v1/quotations/inquire-test".to_owned(),
        heading: "시험 조회".to_owned(),
        id: Some("시험-001".to_owned()),
        protocol: Protocol::Rest,
        method: "GET".to_owned(),
        url: "/uapi/test/v1/quotations/inquire-test".to_owned(),
        real_domain: "https://example.test:9443".to_owned(),
        paper_domain: "모의투자 미지원".to_owned(),
        real_tr_id: "TEST0001R".to_owned(),
        paper_tr_id: String::new(),
        format: "JSON".to_owned(),
        content_type: String::new(),
        request_header: Some(vec![row("tr_id", "String", "TEST0001R")]),
        parameters: Some(Parameters { kind: ParameterKind::Query, rows: vec![row("CANO", "String", "")] }),
        response_header: None,
        response_body: Some(body),
    }
}
