//! Every described TR, asked of the mock server: its answer fits its own table.

use kis_sdk::TRANSACTIONS;
use kis_sdk::descriptor::{Field, FieldKind, Kind, Method, Tr, inspect};
use serde_json::{Map, Value, json};

use super::mock_server::{KEY, SECRET, token};
use super::*;

/// Asks with every parameter at its default; gives the body.
async fn ask(server: &mock::Server, http: &reqwest::Client, bearer: &str, tr: &Tr, tr_id: &str) -> Vec<u8> {
    let url = format!("{}{}", server.url(), tr.path);
    let values = tr.parameters.iter().map(|parameter| (parameter.name, parameter.default.unwrap_or_default()));
    let request = match tr.method {
        Method::Get => http.get(reqwest::Url::parse_with_params(&url, values).expect("a URL")),
        Method::Post => {
            let body: Map<String, Value> = values.map(|(name, value)| (name.to_owned(), value.into())).collect();
            http.post(url).body(Value::Object(body).to_string())
        }
    };
    let headers =
        [("authorization", bearer), ("appkey", KEY), ("appsecret", SECRET), ("tr_id", tr_id), ("custtype", "P")];
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("an answer").bytes().await.expect("a body").to_vec()
}

#[tokio::test]
async fn the_mock_answers_every_tr_as_its_table_says() {
    let server = mock::Server::start().await.expect("a free port");
    let (_, grant) =
        token(&server, json!({"grant_type": "client_credentials", "appkey": KEY, "appsecret": SECRET})).await;
    let bearer = format!("Bearer {}", grant["access_token"].as_str().expect("a token"));
    let http = reqwest::Client::new();
    let asked = TRANSACTIONS.iter().filter(|tr| matches!(tr.kind, Kind::Query | Kind::Order));
    for tr in asked {
        for id in tr.tr_ids {
            let body = ask(&server, &http, &bearer, tr, id.real).await;
            let envelope: Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!(envelope["rt_cd"], json!("0"), "{} {}: {envelope}", id.real, tr.title);
            assert_eq!(inspect(tr, &body), [], "{} {}", id.real, tr.title);
        }
    }
}

/// Tables are text until somebody looks at them.
#[test]
fn every_table_can_be_read() {
    fn count(fields: &[Field]) -> usize {
        let inner = |field: &Field| match field.kind {
            FieldKind::Object(fields) | FieldKind::Array(fields) => {
                assert!(!fields.is_empty(), "{}", field.name);
                count(fields)
            }
            _ => 1,
        };
        fields.iter().map(inner).sum()
    }
    let fields: usize = TRANSACTIONS.iter().map(|tr| count(tr.response.rows())).sum();
    let parameters: usize = TRANSACTIONS.iter().map(|tr| tr.parameters.len()).sum();
    assert!(fields > 7_000 && parameters > 1_500, "{fields} {parameters}");
    for tr in TRANSACTIONS {
        assert!(std::ptr::eq(tr.response.rows(), tr.response.rows()), "{}: read twice", tr.title);
    }
}

/// What nothing else would notice: two TRs with one id on one path, a descriptor without an id.
#[test]
fn every_tr_can_be_told_from_every_other() {
    let mut ids = std::collections::BTreeMap::new();
    for tr in TRANSACTIONS {
        assert!(!tr.tr_ids.is_empty(), "{}", tr.title);
        for id in tr.tr_ids {
            if let Some(other) = ids.insert((tr.path, id.real), tr.title) {
                panic!("{} and {other} are both {} {}", tr.title, tr.path, id.real);
            }
        }
    }
}
