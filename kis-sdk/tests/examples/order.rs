//! The example that spends money.

use crate::run::Run;

const ORDER: [&str; 4] = ["sell", "005930", "10", "71500"];

fn order(options: &[&str]) -> Run {
    Run::of("order", &[&ORDER, options].concat())
}

#[test]
fn an_order_is_shown_and_sent() {
    let run = order(&["--yes"]);
    assert_eq!(run.code, Some(0), "{run}");
    for line in
        ["환경  mock", "계좌  50****34-01", "구분  매도 (sell)", "종목  005930", "수량  10", "가격  71,500 (지정가)"]
    {
        assert!(run.stdout.contains(line), "{line}: {run}");
    }
    assert!(run.stdout.contains("주문 전송 완료 되었습니다. 주문번호 0000117001"), "{run}");
}

#[test]
fn an_order_whose_answer_is_lost_is_found() {
    let run = order(&["--yes", "--lose-answer"]);
    assert_eq!(run.code, Some(0), "{run}");
    assert!(run.stdout.contains("Looking it up in the order list …\nThe order stands: 주문번호 0000117001."), "{run}");
}

#[test]
fn an_order_that_is_lost_is_not_found() {
    let run = order(&["--yes", "--lose-order"]);
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stdout.contains("Looking it up in the order list …\nThe order doesn't stand"), "{run}");
}

#[test]
fn where_the_list_is_missing_too_nobody_can_tell() {
    for lost in ["--lose-answer", "--lose-order"] {
        let run = order(&["--yes", lost, "--lose-list"]);
        assert_eq!(run.code, Some(2), "{run}");
        assert!(run.stdout.contains("It can't be told whether the order stands: TTTC0081R"), "{run}");
    }
}

#[test]
fn nothing_is_sent_where_nobody_can_say_yes() {
    let run = order(&[]);
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stderr.contains("write --yes") && !run.stdout.contains("주문번호"), "{run}");
}

#[test]
fn what_is_no_order_is_not_sent() {
    for arguments in [
        &["--yes"][..],
        &["by", "005930", "10", "71500", "--yes"],
        &["buy", "005930", "0", "71500", "--yes"],
        &["buy", "005930", "10", "-5", "--yes"],
        &["buy", "005930", "0.5", "71500", "--yes"],
        &["buy", "005930", "1_000", "71500", "--yes"],
        &["buy", "005930", "ten", "71500", "--yes"],
        &["buy", "005930", "10", "71500", "--sure"],
    ] {
        let run = Run::of("order", arguments);
        assert!(run.code == Some(1) && run.stderr.contains("write buy|sell CODE QUANTITY PRICE"), "{run}");
        assert!(run.stdout.is_empty(), "{run}");
    }
}
