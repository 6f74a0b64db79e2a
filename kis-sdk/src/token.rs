//! The access token: asked for once, kept until shortly before it expires, shared by all clones of a client.

use std::fmt;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio::sync::Mutex;

use crate::client::http::{Http, Reply};
use crate::descriptor::{Field, Record, Slot};
use crate::error::Meaning;
use crate::{Credentials, Decimal, Error, ErrorKind, decode};

/// How long before its end a token is no longer used: longer than any request takes.
const MARGIN: Duration = Duration::from_secs(60);

/// A token that the server accepted at some time.
#[derive(Clone)]
pub(crate) struct Token {
    value: SecretString,
    /// Counted from the answer by this machine's steady clock: neither a wrong wall clock nor one that is set matters.
    expires: Instant,
}

impl Token {
    pub(crate) fn value(&self) -> &str {
        self.value.expose_secret()
    }

    fn is_usable(&self) -> bool {
        self.expires.saturating_duration_since(Instant::now()) > MARGIN
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// The token of one client and its clones.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Held while a token is asked for: tasks that need one at the same time wait for the same answer, because every
    /// issue sends the account's owner a message and a second one within the minute is refused.
    current: Mutex<Option<Token>>,
}

impl Tokens {
    /// The current token, or a new one.
    pub(crate) async fn get(&self, http: &Http, credentials: &Credentials) -> Result<Token, Error> {
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref().filter(|token| token.is_usable()) {
            return Ok(token.clone());
        }
        let token = issue(http, credentials).await?;
        tracing::debug!("access token issued");
        Ok(current.insert(token).clone())
    }

    /// Forgets a token that the server refused, unless another task replaced it already.
    pub(crate) async fn forget(&self, refused: &Token) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|token| token.value() == refused.value()) {
            *current = None;
        }
    }
}

/// Asks for a token: `POST /oauth2/tokenP`.
async fn issue(http: &Http, credentials: &Credentials) -> Result<Token, Error> {
    let body = json!({
        "grant_type": "client_credentials",
        "appkey": credentials.app_key(),
        "appsecret": credentials.app_secret(),
    });
    let reply = http.post_unsigned("/oauth2/tokenP", &body).await.map_err(|failure| failure.into_error(None))?;
    read_token(&reply)
}

/// Reads the answer of `/oauth2/tokenP`.
fn read_token(reply: &Reply) -> Result<Token, Error> {
    let mut grant = Grant::default();
    let (head, outcome) = decode::decode(&reply.body, &mut grant);
    if !head.msg_cd.is_empty() && !matches!(outcome, Err(decode::Undecodable::Syntax(_))) {
        let (kind, hint) = match Meaning::of(&head.msg_cd) {
            Meaning::Failure(ErrorKind::Refused, _) | Meaning::TokenDead | Meaning::NoData => {
                (ErrorKind::Auth, "the server refused to issue an access token")
            }
            Meaning::Failure(kind, hint) => (kind, hint),
        };
        return Err(Error::new(kind, hint)
            .with_code(&head.msg_cd, &head.msg1)
            .with_answer(reply.status, reply.body.clone()));
    }
    let seconds =
        grant.expires_in.and_then(|seconds| u64::try_from(seconds).ok()).filter(|_| !grant.access_token.is_empty());
    match seconds {
        Some(seconds) => Ok(Token {
            value: SecretString::from(std::mem::take(&mut grant.access_token)),
            expires: Instant::now() + Duration::from_secs(seconds.min(366 * 86_400)),
        }),
        // The body is not handed on: it may hold half a token.
        None if outcome.is_ok() => Err(Error::new(
            ErrorKind::Unavailable,
            format!("the answer to the token request has no access_token with expires_in (HTTP {})", reply.status),
        )),
        None => Err(Error::new(
            ErrorKind::Unavailable,
            format!(
                "the answer to the token request is not the API's (HTTP {}): maintenance, or a wrong address",
                reply.status
            ),
        )),
    }
}

/// The answer of `/oauth2/tokenP`, read through the same decoder as everything else.
#[derive(Default)]
struct Grant {
    access_token: String,
    expires_in: Option<Decimal>,
}

impl Record for Grant {
    fn fields(&self) -> &'static [Field] {
        const {
            &[
                Field::text("access_token", "접근토큰", "350").sensitive(),
                Field::decimal("expires_in", "접근토큰 유효기간", "10"),
            ]
        }
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        match index {
            0 => Slot::Text(&mut self.access_token),
            1 => Slot::Decimal(&mut self.expires_in),
            _ => Slot::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &'static str) -> Reply {
        Reply { status, tr_cont: String::new(), request_id: None, body: body.into() }
    }

    #[test]
    fn reads_a_grant() {
        let token = read_token(&reply(200, r#"{"access_token":"abc","token_type":"Bearer","expires_in":86400}"#));
        let token = token.expect("a token");
        assert_eq!(token.value(), "abc");
        assert!(token.is_usable());
        assert_eq!(format!("{token:?}"), "Token(***)");
    }

    #[test]
    fn a_token_near_its_end_is_not_usable() {
        let token = read_token(&reply(200, r#"{"access_token":"abc","expires_in":59}"#)).expect("a token");
        assert!(!token.is_usable());
    }

    #[test]
    fn refusals_say_what_to_do() {
        let body =
            r#"{"error_code":"EGW00133","error_description":"접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)"}"#;
        let error = read_token(&reply(403, body)).expect_err("too soon");
        assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::RateLimited, Some("EGW00133"), Some(403)));
        let body = r#"{"error_code":"EGW00103","error_description":"유효하지 않은 AppKey입니다."}"#;
        assert_eq!(read_token(&reply(403, body)).expect_err("key").kind(), ErrorKind::Auth);
        let body = r#"{"error_code":"EGW09999","error_description":"?"}"#;
        assert_eq!(read_token(&reply(403, body)).expect_err("unknown").kind(), ErrorKind::Auth);
    }

    #[test]
    fn anything_else_is_not_a_token() {
        for body in [
            r#"{"access_token":"abc"}"#,
            r#"{"access_token":"","expires_in":86400}"#,
            r#"{"access_token":"abc","expires_in":"soon"}"#,
            r#"{"access_token":"abc","expires_in":-1}"#,
            "<html>점검중</html>",
            "",
        ] {
            let error = read_token(&reply(200, body)).expect_err(body);
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{body}");
            assert!(error.body().is_none());
            assert!(!format!("{error} {error:?}").contains("abc"));
        }
    }
}
