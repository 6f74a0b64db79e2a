//! A list of many pages, row by row, with progress: `cargo run --example all_pages --features mock`.
//!
//! Prints every bond of the account (장내채권 잔고조회) as its page comes, and on stderr how far it is. Ctrl-C stops it and
//! says that this isn't all (exit code 130); so does an error in the middle: a list that ended early never looks like a
//! whole one. `--slow` makes the mock server's pages slow enough to try that. Whom it asks: see `setting/mod.rs`.

mod setting;
mod shown;

use std::error::Error;
use std::io::{IsTerminal as _, Write as _, stderr, stdout};
use std::process::ExitCode;
use std::time::Duration;

use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
use kis_sdk::mock::{self, Fault, Target};
use tokio::signal::ctrl_c;

use setting::Setting;
use shown::{left, number, right};

/// What a shell expects of a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => setting::end(Err(error)),
    }
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let setting = Setting::read_or(mock::Server::builder().pages(25).rows(20)).await?;
    if let Some(server) = setting.mock().filter(|_| std::env::args().any(|argument| argument == "--slow")) {
        server.fault_always(Target::NextPages, Fault::Slow(Duration::from_secs(1)));
    }
    let (client, account) = (setting.client()?, setting.account()?);

    // On a terminal one line that changes, elsewhere one for each page.
    let is_terminal = stderr().is_terminal();
    let pages = client.pages(Request::new(&account, InqrCndt::ALL)).on_page(move |so_far| {
        let more = if so_far.continues { " …" } else { "" };
        let noun = if so_far.pages == 1 { "page" } else { "pages" };
        let line = format!("{} {noun}, {} rows{more}", so_far.pages, so_far.rows);
        if is_terminal { eprint!("\r\x1b[2K{line}") } else { eprintln!("{line}") }
    });
    let mut lots = pages.items(|page| page.output);

    let mut count = 0;
    // One for the whole walk: what comes between two rows counts as well.
    let interrupted = ctrl_c();
    tokio::pin!(interrupted);
    let stopped = loop {
        tokio::select! {
            _ = &mut interrupted => break true,
            lot = lots.next() => match lot {
                Some(Ok(lot)) => {
                    count += 1;
                    writeln!(stdout(), "{}{}", left(&lot.prdt_name, 32), right(&number(lot.cblc_qty), 12))?;
                }
                Some(Err(error)) => return Err(format!("{error}\n{count} rows came: this isn't all").into()),
                None => break false,
            },
        }
    };
    if stopped {
        eprintln!("\nStopped after {count} rows: this isn't all.");
        return Ok(ExitCode::from(INTERRUPTED));
    }
    eprintln!("\nAll {count} rows.");
    Ok(ExitCode::SUCCESS)
}
