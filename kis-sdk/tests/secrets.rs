//! Nothing secret in any `Debug`, `Display` or log line.

#[path = "support/watch.rs"]
mod watch;

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::token::{Entry, FileTokenStore, Purpose, TokenKey, TokenStore as _};
use kis_sdk::{Account, Client, Corporate, Credentials, Customer, Retries, mock};

use watch::SECRETS;

const APP_KEY: &str = SECRETS[0];
const APP_SECRET: &str = SECRETS[1];
const ACCOUNT: &str = SECRETS[2];
/// Begins as those of the mock server do.
const APPROVAL_KEY: &str = "mock-approval-8c09-4587-9fce-8ab893";

fn assert_clean(what: &str, shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{what} shows {secret}: {shown}");
    }
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let before = watch::the_log();
    let server = mock::Server::start().await.expect("a free port");
    let corporate = Corporate::new("personal-sec-key", "010-9999-8888", "203.0.113.7").expect("usable");
    let customer = Customer::Corporate(corporate);
    let builder = Client::builder(server.environment(), server.credentials())
        .customer(customer.clone())
        .retries(Retries::none())
        .proxy("http://user:proxy-password@127.0.0.1:1");
    assert_clean("builder", &format!("{builder:?}"));
    assert_clean("customer", &format!("{customer:?}"));
    let client = builder.no_proxy().build().expect("a client");
    let account: Account = format!("{ACCOUNT}-01").parse().expect("an account");
    let request = bond::Request::new(&account, InqrCndt::ALL);

    // Pages with keys, a token that dies, refusals, a malformed row, a gateway failure.
    let mut pages = client.pages(request.clone());
    while let Some(page) = pages.next().await {
        server.drop_token();
        let page = page.expect("a page");
        assert!(String::from_utf8_lossy(page.envelope.raw_body()).contains(ACCOUNT), "the test means something");
        assert_clean("answer", &format!("{page:?} {page:#?} {:?}", page.envelope));
    }
    assert_clean("pages", &format!("{pages:?}"));
    for reply in [
        mock::Reply::refusal("1", "EGW00201", "초당 거래건수를 초과하였습니다."),
        mock::Reply::json(format!(r#"{{"rt_cd":"0","ctx_area_fk200":"{ACCOUNT}^01","output":[{{"cblc_qty":"x"}}]}}"#)),
        mock::Reply::text(format!("<html>{ACCOUNT}</html>")).status(503),
        mock::Reply::json(format!(r#"{{"rt_cd":"0","x":"{ACCOUNT}""#)),
    ] {
        server.reply(&bond::TR, reply);
        let error = client.send(&request).await.expect_err("an error");
        assert_clean("error", &format!("{error} {error:?} {error:#?}"));
    }
    tokens_and_keys(&server, &client).await;
    let url = server.url();
    drop(server);
    // Nobody is there any more: the transport's own error must not carry the URL with the account number.
    let gone = Client::builder(
        kis_sdk::Environment::url(&url).expect("loopback"),
        Credentials::new(APP_KEY, APP_SECRET).expect("usable"),
    )
    .build()
    .expect("a client");
    if let Err(error) = gone.send(&request).await {
        assert_clean("transport error", &format!("{error} {error:?}"));
    }

    for shown in [
        format!("{account:?}"),
        format!("{request:?} {request:#?}"),
        format!("{client:?}"),
        format!("{:?}", Credentials::new(APP_KEY, APP_SECRET).expect("usable")),
    ] {
        assert_clean("debug", &shown);
    }

    assert!(watch::the_log() > before, "the log was there to be listened to");
}

/// Tokens and keys in hand, in files, in refusals, in answers that make no sense.
async fn tokens_and_keys(server: &mock::Server, client: &Client) {
    let token = client.access_token().await.expect("a token");
    assert!(token.expose().starts_with("mock-token-"), "the test means something");
    assert_clean("access token", &format!("{token:?} {token:#?}"));

    let folder = tempfile::tempdir().expect("a folder");
    let store = FileTokenStore::at(folder.path());
    let builder = Client::builder(server.environment(), server.credentials()).token_store(store.clone());
    assert_clean("builder", &format!("{builder:?} {store:?}"));
    let client = builder.build().expect("a client");
    let issued = format!(r#"{{"approval_key":"{APPROVAL_KEY}"}}"#);
    for body in [&format!(r#"{{"approval_key":"{APPROVAL_KEY} ","x":1"#), &format!(r#"{{"key":"{APPROVAL_KEY}"}}"#)] {
        server.reply_to_path("/oauth2/Approval", mock::Reply::json(body));
        let error = client.approval_key().await.expect_err("not a key");
        assert_clean("error", &format!("{error} {error:?}"));
    }
    server.reply_to_path("/oauth2/Approval", mock::Reply::json(&issued));
    let key = client.approval_key().await.expect("a key");
    assert_eq!(key.expose(), APPROVAL_KEY);
    assert_clean("approval key", &format!("{key:?} {key:#?}"));

    let name = TokenKey::new(&server.environment(), &server.credentials(), Purpose::ApprovalKey);
    assert_clean("name", &format!("{name:?} {}", store.place(&name)));
    let entry: Entry = store.load(&name).await.expect("readable").expect("kept");
    assert!(String::from_utf8_lossy(entry.as_bytes()).contains(APPROVAL_KEY), "the test means something");
    assert_clean("entry", &format!("{entry:?} {entry:#?}"));

    server.reply_to_path("/oauth2/Approval", mock::Reply::json(&issued));
    client.discard_approval_key(&key).await;
    let key = client.approval_key().await.expect("the same one, for one more try");
    client.discard_approval_key(&key).await;
    let error = client.approval_key().await.expect_err("in vain");
    assert_clean("error", &format!("{error} {error:?}"));

    // A store that fails says so, with its path.
    let path = folder.path().join("a file");
    std::fs::write(&path, "").expect("written");
    let builder = Client::builder(server.environment(), server.credentials()).token_store(FileTokenStore::at(path));
    builder.build().expect("a client").access_token().await.expect("a token all the same");
}
