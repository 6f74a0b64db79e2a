//! One try of a connection: approval key, TCP, handshake.

use std::time::Duration;

use reqwest::Upgraded;
use reqwest::header::{CONNECTION, HeaderValue, UPGRADE};
use tungstenite::handshake::client::generate_key;
use tungstenite::handshake::derive_accept_key;

use crate::realtime::failure::Failure;
use crate::realtime::settings::Settings;
use crate::realtime::socket::{Side, Socket};
use crate::token::ApprovalKey;
use crate::{Client, Error, ErrorKind};

/// How often the operating system asks a silent peer whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A connection, and the key that its registrations carry.
pub(super) struct Open {
    pub(super) socket: Socket<Upgraded>,
    pub(super) key: ApprovalKey,
}

/// Why there is none.
pub(super) enum Refusal {
    /// Trying again won't help.
    Final(Failure),
    /// The next try may do better.
    Again(Failure),
}

impl Refusal {
    /// What an error of the approval key means.
    pub(super) fn of(error: &Error) -> Self {
        let failure = Failure::from_error(error);
        match error.kind() {
            ErrorKind::Auth | ErrorKind::Input | ErrorKind::Refused => Self::Final(failure),
            _ => Self::Again(failure),
        }
    }
}

/// Tries once.
pub(super) async fn open(client: Client, settings: Settings) -> Result<Open, Refusal> {
    let key = client.approval_key().await.map_err(|error| Refusal::of(&error))?;
    match tokio::time::timeout(settings.connect, dial(&client, &settings)).await {
        Ok(Ok(socket)) => Ok(Open { socket, key }),
        Ok(Err(failure)) => Err(Refusal::Again(failure)),
        Err(_) => {
            let seconds = settings.connect.as_secs_f32();
            let message = format!("no connection to the realtime server within {seconds} s");
            Err(Refusal::Again(Failure::new(ErrorKind::Timeout, message)))
        }
    }
}

async fn dial(client: &Client, settings: &Settings) -> Result<Socket<Upgraded>, Failure> {
    let network = |what: &str, error: reqwest::Error| {
        let error = Error::new(ErrorKind::Network, what).with_source(error.without_url());
        Failure::from_error(&error)
    };
    let http = reqwest::Client::builder()
        .no_proxy()
        .http1_only()
        .connect_timeout(settings.connect)
        .tcp_nodelay(true)
        .tcp_keepalive(KEEP_ALIVE)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .map_err(|error| network("the WebSocket client can't be set up", error))?;
    let challenge = generate_key();
    let response = http
        .get(client.environment().realtime_url())
        .header(CONNECTION, HeaderValue::from_static("Upgrade"))
        .header(UPGRADE, HeaderValue::from_static("websocket"))
        .header("sec-websocket-version", HeaderValue::from_static("13"))
        .header("sec-websocket-key", &challenge)
        .send()
        .await
        .map_err(|error| network("no connection to the realtime server", error))?;
    let status = response.status().as_u16();
    let accepted = response.headers().get("sec-websocket-accept").map(HeaderValue::as_bytes);
    if status != 101 || accepted != Some(derive_accept_key(challenge.as_bytes()).as_bytes()) {
        let message = format!("the realtime server doesn't speak WebSocket just now (HTTP {status})");
        return Err(Failure::new(ErrorKind::Unavailable, message));
    }
    let stream = response.upgrade().await.map_err(|error| network("the realtime server broke off", error))?;
    Ok(Socket::new(stream, Side::Client))
}
