//! What a log says of one request.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::message::{Received, Reply};

/// One request and what it got, for a log: given to [`Builder::observe`](super::Builder::observe). It holds neither
/// secrets nor account numbers. `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// Its number: 1 for the first that arrived.
    pub number: u64,
    /// When it arrived by the server's clock, in Korea: `2025-12-02 09:10:10`.
    pub time: String,
    /// `GET` or `POST`.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The header `tr_id`; blank where there is none, `?` where it is nothing that a TR id could be.
    pub tr_id: String,
    /// The HTTP status; `None` where no answer was given.
    pub status: Option<u16>,
    /// `msg_cd` or `error_code`; blank where the answer has none.
    pub code: String,
    /// What was wrong with the request, or went wrong on purpose; blank where nothing did.
    pub note: String,
}

impl Exchange {
    pub(super) fn new(number: u64, time: String, received: &Received, reply: Option<&Reply>, note: String) -> Self {
        let tr_id = match received.header("tr_id").unwrap_or_default() {
            id if id.len() <= 16 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) => id.to_owned(),
            // Whoever mixed the headers up may have put a secret here.
            _ => "?".to_owned(),
        };
        let body = reply.and_then(|reply| serde_json::from_str::<Value>(&reply.body).ok()).unwrap_or_default();
        let code = ["msg_cd", "error_code"].iter().find_map(|name| body[*name].as_str());
        Self {
            number,
            time,
            method: received.method.clone(),
            path: received.path.clone(),
            tr_id,
            status: reply.map(|reply| reply.status),
            code: code.unwrap_or_default().to_owned(),
            note,
        }
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, method, path, tr_id, status, code, note, .. } = self;
        write!(f, "{time} {method} {path}")?;
        let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        for part in [tr_id, &status, code].into_iter().filter(|part| !part.is_empty()) {
            write!(f, " {part}")?;
        }
        if !note.is_empty() {
            write!(f, " ({note})")?;
        }
        Ok(())
    }
}

/// Who is told of every request.
#[derive(Clone)]
pub(super) struct Observer(pub(super) Arc<dyn Fn(&Exchange) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
