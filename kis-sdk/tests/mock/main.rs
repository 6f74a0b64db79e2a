//! The mock server as any program sees it: bytes on a socket, without the crate's own client.

mod chaos;
mod limits;
mod log;
mod market;
mod oauth;
mod order_list;
mod orders;
mod paging;
mod paper;
mod python;
mod raw;
mod shapes;
mod transport;
#[path = "../support/watch.rs"]
mod watch;

use std::time::Duration;

use kis_sdk::descriptor::{Method, Role, Tr};
use kis_sdk::domestic_bond::trading::inquire_balance as bond;
use kis_sdk::domestic_stock::trading::order_cash;
use kis_sdk::domestic_stock::trading::pension::inquire_balance as pension;
use kis_sdk::mock::{self, Fault, Target};
use serde_json::{Map, Value, json};

use raw::{End, Seen};

const KEY: &str = "PSmock00000000000000000000000000mock";
const SECRET: &str = "mock-app-secret-that-opens-nothing-but-the-mock-server==";

/// A request in the making: what a test spoils before it goes.
#[derive(Clone)]
struct Ask {
    method: &'static str,
    target: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Ask {
    /// A call with this token, every parameter at its default, and an account.
    fn call(tr: &Tr, tr_id: &str, token: &str) -> Self {
        let pairs: Vec<(&str, &str)> = tr
            .parameters
            .iter()
            .map(|parameter| {
                let value = match parameter.role {
                    Role::AccountNumber => "50001234",
                    Role::AccountProduct => "01",
                    _ => parameter.default.unwrap_or_default(),
                };
                (parameter.name, value)
            })
            .collect();
        let headers = [
            ("authorization", format!("Bearer {token}")),
            ("appkey", KEY.to_owned()),
            ("appsecret", SECRET.to_owned()),
            ("tr_id", tr_id.to_owned()),
            ("custtype", "P".to_owned()),
        ];
        match tr.method {
            Method::Get => {
                let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
                Self {
                    method: "GET",
                    target: format!("{}?{}", tr.path, query.join("&")),
                    headers: headers.into(),
                    body: String::new(),
                }
            }
            Method::Post => {
                let body: Map<String, Value> =
                    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
                Self::post(tr.path, &Value::Object(body)).headers(headers)
            }
        }
    }

    fn post(path: &str, body: &Value) -> Self {
        Self { method: "POST", target: path.to_owned(), headers: Vec::new(), body: body.to_string() }
    }

    fn headers(mut self, headers: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sets a header, or leaves it out.
    fn header(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.headers.retain(|(header, _)| *header != name);
        self.headers.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let Self { method, target, body, .. } = self;
        let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        format!("{method} {target} HTTP/1.1\r\nhost: mock\r\nconnection: close\r\n{length}{headers}\r\n{body}")
            .into_bytes()
    }

    async fn send(&self, server: &mock::Server) -> Seen {
        raw::exchange(server, &self.bytes()).await
    }
}

/// A request for a token.
fn grant(key: &str, secret: &str) -> Ask {
    Ask::post("/oauth2/tokenP", &json!({"grant_type": "client_credentials", "appkey": key, "appsecret": secret}))
}

/// A token of the server's own app key.
async fn token(server: &mock::Server) -> String {
    let granted = grant(KEY, SECRET).send(server).await.json();
    granted["access_token"].as_str().expect("a token").to_owned()
}

/// A query for bonds, with a token.
async fn bonds(server: &mock::Server) -> Ask {
    Ask::call(&bond::TR, "CTSC8407R", &token(server).await)
}

/// An order to buy, with a token.
async fn order(server: &mock::Server) -> Ask {
    Ask::call(&order_cash::TR, "TTTC0012U", &token(server).await)
}

/// Waits until something is so. What never is fails the test instead of holding it up.
async fn until(is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(raw::LONGEST, wait).await.expect("it never is");
}

async fn start() -> mock::Server {
    mock::Server::start().await.expect("a free port")
}
