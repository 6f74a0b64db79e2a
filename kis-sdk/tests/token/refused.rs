//! Tokens that the server drops before their time.

use kis_sdk::token::MemoryTokenStore;

use super::shared::Own;
use super::*;

#[tokio::test]
async fn the_token_of_another_process_is_taken_instead_of_a_new_one() {
    let (server, folder) = (server().await, folder());
    let first = client(&server, FileTokenStore::at(folder.path()));
    let second = client(&server, FileTokenStore::at(folder.path()));
    first.send(&bonds(&server)).await.expect("an answer");
    second.send(&bonds(&server)).await.expect("an answer");
    server.drop_token();
    first.send(&bonds(&server)).await.expect("with the second token");
    second.send(&bonds(&server)).await.expect("with the second token");
    assert_eq!((token_requests(&server), calls(&server)), (2, 6));
    let last = server.received().pop().expect("the last call");
    assert_eq!(last.header("authorization"), Some("Bearer mock-token-2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_refusals_of_one_token_are_one_request() {
    let (server, folder) = (server().await, folder());
    let client = client(&server, FileTokenStore::at(folder.path()));
    client.send(&bonds(&server)).await.expect("an answer");
    server.drop_token();
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let (client, request) = (client.clone(), bonds(&server));
            tokio::spawn(async move { client.send(&request).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("an answer");
    }
    assert_eq!(token_requests(&server), 2);
}

/// A refusal that arrives late, of a token that was replaced meanwhile, takes nothing from the new one: it stays at hand, and
/// the store needn't give it back.
#[tokio::test]
async fn a_late_refusal_forgets_nothing_new() {
    let (server, store) = (server().await, Arc::new(Own::default()));
    let client = client(&server, Arc::clone(&store) as Arc<dyn TokenStore>);
    let old = client.access_token().await.expect("a token");
    server.drop_token();
    client.discard_access_token(&old).await;
    let new = client.access_token().await.expect("another");
    assert_ne!(old.expose(), new.expose());
    client.discard_access_token(&old).await;
    let asked = store.log();
    assert_eq!(client.access_token().await.expect("the same").expose(), new.expose());
    assert_eq!(store.log(), asked, "the store was asked for what is at hand");
    client.send(&bonds(&server)).await.expect("it is good");
    assert_eq!((token_requests(&server), calls(&server)), (2, 1));
}

/// Asked again, the server may hand out the same token: it gets one more try.
#[tokio::test]
async fn the_same_token_again_is_tried_once() {
    let (server, folder) = (server().await, folder());
    let store = || FileTokenStore::at(folder.path());
    let mine = client(&server, store());
    // The mock's own token lives: asked again, it gives the same one.
    server.reply(&bond::TR, dead());
    mine.send(&bonds(&server)).await.expect("the refusal was a passing one");
    assert_eq!((token_requests(&server), calls(&server)), (2, 2));
    server.reply(&bond::TR, dead());
    mine.send(&bonds(&server)).await.expect("it worked meanwhile, so it gets another try");
    assert_eq!((token_requests(&server), calls(&server)), (3, 4));
}

#[tokio::test]
async fn the_same_token_in_vain_is_an_error_and_nobody_asks_for_a_minute() {
    let (server, folder) = (server().await, folder());
    let store = || FileTokenStore::at(folder.path());
    let mine = client(&server, store());
    server.reply(&bond::TR, dead());
    server.reply(&bond::TR, dead());
    let error = mine.send(&bonds(&server)).await.expect_err("dead twice");
    assert_eq!((error.kind(), error.code(), error.tries()), (ErrorKind::Auth, Some("EGW00123"), 2));
    assert_eq!((token_requests(&server), calls(&server)), (2, 2));
    // Neither this process nor another one goes on asking.
    for client in [&mine, &client(&server, store()), &client(&server, store())] {
        let error = client.send(&bonds(&server)).await.expect_err("still dead");
        assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Auth, Some("CTSC8407R")));
        assert!(error.to_string().contains("hands out the same"), "{error}");
    }
    assert_eq!((token_requests(&server), calls(&server)), (2, 2));
}

#[tokio::test]
async fn one_replacement_that_never_worked_is_not_replaced_for_a_minute() {
    let (server, folder) = (server().await, folder());
    let store = || FileTokenStore::at(folder.path());
    let mine = client(&server, store());
    mine.send(&bonds(&server)).await.expect("an answer");
    server.drop_token();
    server.reply(&bond::TR, dead());
    server.reply(&bond::TR, dead());
    let error = mine.send(&bonds(&server)).await.expect_err("dead twice");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("EGW00123")));
    server.drop_token();
    for client in [&mine, &client(&server, store())] {
        assert_eq!(client.send(&bonds(&server)).await.expect_err("not asked").kind(), ErrorKind::Auth);
    }
    assert_eq!((token_requests(&server), calls(&server)), (2, 3));
}

/// A server that drops every token after some calls is asked as often as that.
#[tokio::test]
async fn a_token_that_worked_is_replaced_whenever_it_is_lost() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    for _ in 0..5 {
        client.send(&bonds(&server)).await.expect("an answer");
        server.drop_token();
    }
    assert_eq!((token_requests(&server), calls(&server)), (5, 9));
}
