//! What arrives at the server and what it gives back.

use std::fmt;

use reqwest::Url;
use serde_json::Value;

use super::refusal;

/// A request as it arrived.
#[derive(Clone)]
pub struct Received {
    /// `GET`, `POST` or whatever else came.
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
    /// A request whose body is yet to come.
    pub(super) fn head(method: &str, uri: &str, headers: Vec<(String, String)>) -> Self {
        let url = Url::parse("http://mock").and_then(|base| base.join(uri)).ok();
        let parameters = url.iter().flat_map(|url| url.query_pairs().into_owned()).collect();
        let path = url.map_or_else(|| uri.to_owned(), |url| url.path().to_owned());
        Self { method: method.to_owned(), path, parameters, headers, body: String::new() }
    }

    /// Adds the body that has come.
    pub(super) fn with_body(mut self, body: String) -> Self {
        if !self.is_get() {
            self.parameters = members(&body);
        }
        self.body = body;
        self
    }

    /// Whether it asks for something without a body; `HEAD` is a `GET` whose answer is not wanted.
    pub(super) fn is_get(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// Whether it is a call, in contrast to a token request.
    pub(super) fn is_call(&self) -> bool {
        self.path.starts_with("/uapi/")
    }

    /// A query parameter or a member of the body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        find(&self.parameters, name)
    }

    /// The same, but `fid_input_iscd` also finds `FID_INPUT_ISCD`.
    pub(super) fn parameter_in_any_case(&self, name: &str) -> Option<&str> {
        let any_case = || self.parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        self.parameter(name).or_else(|| any_case().map(|(_, value)| value.as_str()))
    }

    /// A header; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

pub(super) fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
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

    /// The refusal of a call with this code, with the HTTP status and the message of the server where they are known; other
    /// codes come with HTTP 200 and `rt_cd` 1.
    ///
    /// ```
    /// let reply = kis_sdk::mock::Reply::code("EGW00123").status(200);
    /// ```
    pub fn code(msg_cd: &str) -> Self {
        refusal::of_call(msg_cd)
    }

    /// A page of HTML with this HTTP status and no envelope, as gateways send it.
    pub fn html(status: u16) -> Self {
        Self::text(format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"))
            .status(status)
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
