//! HTTP as any program speaks it, and connections that end in every way.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const LONG: Duration = Duration::from_secs(86_400);

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = start().await;
    let ask = bonds(&server).await;
    let kept = String::from_utf8(ask.bytes()).expect("text").replace("connection: close\r\n", "");
    let mut stream = raw::connect(&server).await;
    // Both at once, as a program may that doesn't wait.
    stream.write_all(kept.repeat(2).as_bytes()).await.expect("sent");
    let both = raw::read_some(&mut stream, |seen| String::from_utf8_lossy(&seen.bytes).matches("msg_cd").count() == 2);
    assert_eq!(both.await.end, End::Open);
    stream.write_all(&ask.bytes()).await.expect("sent");
    assert_eq!(raw::read(&mut stream).await.status(), 200);
    assert_eq!(server.traffic().arrived, 3);
}

#[tokio::test]
async fn names_of_headers_in_any_case_and_answers_in_lower_case() {
    let server = start().await;
    let ask = bonds(&server).await;
    let mut shouted = String::from_utf8(ask.bytes()).expect("text");
    for name in ["authorization:", "appkey:", "appsecret:", "tr_id:", "custtype:"] {
        shouted = shouted.replace(name, &name.to_uppercase());
    }
    let seen = raw::exchange(&server, shouted.as_bytes()).await;
    assert_eq!(seen.status(), 200);
    for name in ["content-type", "content-length", "date", "tr_id", "tr_cont", "gt_uid"] {
        assert!(seen.header(name).is_some(), "{name}");
    }
    assert_eq!((seen.header("tr_id").as_deref(), seen.header("tr_cont").as_deref()), (Some("CTSC8407R"), Some("F")));
}

#[tokio::test]
async fn a_chunked_body_is_a_body() {
    let server = start().await;
    let ask = order(&server).await;
    let (first, second) = ask.body.split_at(7);
    let chunks = format!("{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len());
    let head = Ask { body: String::new(), ..ask }.header("transfer-encoding", Some("chunked")).bytes();
    let seen = raw::exchange(&server, &[head, chunks.into_bytes()].concat()).await;
    assert_eq!(seen.code(), (200, "APBK0013".to_owned()));
    assert_eq!(server.orders().len(), 1);
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let server = start().await;
    let ask = bonds(&server).await;
    let seen = Ask { method: "HEAD", ..ask }.send(&server).await;
    assert_eq!((seen.status(), seen.body().as_str()), (200, ""));
    assert!(seen.content_length() > 0);
}

#[tokio::test]
async fn parameters_are_understood_in_another_case() {
    let server = start().await;
    let ask = bonds(&server).await;
    let seen = Ask { target: ask.target.replace("PDNO=", "pdno="), ..ask }.send(&server).await;
    assert_eq!(seen.status(), 200);
    assert_eq!(seen.code().1, "KIOK0500");
}

#[tokio::test]
async fn what_is_too_long_or_unknown_is_refused() {
    let server = start().await;
    let ask = Ask::post("/oauth2/tokenP", &json!("x".repeat(2 << 20)));
    // It may be refused before all of it has left, which the sender sees as a reset.
    let seen = ask.send(&server).await;
    assert!(matches!((seen.status(), seen.end), (413, _) | (0, End::Reset)), "{:?}", seen.status());
    assert_eq!(raw::exchange(&server, b"DELETE / HTTP/1.0\r\n\r\n").await.status(), 404);
    assert_eq!(raw::exchange(&server, b"what?\r\n\r\n").await.status(), 400);
    assert_eq!(token(&server).await, "mock-token-1", "it goes on");
}

#[tokio::test]
async fn a_slow_answer_has_no_byte_until_then() {
    let server = start().await;
    let ask = order(&server).await;
    server.fault(Target::Orders, Fault::Slow(LONG));
    let mut stream = raw::connect(&server).await;
    stream.write_all(&ask.bytes()).await.expect("sent");
    until(|| !server.orders().is_empty()).await;
    let seen = raw::read_some(&mut stream, |_| true).await;
    assert_eq!((seen.bytes.len(), seen.end), (0, End::Open));
    server.fault(Target::Orders, Fault::Slow(Duration::from_millis(1)));
    assert_eq!(ask.send(&server).await.status(), 200, "it comes in the end");
}

#[tokio::test]
async fn a_dribbling_answer_comes_in_pieces() {
    let server = start().await;
    let ask = bonds(&server).await;
    let whole = ask.send(&server).await.body();
    server.fault(&bond::TR, Fault::Dribble(LONG));
    let mut stream = raw::connect(&server).await;
    stream.write_all(&ask.bytes()).await.expect("sent");
    let seen = raw::read_some(&mut stream, |seen| !seen.body().is_empty()).await;
    assert_eq!((seen.end, seen.content_length()), (End::Open, whole.len()));
    // The piece may end within a character.
    let beginning = String::from_utf8_lossy(&whole.as_bytes()[..whole.len().div_ceil(16)]).into_owned();
    assert_eq!(seen.body(), beginning);
    server.fault(&bond::TR, Fault::Dribble(Duration::from_millis(1)));
    assert_eq!(ask.send(&server).await.body(), whole, "all of it in the end");
}

#[tokio::test]
async fn a_reset_can_come_before_the_body_and_before_everything() {
    let server = start().await;
    let ask = order(&server).await;
    server.fault(Target::Orders, Fault::ResetBefore);
    let bytes = ask.bytes();
    let head = &bytes[..bytes.len() - ask.body.len()];
    assert_eq!(raw::exchange(&server, head).await, Seen { bytes: Vec::new(), end: End::Reset });
    server.reset_connections(1);
    let mut stream = raw::connect(&server).await;
    let error = stream.read(&mut [0]).await.expect_err("nothing was sent yet");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(ask.send(&server).await.status(), 200);
    assert_eq!(server.orders().len(), 1);
}

#[tokio::test]
async fn dropping_the_server_ends_its_connections() {
    let server = start().await;
    let ask = bonds(&server).await;
    let mut stream = raw::connect(&server).await;
    let kept = String::from_utf8(ask.bytes()).expect("text").replace("connection: close\r\n", "");
    stream.write_all(kept.as_bytes()).await.expect("sent");
    raw::read_some(&mut stream, |seen| !seen.body().is_empty()).await;
    drop(server);
    assert_eq!(raw::read(&mut stream).await.bytes.len(), 0);
}
