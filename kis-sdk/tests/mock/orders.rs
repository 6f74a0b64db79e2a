//! What becomes of an order under every fault: what its sender sees, and whether it stands.

use tokio::io::AsyncWriteExt as _;

use super::*;

/// What a sender sees of an order that stood or didn't.
#[derive(Debug, PartialEq)]
enum Sight {
    /// A whole answer: HTTP status and code.
    Answer(u16, String),
    /// Fewer bytes than were announced.
    CutOff,
    /// An end without a byte.
    Nothing(End),
    /// No byte and no end.
    Silence,
    /// A beginning, and no end.
    Dribble,
}

/// Sends an order; looks for a while only where no end is to be expected.
async fn sight(server: &mock::Server, ask: &Ask, fault: &Fault) -> Sight {
    let seen = match fault {
        Fault::Silent => {
            let mut stream = raw::connect(server).await;
            stream.write_all(&ask.bytes()).await.expect("sent");
            until(|| !server.orders().is_empty()).await;
            raw::read_some(&mut stream, |_| true).await
        }
        _ => ask.send(server).await,
    };
    if seen.bytes.is_empty() {
        return if seen.end == End::Open { Sight::Silence } else { Sight::Nothing(seen.end) };
    }
    match (seen.end, seen.body().len() < seen.content_length()) {
        (End::Closed, true) => Sight::CutOff,
        (End::Closed, false) => {
            let (status, code) = seen.code();
            Sight::Answer(status, code)
        }
        (..) => Sight::Dribble,
    }
}

/// What is to be seen, and whether the order stands.
fn expected(fault: &Fault) -> (Sight, bool) {
    let done = || Sight::Answer(200, "APBK0013".to_owned());
    match fault {
        Fault::Code(code) => {
            let Sight::Answer(status, code) = documented(code) else { unreachable!("an answer") };
            (Sight::Answer(status, code), false)
        }
        Fault::Html(status) => (Sight::Answer(*status, String::new()), false),
        Fault::HtmlProcessed(status) => (Sight::Answer(*status, String::new()), true),
        Fault::Silent => (Sight::Silence, true),
        Fault::CutOff => (Sight::CutOff, true),
        Fault::Close => (Sight::Nothing(End::Closed), true),
        Fault::ResetBefore => (Sight::Nothing(End::Reset), false),
        Fault::ResetAfter => (Sight::Nothing(End::Reset), true),
        Fault::TokenLost => (Sight::Answer(500, "EGW00123".to_owned()), false),
        Fault::Malformed | Fault::EmptyBody | Fault::NoEnvelope => (Sight::Answer(200, String::new()), true),
        _ => (done(), true),
    }
}

/// The HTTP status of each code.
fn documented(code: &str) -> Sight {
    let status = match code {
        "EGW00102" | "EGW00104" | "EGW00133" => 403,
        "APBK0919" => 400,
        code if code.starts_with("EGW") || matches!(code, "OPSQ0003" | "OPSQ1002") => 500,
        _ => 200,
    };
    Sight::Answer(status, code.to_owned())
}

#[tokio::test]
async fn every_fault_of_an_order() {
    for fault in Fault::every() {
        let server = start().await;
        let ask = order(&server).await;
        server.fault(Target::Orders, fault.clone());
        let seen = sight(&server, &ask, &fault).await;
        let stands = !server.orders().is_empty();
        assert_eq!((seen, stands), expected(&fault), "{fault}");
        assert_eq!(server.arrived(order_cash::TR.path), 1);
        let was_read = server.received().iter().any(|received| received.path == order_cash::TR.path);
        assert_eq!(was_read, fault != Fault::ResetBefore, "{fault}");
        assert_eq!(server.played(), [(fault.to_string(), 1)].into());
    }
}

#[tokio::test]
async fn the_answer_shows_the_number_in_the_ledger() {
    let server = start().await;
    let ask = order(&server).await;
    for _ in 0..2 {
        let output = ask.send(&server).await.json()["output"].clone();
        let order = server.orders().pop().expect("it stands");
        assert_eq!(output["ODNO"], json!(order.number));
        assert_eq!((order.number.len(), order.tr_id.as_str(), order.app_key.as_str()), (10, "TTTC0012U", KEY));
        assert_eq!(order.parameter("CANO"), Some("50001234"));
        assert!(!format!("{order:?}").contains("50001234") && !format!("{order:?}").contains(KEY), "{order:?}");
    }
    let orders = server.orders();
    assert_ne!(orders[0].number, orders[1].number);
}

#[tokio::test]
async fn a_refused_order_does_not_stand() {
    let server = start().await;
    let ask = order(&server).await;
    assert_eq!(ask.clone().header("appsecret", Some("x")).send(&server).await.code().1, "EGW00105");
    let without = Ask { body: ask.body.replace("ORD_QTY", "QTY"), ..ask.clone() };
    assert_eq!(without.send(&server).await.code().1, "OPSQ2001");
    server.reply(&order_cash::TR, mock::Reply::refusal("1", "APBK0918", "주문가능금액을 초과 했습니다"));
    assert_eq!(ask.send(&server).await.code().1, "APBK0918");
    assert_eq!(server.orders().len(), 0);
    server.reply(&order_cash::TR, mock::Reply::json(r#"{"rt_cd":"0","output":{"ODNO":"1"}}"#));
    ask.send(&server).await;
    assert_eq!(server.orders().len(), 1, "a scripted answer that accepts it");
    bonds(&server).await.send(&server).await;
    assert_eq!(server.orders().len(), 1, "a query is no order");
}

#[tokio::test]
async fn an_answer_of_one_s_own_before_or_after_the_order_stands() {
    for (fault, stands) in [
        (Fault::Answer(mock::Reply::json("{}").status(418)), 0),
        (Fault::AnswerProcessed(mock::Reply::json("{}").status(418)), 1),
    ] {
        let server = start().await;
        let ask = order(&server).await;
        server.fault(&order_cash::TR, fault);
        assert_eq!(ask.send(&server).await.status(), 418);
        assert_eq!(server.orders().len(), stands);
    }
}
