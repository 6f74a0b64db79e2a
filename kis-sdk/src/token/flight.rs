//! Gets a token: from the store, where another process put one, or else from the server.

use std::time::{Duration, Instant, SystemTime};

use super::cell::{Cell, Outcome};
use super::failure::Failure;
use super::oauth::{self, Grant};
use super::record::{Record, Standing, Verdict};
use super::shelf::Found;
use super::waits::with_jitter;
use super::{Purpose, Token};
use crate::client::http::Http;
use crate::{Credentials, ErrorKind};

/// The server's code for a token that was asked for too soon.
const TOO_SOON: &str = "EGW00133";

/// How long to wait for the lock to note a refusal. Who holds it longer is replacing that token.
const NOTE: Duration = Duration::from_secs(1);

/// What one try came to.
enum Try {
    Landed(Outcome),
    /// It is too soon, as this process or another one was told.
    TooSoon(Option<Failure>),
}

/// One flight: looks, asks once it holds the lock, and waits where the server says that it is too soon.
pub(super) async fn fly(cell: &Cell, http: &Http, credentials: &Credentials) -> Outcome {
    // Most processes find the token of another one. That takes no lock, and works in a read-only folder too.
    if let Some(token) = look(cell).await {
        return Ok(token);
    }
    let start = Instant::now();
    let mut told = None;
    loop {
        match try_once(cell, http, credentials).await {
            Try::Landed(outcome) => return outcome,
            Try::TooSoon(failure) => told = failure.or(told),
        }
        // Whoever waits at all asks once more at the very end.
        let left = cell.waits.patience.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(told.unwrap_or_else(|| too_soon(cell)));
        }
        if let Some(token) = watch(cell, cell.waits.ask().min(left)).await {
            return Ok(token);
        }
    }
}

/// Looks again and again whether another process got a token, without the lock: it may get there first.
async fn watch(cell: &Cell, time: Duration) -> Option<Token> {
    let start = Instant::now();
    loop {
        let left = time.saturating_sub(start.elapsed());
        if left.is_zero() {
            return None;
        }
        tokio::time::sleep(with_jitter(cell.waits.look()).min(left)).await;
        if let Some(token) = look(cell).await {
            return Some(token);
        }
    }
}

/// A token that is kept and good.
async fn look(cell: &Cell) -> Option<Token> {
    let record = cell.shelf.read().await.record?;
    let refused = cell.refused();
    match record.verdict(refused.as_ref(), SystemTime::now(), &cell.waits) {
        Verdict::Use(remaining) => token_of(&record, remaining),
        Verdict::Stuck | Verdict::Wait | Verdict::Ask { .. } => None,
    }
}

/// The token that is kept, good or not.
pub(super) async fn kept(cell: &Cell) -> Option<Token> {
    let record = cell.shelf.read().await.record?;
    token_of(&record, record.remaining(SystemTime::now()))
}

/// Looks once more under the lock, and asks if nobody else did.
async fn try_once(cell: &Cell, http: &Http, credentials: &Credentials) -> Try {
    let _lease = cell.shelf.lock(cell.waits.lock).await;
    let found = cell.shelf.read().await;
    let now = SystemTime::now();
    let verdict = match &found.record {
        Some(record) => record.verdict(cell.refused().as_ref(), now, &cell.waits),
        None => Verdict::Ask { suspects_old: false },
    };
    match verdict {
        Verdict::Use(remaining) => match found.record.as_ref().and_then(|record| token_of(record, remaining)) {
            Some(token) => Try::Landed(Ok(token)),
            None => ask(cell, http, credentials, &found, false).await,
        },
        Verdict::Stuck => Try::Landed(Err(stuck(cell))),
        Verdict::Wait => Try::TooSoon(None),
        Verdict::Ask { suspects_old } => ask(cell, http, credentials, &found, suspects_old).await,
    }
}

/// Asks the server, and keeps what it says.
async fn ask(cell: &Cell, http: &Http, credentials: &Credentials, found: &Found, suspects_old: bool) -> Try {
    let what = cell.shelf.key().purpose();
    let now = SystemTime::now();
    let issued = match what {
        Purpose::AccessToken => oauth::issue_token(http, credentials).await,
        Purpose::ApprovalKey => oauth::issue_approval_key(http, credentials).await,
    };
    let Grant { value, lifetime } = match issued {
        Ok(grant) => grant,
        Err(failure) if failure.code() == TOO_SOON => {
            tracing::debug!("{what} asked for too soon");
            let record = found.record.clone().unwrap_or_else(|| Record::without_token(now));
            cell.shelf.write(found, &Record { denied_at: Some(now), ..record }).await;
            return Try::TooSoon(Some(failure));
        }
        Err(failure) => return Try::Landed(Err(failure)),
    };
    let old = found.record.as_ref();
    let refused = cell.refused();
    let is_replacement = suspects_old
        || refused.is_some_and(|old| now.duration_since(old.at).is_ok_and(|ago| ago < cell.waits.minute))
        || old.is_some_and(|old| old.standing != Standing::Good);
    if suspects_old && is_old(cell, old, &value) {
        // For six hours the server may have no other, and the refusal may have been a passing one: it gets one more try, as
        // any replacement does, and if that is in vain nobody asks for a minute.
        tracing::debug!("{what} issued, and it is the refused one");
    }
    let standing = Standing::Good;
    let record = Record { secret: Some(value), asked_at: now, lifetime, standing, is_replacement, denied_at: None };
    cell.shelf.write(found, &record).await;
    tracing::debug!(seconds = lifetime.as_secs(), "{what} issued");
    let token = token_of(&record, lifetime);
    Try::Landed(token.ok_or_else(|| Failure::new(ErrorKind::Unavailable, format!("the server issued no {what}"))))
}

/// Whether the server handed out the very token that it refused.
fn is_old(cell: &Cell, old: Option<&Record>, value: &secrecy::SecretString) -> bool {
    use secrecy::ExposeSecret as _;

    let value = value.expose_secret();
    old.and_then(Record::value) == Some(value)
        || cell.refused().is_some_and(|refused| refused.value.expose_secret() == value)
}

fn token_of(record: &Record, remaining: Duration) -> Option<Token> {
    Some(Token::new(record.secret.clone()?, remaining, record.lifetime, record.is_replacement))
}

fn stuck(cell: &Cell) -> Failure {
    let what = cell.shelf.key().purpose();
    let revoke = match what {
        Purpose::AccessToken => ", or end it with Client::revoke_token",
        Purpose::ApprovalKey => "",
    };
    Failure::new(
        ErrorKind::Auth,
        format!(
            "the server refuses the {what} and, asked for another one, hands out the same or one that it refuses as well. \
             It isn't asked again within a minute; wait for the server to recover{revoke}"
        ),
    )
}

/// The server was asked by another process, and said that it is too soon; this one wasn't told.
fn too_soon(cell: &Cell) -> Failure {
    let what = cell.shelf.key().purpose();
    Failure::new(
        ErrorKind::RateLimited,
        format!("another process was told ({TOO_SOON}) that an {what} was asked for too soon: wait a minute"),
    )
}

/// Notes in the store that the server refused a token, or ended it, if it is still the one that is kept.
pub(super) async fn mark(cell: &Cell, token: &Token, is_refused: bool) {
    let Some(_lease) = cell.shelf.lock_soon(NOTE).await else { return };
    let found = cell.shelf.read().await;
    let Some(record) = found.record.clone().filter(|record| record.value() == Some(token.value())) else { return };
    let record = match (is_refused, token.is_in_vain()) {
        (false, _) => Record::without_token(record.asked_at),
        (true, true) => Record { standing: Standing::Stuck, ..record },
        (true, false) => Record { standing: Standing::Refused, ..record },
    };
    cell.shelf.write(&found, &record).await;
}
