//! `kis call --all-pages`.

use kis_sdk::domestic_bond::trading::inquire_balance as bonds;
use kis_sdk::mock::{Fault, Server, Target};
use serde_json::Value;

use super::{Mock, User};

const BONDS: &str = "call CTSC8407R INQR_CNDT=all --env mock --url URL";

/// The rows of the only container.
fn rows(out: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(out).unwrap();
    document["output"].as_array().unwrap().clone()
}

/// The rows of the pages themselves, asked for with the library.
fn rows_of_pages(mock: &Mock) -> Vec<Value> {
    mock._runtime.block_on(async {
        let client = kis_sdk::Client::builder(mock.server.environment(), mock.server.credentials()).build().unwrap();
        let request = bonds::Request::new(&mock.server.account("01"), bonds::InqrCndt::ALL);
        let mut pages = client.pages(request);
        let mut rows = Vec::new();
        while let Some(page) = pages.next().await {
            let page: Value = serde_json::from_slice(page.unwrap().envelope.raw_body()).unwrap();
            rows.extend(page["output"].as_array().unwrap().clone());
        }
        rows
    })
}

#[test]
fn all_pages_are_one_answer() {
    let mock = Mock::with(Server::builder().pages(5).rows(7));
    let user = User::of(&mock);
    let expected = rows_of_pages(&mock);
    assert_eq!(expected.len(), 35);
    assert_eq!(rows(&user.kis(&format!("{BONDS} --all-pages --json")).ok()), expected);
    let csv = user.kis(&format!("{BONDS} --all-pages --csv --columns buy_sqno")).ok();
    let numbers: Vec<&str> = expected.iter().map(|row| row["buy_sqno"].as_str().unwrap()).collect();
    assert_eq!(csv.lines().skip(1).collect::<Vec<_>>(), numbers);
    let ran = user.kis(&format!("{BONDS} --all-pages"));
    assert!(ran.out.starts_with("output 응답상세  35 rows\n"), "{}", ran.out);
    assert_eq!(ran.err, "", "no progress where nobody watches, and nothing is missing");
}

#[test]
fn most_ends_a_walk_and_says_so() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let ran = user.kis(&format!("{BONDS} --all-pages --most 2 --json"));
    assert_eq!(rows(&ran.out).len(), 8);
    assert_eq!(ran.err, "note: there are more pages; that isn't all: --most ended it\n");
    let all = user.kis(&format!("{BONDS} --all-pages --most 3 --json"));
    assert_eq!((rows(&all.out).len(), all.err.as_str()), (12, ""));
}

/// A part is never shown as if it were all.
#[test]
fn a_walk_that_breaks_shows_nothing() {
    for (fault, code) in [
        (Fault::code("SYDB0050"), 6),
        (Fault::RepeatedKeys, 6),
        (Fault::MoreWithoutKeys, 6),
        (Fault::code("APBK0919"), 4),
    ] {
        let mock = Mock::start();
        mock.server.fault_always(Target::NextPages, fault.clone());
        let ran = User::of(&mock).kis(&format!("{BONDS} --all-pages"));
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{fault}: {}", ran.err);
        assert!(ran.err.contains("that isn't all"), "{fault}: {}", ran.err);
    }
}

#[test]
fn a_tr_without_pages_is_one_page() {
    let mock = Mock::start();
    let ran = User::of(&mock)
        .kis("call FHKST01010100 FID_COND_MRKT_DIV_CODE=J FID_INPUT_ISCD=005930 --all-pages --env mock --url URL");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn at_a_terminal_a_walk_shows_how_far_it_is() {
    let mock = Mock::start();
    let line = format!("{BONDS} --all-pages --color never").replace("URL", &mock.server.url());
    let (shown, code) = super::terminal::run(&User::of(&mock), &line, |_| false, "");
    assert_eq!(code, Some(0), "{shown}");
    for part in ["\rpage 1, 4 rows", "\rpage 2, 8 rows", "\rpage 3, 12 rows", "output 응답상세  12 rows"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}
