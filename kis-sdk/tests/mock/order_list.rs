//! Order lists show the orders that stand.

use kis_sdk::descriptor::{Field, FieldKind, Kind};
use kis_sdk::domestic_stock::trading::{inquire_daily_ccld, order_rvsecncl, pension};
use kis_sdk::{Account, Client, ErrorKind, TRANSACTIONS};

use super::*;

const STOCK: [&str; 3] = ["PDNO", "SHTN_PDNO", "OVRS_FUTR_FX_PDNO"];
const QUANTITY: [&str; 6] = ["ORD_QTY", "FT_ORD_QTY", "FM_ORD_QTY", "ORD_QTY2", "ORD_RSVN_QTY", "QTY"];
const PRICE: [&str; 10] = [
    "ORD_UNPR",
    "OVRS_ORD_UNPR",
    "FT_ORD_UNPR3",
    "UNIT_PRICE",
    "FM_LIMIT_ORD_PRIC",
    "FM_ORD_PRIC",
    "ORD_IDX",
    "ORD_IDX4",
    "ORD_RSVN_UNPR",
    "BOND_ORD_UNPR",
];
const SIDE: [&str; 2] = ["SLL_BUY_DVSN_CD", "SLL_BUY_DVSN"];
const NUMBER: [&str; 3] = ["ODNO", "OVRS_RSVN_ODNO", "RSVN_ORD_SEQ"];

/// A call with these values in place of the defaults, wherever it has such parameters.
async fn ask(server: &mock::Server, tr: &Tr, tr_id: &str, values: &[(&str, &str)]) -> Value {
    let ask = Ask::call(tr, tr_id, &token(server).await);
    let value = |name: &str| values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let ask = match tr.method {
        Method::Post => {
            let mut body: Map<String, Value> = serde_json::from_str(&ask.body).expect("JSON");
            for (name, old) in &mut body {
                *old = value(name).map_or(old.clone(), Into::into);
            }
            Ask { body: Value::Object(body).to_string(), ..ask }
        }
        Method::Get => {
            let (path, query) = ask.target.split_once('?').expect("a query");
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let pairs: Vec<_> = pairs.map(|(name, old)| format!("{name}={}", value(name).unwrap_or(old))).collect();
            Ask { target: format!("{path}?{}", pairs.join("&")), ..ask }
        }
    };
    ask.send(server).await.json()
}

/// The rows of all lists of an answer.
fn rows(answer: &Value) -> Vec<Value> {
    let containers = answer.as_object().expect("an object").values();
    containers.filter_map(Value::as_array).flatten().cloned().collect()
}

/// The value of the first of these fields that a row has, in any case.
fn said(row: &Value, names: &[&str]) -> Option<String> {
    let fields = row.as_object().expect("an object");
    let value = |name: &&str| fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    names.iter().find_map(value).map(|(_, value)| value.as_str().expect("a text").trim().to_owned())
}

/// Orders a stock for cash; gives the number.
async fn buy(server: &mock::Server, quantity: &str, price: &str) -> String {
    let values = [("PDNO", "005930"), ("ORD_DVSN", "00"), ("ORD_QTY", quantity), ("ORD_UNPR", price)];
    let answer = ask(server, &order_cash::TR, "TTTC0012U", &values).await;
    answer["output"]["ODNO"].as_str().expect("a number").to_owned()
}

async fn change(server: &mock::Server, number: &str, code: &str, quantity: &str, all: &str) -> String {
    let values = [
        ("ORGN_ODNO", number),
        ("RVSE_CNCL_DVSN_CD", code),
        ("ORD_QTY", quantity),
        ("ORD_UNPR", "70000"),
        ("QTY_ALL_ORD_YN", all),
    ];
    let answer = ask(server, &order_rvsecncl::TR, "TTTC0013U", &values).await;
    answer["output"]["ODNO"].as_str().expect("a number").to_owned()
}

/// 주식일별주문체결조회
async fn list(server: &mock::Server, values: &[(&str, &str)]) -> Vec<Value> {
    rows(&ask(server, &inquire_daily_ccld::TR, "TTTC0081R", values).await)
}

/// 미체결내역: only what can still be filled.
async fn open(server: &mock::Server) -> Vec<Option<String>> {
    let answer = ask(server, &pension::inquire_daily_ccld::TR, "TTTC2210R", &[]).await;
    rows(&answer).iter().map(|row| said(row, &["ODNO"])).collect()
}

fn product(tr: &Tr) -> &str {
    tr.source.split('/').next().unwrap_or_default()
}

/// The orders that make something new, by their tables.
fn orders() -> impl Iterator<Item = &'static Tr> {
    let has = |tr: &Tr, names: &[&str]| tr.parameters.iter().any(|parameter| names.contains(&parameter.name));
    let all = TRANSACTIONS.iter().copied().filter(|tr| tr.kind == Kind::Order);
    all.filter(move |tr| has(tr, &QUANTITY) && !has(tr, &["ORGN_ODNO"]) && !tr.title.contains("취소"))
}

/// The lists that are about orders, by their tables.
fn lists(tr: &Tr) -> Vec<&'static Tr> {
    let reserved = |tr: &Tr| tr.title.contains("예약");
    let fields = |field: &Field| match field.kind {
        FieldKind::Array(fields) => fields.iter().map(|field| field.name.to_ascii_uppercase()).collect(),
        _ => Vec::new(),
    };
    let has = |names: &[String], wanted: &[&str]| wanted.iter().any(|wanted| names.iter().any(|name| name == wanted));
    let is_list = |other: &Tr| {
        let names: Vec<String> = other.response.iter().flat_map(fields).collect();
        other.kind == Kind::Query && has(&names, &NUMBER) && has(&names, &QUANTITY)
    };
    let all = TRANSACTIONS.iter().copied().filter(|other| product(other) == product(tr) && is_list(other));
    all.filter(|other| reserved(other) == reserved(tr)).collect()
}

#[tokio::test]
async fn every_order_is_in_every_list_of_its_product() {
    let mut seen = 0;
    for tr in orders() {
        for id in tr.tr_ids {
            let server = start().await;
            let quantity = QUANTITY.map(|name| (name, "7"));
            let price = PRICE.map(|name| (name, "1234.5"));
            let stock = STOCK.map(|name| (name, "005930"));
            let side = SIDE.map(|name| (name, "02"));
            let values: Vec<_> = [&quantity[..], &price[..], &stock[..], &side[..]].concat();
            ask(&server, tr, id.real, &values).await;
            let order = server.orders().pop().unwrap_or_else(|| panic!("{} stands", tr.title));
            // An id that is for both leaves it to the parameter.
            let is_sale = id.label.contains("매도") && !id.label.contains("매수");
            let expected_side = if is_sale { "01" } else { "02" };
            for list in lists(tr) {
                let about = format!("{} in {}", id.real, list.title);
                let answer = ask(&server, list, list.tr_ids[0].real, &[]).await;
                let [row] = rows(&answer).try_into().unwrap_or_else(|rows| panic!("{about}: {rows:?}"));
                assert!(
                    NUMBER.iter().any(|name| said(&row, &[name]).as_ref() == Some(&order.number)),
                    "{about}: {row}"
                );
                assert_eq!(said(&row, &STOCK).unwrap_or("005930".to_owned()), "005930", "{about}");
                assert_eq!(said(&row, &QUANTITY).as_deref(), Some("7"), "{about}: {row}");
                assert_eq!(said(&row, &PRICE).as_deref(), Some("1234.5"), "{about}: {row}");
                assert_eq!(said(&row, &SIDE).unwrap_or(expected_side.to_owned()), expected_side, "{about}: {row}");
                let (day, time) = order.time.split_once(' ').expect("a day and a time");
                assert_eq!(said(&row, &["ORD_DT"]).unwrap_or(day.replace('-', "")), day.replace('-', ""), "{about}");
                assert_eq!(said(&row, &["ORD_TMD"]).unwrap_or(time.replace(':', "")), time.replace(':', ""), "{about}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 5, "{seen} pairs of an order and a list");
}

#[tokio::test]
async fn an_account_without_orders_has_none() {
    let server = start().await;
    let answer = ask(&server, &inquire_daily_ccld::TR, "TTTC0081R", &[]).await;
    assert_eq!((&answer["rt_cd"], &answer["msg_cd"]), (&json!("0"), &json!("KIOK0560")));
    assert_eq!(rows(&answer), Vec::<Value>::new());
}

#[tokio::test]
async fn corrections_and_cancellations_change_what_is_shown() {
    let server = start().await;
    let first = buy(&server, "10", "71500").await;
    let corrected = change(&server, &first, "01", "4", "N").await;
    let shown = |row: &Value| {
        let names = ["odno", "orgn_odno", "pdno", "ord_qty", "rmn_qty", "cncl_cfrm_qty", "cncl_yn", "ord_unpr"];
        names.map(|name| said(row, &[name]).expect("a field"))
    };
    let rows = list(&server, &[]).await;
    assert_eq!(shown(&rows[0]), [&first, "", "005930", "10", "6", "0", "N", "71500"]);
    assert_eq!(shown(&rows[1]), [&corrected, &first, "005930", "4", "4", "0", "N", "70000"]);
    assert_eq!(open(&server).await, [Some(first.clone()), Some(corrected.clone())]);

    // Without the zeros before it, and all that is left.
    let cancelled = change(&server, first.trim_start_matches('0'), "02", "0", "Y").await;
    let rows = list(&server, &[]).await;
    assert_eq!(shown(&rows[0]), [&first, "", "005930", "10", "0", "6", "Y", "71500"]);
    let original = first.trim_start_matches('0');
    assert_eq!(shown(&rows[2]), [&cancelled, original, "005930", "6", "0", "0", "N", "70000"]);
    assert_eq!(open(&server).await, [Some(corrected)]);
    assert_eq!(said(&rows[2], &["sll_buy_dvsn_cd"]).as_deref(), Some("02"), "as the order that it cancels");
    assert!(!format!("{server:?}").contains("50001234"), "what an order takes over from another one is not shown");
}

#[tokio::test]
async fn a_change_of_an_order_that_nobody_knows_changes_nothing() {
    let server = start().await;
    let first = buy(&server, "10", "71500").await;
    change(&server, "0000000001", "02", "0", "Y").await;
    let rows = list(&server, &[]).await;
    assert_eq!((rows.len(), said(&rows[0], &["rmn_qty"]).as_deref()), (2, Some("10")));
    assert_eq!(open(&server).await, [Some(first)]);
}

#[tokio::test]
async fn a_list_shows_what_it_is_asked_for() {
    let server = start().await;
    let number = buy(&server, "10", "71500").await;
    let day = server.orders()[0].time[..10].replace('-', "");
    for (values, expected) in [
        (vec![], 1),
        (vec![("CANO", "50001235")], 0),
        (vec![("ACNT_PRDT_CD", "22")], 0),
        (vec![("INQR_STRT_DT", day.as_str()), ("INQR_END_DT", day.as_str())], 1),
        (vec![("INQR_STRT_DT", "20200101"), ("INQR_END_DT", "20200131")], 0),
        (vec![("INQR_STRT_DT", "29991231")], 0),
        (vec![("SLL_BUY_DVSN_CD", "00")], 1),
        (vec![("SLL_BUY_DVSN_CD", "02")], 1),
        (vec![("SLL_BUY_DVSN_CD", "01")], 0),
        (vec![("PDNO", "005930")], 1),
        (vec![("PDNO", "000660")], 0),
        (vec![("ODNO", number.as_str())], 1),
        (vec![("ODNO", "0000000009")], 0),
        (vec![("EXCG_ID_DVSN_CD", "KRX")], 1),
        (vec![("CCLD_DVSN", "02")], 1),
        (vec![("CCLD_DVSN", "01")], 0),
    ] {
        assert_eq!(list(&server, &values).await.len(), expected, "{values:?}");
    }
}

/// The client's own paging, over more orders than a page has.
#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let server = start().await;
    let mut numbers = Vec::new();
    for _ in 0..9 {
        numbers.push(buy(&server, "1", "71500").await);
    }
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    let pages = client.pages(today(&server, &server.account("01"))).collect_all().await.expect("all of them");
    assert_eq!(pages.iter().map(|page| page.output1.len()).collect::<Vec<_>>(), [4, 4, 1]);
    let listed: Vec<_> = pages.into_iter().flat_map(|page| page.output1).map(|row| row.odno).collect();
    assert_eq!(listed, numbers);
}

/// The orders of the day on which the server is.
fn today(server: &mock::Server, account: &Account) -> inquire_daily_ccld::Request {
    use inquire_daily_ccld::{ExcgIdDvsnCd, Period, Request, SllBuyDvsnCd};
    let day = server.orders().last().map_or("2025-01-01".to_owned(), |order| order.time[..10].to_owned());
    let day = day.parse::<kis_sdk::Date>().expect("a day");
    let period = Period::WithinThreeMonths;
    // All of them, filled or not, oldest first.
    Request::new(period, account, day, day, SllBuyDvsnCd::ALL, "", "00", "01", "", "00", ExcgIdDvsnCd::KRX)
}

/// What a program does that doesn't know what became of its order: it looks it up by what the error says that it sent.
#[tokio::test]
async fn an_order_whose_answer_is_lost_is_found_again() {
    use order_cash::{OrdDvsn, Request, Side};

    for (fault, stands) in [(Fault::ResetAfter, 1), (Fault::HtmlProcessed(504), 1), (Fault::Html(503), 0)] {
        let server = start().await;
        buy(&server, "10", "71500").await;
        server.fault(Target::Orders, fault.clone());
        let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
        let account = server.account("01");
        let request = Request::new(Side::Sell, &account, "000660", OrdDvsn::LIMIT, 3.into(), 187_300.into());
        let error = order_cash::send(&client, &request).await.expect_err("no answer");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{fault}");
        let sent = error.sent().expect("what it sent");

        let answer = client.send(&today(&server, &account)).await.expect("the list");
        let is_it = |row: &&inquire_daily_ccld::Output1| {
            let number = |name: &str| sent.parameter(name).and_then(|text| text.parse::<kis_sdk::Decimal>().ok());
            Some(row.pdno.as_str()) == sent.parameter("PDNO")
                && row.ord_qty == number("ORD_QTY")
                && row.ord_unpr == number("ORD_UNPR")
        };
        let found: Vec<_> = answer.output1.iter().filter(is_it).collect();
        assert_eq!(found.len(), stands, "{fault}");
        let standing = server.orders().split_off(1);
        assert_eq!(
            found.iter().map(|row| (&row.odno, row.sll_buy_dvsn_cd.as_ref())).collect::<Vec<_>>(),
            standing.iter().map(|order| (&order.number, "01")).collect::<Vec<_>>()
        );
    }
}
