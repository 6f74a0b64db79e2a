//! One request, from its headers to its answer.

use std::collections::VecDeque;

use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::{Request, Response, StatusCode};
use serde_json::Value;

use super::body::{Aborted, Body};
use super::content::Content;
use super::exchange::Exchange;
use super::fault::Fault;
use super::gate::{self, Verdict};
use super::memory::{Arrival, Memory};
use super::message::{Received, Reply};
use super::server::Shared;
use super::socket::Ending;
use super::{answer, oauth, refusal, shape};
use crate::descriptor::Kind;

/// The longest body of a request, in bytes: far more than any TR takes.
const LARGEST: usize = 1 << 20;

/// Answers a request; an error ends the connection.
pub(super) async fn handle(
    shared: &Shared,
    ending: &Ending,
    request: Request<Incoming>,
) -> Result<Response<Body>, Aborted> {
    let (head, body) = request.into_parts();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let received = Received::head(head.method.as_str(), &head.uri.to_string(), headers);
    // It counts from here on, whenever its body comes: limits are of what arrives.
    let arrival = {
        let mut memory = shared.memory();
        // Read within the lock, so that later arrivals have later times.
        let at = shared.clock.now();
        memory.arrive(&shared.settings, &received, at)
    };
    if arrival.fault == Some(Fault::ResetBefore) {
        tell(shared, &arrival, &received, None, String::new());
        ending.reset();
        return Err(Aborted);
    }
    let (received, verdict) = match Limited::new(body, LARGEST).collect().await {
        Ok(body) => {
            let received = received.with_body(String::from_utf8_lossy(&body.to_bytes()).into_owned());
            shared.memory().keep(&received, shared.settings.keeps);
            let verdict = decide(shared, &arrival, &received);
            (received, verdict)
        }
        Err(error) if error.is::<LengthLimitError>() => {
            (received, Verdict::new(Reply::html(413), "the body is longer than anything that a TR takes"))
        }
        // Whoever sent it has gone.
        Err(_) => return Err(Aborted),
    };
    let is_answered = !matches!(arrival.fault, Some(Fault::Silent | Fault::Close | Fault::ResetAfter));
    tell(shared, &arrival, &received, Some(&verdict.reply).filter(|_| is_answered), verdict.note);
    let reply = verdict.reply;
    match &arrival.fault {
        Some(Fault::Slow(time)) => tokio::time::sleep(*time).await,
        Some(Fault::Silent) => std::future::pending().await,
        Some(Fault::Close) => return Err(Aborted),
        Some(Fault::ResetAfter) => {
            ending.reset();
            return Err(Aborted);
        }
        _ => {}
    }
    Ok(response(shared, &arrival, &received, reply))
}

/// Tells the log.
fn tell(shared: &Shared, arrival: &Arrival, received: &Received, reply: Option<&Reply>, note: String) {
    let Some(observer) = &shared.settings.observer else { return };
    let fault = arrival.fault.as_ref().map(|fault| format!("on purpose: {fault}"));
    let note = match fault {
        Some(fault) if note.is_empty() => fault,
        Some(fault) => format!("{fault}; {note}"),
        None => note,
    };
    let time = shared.clock.korean(arrival.at);
    (observer.0)(&Exchange::new(arrival.number, time, received, reply, note));
}

/// What a request gets: over the limit, what a fault puts in place of an answer, or the answer, bent by a fault.
fn decide(shared: &Shared, arrival: &Arrival, received: &Received) -> Verdict {
    if let Some(full) = arrival.full {
        return Verdict::new(refusal::of_call(full.code()), "over the limit");
    }
    let Some(fault) = &arrival.fault else { return process(shared, arrival, received) };
    match fault {
        Fault::Code(code) if received.path.starts_with("/oauth2/") => return Verdict::fine(refusal::of_oauth(code)),
        Fault::Code(code) => return Verdict::fine(refusal::of_call(code)),
        Fault::Html(status) => return Verdict::fine(Reply::html(*status)),
        Fault::Answer(reply) => return Verdict::fine(reply.clone()),
        Fault::TokenLost => {
            let pair = arrival.pair.or_else(|| shared.settings.pair(received.parameter("appkey")));
            if pair.is_some() {
                shared.memory().tokens.lose(pair, true);
            }
        }
        _ => {}
    }
    let Verdict { reply, note } = process(shared, arrival, received);
    let reply = match fault {
        Fault::HtmlProcessed(status) => Reply::html(*status),
        Fault::AnswerProcessed(reply) => reply.clone(),
        fault => shape::bend(fault, reply, received, arrival.tr),
    };
    Verdict::new(reply, note)
}

/// Does what the request asks for.
fn process(shared: &Shared, arrival: &Arrival, received: &Received) -> Verdict {
    {
        let mut memory = shared.memory();
        let Memory { scripted, orders, .. } = &mut *memory;
        if let Some(reply) = scripted.get_mut(received.path.as_str()).and_then(VecDeque::pop_front) {
            if let Some(tr) = arrival.tr.filter(|tr| tr.kind == Kind::Order && accepts(&reply)) {
                orders.enter(tr, received, shared.clock.korean(arrival.at));
            }
            return Verdict::new(reply, "scripted");
        }
    }
    if let Some(verdict) = oauth::answer(shared, received, arrival.at) {
        return verdict;
    }
    if !received.is_call() {
        return Verdict::new(Reply::html(404), "no such path");
    }
    match gate::check(shared, received, arrival.at) {
        Err(verdict) => verdict,
        Ok(tr) => {
            let time = shared.clock.korean(arrival.at);
            let content = {
                let orders = &mut shared.memory().orders;
                match tr.kind {
                    Kind::Order => Content::Receipt(Box::new(orders.enter(tr, received, time))),
                    _ => match orders.listed(tr, received) {
                        Some(list) => Content::Orders(list),
                        None => Content::made_up(&shared.settings, tr, received, &time),
                    },
                }
            };
            Verdict::fine(answer::page(&shared.settings, tr, received, &content))
        }
    }
}

/// Whether a scripted answer says that the order stands.
fn accepts(reply: &Reply) -> bool {
    serde_json::from_str::<Value>(&reply.body).is_ok_and(|body| body["rt_cd"] == "0")
}

fn response(shared: &Shared, arrival: &Arrival, received: &Received, reply: Reply) -> Response<Body> {
    let bytes = Bytes::from(reply.body);
    let body = match &arrival.fault {
        Some(Fault::Dribble(pause)) => Body::dribbling(bytes, *pause),
        Some(Fault::CutOff) => Body::cut_off(bytes),
        _ => Body::whole(bytes),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut insert = |name: &'static str, value: &str| {
        // What no header can carry is left out.
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.insert(name, value);
        }
    };
    insert("content-type", reply.content_type);
    insert("date", &shared.clock.http_date(arrival.at));
    if received.is_call() {
        insert("tr_id", received.header("tr_id").unwrap_or_default());
        insert("tr_cont", &reply.tr_cont);
        insert("gt_uid", &format!("{:032x}", arrival.number));
    }
    response
}
