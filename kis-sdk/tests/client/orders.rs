//! What must hold for everything that changes state at the broker: it is sent once, and a doubt is called a doubt.
//!
//! The order here is made by hand, in the form in which generated modules have theirs.

use kis_sdk::descriptor::{Answer, Call, Endpoint, Kind, Method, Record, Tr, Walker, fmt_record};
use kis_sdk::{Account, Coded, Decimal, Envelope, ErrorKind, Time};

use super::*;

static TR: Tr = Tr::new(
    "시험 주문",
    "",
    "test/order.yaml",
    Kind::Order,
    Method::Post,
    "/uapi/test/v1/trading/order",
    "TEST0001U |",
    "
    CANO | account-number | 8 | | 종합계좌번호
    ACNT_PRDT_CD | account-product | 2 | | 계좌상품코드
    ORD_QTY | caller | 10 | | 주문수량
    ORD_UNPR | caller optional | 19 | =0 | 주문단가
    ",
    &[],
    "
    output | array | | 응답상세
        ODNO | text | 10 | 주문번호
        ORD_TMD | time | 6 | 주문시각
    ",
    &[],
);

#[derive(Clone, Debug)]
struct Order(Call);

impl Order {
    fn new(account: &Account, quantity: Decimal) -> Self {
        Self(Call::new(&TR).account(account).with(2, quantity))
    }
}

impl Endpoint for Order {
    type Answer = Placed;
    const TR: &'static Tr = &TR;

    fn call(&self) -> &Call {
        &self.0
    }
}

#[derive(Clone, Default)]
struct Placed {
    envelope: Envelope,
    output: Vec<Receipt>,
}

#[derive(Clone, Default)]
struct Receipt {
    odno: String,
    ord_tmd: Option<Time>,
}

impl Record for Placed {
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
        Self { output: walker.rows(&self.output), envelope: walker.envelope(&self.envelope) }
    }
}

impl Record for Receipt {
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
        Self { odno: walker.text(&self.odno), ord_tmd: walker.time(self.ord_tmd) }
    }
}

impl Answer for Placed {
    fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

impl std::fmt::Debug for Placed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fmt_record("Placed", &TR, 0, self, f)
    }
}

/// Sends one order that gets this answer; gives the outcome and how often the order arrived.
async fn order(reply: mock::Reply) -> (Result<Placed, Error>, usize) {
    let (server, client) = connect().await;
    server.reply(&TR, reply);
    let outcome = client.send(&Order::new(&server.account("01"), Decimal::from(10))).await;
    (outcome, calls(&server).len())
}

#[tokio::test]
async fn an_order_is_posted_as_texts_in_the_page_s_order() {
    let (server, client) = connect().await;
    let reply = r#"{"rt_cd":"0","msg_cd":"APBK0013","msg1":"주문 전송 완료 되었습니다.",
        "output":{"ODNO":"0000503800","ORD_TMD":"152400","SOR_ODNO":""}}"#;
    server.reply(&TR, mock::Reply::json(reply));
    let placed = client.send(&Order::new(&server.account("01"), Decimal::new(1000, 2))).await.expect("placed");
    assert_eq!(placed.output[0].odno, "0000503800");
    assert_eq!(placed.output[0].ord_tmd, Some(Time::constant(15, 24, 0, 0)));
    assert_eq!(format!("{placed:?}"), r#"Placed { output: [output { ODNO: "0000503800", ORD_TMD: 15:24:00 }] }"#);

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!(call.method, "POST");
    assert_eq!(call.body, r#"{"CANO":"50001234","ACNT_PRDT_CD":"01","ORD_QTY":"10","ORD_UNPR":"0"}"#);
    assert_eq!(call.header("tr_id"), Some("TEST0001U"));
}

#[tokio::test]
async fn a_refused_order_is_refused() {
    for status in [200, 400, 500] {
        let refusal = mock::Reply::refusal("1", "APBK0918", "주문가능금액을 초과 했습니다").status(status);
        let (outcome, arrived) = order(refusal).await;
        let error = outcome.expect_err("refused");
        assert_eq!((error.kind(), error.code(), arrived), (ErrorKind::Refused, Some("APBK0918"), 1));
    }
}

/// "No data" is an empty answer to a question; to an order it is no.
#[tokio::test]
async fn an_order_that_finds_no_data_is_refused() {
    for code in ["KIOK0560", "APBK1631"] {
        let (outcome, arrived) = order(mock::Reply::refusal("1", code, "조회할 내용이 없습니다")).await;
        let error = outcome.expect_err("refused");
        assert_eq!((error.kind(), error.code(), arrived), (ErrorKind::Refused, Some(code), 1));
    }
}

#[tokio::test]
async fn an_order_without_an_envelope_in_the_answer_is_in_doubt() {
    for reply in [
        mock::Reply::text("<html>점검중</html>").status(503),
        mock::Reply::text("").status(502),
        mock::Reply::json(r#"{"rt_cd":"0","output":{"ODNO":"00"#),
        mock::Reply::refusal("1", "EGW00316", "일시적인 오류").status(500),
        mock::Reply::json("{}"),
        mock::Reply::json(r#"{"rt_cd":"","msg_cd":"","msg1":""}"#),
        mock::Reply::json(r#"{"rt_cd":"","msg_cd":"KIOK0560","msg1":"조회할 내용이 없습니다"}"#),
        // Yes and no in one.
        mock::Reply::json(r#"{"rt_cd":"0","msg_cd":"KIOK0560","msg1":"조회할 내용이 없습니다"}"#),
        mock::Reply::json(
            r#"{"rt_cd":"0","error_code":"EGW00201","error_description":"초당 거래건수를 초과하였습니다."}"#,
        ),
    ] {
        let (outcome, arrived) = order(reply).await;
        let error = outcome.expect_err("in doubt");
        assert_eq!((error.kind(), arrived), (ErrorKind::OutcomeUnknown, 1));
        assert!(error.to_string().contains("look it up before you send it again"), "{error}");
    }
}

#[tokio::test]
async fn a_dead_token_does_not_send_an_order_twice() {
    let (outcome, arrived) =
        order(mock::Reply::refusal("1", "EGW00123", "기간이 만료된 token 입니다.").status(500)).await;
    let error = outcome.expect_err("not sent again");
    assert_eq!((error.kind(), error.code(), arrived), (ErrorKind::Auth, Some("EGW00123"), 1));
}

#[tokio::test]
async fn the_call_after_a_dead_token_asks_for_another() {
    let (server, client) = connect().await;
    let request = Order::new(&server.account("01"), Decimal::ONE);
    server.reply(&TR, mock::Reply::refusal("1", "EGW00123", "기간이 만료된 token 입니다.").status(500));
    server.reply(&TR, mock::Reply::json(r#"{"rt_cd":"0","output":{"ODNO":"1"}}"#));
    client.send(&request).await.expect_err("refused");
    server.drop_token();
    client.send(&request).await.expect("the caller's own second try");
    assert_eq!((calls(&server).len(), token_requests(&server)), (2, 2));
}

#[tokio::test]
async fn an_accepted_order_with_a_malformed_receipt_says_that_it_was_accepted() {
    let (outcome, arrived) = order(mock::Reply::json(r#"{"rt_cd":"0","output":{"ODNO":"1","ORD_TMD":"?"}}"#)).await;
    let error = outcome.expect_err("malformed");
    assert_eq!((error.kind(), arrived), (ErrorKind::Decode, 1));
    assert!(error.to_string().contains("the server ACCEPTED the order"), "{error}");
}

#[tokio::test]
async fn an_order_that_gets_no_answer_is_in_doubt_and_one_that_never_left_is_not() {
    let error = errors::rude(b"", order_on).await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "time-out");
    let error = errors::rude(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"rt_cd\":", order_on).await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "cut off");
    let (server, client) = connect().await;
    let request = Order::new(&server.account("01"), Decimal::ONE);
    drop(server);
    tokio::task::yield_now().await;
    let kind = client.send(&request).await.expect_err("nobody there").kind();
    assert!(matches!(kind, ErrorKind::Network), "{kind:?}");
}

fn order_on(account: &Account) -> Order {
    Order::new(account, Decimal::ONE)
}

/// A generated order, as a trading program sends it.
#[tokio::test]
async fn a_cash_order() {
    use kis_sdk::domestic_stock::trading::order_cash::{self, ExcgIdDvsnCd, OrdDvsn, Side};

    let (server, client) = connect().await;
    let receipt = r#"{"rt_cd":"0","msg_cd":"APBK0013","msg1":"주문 전송 완료 되었습니다.",
        "output":{"KRX_FWDG_ORD_ORGNO":"03930","ODNO":"0000503800","ORD_TMD":"152400","SOR_ODNO":""}}"#;
    server.reply(&order_cash::TR, mock::Reply::json(receipt));
    let (quantity, price) = (Decimal::from(3), Decimal::from(71_500));
    let request = order_cash::Request::new(Side::Buy, &server.account("01"), "005930", OrdDvsn::LIMIT, quantity, price);
    let answer = order_cash::send(&client, &request.excg_id_dvsn_cd(ExcgIdDvsnCd::KRX)).await.expect("accepted");
    assert_eq!(answer.output.expect("a receipt").odno, "0000503800");

    let [call] = calls(&server).try_into().expect("one call");
    assert_eq!(call.header("tr_id"), Some("TTTC0012U"));
    assert_eq!(
        call.body,
        concat!(
            r#"{"CANO":"50001234","ACNT_PRDT_CD":"01","PDNO":"005930","SLL_TYPE":"","ORD_DVSN":"00","ORD_QTY":"3","#,
            r#""ORD_UNPR":"71500","CNDT_PRIC":"","EXCG_ID_DVSN_CD":"KRX"}"#,
        )
    );
}

/// What a default depends on is chosen with the TR id: a sell is marked as one, and a setter goes before both.
#[tokio::test]
async fn a_default_by_the_chosen_side() {
    use kis_sdk::overseas_stock::trading::order::{self, MarketSide, OrdDvsn, OvrsExcgCd};

    let (server, client) = connect().await;
    let (quantity, price) = (Decimal::from(1), Decimal::from(210));
    let request = |side| {
        let account = server.account("01");
        order::Request::new(side, &account, OvrsExcgCd::NASDAQ, "AAPL", quantity, price, OrdDvsn::LIMIT)
    };
    let receipt =
        r#"{"rt_cd":"0","msg_cd":"APBK0013","msg1":"주문 전송 완료 되었습니다.","output":{"ODNO":"0030138295"}}"#;
    for (request, tr_id, sell_type) in [
        (request(MarketSide::UsSell), "TTTT1006U", "00"),
        (request(MarketSide::UsBuy), "TTTT1002U", ""),
        (request(MarketSide::JapanSell).sll_type("01".into()), "TTTS0307U", "01"),
    ] {
        server.reply(&order::TR, mock::Reply::json(receipt));
        order::send(&client, &request).await.expect("accepted");
        let sent = calls(&server).pop().expect("a call");
        assert_eq!(sent.header("tr_id"), Some(tr_id));
        assert_eq!(sent.parameter("SLL_TYPE"), Some(sell_type), "{tr_id}");
    }
}

/// One type where it is the same thing, under the name of each page.
#[test]
fn pages_share_a_type() {
    use kis_sdk::codes::OverseasOrderExchange;
    use kis_sdk::overseas_stock::trading::{order, order_rvsecncl};

    let exchange: Coded<order::OvrsExcgCd> = OverseasOrderExchange::NASDAQ;
    let same: Coded<order_rvsecncl::OvrsExcgCd> = exchange.clone();
    assert_eq!(same, order::OvrsExcgCd::NASDAQ);
    assert_eq!(exchange.as_ref(), "NASD");
}
