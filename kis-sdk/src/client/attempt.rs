//! One request and its answer: headers, token, envelope.

use std::time::{Instant, SystemTime};

use bytes::Bytes;

use super::Shared;
use super::counters::add;
use super::http::Reply;
use super::outgoing::Outgoing;
use crate::decode::{self, Cells, Head, Undecodable};
use crate::descriptor::Kind;
use crate::error::{Meaning, Sent};
use crate::pace::Permit;
use crate::token::Token;
use crate::{Continuation, Customer, Envelope, Error, ErrorKind};

/// The gateway counted more calls in a second than the app key has.
pub(super) const OVER_THE_LIMIT: &str = "EGW00201";

/// An attempt that gave no answer, and how far the request came.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) reach: Reach,
}

/// How far a request came that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing of it left this machine.
    NeverLeft,
    /// The gateway turned it away because of the calls per second (`EGW00201`); it came no further.
    OverLimit,
    /// It left, and may have arrived anywhere.
    Left,
}

/// Why an attempt gave no answer.
pub(super) enum Attempt {
    /// The server knows the token no longer.
    TokenDead(Error),
    Failed(Failed),
}

impl Attempt {
    fn left(error: Error) -> Self {
        let over_limit = error.code() == Some(OVER_THE_LIMIT);
        Self::Failed(Failed { error, reach: if over_limit { Reach::OverLimit } else { Reach::Left } })
    }
}

/// What is the same for all attempts of a call.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) outgoing: Outgoing<'a>,
    /// The TR id for this environment.
    pub(super) tr_id: &'a str,
    /// Whether a page came before this one.
    pub(super) continued: bool,
}

impl Shared {
    /// Sends the request once. It holds its slot until the answer is there.
    pub(super) async fn attempt(
        &self,
        task: Task<'_>,
        token: &Token,
        permit: Permit,
        cells: &mut Cells,
    ) -> Result<Envelope, Attempt> {
        let Task { outgoing, tr_id, continued } = task;
        let gt_uid = matches!(self.customer, Customer::Corporate(_)).then(|| uuid::Uuid::new_v4().simple().to_string());
        let headers = self
            .headers
            .of_call(tr_id, continued, token, gt_uid.as_deref())
            .map_err(|error| Attempt::Failed(Failed { error: error.of(outgoing), reach: Reach::NeverLeft }))?;
        add(&self.counting.requests, 1);
        let (begun, at) = (Instant::now(), SystemTime::now());
        let waited = permit.waited().as_millis();
        let reply = self.http.send(outgoing, headers).await;
        drop(permit);
        let took = begun.elapsed().as_millis();
        let sent = |mut error: Error| {
            if error.request_id().is_none() {
                error = error.with_request_id(gt_uid.clone());
            }
            match error.kind() {
                ErrorKind::OutcomeUnknown => error.with_sent(Sent { at, parameters: outgoing.open_pairs() }),
                _ => error,
            }
        };
        let reply = match reply {
            Ok(reply) => reply,
            Err(failure) => {
                let reach = if failure.never_left() { Reach::NeverLeft } else { Reach::Left };
                let error = sent(failure.into_error(Some(outgoing.kind())).of(outgoing));
                tracing::debug!(waited_ms = waited, took_ms = took, kind = ?error.kind(), "no answer");
                return Err(Attempt::Failed(Failed { error, reach }));
            }
        };
        add(&self.counting.bytes, reply.body.len() as u64);
        let outcome = read(outgoing, &reply, cells).map_err(|attempt| match attempt {
            Attempt::TokenDead(error) => Attempt::TokenDead(sent(error)),
            Attempt::Failed(Failed { error, reach }) => Attempt::Failed(Failed { error: sent(error), reach }),
        });
        let code = match &outcome {
            Ok(envelope) => envelope.msg_cd(),
            Err(Attempt::TokenDead(error) | Attempt::Failed(Failed { error, .. })) => error.code().unwrap_or_default(),
        };
        if code == OVER_THE_LIMIT {
            self.pacer.refused();
        }
        tracing::debug!(
            status = reply.status,
            code,
            bytes = reply.body.len(),
            waited_ms = waited,
            took_ms = took,
            request_id = reply.request_id.as_deref(),
            "answer"
        );
        outcome
    }
}

/// Reads an answer: the envelope first, whatever the status says.
pub(super) fn read(outgoing: Outgoing<'_>, reply: &Reply, cells: &mut Cells) -> Result<Envelope, Attempt> {
    let (head, outcome) = decode::decode(&reply.body, cells);
    let malformed = match outcome {
        Ok(()) => None,
        Err(Undecodable::Malformed(malformed)) => Some(malformed),
        Err(Undecodable::Syntax(error)) => {
            return Err(Attempt::left(no_envelope(outgoing, reply).with_source(error)));
        }
    };
    let meaning = Meaning::of(&head.msg_cd);
    // "No data" and a blank rt_cd are answers to a question. To an order they are a refusal and a doubt.
    let is_query = !outgoing.is_order();
    let is_success = match head.rt_cd.as_deref() {
        // "It worked", and in the same breath that it didn't: to an order that is a doubt as well.
        Some("0") if !is_query && (head.is_oauth_error || meaning == Meaning::NoData) => {
            return Err(Attempt::left(annotate(contradiction(), outgoing, reply, &head)));
        }
        _ if head.is_oauth_error => false,
        None => return Err(Attempt::left(no_envelope(outgoing, reply))),
        Some("0") => true,
        Some("") if !is_query => return Err(Attempt::left(no_envelope(outgoing, reply))),
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
                return Err(Attempt::TokenDead(annotate(Error::new(ErrorKind::Auth, hint), outgoing, reply, &head)));
            }
        };
        return Err(Attempt::left(annotate(Error::new(kind, hint), outgoing, reply, &head)));
    }
    match malformed {
        None => Ok(envelope(outgoing, reply, head)),
        Some(malformed) => {
            let accepted = match outgoing.kind() {
                Kind::Order => "; the server ACCEPTED the order, don't send it again",
                Kind::Query | Kind::Realtime => "",
            };
            let message = format!("{malformed}{accepted}; its descriptor ({}) needs a correction", outgoing.source());
            Err(Attempt::left(annotate(Error::new(ErrorKind::Decode, message), outgoing, reply, &head)))
        }
    }
}

fn annotate(error: Error, outgoing: Outgoing<'_>, reply: &Reply, head: &Head) -> Error {
    error
        .of(outgoing)
        .with_code(&head.msg_cd, &head.msg1)
        .with_answer(reply.status, reply.body.clone())
        .with_request_id(reply.request_id.clone())
}

/// An answer to an order that says both yes and no.
fn contradiction() -> Error {
    Error::new(
        ErrorKind::OutcomeUnknown,
        "the server says that the order went through, with a code that says the contrary: look it up before you send it \
         again, it may stand",
    )
}

/// An answer that is not the API's: an HTML page of the gateway, half a body, a JSON of something else.
fn no_envelope(outgoing: Outgoing<'_>, reply: &Reply) -> Error {
    let error = match outgoing.kind() {
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
    error.of(outgoing).with_answer(reply.status, reply.body.clone()).with_request_id(reply.request_id.clone())
}

fn envelope(outgoing: Outgoing<'_>, reply: &Reply, head: Head) -> Envelope {
    let says_more = outgoing.is_paged() && matches!(reply.tr_cont.as_str(), "F" | "M");
    let (continues, keys) = next_page(says_more, head.keys);
    Envelope {
        rt_cd: head.rt_cd.unwrap_or_default(),
        msg_cd: head.msg_cd,
        msg1: head.msg1,
        continues,
        continuation: keys.map(|keys| Continuation { keys }),
        request_id: reply.request_id.clone(),
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
