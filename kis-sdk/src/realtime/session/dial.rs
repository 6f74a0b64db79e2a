//! From an address to a WebSocket connection, through a proxy where the client goes through one.
//!
//! The HTTP library asks for the upgrade, as it sends everything else. But to a plain `ws` address it knows no way through a
//! proxy that lets a WebSocket through: there a tunnel (`CONNECT`) comes first, and the handshake is done in it.

use std::error::Error as StdError;
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Intercept;
use reqwest::header::{CONNECTION, HeaderValue, UPGRADE};
use tokio::io::{AsyncRead, AsyncWrite};
use tower_service::Service as _;

use crate::realtime::handshake::{accept_key, key};
use crate::realtime::listening::Listening;
use crate::realtime::settings::Settings;
use crate::realtime::socket::{self, Socket};
use crate::{Client, Error, ErrorKind};

/// How often the operating system asks a silent peer whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Bytes to and from the server, by whichever way.
pub(super) type Stream = Box<dyn Duplex>;

/// What a connection is made of.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

fn network(what: &str, source: impl StdError + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Network, what).with_source(source)
}

/// The server answered, and doesn't switch to WebSocket.
fn no_websocket(status: u16) -> Error {
    let message = format!("the realtime server doesn't speak WebSocket just now (HTTP {status})");
    Error::new(ErrorKind::Unavailable, message)
}

/// Makes a connection.
pub(super) async fn dial(client: &Client, settings: &Settings) -> Result<Socket<Stream>, Error> {
    let url = client.environment().realtime_url();
    let uri: Uri = url.parse().map_err(|_| Error::input("the realtime address is none: write ws://host:port"))?;
    match client.proxy().tunnel(&uri) {
        Some(proxy) => through(&proxy, &uri, settings).await,
        None => ask(client, &url, settings).await,
    }
}

/// Asks for the upgrade over HTTP.
async fn ask(client: &Client, url: &str, settings: &Settings) -> Result<Socket<Stream>, Error> {
    let without_url = |what: &str, error: reqwest::Error| network(what, error.without_url());
    let builder = reqwest::Client::builder()
        .http1_only()
        .connect_timeout(settings.connect)
        .tcp_nodelay(true)
        .tcp_keepalive(KEEP_ALIVE)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    // A plain address that gets here goes through none.
    let builder = if url.starts_with("https:") { client.proxy().set(builder)? } else { builder.no_proxy() };
    let http = builder.build().map_err(|error| without_url("the WebSocket client can't be set up", error))?;
    let challenge = key();
    let response = http
        .get(url)
        .header(CONNECTION, HeaderValue::from_static("Upgrade"))
        .header(UPGRADE, HeaderValue::from_static("websocket"))
        .header("sec-websocket-version", HeaderValue::from_static("13"))
        .header("sec-websocket-key", &challenge)
        .send()
        .await
        .map_err(|error| without_url("no connection to the realtime server", error))?;
    let status = response.status().as_u16();
    let accepted = response.headers().get("sec-websocket-accept").map(HeaderValue::as_bytes);
    if status != 101 || accepted != Some(accept_key(challenge.as_bytes()).as_bytes()) {
        return Err(no_websocket(status));
    }
    let upgraded = response.upgrade().await.map_err(|error| without_url("the realtime server broke off", error))?;
    let stream: Stream = Box::new(Listening::new(upgraded));
    Ok(Socket::new(socket::client().take_over(stream)))
}

/// Has the proxy make a tunnel, and shakes hands in it.
async fn through(proxy: &Intercept, uri: &Uri, settings: &Settings) -> Result<Socket<Stream>, Error> {
    if proxy.uri().scheme_str() != Some("http") {
        return Err(Error::input(
            "realtime connections go through a proxy by http:// only, and the address of this one begins otherwise: name \
             it as http://host:port, or exempt ops.koreainvestment.com (NO_PROXY)",
        ));
    }
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_keepalive(Some(KEEP_ALIVE));
    connector.set_connect_timeout(Some(settings.connect));
    let mut tunnel = Tunnel::new(proxy.uri().clone(), connector);
    if let Some(password) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(password.clone());
    }
    let host = uri.authority().map(ToString::to_string).unwrap_or_default();
    let refused =
        format!("the proxy makes no tunnel to the realtime server (CONNECT {host}): allow it there, or NO_PROXY");
    let tunnelled = tunnel.call(uri.clone()).await.map_err(|error| network(&refused, error))?;
    let stream: Stream = Box::new(Listening::new(tunnelled.into_inner()));
    let shaken = socket::client().uri(&uri.to_string().replacen("http", "ws", 1));
    let shaken = shaken
        .map_err(|error| Error::input("the realtime address is none: write ws://host:port").with_source(error))?;
    let (stream, _) = shaken
        .connect_on(stream)
        .await
        .map_err(|error| network("the realtime server doesn't speak WebSocket just now, through the proxy", error))?;
    Ok(Socket::new(stream))
}
