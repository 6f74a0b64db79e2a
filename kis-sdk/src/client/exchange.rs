//! One request and its answer, for every TR: checks, headers, token, envelope.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use tracing::Instrument as _;

use super::Shared;
use super::http::{self, Reply};
use crate::decode::{self, Head, Undecodable};
use crate::descriptor::{Call, Kind, Record};
use crate::error::Meaning;
use crate::token::Token;
use crate::{Continuation, Customer, Envelope, Error, ErrorKind};

/// Why an attempt gave no answer.
enum Attempt {
    /// The server knows the token no longer.
    TokenDead(Error),
    Failed(Error),
}

impl Shared {
    /// Sends `call` and reads the answer into `record`.
    ///
    /// A token that the server no longer knows is replaced and the call made once more: once, because the server can hand
    /// out the same dead token again; and for queries only, because nothing that changes state is ever sent twice.
    pub(super) async fn exchange(
        &self,
        call: &Call,
        continued: bool,
        record: &mut (dyn Record + Send),
    ) -> Result<Envelope, Error> {
        let tr_id = self.check(call)?;
        let span = tracing::debug_span!("kis", tr_id, continued);
        async {
            let mut has_renewed = false;
            loop {
                let token = self.tokens.get(&self.http, &self.credentials).await.map_err(|error| error.of(call))?;
                match self.attempt(call, tr_id, continued, &token, record).await {
                    Ok(envelope) => return Ok(envelope),
                    Err(Attempt::Failed(error)) => return Err(error),
                    Err(Attempt::TokenDead(error)) => {
                        self.tokens.forget(&token).await;
                        if has_renewed || call.tr().kind == Kind::Order {
                            return Err(error);
                        }
                        tracing::debug!("token refused: asking for another one");
                        has_renewed = true;
                    }
                }
            }
        }
        .instrument(span)
        .await
    }

    /// What can be known to fail fails before anything is sent. Gives the TR id for this environment.
    fn check(&self, call: &Call) -> Result<&'static str, Error> {
        if let Some((documented, given)) = call.product_mismatch() {
            return Err(Error::input(format!(
                "this TR is for accounts with the product code {documented}, and the account given ends in -{given}; \
                 nothing was sent. Give the -{documented} account, or call .acnt_prdt_cd(\"{given}\") to insist"
            ))
            .of(call));
        }
        let id = call.tr_id();
        match (self.environment.uses_paper_ids(), id.paper) {
            (false, _) => Ok(id.real),
            (true, Some(paper)) => Ok(paper),
            (true, None) => Err(Error::new(
                ErrorKind::NotOnPaper,
                "this TR doesn't exist on the paper environment (모의투자 미지원); nothing was sent. Use Environment::Real",
            )
            .of(call)),
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        tr_id: &str,
        continued: bool,
        token: &Token,
        record: &mut (dyn Record + Send),
    ) -> Result<Envelope, Attempt> {
        let headers = self.headers(tr_id, continued, token).map_err(|error| Attempt::Failed(error.of(call)))?;
        let reply = self.http.send(call, headers).await;
        let reply = reply.map_err(|failure| Attempt::Failed(failure.into_error(Some(call.tr().kind)).of(call)))?;
        let outcome = read(call, &reply, record);
        let code = match &outcome {
            Ok(envelope) => envelope.msg_cd(),
            Err(Attempt::TokenDead(error) | Attempt::Failed(error)) => error.code().unwrap_or_default(),
        };
        tracing::debug!(status = reply.status, code, bytes = reply.body.len(), "answer");
        outcome
    }

    /// The request headers of the pages, in their order.
    fn headers(&self, tr_id: &str, continued: bool, token: &Token) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::with_capacity(16);
        http::insert_common(&mut headers);
        http::insert_token(&mut headers, token.value())?;
        let mut insert = |name, value: &str| http::insert_secret(&mut headers, name, value);
        insert("appkey", self.credentials.app_key())?;
        insert("appsecret", self.credentials.app_secret())?;
        insert("tr_id", tr_id)?;
        insert("tr_cont", if continued { "N" } else { "" })?;
        match &self.customer {
            Customer::Individual => insert("custtype", "P")?,
            Customer::Corporate(corporate) => {
                insert("custtype", "B")?;
                for (name, value) in corporate.headers() {
                    insert(name, value)?;
                }
                insert("gt_uid", &uuid::Uuid::new_v4().simple().to_string())?;
            }
        }
        if let Some(mac_address) = &self.mac_address {
            insert("mac_address", mac_address)?;
        }
        Ok(headers)
    }
}

/// Reads an answer: the envelope first, whatever the status says.
fn read(call: &Call, reply: &Reply, record: &mut dyn Record) -> Result<Envelope, Attempt> {
    let (head, outcome) = decode::decode(&reply.body, record);
    let malformed = match outcome {
        Ok(()) => None,
        Err(Undecodable::Malformed(malformed)) => Some(malformed),
        Err(Undecodable::Syntax(error)) => {
            return Err(Attempt::Failed(no_envelope(call, reply).with_source(error)));
        }
    };
    let meaning = Meaning::of(&head.msg_cd);
    // "No data" and a blank rt_cd are answers to a question. To an order they are a refusal and a doubt.
    let is_query = call.tr().kind != Kind::Order;
    let is_success = match head.rt_cd.as_deref() {
        _ if head.is_oauth_error => false,
        None => return Err(Attempt::Failed(no_envelope(call, reply))),
        Some("0") => true,
        Some("") if !is_query => return Err(Attempt::Failed(no_envelope(call, reply))),
        // Seen once, for "no data".
        Some("") => head.msg_cd.is_empty() || meaning == Meaning::NoData,
        Some(_) => is_query && meaning == Meaning::NoData,
    };
    if !is_success {
        let (kind, hint) = match meaning {
            // A trouble of the vendor's own doesn't say how far the order came.
            Meaning::Failure(ErrorKind::Unavailable, _) if !is_query => (
                ErrorKind::OutcomeUnknown,
                "the server had a trouble of its own with the order: look it up before you send it again, it may stand",
            ),
            Meaning::Failure(kind, hint) => (kind, hint),
            Meaning::NoData => (ErrorKind::Refused, "the server has no data"),
            Meaning::TokenDead => {
                let hint = "the server doesn't accept the access token; the next call asks for another";
                return Err(Attempt::TokenDead(annotate(Error::new(ErrorKind::Auth, hint), call, reply, &head)));
            }
        };
        return Err(Attempt::Failed(annotate(Error::new(kind, hint), call, reply, &head)));
    }
    match malformed {
        None => Ok(envelope(call, reply, head)),
        Some(malformed) => {
            let accepted = match call.tr().kind {
                Kind::Order => "; the server ACCEPTED the order, don't send it again",
                Kind::Query | Kind::Realtime => "",
            };
            let message = format!("{malformed}{accepted}; its descriptor ({}) needs a correction", call.tr().source);
            Err(Attempt::Failed(annotate(Error::new(ErrorKind::Decode, message), call, reply, &head)))
        }
    }
}

fn annotate(error: Error, call: &Call, reply: &Reply, head: &Head) -> Error {
    error.of(call).with_code(&head.msg_cd, &head.msg1).with_answer(reply.status, reply.body.clone())
}

/// An answer that is not the API's: an HTML page of the gateway, half a body, a JSON of something else.
fn no_envelope(call: &Call, reply: &Reply) -> Error {
    let error = match call.tr().kind {
        Kind::Order => Error::new(
            ErrorKind::OutcomeUnknown,
            format!(
                "the order left, and the answer (HTTP {}) is not the API's: look it up before you send it again, it may \
                 stand",
                reply.status
            ),
        ),
        Kind::Query | Kind::Realtime if (200..300).contains(&reply.status) => Error::new(
            ErrorKind::Unavailable,
            "the answer has no rt_cd, so it is not the API's: check address and proxy, then ask again",
        ),
        Kind::Query | Kind::Realtime => Error::new(
            ErrorKind::Unavailable,
            "the gateway answered instead of the API: maintenance or overload; ask again later",
        ),
    };
    error.of(call).with_answer(reply.status, reply.body.clone())
}

fn envelope(call: &Call, reply: &Reply, head: Head) -> Envelope {
    let says_more = call.tr().is_paged() && matches!(reply.tr_cont.as_str(), "F" | "M");
    let (continues, keys) = next_page(says_more, head.keys);
    Envelope {
        rt_cd: head.rt_cd.unwrap_or_default(),
        msg_cd: head.msg_cd,
        msg1: head.msg1,
        continues,
        continuation: keys.map(|keys| Continuation { keys }),
        body: Bytes::clone(&reply.body),
    }
}

/// Whether there is another page, and the keys that lead to it.
///
/// The header `tr_cont` decides: `F` and `M` mean more, anything else is the end. A blank next key (`NK`) is the end as
/// well, whatever the header says. No key at all where the header promises more leaves the walk without a way on, which
/// is not the same as the end.
fn next_page(says_more: bool, keys: Vec<(String, String)>) -> (bool, Option<Vec<(String, String)>>) {
    if !says_more {
        return (false, None);
    }
    if keys.is_empty() {
        return (true, None);
    }
    let mut next_keys = keys.iter().filter(|(name, _)| name.starts_with("ctx_area_nk")).peekable();
    let is_blank = |(_, value): &(String, String)| value.trim().is_empty();
    let at_end = if next_keys.peek().is_some() { next_keys.all(is_blank) } else { keys.iter().all(is_blank) };
    if at_end { (false, None) } else { (true, Some(keys)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_header_decides_and_a_blank_next_key_ends() {
        let full = keys(&[("ctx_area_fk100", "a   "), ("ctx_area_nk100", "b   ")]);
        assert_eq!(next_page(false, full.clone()), (false, None));
        assert_eq!(next_page(true, full.clone()), (true, Some(full)));
        let blank_next = keys(&[("ctx_area_fk100", "00000000^01^"), ("ctx_area_nk100", "    ")]);
        assert_eq!(next_page(true, blank_next), (false, None));
        assert_eq!(next_page(true, Vec::new()), (true, None));
        let only_search = keys(&[("ctx_area_fk", "20260910")]);
        assert_eq!(next_page(true, only_search.clone()), (true, Some(only_search)));
    }
}
