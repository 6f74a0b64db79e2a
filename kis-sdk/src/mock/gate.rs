//! Who gets in: token, app key, TR id, parameters, in the order in which the server looks at them.

use serde_json::Value;

use super::answer;
use super::message::{Received, Reply, object, text};
use super::server::{APP_KEY, APP_SECRET, Shared};
use crate::TRANSACTIONS;
use crate::descriptor::{Kind, Method, Tr};

/// Where tokens are asked for.
pub(super) const TOKEN_PATH: &str = "/oauth2/tokenP";

/// How long a token lives, in seconds.
const TOKEN_LIFE: u32 = 86_400;

/// Answers a request that nobody scripted.
pub(super) fn answer(shared: &Shared, received: &Received) -> Reply {
    if received.path == TOKEN_PATH {
        return token(shared, received);
    }
    match check(shared, received) {
        Ok(tr) => answer::page(&shared.settings, tr, received),
        Err(refusal) => refusal,
    }
}

/// Issues a token; asked again, it gives the same one, as the server does for six hours.
fn token(shared: &Shared, received: &Received) -> Reply {
    let refuse = |code, message| Err(Reply::oauth_refusal(code, message).status(403));
    let checked = match received.parameter("grant_type") {
        Some("client_credentials") if received.method == "POST" => Ok(()),
        _ => refuse("EGW00205", "credentials_type이 유효하지 않습니다."),
    };
    let checked = checked.and_then(|()| match received.parameter("appkey") {
        Some(APP_KEY) => Ok(()),
        _ => refuse("EGW00103", "유효하지 않은 AppKey입니다."),
    });
    let checked = checked.and_then(|()| match received.parameter("appsecret") {
        Some(APP_SECRET) => Ok(()),
        _ => refuse("EGW00105", "유효하지 않은 AppSecret입니다."),
    });
    if let Err(refusal) = checked {
        return refusal;
    }
    let mut memory = shared.memory();
    if !memory.token_lives {
        memory.tokens += 1;
        memory.token_lives = true;
    }
    Reply::json(object(&[
        ("access_token", text(&token_value(memory.tokens))),
        ("token_type", text("Bearer")),
        ("expires_in", Value::from(TOKEN_LIFE).to_string()),
        ("access_token_token_expired", text("2099-12-31 23:59:59")),
    ]))
}

fn token_value(number: u64) -> String {
    format!("mock-token-{number}")
}

/// Finds the TR that is meant, or says why there is none.
fn check(shared: &Shared, received: &Received) -> Result<&'static Tr, Reply> {
    let gateway = |code, message: &str| Err(Reply::refusal("1", code, message).status(500));
    let (tokens, lives) = {
        let memory = shared.memory();
        (memory.tokens, memory.token_lives)
    };
    let given = received.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    match (1..=tokens).rev().find(|number| given == token_value(*number)) {
        None => return gateway("EGW00121", "유효하지 않은 token 입니다."),
        Some(number) if number < tokens || !lives => return gateway("EGW00123", "기간이 만료된 token 입니다."),
        Some(_) => {}
    }
    if received.header("appkey") != Some(APP_KEY) {
        return gateway("EGW00103", "유효하지 않은 AppKey입니다.");
    }
    if received.header("appsecret") != Some(APP_SECRET) {
        return gateway("EGW00105", "유효하지 않은 AppSecret입니다.");
    }
    if !matches!(received.header("custtype"), Some("P" | "B")) {
        return gateway("EGW00205", "credentials_type이 유효하지 않습니다.");
    }
    let tr_id = received.header("tr_id").unwrap_or_default();
    let is_meant = |tr: &&&Tr| {
        let method = match tr.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        tr.kind != Kind::Realtime
            && tr.path == received.path
            && method == received.method
            && tr.tr_ids.iter().any(|id| id.real == tr_id)
    };
    let Some(tr) = TRANSACTIONS.iter().find(is_meant) else {
        return Err(Reply::refusal("1", "OPSQ0002", "없는 서비스 코드 입니다."));
    };
    match tr.parameters.iter().find(|parameter| received.parameter(parameter.name).is_none()) {
        Some(missing) => {
            let message = format!("ERROR INPUT FIELD NOT FOUND [{}]", missing.name);
            Err(Reply::refusal("2", "OPSQ2001", &message))
        }
        None => Ok(tr),
    }
}
