//! A Python program that uses `requests` in the style of the vendor's samples: the very bytes that it sends.

use std::fmt::Write as _;

use tokio::io::AsyncWriteExt as _;

use super::*;

/// What `requests` puts before the headers of a program, in its order and its case. The connection is kept.
fn request(line: &str, headers: &[(&str, &str)], body: Option<&str>) -> Vec<u8> {
    let mut text = format!(
        "{line} HTTP/1.1\r\nHost: 127.0.0.1:8600\r\nUser-Agent: Mozilla/5.0\r\nAccept-Encoding: gzip, deflate\r\n\
         Accept: text/plain\r\nConnection: keep-alive\r\nContent-Type: application/json\r\ncharset: UTF-8\r\n"
    );
    for (name, value) in headers {
        write!(text, "{name}: {value}\r\n").expect("a string");
    }
    if let Some(body) = body {
        write!(text, "Content-Length: {}\r\n", body.len()).expect("a string");
    }
    (text + "\r\n" + body.unwrap_or_default()).into_bytes()
}

#[tokio::test]
async fn token_balance_and_order() {
    let server = start().await;
    let mut stream = raw::connect(&server).await;
    let mut ask = async |bytes: Vec<u8>| {
        stream.write_all(&bytes).await.expect("sent");
        let whole = |seen: &Seen| !seen.bytes.is_empty() && seen.body().len() == seen.content_length();
        raw::read_some(&mut stream, whole).await
    };
    let body = format!(r#"{{"grant_type": "client_credentials", "appkey": "{KEY}", "appsecret": "{SECRET}"}}"#);
    let granted = ask(request("POST /oauth2/tokenP", &[], Some(&body))).await.json();
    let expires = granted["access_token_token_expired"].as_str().expect("a text");
    jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", expires).expect("as the samples read it");

    let bearer = format!("Bearer {}", granted["access_token"].as_str().expect("a token"));
    let headers = |tr_id, tr_cont| {
        let own = [("authorization", bearer.as_str()), ("appkey", KEY), ("appsecret", SECRET)];
        [own.as_slice(), &[("tr_id", tr_id), ("custtype", "P"), ("tr_cont", tr_cont)]].concat()
    };
    let page = |search: &str, next: &str| {
        format!(
            "GET /uapi/domestic-bond/v1/trading/inquire-balance?CANO=50001234&ACNT_PRDT_CD=01&INQR_CNDT=00&PDNO=\
             &BUY_DT=&CTX_AREA_FK200={search}&CTX_AREA_NK200={next}"
        )
    };
    let first = ask(request(&page("", ""), &headers("CTSC8407R", ""), None)).await;
    assert_eq!((first.status(), first.header("tr_cont").as_deref()), (200, Some("F")));
    // `requests` writes a blank as + and ^ as %5E.
    let quoted = |name: &str| first.json()[name].as_str().expect("a key").replace('^', "%5E").replace(' ', "+");
    let onward = page(&quoted("ctx_area_fk200"), &quoted("ctx_area_nk200"));
    let second = ask(request(&onward, &headers("CTSC8407R", "N"), None)).await;
    assert_eq!((second.status(), second.header("tr_cont").as_deref()), (200, Some("M")));
    assert_eq!(second.json()["output"].as_array().map(Vec::len), Some(4));

    // What the page doesn't require may be missing.
    let body = r#"{"CANO": "50001234", "ACNT_PRDT_CD": "01", "PDNO": "005930", "ORD_DVSN": "00", "ORD_QTY": "1", "ORD_UNPR": "70000"}"#;
    let line = "POST /uapi/domestic-stock/v1/trading/order-cash";
    let placed = ask(request(line, &headers("TTTC0012U", ""), Some(body))).await;
    assert_eq!(placed.json()["rt_cd"], "0");
    assert_eq!(server.orders()[0].parameter("PDNO"), Some("005930"));
    assert_eq!(placed.json()["output"]["ODNO"], server.orders()[0].number);
}
