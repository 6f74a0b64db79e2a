//! What goes wrong, and what the caller gets to see of it.

use std::error::Error as _;
use std::time::Duration;

use kis_sdk::token::MemoryTokenStore;
use kis_sdk::{Account, Credentials, Environment, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// The error of a call that gets this answer.
async fn error_of(reply: mock::Reply) -> Error {
    let (server, client) = connect().await;
    server.reply(&bond::TR, reply);
    client.send(&bonds(&server)).await.expect_err("an error")
}

#[tokio::test]
async fn the_envelope_decides_not_the_status() {
    for status in [200, 400, 401, 403, 500] {
        let refusal = mock::Reply::refusal("1", "APBK0919", "장운영일자가 주문일과 상이합니다").status(status);
        let error = error_of(refusal).await;
        assert_eq!(error.kind(), ErrorKind::Refused, "{status}");
        assert_eq!(error.code(), Some("APBK0919"));
        assert_eq!(error.server_message(), Some("장운영일자가 주문일과 상이합니다"), "without its padding");
        assert_eq!(error.status(), Some(status));
        assert!(error.body().is_some());
        let said = if status == 200 { String::new() } else { format!(" (HTTP {status})") };
        assert_eq!(
            error.to_string(),
            format!(
                "CTSC8407R (장내채권 잔고조회): the server refused [APBK0919: 장운영일자가 주문일과 상이합니다]{said}"
            )
        );
    }
    // The reverse: a fine envelope under a bad status is an answer.
    let (server, client) = connect().await;
    server.reply(&bond::TR, mock::Reply::json(r#"{"rt_cd":"0","output":[]}"#).status(500));
    assert!(client.send(&bonds(&server)).await.expect("an answer").output.is_empty());
}

#[tokio::test]
async fn codes_say_what_to_do() {
    for (code, kind, said) in [
        ("EGW00201", ErrorKind::RateLimited, "calls per second"),
        ("EGW00215", ErrorKind::RateLimited, "ledger"),
        ("EGW00103", ErrorKind::Auth, "app key"),
        ("EGW02004", ErrorKind::Auth, "Environment::Paper"),
        ("EGW02007", ErrorKind::Auth, "Environment::Real"),
        ("EGW02006", ErrorKind::NotOnPaper, "paper"),
        ("EGW00316", ErrorKind::Unavailable, "ask again"),
        ("OPSQ2001", ErrorKind::Refused, "parameter"),
        ("SYDB0050", ErrorKind::Paging, "begin again"),
        ("ZZZZ9999", ErrorKind::Refused, "refused"),
    ] {
        let error = error_of(mock::Reply::refusal("1", code, "메시지").status(500)).await;
        assert_eq!((error.kind(), error.code()), (kind, Some(code)));
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn no_data_is_an_empty_answer() {
    for code in ["KIOK0560", "APBK1631"] {
        for rt_cd in ["0", "1", ""] {
            let (server, client) = connect().await;
            server.reply(&bond::TR, mock::Reply::refusal(rt_cd, code, "조회할 내용이 없습니다"));
            let answer = client.send(&bonds(&server)).await.expect("no error");
            assert!(answer.output.is_empty());
            assert_eq!(answer.envelope.msg_cd(), code);
        }
    }
    assert!(read(&bond::TR, bonds, r#"{"rt_cd":"","msg_cd":"","msg1":""}"#).await.expect("blank").output.is_empty());
}

#[tokio::test]
async fn a_refusal_matters_more_than_a_malformed_row() {
    let body = r#"{"output":[{"cblc_qty":"?"}],"rt_cd":"1","msg_cd":"APBK0001","msg1":"x"}"#;
    let error = read(&bond::TR, bonds, body).await.expect_err("refused");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, Some("APBK0001")));
}

#[tokio::test]
async fn answers_that_are_not_the_api_s() {
    for (reply, said) in [
        (mock::Reply::text("<html>점검중</html>").status(503), "gateway"),
        (mock::Reply::text("").status(502), "gateway"),
        (mock::Reply::text("<html>hotel wifi</html>"), "no rt_cd"),
        (mock::Reply::json(r#"{"rt_cd":"0","output":[{"pdno":"#), "no rt_cd"),
        (mock::Reply::json("[]"), "no rt_cd"),
        (mock::Reply::json("{}"), "no rt_cd"),
        (mock::Reply::json(r#"{"output":[]}"#), "no rt_cd"),
    ] {
        let status = reply.clone();
        let error = error_of(reply).await;
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{status:?}");
        assert!(error.to_string().contains(said), "{error}");
        assert!(error.body().is_some());
    }
}

#[tokio::test]
async fn a_dead_token_is_replaced_once() {
    let (server, client) = connect().await;
    let request = bonds(&server);
    client.send(&request).await.expect("an answer");
    server.drop_token();
    client.send(&request).await.expect("with another token");
    assert_eq!((calls(&server).len(), token_requests(&server)), (3, 2));
    assert_eq!(calls(&server)[2].header("authorization"), Some("Bearer mock-token-2"));
}

#[tokio::test]
async fn a_token_that_stays_dead_is_an_error_after_one_more_try() {
    for status in [200, 500] {
        let (server, client) = connect().await;
        client.send(&bonds(&server)).await.expect("an answer");
        server.drop_token();
        for _ in 0..2 {
            let dead = mock::Reply::refusal("1", "EGW00123", "기간이 만료된 token 입니다.").status(status);
            server.reply(&bond::TR, dead);
        }
        let error = client.send(&bonds(&server)).await.expect_err("dead");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("EGW00123")));
        assert_eq!((calls(&server).len(), token_requests(&server)), (3, 2));
    }
}

#[tokio::test]
async fn rows_of_a_refused_attempt_do_not_stay() {
    let (server, client) = connect().await;
    client.send(&bonds(&server)).await.expect("an answer");
    server.drop_token();
    let dead = r#"{"output":[{"pdno":"of the first attempt"}],"rt_cd":"1","msg_cd":"EGW00123"}"#;
    server.reply(&bond::TR, mock::Reply::json(dead));
    server.reply(&bond::TR, mock::Reply::json(r#"{"rt_cd":"0"}"#));
    assert!(client.send(&bonds(&server)).await.expect("an answer").output.is_empty());
}

#[tokio::test]
async fn a_token_asked_for_too_soon() {
    let server = mock::Server::start().await.expect("a free port");
    let builder = Client::builder(server.environment(), server.credentials()).token_patience(Duration::ZERO);
    let client = builder.build().expect("a client");
    server.reply_to_token_request(
        mock::Reply::oauth_refusal("EGW00133", "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)").status(403),
    );
    let error = client.send(&bonds(&server)).await.expect_err("too soon");
    assert_eq!((error.kind(), error.status(), error.tr_id()), (ErrorKind::RateLimited, Some(403), Some("CTSC8407R")));
    assert_eq!(calls(&server).len(), 0);
    client.send(&bonds(&server)).await.expect("the next one is issued");
}

#[tokio::test]
async fn a_wrong_app_key() {
    let server = mock::Server::start().await.expect("a free port");
    let credentials = Credentials::new("another", "key").expect("usable");
    let client = Client::builder(server.environment(), credentials).build().expect("a client");
    let error = client.send(&bonds(&server)).await.expect_err("refused");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("EGW00103")));
}

#[tokio::test]
async fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("bound").port();
    let environment = Environment::url(&format!("http://127.0.0.1:{port}")).expect("loopback");
    let client = Client::builder(environment, Credentials::new("k", "s").expect("usable")).retries(Retries::none());
    let client = client.build().expect("a client");
    let account = "50001234-01".parse().expect("an account");
    let error = client.send(&bond::Request::new(&account, InqrCndt::ALL)).await.expect_err("nobody there");
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.source().is_some(), "the cause is kept");
}

/// A server that issues a token and then does `then` to the second connection's request.
pub(super) async fn rude<E: Endpoint>(then: &'static [u8], request: impl Fn(&Account) -> E) -> Error {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let environment = Environment::url(&format!("http://{}", listener.local_addr().expect("bound"))).expect("loopback");
    tokio::spawn(async move {
        let token = br#"{"access_token":"t","expires_in":86400}"#;
        let grant = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", token.len());
        for answer in [[grant.as_bytes(), token].concat(), then.to_vec()] {
            let (mut socket, _) = listener.accept().await.expect("a client");
            let mut request = vec![0; 65_536];
            let _ = socket.read(&mut request).await.expect("a request");
            socket.write_all(&answer).await.expect("still there");
            if answer.is_empty() {
                // Holds the connection and says nothing.
                std::future::pending::<()>().await;
            }
        }
    });
    // Every such server gets its token request, on whatever port.
    let client = Client::builder(environment, Credentials::new("k", "s").expect("usable"))
        .token_store(MemoryTokenStore::new())
        .timeout(Duration::from_millis(200))
        .retries(Retries::none())
        .build()
        .expect("a client");
    let account = "50001234-01".parse().expect("an account");
    client.send(&request(&account)).await.err().expect("rude")
}

fn bonds_of(account: &Account) -> bond::Request {
    bond::Request::new(account, InqrCndt::ALL)
}

#[tokio::test]
async fn no_answer_in_time() {
    assert_eq!(rude(b"", bonds_of).await.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_body_that_is_cut_off() {
    let error =
        rude(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\n\r\n{\"rt_cd\":\"0\"", bonds_of).await;
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(!format!("{error:?}").contains("50001234"), "the URL with the account number is not in it: {error:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let error =
        rude(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", bonds_of).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(302)));
}
