//! Where descriptors lie.

use super::super::{Place, Rule, duplicates, place};
use super::made;

#[test]
fn paths_row_by_row() {
    let table = [
        ("/uapi/domestic-bond/v1/trading/inquire-balance", Some("domestic-bond/trading/inquire-balance.yaml")),
        ("/uapi/a/v1/trading/pension/b_c", Some("a/trading/pension/b_c.yaml")),
        ("/uapi/hashkey", Some("oauth2/hashkey.yaml")),
        ("/oauth2/tokenP", Some("oauth2/token-p.yaml")),
        ("/oauth2/Approval", Some("oauth2/approval.yaml")),
        ("/alone", None),
        ("no/slash", None),
        ("/uapi/../../etc", None),
        ("/uapi//v1/x", None),
        ("/tryitout/a/b", None),
    ];
    for (path, expected) in table {
        let mut page = made(Vec::new());
        page.path = path.to_owned();
        let expected = expected.map_or(Place::Unknown, |file| Place::File(file.to_owned()));
        assert_eq!(place(&page), expected, "{path}");
    }
}

#[test]
fn realtime_pages_get_a_proposal() {
    let mut page = made(Vec::new());
    page.path = "/tryitout/H0TEST0".to_owned();
    for (title, proposal) in [
        ("국내주식 실시간체결가 (KRX)", "domestic-stock/realtime/trade-krx.yaml"),
        ("새소식", "domestic-stock/realtime/h0test0.yaml"),
    ] {
        page.title = title.to_owned();
        let expected = Place::Realtime { tr_id: "H0TEST0".to_owned(), proposal: proposal.to_owned() };
        assert_eq!(place(&page), expected);
    }
}

#[test]
fn two_pages_of_one_path() {
    let (a, mut b) = (made(Vec::new()), made(Vec::new()));
    b.path.push_str("-2");
    assert_eq!(duplicates([("a.md", &a), ("b.md", &b)]), []);
    let found = duplicates([("a.md", &a), ("b.md", &b), ("c.md", &a)]);
    assert_eq!(
        found.iter().map(|(file, problem)| (*file, problem.rule)).collect::<Vec<_>>(),
        [("c.md", Rule::DuplicatePath)]
    );
    assert!(found[0].1.message.contains("`a.md`"));
}
