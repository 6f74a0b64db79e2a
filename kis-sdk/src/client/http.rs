//! The one place that knows the HTTP library: a request goes out, an answer's status, `tr_cont` and body come back.

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::connections::Connections;
use super::headers;
use super::outgoing::Outgoing;
use crate::descriptor::{Kind, Method};
use crate::{Environment, Error, ErrorKind};

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) tr_cont: String,
    /// By what name the server's side knows the request, where it says so.
    pub(crate) request_id: Option<String>,
    pub(crate) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Without its URL, which holds the account number and the continuation keys of a GET.
    source: reqwest::Error,
}

impl Failure {
    fn new(source: reqwest::Error) -> Self {
        Self { source: source.without_url() }
    }

    /// Whether it is proven that nothing of the request left this machine: there was no connection to send it on.
    pub(crate) fn never_left(&self) -> bool {
        self.source.is_connect() || self.source.is_builder()
    }

    /// The error for the caller; `kind` says whether something may have happened at the broker.
    pub(crate) fn into_error(self, kind: Option<Kind>) -> Error {
        let error = if kind == Some(Kind::Order) && !self.never_left() {
            Error::new(
                ErrorKind::OutcomeUnknown,
                "the order left, but no answer came: look it up before you send it again, it may stand",
            )
        } else if self.source.is_timeout() && self.source.is_connect() {
            Error::new(ErrorKind::Timeout, "no connection to the server in time: check network, proxy and address")
        } else if self.source.is_timeout() {
            Error::new(ErrorKind::Timeout, "no answer in time")
        } else if self.source.is_connect() {
            Error::new(ErrorKind::Network, "no connection to the server: check network, proxy and address")
        } else {
            Error::new(ErrorKind::Network, "the connection broke before the answer was complete")
        };
        error.with_source(self.source)
    }
}

/// Connections to one server.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: reqwest::Client,
    origin: Url,
}

impl Http {
    pub(crate) fn new(environment: &Environment, connections: &Connections) -> Result<Self, Error> {
        let origin = Url::parse(environment.origin()).map_err(|error| {
            Error::input("the server address is no URL: write https://host:port").with_source(error)
        })?;
        Ok(Self { client: connections.open(environment)?, origin })
    }

    /// Sends a TR with these headers.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>, headers: HeaderMap) -> Result<Reply, Failure> {
        let mut url = self.url(outgoing.path());
        let request = match outgoing.method() {
            Method::Get => {
                let pairs = outgoing.pairs();
                if !pairs.is_empty() {
                    url.query_pairs_mut().extend_pairs(pairs);
                }
                self.client.get(url)
            }
            Method::Post => self.client.post(url).body(json_object(outgoing)),
        };
        receive(request.headers(headers)).await
    }

    /// A path on the server. The rest of the URL is read once for a client: that takes longer than everything else here.
    fn url(&self, path: &str) -> Url {
        let mut url = self.origin.clone();
        url.set_path(path);
        url
    }

    /// Posts to one of the OAuth paths, which take no token.
    pub(crate) async fn post_unsigned(&self, path: &str, body: &Value) -> Result<Reply, Failure> {
        receive(self.client.post(self.url(path)).headers(headers::content_type()).body(body.to_string())).await
    }

    /// Posts the body of a TR to be hashed.
    pub(crate) async fn hash(&self, outgoing: Outgoing<'_>, headers: HeaderMap) -> Result<Reply, Failure> {
        receive(self.client.post(self.url("/uapi/hashkey")).headers(headers).body(json_object(outgoing))).await
    }
}

/// Sends a request and reads the whole answer.
async fn receive(request: reqwest::RequestBuilder) -> Result<Reply, Failure> {
    let response = request.send().await.map_err(Failure::new)?;
    let status = response.status().as_u16();
    let header = |name| {
        let text = response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let tr_cont = header("tr_cont").unwrap_or_default();
    // The API's own name for the request, or that of the gateway before it.
    let request_id = header("gt_uid").or_else(|| header("x-oracle-dms-ecid"));
    let body = response.bytes().await.map_err(Failure::new)?;
    Ok(Reply { status, tr_cont, request_id, body })
}

/// A JSON object with the parameters in the page's order; all values are texts, as the server wants them.
fn json_object(outgoing: Outgoing<'_>) -> String {
    let member = |(name, value)| format!("{}:{}", Value::from(name), Value::from(value));
    let members: Vec<String> = outgoing.pairs().into_iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::{Call, Tr};

    #[test]
    fn a_body_keeps_the_page_s_order_and_escapes() {
        static TR: Tr = Tr::new(
            "t",
            "",
            "t.yaml",
            Kind::Order,
            Method::Post,
            "/t",
            "TTTC0000U |",
            "
            PDNO | caller | | |
            CANO | caller | | |
            A | caller | | = |
            ",
            &[],
            "",
            &[],
        );
        let call = Call::new(&TR).with(0, "a\"b").with(1, "종목");
        assert_eq!(json_object(Outgoing::Described(&call)), r#"{"PDNO":"a\"b","CANO":"종목","A":""}"#);
    }
}
