//! The two pages that the crate began with, from the real specification folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use codegen::descriptor::{Row, Section, Spec};
use codegen::{Options, Sources, generate, load};

const BOND: &str = "domestic-bond/trading/inquire-balance.yaml";
const PENSION: &str = "domestic-stock/trading/pension/inquire-balance.yaml";
const BOND_MODULE: &str = "domestic_bond/trading/inquire_balance.rs";

/// The seeds alone, whatever else is described by now.
fn seeds() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let all = Sources::read(&folder).unwrap();
    let mut seeds = Sources::new();
    for file in ["headers.yaml", BOND, PENSION] {
        seeds.insert(file, all.get(file).unwrap());
    }
    seeds
}

#[test]
fn the_seeds_are_generated() {
    let output = generate(&seeds(), &Options::default()).unwrap();
    for (path, text) in &output.files {
        syn::parse_file(text).unwrap();
        insta::assert_snapshot!(path.replace('/', "."), text);
    }
    assert_eq!(output.files.len(), 8);
}

/// What the pages say in words is a module of its own, and changes nothing in the others.
#[test]
fn words_are_apart() {
    let plain = generate(&seeds(), &Options::default()).unwrap();
    let mut options = Options::default();
    options.words = true;
    let mut with_words = generate(&seeds(), &options).unwrap();
    let words = with_words.files.remove("words.rs").unwrap();
    syn::parse_file(&words).unwrap();
    insta::assert_snapshot!("words.rs", words);
    let (added, removed) = difference(&plain.files["mod.rs"], &with_words.files["mod.rs"]);
    assert_eq!((added.join("\n").as_str(), removed.len()), ("#[cfg(feature = \"words\")]\npub mod words;", 0));
    with_words.files.insert("mod.rs".to_owned(), plain.files["mod.rs"].clone());
    assert_eq!(with_words.files, plain.files);
}

#[test]
fn the_same_sources_give_the_same_text() {
    let first = generate(&seeds(), &Options::default()).unwrap();
    let second = generate(&seeds(), &Options::default()).unwrap();
    assert_eq!(first.files, second.files);
    assert_eq!(first.model, second.model);
}

/// The lines that the second text has more than the first, and the other way round, each in their order.
fn difference(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let more = |text: &str, than: &str| {
        let mut rest: Vec<_> = than.lines().collect();
        let is_new = |line: &&str| match rest.iter().position(|other| other == line) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        };
        text.lines().filter(is_new).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    (more(after, before), more(before, after))
}

/// What changes in the generated files when one line of the bond's descriptor does, by file.
fn after_edit(old: &str, new: &str) -> Vec<(String, Vec<String>, Vec<String>)> {
    let text = String::from_utf8(seeds().get(BOND).unwrap().to_vec()).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    let mut edited = seeds();
    edited.insert(BOND, text.replace(old, new));
    let before = generate(&seeds(), &Options::default()).unwrap().files;
    let after = generate(&edited, &Options::default()).unwrap().files;
    assert!(before.keys().eq(after.keys()));
    let changed = before.iter().zip(after.values()).filter(|((_, before), after)| before != after);
    changed
        .map(|((path, before), after)| {
            let (added, removed) = difference(before, after);
            (path.clone(), added, removed)
        })
        .collect()
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn another_length_changes_two_lines() {
    let changed = after_edit(
        "{ name: prdt_name, ko: 상품명, length: \"60\" }",
        "{ name: prdt_name, ko: 상품명, length: \"80\" }",
    );
    let added = lines(&["prdt_name | text | 80 | 상품명", "/// `prdt_name` 상품명 (length 80)"]);
    let removed = lines(&["prdt_name | text | 60 | 상품명", "/// `prdt_name` 상품명 (length 60)"]);
    assert_eq!(changed, [(BOND_MODULE.to_owned(), added, removed)]);
}

#[test]
fn another_label_changes_three_lines() {
    let changed = after_edit("ko: 상품명,", "ko: 채권명,");
    let added =
        lines(&["prdt_name | text | 60 | 채권명", "/// `prdt_name` 채권명 (length 60)", "#[doc(alias = \"채권명\")]"]);
    let removed =
        lines(&["prdt_name | text | 60 | 상품명", "/// `prdt_name` 상품명 (length 60)", "#[doc(alias = \"상품명\")]"]);
    assert_eq!(changed, [(BOND_MODULE.to_owned(), added, removed)]);
}

#[test]
fn another_field_at_the_end_adds_five_lines() {
    let last = "          - { name: ord_psbl_qty, ko: 주문가능수량, length: \"10\" }\n";
    let more = format!("{last}          - {{ name: new_amt, ko: 새금액, length: \"19\" }}\n");
    let changed = after_edit(last, &more);
    let added = lines(&[
        "new_amt | decimal | 19 | 새금액",
        "/// `new_amt` 새금액 (length 19)",
        "#[doc(alias = \"새금액\")]",
        "pub new_amt: Option<Decimal>,",
        "new_amt: walker.decimal(self.new_amt),",
    ]);
    assert_eq!(changed, [(BOND_MODULE.to_owned(), added, Vec::new())]);
}

/// One cell after the other, as the page prints them.
fn print(rows: &[Row], depth: usize, out: &mut Vec<String>) {
    for row in rows {
        let cells = [&row.name, &row.ko, &row.kind, &row.required, &row.length, &row.text];
        let cells: Vec<_> = cells.iter().map(|cell| cell.value.replace('\n', "⏎")).collect();
        out.push(format!("{}{}", "> ".repeat(depth), cells.join(" | ")));
        print(&row.fields, depth + 1, out);
    }
}

fn table(spec: &Spec, file: &str, section: Section) -> Vec<String> {
    let descriptor = spec.descriptors.iter().find(|descriptor| descriptor.file == file).unwrap();
    let mut out = Vec::new();
    print(descriptor.documented.rows(section), 0, &mut out);
    out
}

const REQUEST_HEADER: &str = "\
content-type | 컨텐츠타입 | String | Y | 40 | application/json; charset=utf-8
authorization | 접근토큰 | String | Y | 350 | OAuth 토큰이 필요한 API 경우 발급한 Access token⏎일반고객(Access token 유효기간 1일, OAuth 2.0의 Client Credentials Grant 절차를 준용)⏎법인(Access token 유효기간 3개월, Refresh token 유효기간 1년, OAuth 2.0의 Authorization Code Grant 절차를 준용)
appkey | 앱키 | String | Y | 36 | 한국투자증권 홈페이지에서 발급받은 appkey (절대 노출되지 않도록 주의해주세요.)
appsecret | 앱시크릿키 | String | Y | 180 | 한국투자증권 홈페이지에서 발급받은 appkey (절대 노출되지 않도록 주의해주세요.)
personalseckey | 고객식별키 | String | N | 180 | [법인 필수] 제휴사 회원 관리를 위한 고객식별키
tr_id | 거래ID | String | Y | 13 | {TR}
tr_cont | 연속 거래 여부 | String | N | 1 | 공백 : 초기 조회⏎N : 다음 데이터 조회 (output header의 tr_cont가 M일 경우)
custtype | 고객 타입 | String | Y | 1 | B : 법인⏎P : 개인
seq_no | 일련번호 | String | N | 2 | [법인 필수] 001
mac_address | 맥주소 | String | N | 12 | 법인고객 혹은 개인고객의 Mac address 값
phone_number | 핸드폰번호 | String | N | 12 | [법인 필수] 제휴사APP을 사용하는 경우 사용자(회원) 핸드폰번호⏎ex) 01011112222 (하이픈 등 구분값 제거)
ip_addr | 접속 단말 공인 IP | String | N | 12 | [법인 필수] 사용자(회원)의 IP Address
gt_uid | Global UID | String | N | 32 | [법인 전용] 거래고유번호로 사용하므로 거래별로 UNIQUE해야 함";

const RESPONSE_HEADER: &str = "\
content-type | 컨텐츠타입 | String | Y | 40 | application/json; charset=utf-8
tr_id | 거래ID | String | Y | 13 | 요청한 tr_id
tr_cont | 연속 거래 여부 | String | N | 1 | F or M : 다음 데이터 있음⏎D or E : 마지막 데이터
gt_uid | Global UID | String | N | 32 | [법인 전용] 거래고유번호로 사용하므로 거래별로 UNIQUE해야 함";

const ENVELOPE: &str = "\
rt_cd | 성공 실패 여부 | String | Y | 1 | 
msg_cd | 응답코드 | String | Y | 8 | 
msg1 | 응답메세지 | String | Y | 80 | ";

#[test]
fn every_cell_of_the_bond_page_can_be_read_back() {
    let (spec, found) = load::load(&seeds());
    assert!(found.is_empty(), "{found:?}");
    let header = REQUEST_HEADER.replace("{TR}", "CTSC8407R");
    assert_eq!(table(&spec, BOND, Section::RequestHeader).join("\n"), header);
    assert_eq!(table(&spec, BOND, Section::ResponseHeader).join("\n"), RESPONSE_HEADER);
    let parameters = "\
CANO | 종합계좌번호 | String | Y | 8 | 
ACNT_PRDT_CD | 계좌상품코드 | String | Y | 2 | 
INQR_CNDT | 조회조건 | String | Y | 2 | 00: 전체, 01: 상품번호단위
PDNO | 상품번호 | String | Y | 12 | 공백
BUY_DT | 매수일자 | String | Y | 8 | 공백
CTX_AREA_FK200 | 연속조회검색조건200 | String | Y | 200 | 
CTX_AREA_NK200 | 연속조회키200 | String | Y | 200 | ";
    assert_eq!(table(&spec, BOND, Section::Request).join("\n"), parameters);
    let body = "\
output | 응답상세 | Object Array | Y |  | array
> pdno | 상품번호 | String | Y | 12 | 
> prdt_name | 상품명 | String | Y | 60 | 
> buy_dt | 매수일자 | String | Y | 8 | 
> buy_sqno | 매수일련번호 | String | Y | 10 | 
> cblc_qty | 잔고수량 | String | Y | 19 | 
> agrx_qty | 종합과세수량 | String | Y | 10 | 
> sprx_qty | 분리과세수량 | String | Y | 10 | 
> exdt | 만기일 | String | Y | 8 | 
> buy_erng_rt | 매수수익율 | String | Y | 238 | 
> buy_unpr | 매수단가 | String | Y | 19 | 
> buy_amt | 매수금액 | String | Y | 19 | 
> ord_psbl_qty | 주문가능수량 | String | Y | 10 | ";
    assert_eq!(table(&spec, BOND, Section::Response).join("\n"), format!("{ENVELOPE}\n{body}"));
}

#[test]
fn every_cell_of_the_pension_page_can_be_read_back() {
    let (spec, _) = load::load(&seeds());
    let header = REQUEST_HEADER.replace("{TR}", "TTTC2208R");
    assert_eq!(table(&spec, PENSION, Section::RequestHeader).join("\n"), header);
    assert_eq!(table(&spec, PENSION, Section::ResponseHeader).join("\n"), RESPONSE_HEADER);
    let parameters = "\
CANO | 종합계좌번호 | String | Y | 8 | 
ACNT_PRDT_CD | 계좌상품코드 | String | Y | 2 | 29
ACCA_DVSN_CD | 적립금구분코드 | String | Y | 2 | 00
INQR_DVSN | 조회구분 | String | Y | 2 | 00 : 전체
CTX_AREA_FK100 | 연속조회검색조건100 | String | Y | 100 | 
CTX_AREA_NK100 | 연속조회키100 | String | Y | 100 | ";
    assert_eq!(table(&spec, PENSION, Section::Request).join("\n"), parameters);
    let body = "\
output1 | 응답상세 | Object Array | Y |  | Array
> cblc_dvsn_name | 잔고구분명 | String | Y | 60 | 
> prdt_name | 상품명 | String | Y | 60 | 
> pdno | 상품번호 | String | Y | 12 | 
> item_dvsn_name | 종목구분명 | String | Y | 60 | 
> thdt_buyqty | 금일매수수량 | String | Y | 10 | 
> thdt_sll_qty | 금일매도수량 | String | Y | 10 | 
> hldg_qty | 보유수량 | String | Y | 19 | 
> ord_psbl_qty | 주문가능수량 | String | Y | 10 | 
> pchs_avg_pric | 매입평균가격 | String | Y | 184 | 
> pchs_amt | 매입금액 | String | Y | 19 | 
> prpr | 현재가 | String | Y | 19 | 
> evlu_amt | 평가금액 | String | Y | 19 | 
> evlu_pfls_amt | 평가손익금액 | String | Y | 19 | 
> evlu_erng_rt | 평가수익율 | String | Y | 238 | 
output2 | 응답상세2 | Object | Y |  | 
> dnca_tot_amt | 예수금총금액 | String | Y | 19 | 
> nxdy_excc_amt | 익일정산금액 | String | Y | 19 | 
> prvs_rcdl_excc_amt | 가수도정산금액 | String | Y | 19 | 
> thdt_buy_amt | 금일매수금액 | String | Y | 19 | 
> thdt_sll_amt | 금일매도금액 | String | Y | 19 | 
> thdt_tlex_amt | 금일제비용금액 | String | Y | 19 | 
> scts_evlu_amt | 유가평가금액 | String | Y | 19 | 
> tot_evlu_amt | 총평가금액 | String | Y | 19 | ";
    assert_eq!(table(&spec, PENSION, Section::Response).join("\n"), format!("{ENVELOPE}\n{body}"));
}
