//! Orders: what they say, the question before they leave, and what is said of those in doubt.

use insta::assert_snapshot;
use kis_sdk::domestic_stock::trading::order_cash;
use kis_sdk::mock::{Fault, Reply, Target};

use super::{Mock, User};

const BUY: &str = "call order-cash side=buy PDNO=005930 ORD_DVSN=limit ORD_QTY=10 ORD_UNPR=71500 --url URL";

#[test]
fn where_nobody_can_be_asked_an_order_needs_yes() {
    let mock = Mock::start();
    let user = User::of(&mock);
    for env in ["real", "paper", "mock"] {
        let said = user.kis(&format!("{BUY} --env {env}")).failed(2);
        assert!(said.contains("--yes") && said.contains("nothing was sent"), "{said}");
    }
    assert_eq!(mock.server.orders().len(), 0);
    assert_eq!(mock.server.traffic().arrived, 0, "nothing left");
    let ran = user.kis(&format!("{BUY} --env real --yes"));
    assert_snapshot!("order_summary", ran.err.replace(&mock.server.url(), "<server>"));
    assert!(ran.ok().contains("ODNO"));
    let orders = mock.server.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(mock.server.received().pop().unwrap().header("tr_id"), Some("TTTC0012U"));
}

#[test]
fn an_id_chooses_among_several() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let order = "PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --yes --env mock --url URL";
    for (chosen, id) in [
        ("call TTTC0011U", "TTTC0011U"),
        ("call VTTC0012U", "TTTC0012U"),
        ("call order-cash side=sell", "TTTC0011U"),
        ("call order-cash SIDE=매수", "TTTC0012U"),
        ("call order-cash --tr-id TTTC0012U", "TTTC0012U"),
        ("call order-cash tr_id=tttc0011u", "TTTC0011U"),
    ] {
        user.kis(&format!("{chosen} {order}")).ok();
        assert_eq!(mock.server.received().pop().unwrap().header("tr_id"), Some(id), "{chosen}");
    }
    let said = user.kis(&format!("call TTTC0011U side=buy {order}")).failed(2);
    assert!(said.contains("two of its ids"), "{said}");
}

/// The account above the order is the one that is sent.
#[test]
fn another_account_is_shown_as_what_is_sent() {
    let mock = Mock::start();
    let ran = User::of(&mock).kis(&format!("{BUY} CANO=11112222 ACNT_PRDT_CD=02 --env real --yes"));
    assert!(ran.err.contains("account 11****22-02") && !ran.err.contains("87****21"), "{}", ran.err);
    ran.ok();
    assert_eq!(mock.server.received().pop().unwrap().parameter("CANO"), Some("11112222"));
}

/// What is sent by default can depend on the id.
#[test]
fn defaults_follow_the_choice() {
    let user = User::new();
    let shown = |id: &str| {
        let line = format!(
            "call {id} OVRS_EXCG_CD=NASD PDNO=AAPL ORD_QTY=1 OVRS_ORD_UNPR=200 ORD_DVSN=00 ORD_SVR_DVSN_CD=0 --dry-run --env mock"
        );
        let out = user.kis(&line).ok();
        let line = out.lines().find(|line| line.contains("SLL_TYPE")).unwrap();
        line.split_once("판매유형").unwrap().1.trim().to_owned()
    };
    assert_eq!((shown("TTTT1002U").as_str(), shown("TTTT1006U").as_str()), ("(blank)", "00 매도"));
}

#[test]
fn a_dry_run_sends_nothing_and_needs_no_credentials() {
    let user = User::new();
    let line = "call order-cash side=buy PDNO=005930 ORD_DVSN=limit ORD_QTY=10 ORD_UNPR=71500 --dry-run";
    assert_snapshot!("dry_run_without_account", user.kis(line).ok());
    assert_snapshot!("dry_run_paper", user.kis(&format!("{line} --env paper --account 87654321-01")).ok());
}

#[test]
fn an_outcome_that_nobody_knows_has_a_code_and_advice_of_its_own() {
    for fault in [Fault::ResetAfter, Fault::Html(503), Fault::CutOff] {
        let mock = Mock::start();
        mock.server.fault(Target::Orders, fault.clone());
        let said = User::of(&mock).kis(&format!("{BUY} --env real --yes")).failed(7);
        assert!(said.contains("DON'T send it again") && said.contains("PDNO=005930"), "{fault}: {said}");
        assert!(mock.server.received().iter().filter(|request| request.path.ends_with("order-cash")).count() <= 1);
    }
}

/// It stands. Nobody has to send it again to see what the server said of it.
#[test]
fn an_accepted_order_whose_answer_can_not_be_read_shows_it() {
    let mock = Mock::start();
    let body = r#"{"rt_cd":"0","msg_cd":"APBK0013","msg1":"","output":{"ODNO":"0000117057","X":"\ud800"}}"#;
    mock.server.reply(&order_cash::TR, Reply::json(body));
    let ran = User::of(&mock).kis(&format!("{BUY} --env real --yes"));
    assert_eq!(ran.out, format!("{body}\n"));
    let said = ran.failed(6);
    assert!(said.contains("ACCEPTED") && said.contains("don't send it again"), "{said}");
    assert!(said.contains("its body is shown") && !said.contains("--raw"), "{said}");
}

#[test]
fn a_refused_order_is_a_refusal() {
    let mock = Mock::start();
    mock.server.fault(Target::Orders, Fault::code("APBK0919"));
    let said = User::of(&mock).kis(&format!("{BUY} --env real --yes")).failed(4);
    assert!(said.contains("APBK0919"), "{said}");
    assert_eq!(mock.server.orders().len(), 0);
}

/// At a terminal the program asks, and on the real host `y` isn't enough.
#[cfg(unix)]
mod at_a_terminal {
    use super::super::terminal;
    use super::*;

    /// Runs the order at a terminal, types an answer to the question, and gives what the terminal showed and the code.
    fn typed(mock: &Mock, env: &str, answer: &str) -> (String, Option<i32>) {
        let line = format!("{BUY} --env {env}").replace("URL", &mock.server.url());
        let is_asked = |shown: &str| shown.ends_with("to send it: ") || shown.ends_with("[y/N] ");
        terminal::run(&User::of(mock), &line, is_asked, answer)
    }

    #[test]
    fn only_yes_in_full_sends_real_money() {
        for (answer, orders, code) in [("y\n", 0, 1), ("\n", 0, 1), ("YES\n", 0, 1), ("yes\n", 1, 0)] {
            let mock = Mock::start();
            let (shown, ended) = typed(&mock, "real", answer);
            assert_eq!((mock.server.orders().len(), ended), (orders, Some(code)), "{answer:?}\n{shown}");
            for part in ["real", "87****21-01", "매수", "005930", "주문수량", "10", "71500", "yes in full"] {
                assert!(shown.contains(part), "{part}\n{shown}");
            }
            assert!(!shown.contains("87654321"), "{shown}");
        }
    }

    #[test]
    fn elsewhere_y_is_enough() {
        let mock = Mock::start();
        let (shown, code) = typed(&mock, "mock", "y\n");
        assert_eq!((mock.server.orders().len(), code), (1, Some(0)), "{shown}");
        let (shown, code) = typed(&mock, "mock", "n\n");
        assert_eq!((mock.server.orders().len(), code), (1, Some(1)), "{shown}");
        assert!(shown.contains("nothing was sent"), "{shown}");
    }
}
