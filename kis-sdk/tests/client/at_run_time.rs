//! Described TRs that are chosen at run time.

use kis_sdk::descriptor::{Call, Kind};
use kis_sdk::domestic_stock::trading::order_cash;
use kis_sdk::{Environment, ErrorKind, TRANSACTIONS, UntypedAnswer};

use super::*;

fn all_bonds(server: &mock::Server) -> Call {
    Call::new(&bond::TR).account(&server.account("01")).with(2, "00")
}

/// Walks the pages of a call; gives them, or how it broke.
async fn walk(client: &Client, call: Call) -> Result<Vec<UntypedAnswer>, Error> {
    let (mut pages, mut next) = (Vec::new(), Some(call));
    while let Some(call) = next {
        let page = client.call(&call).await?;
        next = call.next_page(&page.envelope)?;
        pages.push(page);
    }
    Ok(pages)
}

#[tokio::test]
async fn a_call_is_sent_as_the_typed_request_is() {
    let (server, client) = connect().await;
    let typed = client.send(&bonds(&server)).await.expect("an answer");
    let answer = client.call(&all_bonds(&server)).await.expect("an answer");
    assert_eq!(answer.rows("output").len(), typed.output.len());
    let quantity = answer.rows("output")[0].decimal("cblc_qty").expect("a number");
    assert_eq!(quantity, typed.output[0].cblc_qty);
    let [first, second] = calls(&server).try_into().expect("two calls");
    assert_eq!((&first.parameters, first.header("tr_id")), (&second.parameters, second.header("tr_id")));
}

#[tokio::test]
async fn its_pages_are_walked_by_hand() {
    let (server, client) = connect().await;
    let pages = walk(&client, all_bonds(&server)).await.expect("all pages");
    assert_eq!(pages.iter().map(|page| page.rows("output").len()).sum::<usize>(), 12);
    assert_eq!(
        calls(&server).iter().map(|call| call.header("tr_cont") == Some("N")).collect::<Vec<_>>(),
        [false, true, true]
    );
}

#[tokio::test]
async fn a_walk_that_leads_nowhere_is_an_error() {
    for (fault, said) in [(mock::Fault::MoreWithoutKeys, "no key"), (mock::Fault::RepeatedKeys, "don't move on")] {
        let (server, client) = connect().await;
        server.fault_always(mock::Target::Queries, fault);
        let error = walk(&client, all_bonds(&server)).await.expect_err("no way on");
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert!(error.to_string().contains(said) && error.to_string().contains(bond::TR.title), "{error}");
    }
}

#[tokio::test]
async fn what_can_be_known_to_fail_is_not_sent() {
    let (server, client) = connect().await;
    let realtime = TRANSACTIONS.iter().find(|tr| tr.kind == Kind::Realtime).expect("one");
    let error = client.call(&Call::new(realtime)).await.expect_err("it is pushed");
    assert_eq!(error.kind(), ErrorKind::Input);
    let pension = Call::new(&pension::TR).account(&server.account("01"));
    assert_eq!(client.call(&pension).await.expect_err("another account").kind(), ErrorKind::Input);
    let base = kis_sdk::BaseUrl::new(&server.url()).expect("an address").with_paper_ids();
    let paper = Client::builder(Environment::Custom(base), server.credentials()).build().expect("a client");
    assert_eq!(paper.call(&all_bonds(&server)).await.expect_err("not on paper").kind(), ErrorKind::NotOnPaper);
    assert_eq!(calls(&server).len(), 0);
}

#[tokio::test]
async fn an_order_is_one_and_says_what_was_sent() {
    let (server, client) = connect().await;
    server.fault(mock::Target::Orders, mock::Fault::ResetAfter);
    let call = Call::new(&order_cash::TR).choose(1).account(&server.account("01")).with(2, "005930");
    let call = call.with(4, "00").with(5, "1").with(6, "71500");
    let error = client.call(&call).await.expect_err("no answer");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::OutcomeUnknown, Some("TTTC0012U")));
    assert_eq!(error.sent().expect("what it said").parameter("PDNO"), Some("005930"));
    assert_eq!(server.orders().len(), 1);
}

#[test]
fn a_key_of_an_answer_is_one_of_its_fields() {
    let name = |key: &str| bond::TR.answer_field(key).map(|field| field.name);
    for key in ["output", "Output", "OUTPUT1", "output1"] {
        assert_eq!(name(key), Some("output"), "{key}");
    }
    assert_eq!((name("output2"), name("rt_cd")), (None, None));
    assert_eq!(pension::TR.answer_field("output").map(|field| field.name), None, "it could be either");
}

/// What is kept is told of without a request.
#[tokio::test]
async fn the_kept_token_is_looked_at() {
    let (server, client) = connect().await;
    assert!(client.kept_access_token().await.is_none());
    assert_eq!(token_requests(&server), 0);
    client.send(&bonds(&server)).await.expect("an answer");
    let kept = client.kept_access_token().await.expect("one");
    let hours = kept.remaining().as_secs() / 3_600;
    assert_eq!((kept.expose(), hours), ("mock-token-1", 23));
    // Another client, whose only knowledge is the store's.
    let other = Client::builder(server.environment(), server.credentials()).token_patience(std::time::Duration::ZERO);
    let kept = other.build().expect("a client").kept_access_token().await.expect("the same");
    assert_eq!((kept.expose(), kept.remaining().as_secs() / 3_600), ("mock-token-1", 23));
    assert_eq!(token_requests(&server), 1);
}

#[cfg(feature = "words")]
#[test]
fn every_tr_has_words_of_its_own() {
    for tr in TRANSACTIONS {
        let words = tr.words().unwrap_or_else(|| panic!("{}", tr.source));
        assert_eq!(words.source, tr.source);
        assert!(words.summary.ends_with('.'), "{}: {:?}", tr.source, words.summary);
        let options = words.choice.map(|choice| choice.options.len());
        assert_eq!(options.unwrap_or(1), tr.tr_ids.len(), "{}", tr.source);
        for (name, defaults) in words.choice.iter().flat_map(|choice| choice.defaults) {
            assert!(tr.parameter(name).is_some() && defaults.len() == tr.tr_ids.len(), "{}: {name}", tr.source);
        }
    }
}
