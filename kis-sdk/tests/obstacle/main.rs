//! Generated code for every awkward page that the generator's tests know: it compiles, and it works.
//!
//! `api/` is written by `cargo xtask codegen --spec codegen/tests/obstacle --out kis-sdk/tests/obstacle/api`. It stands
//! for a user's own descriptors as well: nothing in it reaches into this crate.

#[path = "../support/watch.rs"]
mod watch;

#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, reason = "a crate of its own in any other place")]
mod api;

use api::domestic_stock::quotations::type_::{self as awkward, Sign};
use api::domestic_stock::realtime::trade_krx::{self as trade, PrdyVrssSign};
use api::domestic_stock::trading::order_cash::{self, OrdDvsn, OrderSide};
use kis_sdk::descriptor::{Field, FieldKind, Kind, Subscription, columns};
use kis_sdk::{BaseUrl, Client, Date, Decimal, Envelope, Environment, ErrorKind, Time, mock};

async fn connect() -> (mock::Server, Client) {
    watch::the_log();
    let server = mock::Server::start().await.expect("a free port");
    let client = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    (server, client)
}

fn order(server: &mock::Server, side: OrderSide) -> order_cash::Request {
    let (time, day) = (Time::constant(9, 0, 1, 0), Date::constant(2026, 5, 29));
    let price = Decimal::new(7_150_000, 2);
    order_cash::Request::new(
        side,
        &server.account("01"),
        "005930",
        OrdDvsn::LIMIT,
        Decimal::TEN,
        price,
        time,
        day,
        "a",
        "b",
        "c",
    )
}

#[tokio::test]
async fn the_choice_of_a_side_is_the_choice_of_a_tr_id() {
    let (server, client) = connect().await;
    let placed = r#"{"rt_cd":"0","msg_cd":"APBK0013","msg1":"","output":
        {"KRX_FWDG_ORD_ORGNO":"03930","ODNO":"0000503800","ORD_TMD":"152400","ORD_DVSN":"00","SLL_TYPE":"9"}}"#;
    for (side, tr_id, sale) in [(OrderSide::Sell, "TTTC9011U", "01"), (OrderSide::Buy, "TTTC9012U", "")] {
        server.reply(&order_cash::TR, mock::Reply::json(placed));
        let answer = order_cash::send(&client, &order(&server, side)).await.expect("placed");
        let received = server.received().pop().expect("the order");
        assert_eq!(received.header("tr_id"), Some(tr_id));
        assert_eq!(
            received.body.replace(&format!(r#""SLL_TYPE":"{sale}""#), r#""SLL_TYPE":"?""#),
            concat!(
                r#"{"CANO":"50001234","ACNT_PRDT_CD":"01","PDNO":"005930","ORD_DVSN":"00","ORD_QTY":"10","#,
                r#""ORD_UNPR":"71500","ORD_TMD":"090001","ORD_DT":"20260529","ACCOUNT":"a","order_side":"b","#,
                r#""CNDT_PRIC":"","SLL_TYPE":"?","EXCG_ID_DVSN_CD":"","ALGO_NO":"c","call":"","RVSE_ACNT_NO":""}"#,
            )
        );
        let receipt = answer.output.expect("a receipt");
        assert_eq!((receipt.odno.as_str(), receipt.ord_tmd), ("0000503800", Some(Time::constant(15, 24, 0, 0))));
        assert_eq!(receipt.sll_type.as_ref(), "9", "a code that no page lists is kept");
        let shown = format!("{receipt:?}");
        assert!(shown.contains("ODNO") && !shown.contains("03930"), "{shown}");
    }
}

#[tokio::test]
async fn one_side_can_be_on_paper_and_the_other_not() {
    let server = mock::Server::start().await.expect("a free port");
    let paper = Environment::Custom(BaseUrl::new(&server.url()).expect("loopback").with_paper_ids());
    let client = Client::builder(paper, server.credentials()).build().expect("a client");
    server.reply(&order_cash::TR, mock::Reply::json(r#"{"rt_cd":"0"}"#));
    client.send(&order(&server, OrderSide::Sell)).await.expect("placed");
    assert_eq!(server.received().pop().expect("the order").header("tr_id"), Some("VTTC9011U"));
    let error = client.send(&order(&server, OrderSide::Buy)).await.expect_err("no paper id");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::NotOnPaper, Some("TTTC9012U")));
}

#[test]
fn a_request_shows_no_account_of_anybody() {
    let account = "50001234-01".parse().expect("an account");
    let (time, day) = (Time::midnight(), Date::constant(2026, 5, 29));
    let request = order_cash::Request::new(
        OrderSide::Buy,
        &account,
        "005930",
        OrdDvsn::MARKET,
        Decimal::ONE,
        Decimal::ZERO,
        time,
        day,
        "account-a",
        "b",
        "c",
    )
    .rvse_acnt_no("87654321-01");
    let shown = format!("{request:?}");
    for secret in ["50001234", "87654321", "account-a"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("005930"), "{shown}");
}

const BODY: &str = r#"{"rt_cd":"0","envelope":"e","ODNO":"1","odno2":"2","leaf":"x",
    "output1":[{"in":"5","Self":"s","52w_hgpr":"71500.0000","-futs_prpr":"365.15","SRS_CD_02…":"c","sign":"2",
        "cncl_cfrm_qty":"7","cano":"50001234","whtx":"w","count":3,"new_qty":"1",
        "list":[{"pdno":"a","sign":"0"},{"pdno":"b","sign":"1"}]}],
    "output2":[{"pdno":"x","new":"0","list":{"date":"20260529","time":"090000"}},{"pdno":"y","new":"1","list":{}}],
    "Record":{"abc":"5"}}"#;

#[tokio::test]
async fn awkward_names_decode() {
    let (server, client) = connect().await;
    server.reply(&awkward::TR, mock::Reply::json(BODY));
    let request = awkward::Request::new("NX".into(), "".into(), "A".into());
    let answer = awkward::send(&client, &request).await.expect("decodes");
    insta::assert_snapshot!(format!("{answer:#?}"));
    assert!(!format!("{answer:?}").contains("50001234"));
    assert_eq!(answer.output1[0].list[1].pdno, "b");
}

#[test]
fn tables_are_read_back_as_the_page_has_them() {
    let labels = |fields: &[Field]| fields.iter().map(|field| field.label).collect::<Vec<_>>();
    assert_eq!(
        labels(awkward::TR.record(1))[6..],
        ["종목\"코드\"", "부호", "취소확인수량", "종합계좌번호", "모름|둘\\셋", "건수", "안쪽"]
    );
    // Records are counted from the top of the page, inner ones after the one that they are in.
    let [.., last] = awkward::TR.record(1) else { panic!("it has fields") };
    assert!(matches!(last.kind, FieldKind::Array(inner) if labels(inner) == ["상품번호", "부호"]));
    assert_eq!(labels(awkward::TR.record(2)), ["상품번호", "부호"]);
    assert_eq!(labels(awkward::TR.record(3)), ["상품번호", "신규", "안쪽"]);
    assert_eq!(labels(awkward::TR.record(4)), ["날짜", "시간"]);
    assert_eq!(labels(awkward::TR.record(5)), ["값"]);
    assert_eq!(awkward::TR.record(0).len(), awkward::TR.response.len());
    let codes = |name: &str| awkward::TR.parameters[awkward::TR.parameter(name).expect("there")].codes;
    assert_eq!(
        codes("CODE").iter().map(|code| (code.code, code.label)).collect::<Vec<_>>(),
        [("A", "첫째"), ("B", "둘째")]
    );
    assert!(!awkward::TR.parameters[4].required && awkward::TR.parameters[4].codes.is_empty());
}

#[tokio::test]
async fn a_copy_is_the_same_until_something_in_it_changes() {
    let (server, client) = connect().await;
    server.reply(&awkward::TR, mock::Reply::json(BODY));
    let request = awkward::Request::new("NX".into(), "".into(), "A".into());
    let answer = awkward::send(&client, &request).await.expect("decodes");
    let copy = answer.clone();
    assert_eq!(copy, answer);
    assert_eq!(copy.envelope.raw_body(), answer.envelope.raw_body());
    assert_eq!(format!("{copy:?}"), format!("{answer:?}"));
    type Change = fn(&mut awkward::Response);
    let changes: [(&str, Change); 9] = [
        ("a text", |answer| answer.odno.push('1')),
        ("a hidden text", |answer| answer.output1[0].cano.push('1')),
        ("a number", |answer| answer.output1[0]._52w_hgpr = Some(Decimal::ONE)),
        ("a code", |answer| answer.output1[0].sign = Sign::UPPER_LIMIT),
        ("a row of a row", |answer| answer.output1[0].list[1].pdno.clear()),
        ("a row less", |answer| drop(answer.output1[0].list.pop())),
        ("a day", |answer| answer.output2[0].list.as_mut().expect("there").date = None),
        ("an object less", |answer| answer.output2[0].list = None),
        ("the envelope", |answer| answer.envelope = Envelope::default()),
    ];
    for (what, change) in changes {
        let mut copy = answer.clone();
        change(&mut copy);
        assert_ne!(copy, answer, "{what}");
    }
}

const COLUMNS: &str =
    "005930^0^e^093001^20260529^71500^2^7^ 82000.5 ^t^10^20^50001234-01^x^N^0.31^5^a column that no page lists^^";

#[test]
fn columns_of_a_frame_are_read_by_position() {
    let read = columns::<trade::Request>(COLUMNS).expect("more columns than documented are fine");
    insta::assert_snapshot!(format!("{read:#?}"));
    assert_eq!(read.acnt_no, "50001234-01");
    assert_eq!(read.prdy_vrss_sign, PrdyVrssSign::UP);
    assert_eq!(read.record.as_ref(), "7", "a code that no page lists is kept");
}

#[test]
fn missing_and_blank_columns_are_absent() {
    let read = columns::<trade::Request>("005930^^^^20260529").expect("the rest is missing");
    assert_eq!((read.mksc_shrn_iscd.as_str(), read.stck_cntg_hour), ("005930", None));
    assert_eq!((read.bsop_date, read.stck_prpr), (Some(Date::constant(2026, 5, 29)), None));
    assert_eq!((read.last, read.output.as_str(), read.prdy_vrss_sign.as_ref()), (None, "", ""));
    assert_eq!(columns::<trade::Request>("^^^^^^^^^^^^^^^^").expect("blanks"), trade::Record::default());
}

#[test]
fn a_malformed_column_is_named() {
    let error = columns::<trade::Request>(&COLUMNS.replace("71500", "7만")).expect_err("no number");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("H0ZZCNT0")));
    assert_eq!(
        error.to_string(),
        "H0ZZCNT0 ([연습] 실시간체결가): field STCK_PRPR 주식 현재가 holds \"7만\" where a decimal number is documented; \
         its descriptor (domestic-stock/realtime/trade-krx.yaml) needs a correction"
    );
}

#[test]
fn a_subscription_says_what_the_caller_knows() {
    let request = trade::Request::new("005930");
    assert_eq!(trade::Request::TR.kind, Kind::Realtime);
    assert_eq!(request.call().pairs().collect::<Vec<_>>(), [("tr_key", "005930")]);
    assert_eq!(request.call().tr_id().paper, Some("H0ZZCNT9"));
    assert!(!format!("{request:?}").contains("005930"), "a key can be the id of a person");
}
