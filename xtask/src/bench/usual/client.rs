//! The client: one generic function for each HTTP method.

use reqwest::RequestBuilder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Sends requests with one token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    host: String,
    is_paper: bool,
    app_key: String,
    app_secret: String,
    token: String,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// The server wasn't reached.
    Http(reqwest::Error),
    /// The answer is something else.
    Json(serde_json::Error),
    /// A column is something else.
    Column(serde::de::value::Error),
    /// Not offered on paper.
    NotOnPaper,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Http(error) => error.fmt(f),
            Self::Json(error) => error.fmt(f),
            Self::Column(error) => error.fmt(f),
            Self::NotOnPaper => f.write_str("not offered on paper"),
        }
    }
}

impl std::error::Error for Error {}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl Client {
    /// A client for a host.
    pub fn new(host: &str, is_paper: bool, app_key: &str, app_secret: &str, token: &str) -> Self {
        Self {
            http: reqwest::Client::new(),
            host: host.to_owned(),
            is_paper,
            app_key: app_key.to_owned(),
            app_secret: app_secret.to_owned(),
            token: token.to_owned(),
        }
    }

    pub(crate) async fn get<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        tr_id: (&'static str, Option<&'static str>),
        request: &Q,
    ) -> Result<A, Error> {
        let url = format!("{}{path}", self.host);
        self.send(self.http.get(url).query(request), tr_id).await
    }

    pub(crate) async fn post<B: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        tr_id: (&'static str, Option<&'static str>),
        request: &B,
    ) -> Result<A, Error> {
        let url = format!("{}{path}", self.host);
        self.send(self.http.post(url).body(serde_json::to_vec(request)?), tr_id).await
    }

    async fn send<A: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        (real, paper): (&'static str, Option<&'static str>),
    ) -> Result<A, Error> {
        let tr_id = if self.is_paper { paper.ok_or(Error::NotOnPaper)? } else { real };
        let response = request
            .header("content-type", "application/json; charset=utf-8")
            .header("authorization", format!("Bearer {}", self.token))
            .header("appkey", &self.app_key)
            .header("appsecret", &self.app_secret)
            .header("tr_id", tr_id)
            .header("custtype", "P")
            .send()
            .await?;
        let body = response.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
