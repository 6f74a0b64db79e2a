//! The paths that need no token: tokens themselves, approval keys, hash keys.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use serde_json::Value;

use super::gate::Verdict;
use super::message::{Received, Reply, object, text};
use super::refusal;
use super::server::Shared;

/// Where tokens are asked for.
pub(super) const TOKEN_PATH: &str = "/oauth2/tokenP";
const REVOKE_PATH: &str = "/oauth2/revokeP";
const APPROVAL_PATH: &str = "/oauth2/Approval";
const HASH_PATH: &str = "/uapi/hashkey";

/// The longest time that approval keys are kept apart.
const APPROVAL_INTERVAL: Duration = Duration::from_secs(1);

/// Answers if the path is one of these.
pub(super) fn answer(shared: &Shared, received: &Received, at: Duration) -> Option<Verdict> {
    let outcome = match received.path.as_str() {
        TOKEN_PATH => token(shared, received, at),
        REVOKE_PATH => revoke(shared, received),
        APPROVAL_PATH => approval(shared, received, at),
        HASH_PATH => hash(shared, received),
        _ => return None,
    };
    Some(outcome.unwrap_or_else(|(code, note)| {
        let reply = if received.is_call() { refusal::of_call(code) } else { refusal::of_oauth(code) };
        Verdict::new(reply, note)
    }))
}

/// The code of a refusal, and why.
type Refused = (&'static str, &'static str);

fn token(shared: &Shared, received: &Received, at: Duration) -> Result<Verdict, Refused> {
    check_grant(received)?;
    let pair = check_pair(shared, received.parameter("appkey"), received.parameter("appsecret"))?;
    let mut memory = shared.memory();
    if !memory.tokens.may_ask(pair, TOKEN_PATH, shared.settings.limit.token_interval, at) {
        return Err(("EGW00133", "a token was asked for too soon after the last one"));
    }
    let life = shared.settings.token_life;
    let token = memory.tokens.issue(pair, life, at);
    Ok(Verdict::fine(Reply::json(object(&[
        ("access_token", text(&token.text())),
        ("token_type", text("Bearer")),
        // Of a token that is handed out again as well; the text beside it tells its end.
        ("expires_in", Value::from(life.as_secs()).to_string()),
        ("access_token_token_expired", text(&shared.clock.korean(token.expires()))),
    ]))))
}

fn revoke(shared: &Shared, received: &Received) -> Result<Verdict, Refused> {
    check_post(received)?;
    let pair = check_pair(shared, received.parameter("appkey"), received.parameter("appsecret"))?;
    if !shared.memory().tokens.revoke(pair, received.parameter("token").unwrap_or_default()) {
        return Err(("EGW00121", "no such token of this app key"));
    }
    Ok(Verdict::fine(Reply::json(object(&[
        ("code", Value::from(200).to_string()),
        ("message", text("접근토큰 폐기에 성공하였습니다")),
    ]))))
}

fn approval(shared: &Shared, received: &Received, at: Duration) -> Result<Verdict, Refused> {
    check_grant(received)?;
    let secret = received.parameter("secretkey");
    let pair = check_pair(shared, received.parameter("appkey"), secret).map_err(|refused| {
        match secret.is_none() && received.parameter("appsecret").is_some() {
            true => ("EGW00105", "this path calls the app secret secretkey"),
            false => refused,
        }
    })?;
    let mut memory = shared.memory();
    let interval = shared.settings.limit.token_interval.min(APPROVAL_INTERVAL);
    if !memory.tokens.may_ask(pair, APPROVAL_PATH, interval, at) {
        return Err(("EGW00133", "an approval key was asked for too soon after the last one"));
    }
    #[cfg(feature = "realtime")]
    let key = shared.hub.approve(pair);
    #[cfg(not(feature = "realtime"))]
    let key = {
        memory.approvals += 1;
        format!("mock-approval-key-{}", memory.approvals)
    };
    Ok(Verdict::fine(Reply::json(object(&[("approval_key", text(&key))]))))
}

/// The body as it came, and a digest of it: good for being the same for the same body, and for nothing else.
fn hash(shared: &Shared, received: &Received) -> Result<Verdict, Refused> {
    check_post(received)?;
    check_pair(shared, received.header("appkey"), received.header("appsecret"))?;
    if !serde_json::from_str::<Value>(&received.body).is_ok_and(|body| body.is_object()) {
        return Err(("OPSQ2001", "the body is no JSON object"));
    }
    let part = |part: u8| {
        let mut hasher = DefaultHasher::new();
        (part, &received.body).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    };
    let digest: String = (0..4).map(part).collect();
    Ok(Verdict::fine(Reply::json(object(&[("BODY", received.body.clone()), ("HASH", text(&digest))]))))
}

fn check_post(received: &Received) -> Result<(), Refused> {
    if received.method == "POST" { Ok(()) } else { Err(("EGW00205", "it has to be a POST with a JSON body")) }
}

fn check_grant(received: &Received) -> Result<(), Refused> {
    check_post(received)?;
    match received.parameter("grant_type") {
        Some("client_credentials") => Ok(()),
        _ => Err(("EGW00205", "grant_type has to be client_credentials, in a JSON body")),
    }
}

/// Which app key this is, if the secret belongs to it.
pub(super) fn check_pair(shared: &Shared, key: Option<&str>, secret: Option<&str>) -> Result<usize, Refused> {
    let Some(index) = shared.settings.pair(key) else {
        return Err(("EGW00103", "the app key is missing or is none that this server knows"));
    };
    match shared.settings.pairs[index].credentials.app_secret() {
        known if secret == Some(known) => Ok(index),
        _ => Err(("EGW00105", "the app secret is missing or doesn't belong to the app key")),
    }
}
