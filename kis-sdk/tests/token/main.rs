//! Tokens: shared between clients and processes, kept in files, refused, asked for too soon. Over real sockets, with real
//! files and real processes.

mod broken;
mod child;
mod failing;
mod keys;
mod refused;
mod shared;
mod soon;
#[path = "../support/watch.rs"]
mod watch;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kis_sdk::descriptor::{Kind, Method, Tr};
use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::token::{FileTokenStore, Purpose, TokenKey, TokenStore};
use kis_sdk::{Client, ClientBuilder, Environment, ErrorKind, mock};

/// A path outside the TRs, to script its answers.
const fn path(path: &'static str) -> Tr {
    Tr::new("시험", "", "test/path.yaml", Kind::Query, Method::Post, path, " |", "", &[], "", &[])
}

static APPROVAL: Tr = path("/oauth2/Approval");
static REVOCATION: Tr = path("/oauth2/revokeP");
static HASH: Tr = path("/uapi/hashkey");

async fn server() -> mock::Server {
    watch::the_log();
    mock::Server::start().await.expect("a free port")
}

fn builder(server: &mock::Server) -> ClientBuilder {
    Client::builder(server.environment(), server.credentials())
}

/// A client with a store of its own: what another process would have.
fn client(server: &mock::Server, store: impl TokenStore) -> Client {
    builder(server).token_store(store).build().expect("a client")
}

fn bonds(server: &mock::Server) -> bond::Request {
    bond::Request::new(&server.account("01"), InqrCndt::ALL)
}

fn too_soon() -> mock::Reply {
    mock::Reply::oauth_refusal("EGW00133", "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)").status(403)
}

fn dead() -> mock::Reply {
    mock::Reply::refusal("1", "EGW00123", "기간이 만료된 token 입니다.").status(500)
}

/// How many requests came to a path.
fn requests(server: &mock::Server, path: &str) -> usize {
    server.received().iter().filter(|received| received.path == path).count()
}

fn token_requests(server: &mock::Server) -> usize {
    requests(server, "/oauth2/tokenP")
}

fn calls(server: &mock::Server) -> usize {
    requests(server, bond::TR.path)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Where a store keeps the access token for this server.
fn file(folder: &Path, server: &mock::Server, extension: &str) -> PathBuf {
    let key = TokenKey::new(&server.environment(), &server.credentials(), Purpose::AccessToken);
    folder.join(format!("{}.{extension}", key.id()))
}

/// Warnings of this thread; the tests that look at them run on one.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<u8>>>);

impl Warnings {
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let writer = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().expect("not poisoned").clone()).expect("text");
        text.lines().map(str::to_owned).collect()
    }
}

impl io::Write for Warnings {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
