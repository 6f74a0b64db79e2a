//! 연속조회: pages walked to the end, and every way in which they can't be.

use std::fmt::Write as _;

use futures_util::TryStreamExt as _;
use kis_sdk::ErrorKind;

use super::*;

/// A page of bonds with one lot and these keys (none: the body doesn't have them).
fn page(name: &str, keys: Option<(&str, &str)>, tr_cont: &str) -> mock::Reply {
    let mut body = String::from("{");
    if let Some((search, next)) = keys {
        write!(body, r#""ctx_area_fk200":"{search:<200}","ctx_area_nk200":"{next:<200}","#).expect("a string");
    }
    write!(body, r#""output":[{{"prdt_name":"{name}"}}],"rt_cd":"0","msg_cd":"KIOK0500","msg1":"x"}}"#)
        .expect("a string");
    mock::Reply::json(body).tr_cont(tr_cont)
}

/// Walks scripted pages; gives the names that came, what ended the walk, and how many calls were made.
async fn walk(pages: impl IntoIterator<Item = mock::Reply>) -> (Vec<String>, Option<Error>, usize) {
    let (server, client) = connect().await;
    for page in pages {
        server.reply(&bond::TR, page);
    }
    let (mut names, mut end) = (Vec::new(), None);
    let mut pages = client.pages(bonds(&server));
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => names.extend(page.output.iter().map(|lot| lot.prdt_name.clone())),
            Err(error) => end = Some(error),
        }
    }
    assert!(pages.next().await.is_none(), "an ended walk stays ended");
    (names, end, calls(&server).len())
}

#[tokio::test]
async fn three_pages_with_padded_keys() {
    let (server, client) = connect().await;
    let pages: Vec<_> = client.pages(bonds(&server)).try_collect().await.expect("all pages");
    assert_eq!(pages.iter().map(|page| page.output.len()).collect::<Vec<_>>(), [4, 4, 4]);
    assert_eq!(pages.iter().map(|page| page.envelope.continues()).collect::<Vec<_>>(), [true, true, false]);
    let mut numbers: Vec<_> = pages.iter().flat_map(|page| &page.output).map(|lot| lot.buy_sqno.clone()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 12, "no row twice");

    let calls = calls(&server);
    let tr_cont: Vec<_> = calls.iter().map(|call| call.header("tr_cont").expect("sent")).collect();
    assert_eq!(tr_cont, ["", "N", "N"]);
    let next: Vec<_> = calls.iter().map(|call| call.parameter("CTX_AREA_NK200").expect("sent")).collect();
    assert_eq!(next, ["".to_owned(), format!("{:<200}", "00000001^"), format!("{:<200}", "00000002^")]);
    assert_eq!(token_requests(&server), 1);
}

#[tokio::test]
async fn both_trs_page() {
    let (server, client) = connect().await;
    let mut pages = client.pages(pension(&server));
    let (mut rows, mut totals) = (0, Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        rows += page.output1.len();
        totals.push(page.output2.and_then(|totals| totals.tot_evlu_amt).expect("totals on every page"));
    }
    assert_eq!(rows, 12);
    totals.dedup();
    assert_eq!(totals.len(), 1, "the totals are the account's, not the page's");
}

#[tokio::test]
async fn only_f_and_m_go_on() {
    for end in ["D", "E", "", "0", "N", "f"] {
        let (names, error, calls) = walk([page("a", Some(("s", "1")), "F"), page("b", Some(("s", "2")), end)]).await;
        assert_eq!((names.as_slice(), calls), (["a".to_owned(), "b".to_owned()].as_slice(), 2), "{end:?}");
        assert!(error.is_none());
    }
}

#[tokio::test]
async fn a_blank_next_key_is_the_end() {
    let (names, error, calls) = walk([page("a", Some(("s", "1")), "M"), page("b", Some(("s", "")), "M")]).await;
    assert_eq!((names.len(), calls), (2, 2));
    assert!(error.is_none());
}

#[tokio::test]
async fn keys_that_do_not_move_on_are_an_error() {
    let same = || page("a", Some(("s", "1")), "M");
    let (names, error, calls) = walk([same(), same(), same(), same()]).await;
    let error = error.expect("not silently short");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(error.to_string().starts_with("CTSC8407R (장내채권 잔고조회): the keys don't move on"), "{error}");
    assert_eq!((names.len(), calls), (2, 2));
}

#[tokio::test]
async fn keys_in_a_circle_are_an_error() {
    let key = |next| page("a", Some(("s", next)), "M");
    let (_, error, calls) = walk([key("1"), key("2"), key("1"), key("2")]).await;
    assert_eq!(error.expect("an error").kind(), ErrorKind::Paging);
    assert_eq!(calls, 3);
}

#[tokio::test]
async fn more_without_a_key_is_an_error() {
    let (names, error, calls) = walk([page("a", None, "M")]).await;
    let error = error.expect("not silently short");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(error.to_string().contains("no key to the next one"), "{error}");
    assert_eq!((names.len(), calls), (1, 1));
}

#[tokio::test]
async fn keys_of_another_width_find_their_parameter() {
    let body = |name: &str, next: &str| {
        format!(r#"{{"rt_cd":"0","CTX_AREA_FK100":"s","CTX_AREA_NK100":"{next}","output":[{{"prdt_name":"{name}"}}]}}"#)
    };
    let (server, client) = connect().await;
    server.reply(&bond::TR, mock::Reply::json(body("a", "1")).tr_cont("F"));
    server.reply(&bond::TR, mock::Reply::json(body("b", "")).tr_cont("E"));
    let pages: Vec<_> = client.pages(bonds(&server)).try_collect().await.expect("both");
    assert_eq!(pages.len(), 2);
    assert_eq!(calls(&server)[1].parameter("CTX_AREA_NK200"), Some("1"));
    assert_eq!(calls(&server)[1].parameter("CTX_AREA_FK200"), Some("s"));
}

#[tokio::test]
async fn data_that_changed_meanwhile_ends_the_walk() {
    let changed = mock::Reply::refusal("7", "SYDB0050", "조회 이후 자료가 변경되었습니다.(다시 조회하세요)");
    let (names, error, calls) = walk([page("a", Some(("s", "1")), "F"), changed]).await;
    let error = error.expect("an error");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Paging, Some("SYDB0050")));
    assert_eq!((names.len(), calls), (1, 2));
}

#[tokio::test]
async fn the_mock_wants_its_keys_back() {
    let (server, _client) = connect().await;
    let stranger = Client::builder(server.environment(), server.credentials()).build().expect("a client");
    // A page whose keys are not the server's own.
    server.reply(&bond::TR, page("a", Some(("s", "elsewhere")), "F"));
    let mut pages = stranger.pages(bonds(&server));
    assert!(pages.next().await.expect("scripted").is_ok());
    assert_eq!(pages.next().await.expect("an error").expect_err("SYDB0050").code(), Some("SYDB0050"));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_token_that_dies_on_the_way_is_renewed() {
    let (server, client) = connect().await;
    let mut pages = client.pages(bonds(&server));
    pages.next().await.expect("a page").expect("fine");
    server.drop_token();
    let mut rest = 0;
    while let Some(page) = pages.next().await {
        page.expect("fine");
        rest += 1;
    }
    assert_eq!((rest, token_requests(&server)), (2, 2));
}

#[tokio::test]
async fn a_call_that_waits_can_be_dropped_and_taken_up_again() {
    let (server, client) = connect().await;
    let mut pages = client.pages(bonds(&server));
    // Polled once, then dropped: the fetch goes on when it is asked for again, and is made once only.
    {
        let mut first = std::pin::pin!(pages.next());
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(first.as_mut().poll(context).is_ready()));
        assert!(!polled.await);
    }
    let rows: usize = {
        let mut rows = 0;
        while let Some(page) = pages.next().await {
            rows += page.expect("fine").output.len();
        }
        rows
    };
    assert_eq!((rows, calls(&server).len()), (12, 3));
}

#[tokio::test]
async fn rows_of_all_pages() {
    let (server, client) = connect().await;
    let lots = client.pages(bonds(&server)).items(|page| page.output).collect_all().await.expect("all rows");
    assert_eq!((lots.len(), calls(&server).len()), (12, 3));
    let mut items = client.pages(bonds(&server)).items(|page| page.output);
    let mut number = 0;
    while let Some(lot) = items.next().await {
        assert_eq!(lot.expect("a row").buy_sqno, lots[number].buy_sqno);
        number += 1;
    }
    assert_eq!(number, 12);
    let broken = mock::Reply::refusal("7", "SYDB0050", "조회 이후 자료가 변경되었습니다.");
    server.reply(&bond::TR, page("a", Some(("s", "1")), "F"));
    server.reply(&bond::TR, broken);
    let error = client.pages(bonds(&server)).items(|page| page.output).collect_all().await.expect_err("not a part");
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn a_walk_says_how_far_it_is() {
    let (server, client) = connect().await;
    let (send, seen) = std::sync::mpsc::channel();
    let pages = client.pages(bonds(&server)).on_page(move |so_far| send.send(so_far).expect("somebody listens"));
    assert_eq!(pages.collect_all().await.expect("all pages").len(), 3);
    let seen: Vec<_> = seen.iter().map(|so_far| (so_far.pages, so_far.rows, so_far.continues)).collect();
    assert_eq!(seen, [(1, 4, true), (2, 8, true), (3, 12, false)]);
}

#[tokio::test]
async fn too_many_pages_are_an_error() {
    let (server, client) = connect().await;
    let mut pages = client.pages(bonds(&server)).most(2);
    assert!(pages.next().await.expect("a page").is_ok() && pages.next().await.expect("a page").is_ok());
    let error = pages.next().await.expect("an error").expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(error.to_string().contains("Pages::most"), "{error}");
    assert!(pages.next().await.is_none());
    assert_eq!(calls(&server).len(), 2);
    assert_eq!(client.pages(bonds(&server)).most(3).collect_all().await.expect("just enough").len(), 3);
}
