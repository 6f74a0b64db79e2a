//! Two processes that share one token and one budget of calls: `cargo run --example shared_budget --features mock`.
//!
//! Starts itself twice. Both processes have the same app key, the token in one folder
//! ([`FileTokenStore::at`]) and the calls of the last second in another
//! ([`pace_across_processes_in`](kis_sdk::ClientBuilder::pace_across_processes_in)), and call as fast as they may. The
//! mock server lets five calls through in any second and refuses the rest; it prints that one token was asked for and no
//! call was refused. Always on the mock server: it needs no account, and it would waste a real one's calls.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

mod setting;

use std::error::Error;
use std::path::Path;
use std::process::{Child, Command, ExitCode};
use std::time::Duration;

use kis_sdk::domestic_stock::quotations::inquire_price::{FidCondMrktDivCode, Request};
use kis_sdk::mock::{self, Limit};
use kis_sdk::token::FileTokenStore;
use kis_sdk::{Client, Credentials, Environment, Pace, Retries};

/// What the server lets through in any second, for both processes together.
const CALLS_PER_SECOND: u16 = 5;
/// What each of them asks for.
const CALLS_EACH: usize = 8;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    setting::end(runtime.map_err(Into::into).and_then(|runtime| match arguments.as_slice() {
        [url, folder] => runtime.block_on(call(url, Path::new(folder))),
        _ => runtime.block_on(both()),
    }))
}

/// Starts the server and both processes, and says what the server saw.
async fn both() -> Result<(), Box<dyn Error>> {
    // A token once in a minute, as the real server: a process that asked for one of its own would have to wait for it.
    let limit = Limit::per_second(CALLS_PER_SECOND.into()).token_interval(Duration::from_secs(60));
    let server = mock::Server::builder().limit(limit).start().await?;
    let folder = tempfile::tempdir()?;

    let started: Result<Vec<Child>, _> = (0..2).map(|_| start(&server.url(), folder.path())).collect();
    let mut is_well = true;
    for mut process in started? {
        is_well &= tokio::task::spawn_blocking(move || process.wait()).await??.success();
    }

    let traffic = server.traffic();
    println!("processes       2, {CALLS_EACH} calls each");
    println!("token requests  {}", server.arrived("/oauth2/tokenP"));
    println!("calls arrived   {}", traffic.arrived);
    println!("refused         {}", traffic.refused);
    println!("busiest second  {} of {CALLS_PER_SECOND}", traffic.busiest);
    if is_well { Ok(()) } else { Err("a process failed: see above".into()) }
}

/// This program once more, as a process that calls.
fn start(url: &str, folder: &Path) -> Result<Child, Box<dyn Error>> {
    Ok(Command::new(std::env::current_exe()?).arg(url).arg(folder).spawn()?)
}

/// What each process does. All that they share is the folder.
async fn call(url: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::new(mock::Server::APP_KEY, mock::Server::APP_SECRET)?;
    let client = Client::builder(Environment::url(url)?, credentials)
        .token_store(FileTokenStore::at(folder.join("tokens")))
        .pace(Pace::per_second(CALLS_PER_SECOND))
        .pace_across_processes_in(folder.join("pace"))
        // A call that the server refuses for its rate is to fail here, not to be tried again.
        .retries(Retries::none())
        .build()?;
    let request = Request::new(FidCondMrktDivCode::KRX, "005930");
    let calls = (0..CALLS_EACH).map(|_| client.send(&request));
    futures_util::future::try_join_all(calls).await?;
    Ok(())
}
