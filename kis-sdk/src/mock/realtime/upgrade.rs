//! From an HTTP request to a WebSocket connection.

use std::sync::Arc;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue, UPGRADE};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use super::connection::serve;
use crate::mock::body::Body;
use crate::mock::exchange::Exchange;
use crate::mock::message::{Received, Reply};
use crate::mock::server::Shared;
use crate::mock::socket::Ending;
use crate::realtime::accept_key;

/// Where connections are made; the paths below it lead to the same.
const PATH: &str = "/tryitout";

/// Whether a request asks for a connection, and nothing else was planned for it.
pub(in crate::mock) fn is_upgrade(shared: &Shared, request: &Request<Incoming>) -> bool {
    let path = request.uri().path();
    let is_here = path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let asks = request.headers().get(UPGRADE).is_some_and(|to| to.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let is_scripted = || shared.memory().scripted.get(path).is_some_and(|replies| !replies.is_empty());
    is_here && asks && !is_scripted()
}

/// Accepts the connection.
pub(in crate::mock) fn upgrade(
    shared: &Arc<Shared>,
    ending: &Arc<Ending>,
    mut request: Request<Incoming>,
) -> Response<Body> {
    let received = Received::head(request.method().as_str(), request.uri().path(), Vec::new());
    let at = shared.clock.now();
    let arrival = shared.memory().arrive(&shared.settings, &received, at);
    if let Some(observer) = &shared.settings.observer {
        let (time, reply) = (shared.clock.korean(at), Reply::text("").status(101));
        (observer.0)(&Exchange::new(arrival.number, time, &received, Some(&reply), "WebSocket".to_owned()));
    }
    let key = request.headers().get("sec-websocket-key").map(HeaderValue::as_bytes).unwrap_or_default();
    let accept = accept_key(key);
    let upgrading = hyper::upgrade::on(&mut request);
    let (hub, ending) = (Arc::clone(shared), Arc::clone(ending));
    shared.hub.spawn(async move {
        let Ok(upgraded) = upgrading.await else { return };
        serve(hub, ending, TokioIo::new(upgraded)).await;
    });
    let mut response = Response::new(Body::whole(Bytes::new()));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        headers.insert("sec-websocket-accept", accept);
    }
    response
}
