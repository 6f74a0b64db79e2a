//! `kis token`: the kept access token, without showing it.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::arguments::Global;
use crate::exit::Outcome;
use crate::session::Session;
use crate::terminal::{Terminal, print};

/// What `kis token` takes.
#[derive(Args)]
pub(crate) struct TokenArguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Print the token itself, on purpose: whoever sees it can use the account
    #[arg(long, global = true)]
    show: bool,
}

#[derive(Clone, Copy, Subcommand)]
enum Action {
    /// Says whether one is kept and how long it lasts; asks no server
    Status,
    /// Gets one from the server if none is kept that is still good
    Get,
    /// Ends the kept one at the server and gets another; the server gives the same one back within six hours of its issue
    Refresh,
    /// Ends the kept one at the server: every program with this app key needs another one then
    Revoke,
}

pub(crate) async fn run(arguments: &TokenArguments, global: &Global, terminal: Terminal) -> Outcome {
    let session = Session::open(global).await?;
    let place = session.place();
    match arguments.action.unwrap_or(Action::Status) {
        Action::Status => {}
        Action::Get => drop(session.client.access_token().await?),
        Action::Refresh => {
            session.client.revoke_token().await?;
            session.client.access_token().await?;
        }
        Action::Revoke => {
            let was_there = session.client.revoke_token().await?;
            return print(&match was_there {
                true => format!("{place}: the access token is revoked; the next call asks for another one\n"),
                false => format!("{place}: there was no access token to revoke\n"),
            });
        }
    }
    let Some(token) = session.client.kept_access_token().await else {
        return print(&format!("{place}: no access token is kept; the next call, or `kis token get`, asks for one\n"));
    };
    let remaining = token.remaining();
    if arguments.show {
        terminal.warn("this is the token itself: whoever sees it can use the account until it ends");
        return print(&format!("{}\n", token.expose()));
    }
    print(&match remaining.is_zero() {
        true => format!("{place}: the kept access token has ended; the next call asks for another one\n"),
        false => format!("{place}: an access token is kept; it ends {}\n", end(remaining.as_secs())),
    })
}

/// `2026-01-31 09:10 KST, in 23 h 12 min`
fn end(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let left = if hours > 0 { format!("in {hours} h {minutes} min") } else { format!("in {minutes} min") };
    let korea = Offset::from_seconds(9 * 3_600).ok().map(TimeZone::fixed);
    let at = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| Timestamp::from_second(Timestamp::now().as_second() + seconds).ok());
    match at.zip(korea) {
        Some((at, korea)) => format!("{}, {left}", at.to_zoned(korea).strftime("%Y-%m-%d %H:%M KST")),
        None => left,
    }
}
