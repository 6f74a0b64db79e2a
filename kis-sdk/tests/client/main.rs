//! The client against the mock server, over a real socket.

mod at_run_time;
mod errors;
mod every_tr;
mod mock_server;
mod orders;
mod paging;
mod retries;
mod shapes;
mod untyped;
mod values;
#[path = "../support/watch.rs"]
mod watch;
mod wire;

use kis_sdk::descriptor::{Endpoint, Tr};
use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::trading::pension::inquire_balance as pension;
use kis_sdk::{Client, Error, Retries, mock};

/// A server and a client of it that tries everything once.
async fn connect() -> (mock::Server, Client) {
    watch::the_log();
    let server = mock::Server::start().await.expect("a free port");
    let client = Client::builder(server.environment(), server.credentials()).retries(Retries::none());
    (server, client.build().expect("a client"))
}

/// A request for all bonds.
fn bonds(server: &mock::Server) -> bond::Request {
    bond::Request::new(&server.account("01"), InqrCndt::ALL)
}

/// A request for a pension account.
fn pension(server: &mock::Server) -> pension::Request {
    pension::Request::new(&server.account("29"))
}

/// What a client makes of one scripted answer.
async fn read<E: Endpoint>(
    tr: &'static Tr,
    request: impl Fn(&mock::Server) -> E,
    body: &str,
) -> Result<E::Answer, Error> {
    let (server, client) = connect().await;
    server.reply(tr, mock::Reply::json(body));
    client.send(&request(&server)).await
}

/// Requests for TRs that arrived, token requests left out.
fn calls(server: &mock::Server) -> Vec<mock::Received> {
    server.received().into_iter().filter(|received| received.path.starts_with("/uapi/")).collect()
}

/// How many tokens were asked for.
fn token_requests(server: &mock::Server) -> usize {
    server.received().iter().filter(|received| received.path == "/oauth2/tokenP").count()
}
