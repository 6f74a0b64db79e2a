//! What arrives at the server and what it gives back.

use std::fmt;

use reqwest::Url;
use serde_json::Value;

/// A request as it arrived.
#[derive(Clone)]
pub struct Received {
    /// `GET` or `POST`.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// Query parameters or the members of the JSON body, in the order in which they came.
    pub parameters: Vec<(String, String)>,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: String,
}

impl Received {
    pub(super) fn new(method: &str, uri: &str, headers: Vec<(String, String)>, body: String) -> Self {
        let url = Url::parse("http://mock").and_then(|base| base.join(uri)).ok();
        let query = url.iter().flat_map(|url| url.query_pairs().into_owned()).collect();
        let parameters = if method == "GET" { query } else { members(&body) };
        let path = url.map_or_else(|| uri.to_owned(), |url| url.path().to_owned());
        Self { method: method.to_owned(), path, parameters, headers, body }
    }

    /// A query parameter or a member of the body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        find(&self.parameters, name)
    }

    /// A header; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The members of a JSON object; a value that is no text is given as its JSON.
fn members(body: &str) -> Vec<(String, String)> {
    let Ok(Value::Object(members)) = serde_json::from_str(body) else { return Vec::new() };
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    members.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// Shows neither secrets nor account numbers.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _)| name).collect();
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("tr_id", &self.header("tr_id"))
            .field("tr_cont", &self.header("tr_cont"))
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// An answer of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a reply does nothing until the server is given it"]
pub struct Reply {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) tr_cont: String,
    pub(super) body: String,
}

impl Reply {
    /// A JSON body, HTTP 200.
    pub fn json(body: impl Into<String>) -> Self {
        Self { status: 200, content_type: "application/json; charset=utf-8", tr_cont: String::new(), body: body.into() }
    }

    /// Any other body, HTTP 200.
    pub fn text(body: impl Into<String>) -> Self {
        Self { content_type: "text/html; charset=utf-8", ..Self::json(body) }
    }

    /// The refusal of a business call, as the server words it.
    pub fn refusal(rt_cd: &str, msg_cd: &str, msg1: &str) -> Self {
        Self::json(object(&[("rt_cd", text(rt_cd)), ("msg_cd", text(msg_cd)), ("msg1", text(&pad(msg1, 80)))]))
    }

    /// The refusal of the OAuth paths, which has no `rt_cd`.
    pub fn oauth_refusal(error_code: &str, error_description: &str) -> Self {
        Self::json(object(&[("error_code", text(error_code)), ("error_description", text(error_description))]))
    }

    /// Sets the HTTP status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets the header `tr_cont`: `F` or `M` where more pages follow.
    pub fn tr_cont(mut self, tr_cont: &str) -> Self {
        tr_cont.clone_into(&mut self.tr_cont);
        self
    }
}

/// A JSON object in the given order; the values are JSON already.
pub(super) fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}:{value}", text(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// A JSON text.
pub(super) fn text(value: &str) -> String {
    Value::from(value).to_string()
}

/// Pads with blanks to a number of bytes, as the server does.
pub(super) fn pad(value: &str, bytes: usize) -> String {
    format!("{value}{}", " ".repeat(bytes.saturating_sub(value.len())))
}
