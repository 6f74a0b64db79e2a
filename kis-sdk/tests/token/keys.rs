//! Approval keys, revocation, hash keys.

use kis_sdk::descriptor::{Call, Endpoint as _};
use kis_sdk::token::MemoryTokenStore;

use super::*;

fn approval(key: &str) -> mock::Reply {
    mock::Reply::json(format!(r#"{{"approval_key":"{key}"}}"#))
}

#[tokio::test]
async fn an_approval_key_is_kept_like_a_token_and_apart_from_it() {
    let (server, folder) = (server().await, folder());
    server.reply(&APPROVAL, approval("first-key"));
    for _ in 0..2 {
        let client = client(&server, FileTokenStore::at(folder.path()));
        let key = client.approval_key().await.expect("a key");
        assert_eq!(key.expose(), "first-key");
        assert!(key.remaining() > Duration::from_secs(86_000));
        client.send(&bonds(&server)).await.expect("an answer, with a token of its own");
    }
    assert_eq!((requests(&server, "/oauth2/Approval"), token_requests(&server)), (1, 1));
    let asked = server.received().into_iter().find(|received| received.path == "/oauth2/Approval").expect("asked");
    let names: Vec<&str> = asked.parameters.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["appkey", "grant_type", "secretkey"]);
    assert_eq!(asked.parameter("grant_type"), Some("client_credentials"));
    assert_eq!(asked.parameter("secretkey"), Some("mock-app-secret-that-opens-nothing-but-the-mock-server=="));
}

#[tokio::test]
async fn a_refused_approval_key_is_replaced() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    server.reply(&APPROVAL, approval("first-key"));
    server.reply(&APPROVAL, approval("second-key"));
    let first = client.approval_key().await.expect("a key");
    client.discard_approval_key(&first).await;
    assert_eq!(client.approval_key().await.expect("another").expose(), "second-key");
    client.discard_approval_key(&first).await;
    assert_eq!(client.approval_key().await.expect("the same").expose(), "second-key");
    assert_eq!(requests(&server, "/oauth2/Approval"), 2);
}

#[tokio::test]
async fn a_refused_approval_request_is_an_error() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    let refusal = mock::Reply::oauth_refusal("EGW00105", "유효하지 않은 AppSecret입니다.").status(403);
    server.reply(&APPROVAL, refusal);
    let error = client.approval_key().await.expect_err("refused");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("EGW00105")));
}

#[tokio::test]
async fn a_revoked_token_is_gone_for_all() {
    let (server, folder) = (server().await, folder());
    let store = || FileTokenStore::at(folder.path());
    let revoked = mock::Reply::json(r#"{"code":200,"message":"접근토큰 폐기에 성공하였습니다"}"#);
    assert!(!client(&server, store()).revoke_token().await.expect("nothing to revoke"));
    assert!(server.received().is_empty());

    let mine = client(&server, store());
    mine.send(&bonds(&server)).await.expect("an answer");
    server.reply(&REVOCATION, revoked.clone());
    server.drop_token();
    // Another process, which has the token from the file only.
    assert!(client(&server, store()).revoke_token().await.expect("revoked"));
    let asked = server.received().pop().expect("asked");
    assert_eq!((asked.path.as_str(), asked.parameter("token")), ("/oauth2/revokeP", Some("mock-token-1")));
    assert!(asked.parameter("appkey").is_some() && asked.parameter("appsecret").is_some());
    let file = std::fs::read_to_string(file(folder.path(), &server, "json")).expect("a file");
    assert!(!file.contains("mock-token-1"), "{file}");

    client(&server, store()).send(&bonds(&server)).await.expect("with another token");
    mine.send(&bonds(&server)).await.expect("with that one");
    assert_eq!(token_requests(&server), 2);
}

/// The mock server ends the token as the real one does. Nobody sends it again, neither who ended it nor another process.
#[tokio::test]
async fn a_revoked_token_is_not_sent_again() {
    let (server, folder) = (server().await, folder());
    let store = || FileTokenStore::at(folder.path());
    let mine = client(&server, store());
    mine.send(&bonds(&server)).await.expect("an answer");
    assert!(mine.revoke_token().await.expect("revoked"));
    client(&server, store()).send(&bonds(&server)).await.expect("with another token");
    mine.send(&bonds(&server)).await.expect("with that one");
    assert!(mine.revoke_token().await.expect("revoked"));
    mine.send(&bonds(&server)).await.expect("with a third");
    // A dead token would have cost a call more.
    assert_eq!((token_requests(&server), calls(&server)), (3, 4));
    let tokens: Vec<_> =
        server.received().iter().filter_map(|call| call.header("authorization").map(str::to_owned)).collect();
    assert_eq!(tokens, [1, 2, 2, 3].map(|number| format!("Bearer mock-token-{number}")));
}

/// What is kept in memory because the store fails is ended there.
#[tokio::test]
async fn a_token_that_no_store_keeps_is_revoked_as_well() {
    let (server, folder) = (server().await, folder());
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let client = client(&server, FileTokenStore::at(file.join("tokens")));
    client.send(&bonds(&server)).await.expect("an answer");
    assert!(client.revoke_token().await.expect("revoked"));
    client.send(&bonds(&server)).await.expect("with another token");
    assert_eq!((token_requests(&server), calls(&server)), (2, 2), "the dead one would have cost a call more");
}

#[tokio::test]
async fn a_refused_revocation_leaves_the_token() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    client.send(&bonds(&server)).await.expect("an answer");
    server.reply(&REVOCATION, mock::Reply::text("<html>점검중</html>").status(503));
    assert_eq!(client.revoke_token().await.expect_err("maintenance").kind(), ErrorKind::Unavailable);
    client.send(&bonds(&server)).await.expect("an answer");
    assert_eq!(token_requests(&server), 1);
}

static ORDER: Tr = Tr::new(
    "시험 주문",
    "",
    "test/order.yaml",
    Kind::Order,
    Method::Post,
    "/uapi/test/v1/trading/order",
    "TEST0001U |",
    "
    PDNO | caller | 12 | | 상품번호
    ORD_QTY | caller | 10 | | 주문수량
    ",
    &[],
    "",
    &[],
);

#[derive(Clone)]
struct Order(Call);

impl kis_sdk::descriptor::Endpoint for Order {
    type Answer = bond::Response;
    const TR: &'static Tr = &ORDER;

    fn call(&self) -> &Call {
        &self.0
    }
}

#[tokio::test]
async fn a_hash_key_is_made_of_an_orders_body() {
    let server = server().await;
    let client = client(&server, MemoryTokenStore::new());
    let order = Order(Call::new(&ORDER).with(0, "005930").with(1, "10"));
    server.reply(&HASH, mock::Reply::json(r#"{"BODY":{"PDNO":"005930","ORD_QTY":"10"},"HASH":"8b84068222a4"}"#));
    assert_eq!(client.hash_key(&order).await.expect("a hash"), "8b84068222a4");
    let [asked] = server.received().try_into().expect("one request: no token is needed");
    assert_eq!((asked.path.as_str(), asked.body.as_str()), ("/uapi/hashkey", r#"{"PDNO":"005930","ORD_QTY":"10"}"#));
    assert!(asked.header("appkey").is_some() && asked.header("appsecret").is_some());
    assert_eq!(asked.header("authorization"), None);
    assert_eq!(order.call().value(0), "005930");

    let error = client.hash_key(&bonds(&server)).await.expect_err("a GET");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Input, Some("CTSC8407R")));
    let refusal = mock::Reply::oauth_refusal("EGW00103", "유효하지 않은 AppKey입니다.").status(403);
    server.reply(&HASH, refusal);
    let error = client.hash_key(&order).await.expect_err("refused");
    assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Auth, Some("TEST0001U")));
    assert_eq!(server.received().len(), 2, "the GET was not sent");
}
