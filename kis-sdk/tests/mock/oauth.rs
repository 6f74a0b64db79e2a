//! `/oauth2/*` and `/uapi/hashkey`.

use kis_sdk::Credentials;
use kis_sdk::mock::Limit;

use super::*;

const HOUR: Duration = Duration::from_secs(3_600);

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn a_token_is_the_same_for_six_hours_and_lives_for_a_day() {
    let server = mock::Server::builder().stopped_clock().start().await.expect("a free port");
    let first = grant(KEY, SECRET).send(&server).await;
    assert_eq!(
        (first.status(), first.header("content-type").as_deref()),
        (200, Some("application/json; charset=utf-8"))
    );
    let first = first.json();
    assert_eq!((&first["token_type"], &first["expires_in"]), (&json!("Bearer"), &json!(86_400)));
    let asked = |token: &Value| Ask::call(&bond::TR, "CTSC8407R", &text(token));
    server.advance(HOUR * 6 - Duration::from_secs(1));
    assert_eq!(grant(KEY, SECRET).send(&server).await.json(), first, "expiry included");
    server.advance(Duration::from_secs(1));
    let second = grant(KEY, SECRET).send(&server).await.json();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_ne!(second["access_token_token_expired"], first["access_token_token_expired"]);
    for token in [&first, &second] {
        assert_eq!(asked(&token["access_token"]).send(&server).await.status(), 200);
    }
    server.advance(HOUR * 18);
    assert_eq!(asked(&first["access_token"]).send(&server).await.code(), (500, "EGW00123".to_owned()));
    assert_eq!(asked(&second["access_token"]).send(&server).await.status(), 200);
}

#[tokio::test]
async fn the_expiry_is_korean_time_by_the_server_s_clock() {
    let expiry = async |builder: mock::Builder| {
        let server = builder.stopped_clock().start().await.expect("a free port");
        let seen = grant(KEY, SECRET).send(&server).await;
        let expires: jiff::civil::DateTime =
            text(&seen.json()["access_token_token_expired"]).parse().expect("a date and a time");
        let date = jiff::fmt::rfc2822::parse(&seen.header("date").expect("date")).expect("a date").timestamp();
        (jiff::tz::offset(9).to_timestamp(expires).expect("a moment"), date)
    };
    let (expires, date) = expiry(mock::Server::builder()).await;
    assert_eq!(expires.duration_since(date).as_hours(), 24, "{expires} after {date}");
    assert!(date.duration_since(jiff::Timestamp::now()).abs().as_hours() < 1);
    let (expires, date) = expiry(mock::Server::builder().clock_ahead(HOUR * 72)).await;
    assert_eq!(expires.duration_since(date).as_hours(), 24);
    assert!(date.duration_since(jiff::Timestamp::now()).as_hours() > 70);
    let (expires, _) = expiry(mock::Server::builder().clock_behind(HOUR * 72)).await;
    assert!(expires < jiff::Timestamp::now(), "over before it begins");
    let server = mock::Server::builder().token_life(HOUR).start().await.expect("a free port");
    assert_eq!(grant(KEY, SECRET).send(&server).await.json()["expires_in"], json!(3_600));
}

#[tokio::test]
async fn too_soon_is_403_without_an_envelope() {
    let server = mock::Server::builder().stopped_clock().limit(Limit::REAL).start().await.expect("a free port");
    let first = token(&server).await;
    server.advance(Duration::from_secs(59));
    let refused = grant(KEY, SECRET).send(&server).await;
    assert_eq!(refused.code(), (403, "EGW00133".to_owned()));
    assert!(refused.json().get("rt_cd").is_none());
    server.advance(Duration::from_secs(1));
    assert_eq!(token(&server).await, first, "the refusal didn't lengthen the wait");
}

#[tokio::test]
async fn a_lost_token_comes_back_dead_where_that_is_asked_for() {
    let server = start().await;
    let ask = bonds(&server).await;
    server.drop_token_yet_reissue_it();
    assert_eq!(ask.send(&server).await.code(), (500, "EGW00123".to_owned()));
    assert_eq!(bonds(&server).await.send(&server).await.code().1, "EGW00123", "asked for again, still dead");
    server.drop_token();
    assert_eq!(bonds(&server).await.send(&server).await.status(), 200);
}

#[tokio::test]
async fn a_revoked_token_is_no_token() {
    let server = start().await;
    let token = token(&server).await;
    let revoke = |secret, token: &str| {
        Ask::post("/oauth2/revokeP", &json!({"appkey": KEY, "appsecret": secret, "token": token}))
    };
    assert_eq!(revoke("x", &token).send(&server).await.code(), (403, "EGW00105".to_owned()));
    assert_eq!(revoke(SECRET, "x").send(&server).await.code(), (403, "EGW00121".to_owned()));
    let done = revoke(SECRET, &token).send(&server).await;
    assert_eq!((done.status(), done.json()["code"].clone()), (200, json!(200)));
    assert_eq!(Ask::call(&bond::TR, "CTSC8407R", &token).send(&server).await.code().1, "EGW00121");
    assert_ne!(super::token(&server).await, token);
}

#[tokio::test]
async fn approval_keys_call_the_secret_secretkey() {
    let server = mock::Server::builder().stopped_clock().limit(Limit::REAL).start().await.expect("a free port");
    let ask = |field: &str| {
        Ask::post("/oauth2/Approval", &json!({"grant_type": "client_credentials", "appkey": KEY, field: SECRET}))
    };
    assert_eq!(ask("appsecret").send(&server).await.code(), (403, "EGW00105".to_owned()));
    let first = ask("secretkey").send(&server).await;
    assert_eq!(first.status(), 200);
    assert_eq!(ask("secretkey").send(&server).await.code(), (403, "EGW00133".to_owned()), "once a second");
    server.advance(Duration::from_secs(1));
    let second = ask("secretkey").send(&server).await.json();
    assert_ne!(text(&second["approval_key"]), text(&first.json()["approval_key"]));
}

#[tokio::test]
async fn a_hash_key_is_of_the_body() {
    let server = start().await;
    let ask = |body: Value| {
        Ask::post("/uapi/hashkey", &body).headers([("appkey", KEY.to_owned()), ("appsecret", SECRET.to_owned())])
    };
    let body = json!({"CANO": "50001234", "PDNO": "005930"});
    let first = ask(body.clone()).send(&server).await.json();
    assert_eq!((first["BODY"].clone(), text(&first["HASH"]).len()), (body.clone(), 64));
    assert_eq!(ask(body.clone()).send(&server).await.json(), first);
    assert_ne!(ask(json!({"CANO": "50001235"})).send(&server).await.json()["HASH"], first["HASH"]);
    assert_eq!(ask(body).header("appsecret", None).send(&server).await.code(), (500, "EGW00105".to_owned()));
    assert_eq!(ask(json!([1])).send(&server).await.code().1, "OPSQ2001");
}

#[tokio::test]
async fn every_app_key_has_a_token_of_its_own() {
    let second = Credentials::new("PSsecond", "second-secret").expect("usable");
    let server = mock::Server::builder().credentials(second).start().await.expect("a free port");
    let own = token(&server).await;
    let other = text(&grant("PSsecond", "second-secret").send(&server).await.json()["access_token"]);
    assert_ne!(own, other);
    let ask = |token: &str, key: &str, secret: &str| {
        Ask::call(&bond::TR, "CTSC8407R", token).header("appkey", Some(key)).header("appsecret", Some(secret))
    };
    assert_eq!(ask(&other, "PSsecond", "second-secret").send(&server).await.status(), 200);
    assert_eq!(ask(&own, "PSsecond", "second-secret").send(&server).await.code().1, "EGW00121");
    assert_eq!(ask(&other, "PSsecond", SECRET).send(&server).await.code().1, "EGW00105");
    for (spoiled, code) in [
        (grant("PSsecond", SECRET), "EGW00105"),
        (grant("x", SECRET), "EGW00103"),
        (Ask::post("/oauth2/tokenP", &json!({"appkey": KEY, "appsecret": SECRET})), "EGW00205"),
        (Ask { method: "GET", ..grant(KEY, SECRET) }, "EGW00205"),
    ] {
        assert_eq!(spoiled.send(&server).await.code(), (403, code.to_owned()));
    }
}
