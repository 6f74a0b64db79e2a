//! `kis list` and `kis show`.

use insta::assert_snapshot;
use serde_json::Value;

use super::User;

fn kis(line: &str) -> String {
    User::new().kis(line).ok()
}

#[test]
fn a_list_aligns_korean() {
    assert_snapshot!("list_of_bond_trading", kis("list --product domestic-bond trading 주문"));
    assert_snapshot!("list_of_a_field", kis("list --product domestic-bond buy_sqno"));
    assert_snapshot!("list_cut", kis("list --product domestic-bond 잔고 --width 78"));
}

#[test]
fn a_list_is_found_by_any_of_its_names() {
    for word in [
        "CTSC8407R",
        "ctsc8407r",
        "장내채권",
        "inquire-balance",
        "inquire_balance",
        "purchase lot",
        "매수일련번호",
        "buy_sqno",
    ] {
        let word = word.replace(' ', "·");
        assert!(kis(&format!("list {word}")).contains("CTSC8407R"), "{word}");
    }
    assert!(kis("list VTTC0012U").contains("domestic-stock/trading/order-cash"), "by the paper id");
}

#[test]
fn filters_leave_only_their_own() {
    let count = |line: &str| kis(line).lines().count() - 1;
    let all = count("list");
    assert_eq!(all, kis_sdk::TRANSACTIONS.len());
    let (orders, realtime, paper) = (count("list --orders"), count("list --realtime"), count("list --paper"));
    assert!(orders > 10 && realtime > 40 && paper > 30 && orders + realtime < all, "{orders} {realtime} {paper}");
    assert!(kis("list --orders").lines().skip(1).all(|line| line.contains("ORDER")));
    assert!(
        kis("list --realtime --product domestic-stock")
            .lines()
            .skip(1)
            .all(|line| line.contains("domestic-stock/realtime/"))
    );
}

#[test]
fn a_page_is_shown() {
    assert_snapshot!("show_a_query", kis("show CTSC8407R"));
    assert_snapshot!("show_an_order", kis("show domestic_stock::trading::order_cash"));
    assert_snapshot!("show_realtime", kis("show H0BJCNT0"));
}

#[test]
fn a_page_as_json() {
    let page: Value = serde_json::from_str(&kis("show TTTC0012U --json")).unwrap();
    assert_eq!(page["kind"], "order");
    assert_eq!(page["choice"], "side");
    assert_eq!(page["tr_ids"][1]["choice"]["label"], "매수");
    let quantity = page["parameters"].as_array().unwrap().iter().find(|row| row["name"] == "ORD_QTY").unwrap();
    assert_eq!((&quantity["meaning"], &quantity["required"]), (&"number".into(), &true.into()));
    assert_eq!(page["answer"][0]["fields"][1]["name"], "ODNO");
}

#[test]
fn colours_are_off_when_piped_and_on_when_asked_for() {
    let user = User::new();
    assert!(!user.kis("show CTSC8407R").ok().contains('\u{1b}'));
    assert!(user.kis("show CTSC8407R --color always").ok().contains('\u{1b}'));
    let user = user.with("NO_COLOR", "1");
    assert!(!user.kis("list 잔고 --color auto").ok().contains('\u{1b}'));
}
