//! The requests around tokens: `/oauth2/tokenP`, `/oauth2/Approval`, `/oauth2/revokeP`, `/uapi/hashkey`.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};

use super::DAY;
use super::failure::Failure;
use super::format::is_token;
use super::record::LONGEST;
use crate::client::http::{Http, Reply};
use crate::decode::{self, Cell, Cells};
use crate::descriptor::{Field, Table};
use crate::error::Meaning;
use crate::{Credentials, Decimal, Error, ErrorKind};

/// The shortest time that a token is taken to live, whatever the server's clock says: it is better refused once than asked
/// for at every call.
const SHORTEST: Duration = Duration::from_secs(60);

/// What the server issued.
pub(super) struct Grant {
    pub(super) value: SecretString,
    pub(super) lifetime: Duration,
}

/// Asks for an access token.
pub(super) async fn issue_token(http: &Http, credentials: &Credentials) -> Result<Grant, Failure> {
    let body = json!({
        "grant_type": "client_credentials",
        "appkey": credentials.app_key(),
        "appsecret": credentials.app_secret(),
    });
    read_token(&post(http, "/oauth2/tokenP", &body).await?)
}

/// Asks for a key to the realtime server.
pub(super) async fn issue_approval_key(http: &Http, credentials: &Credentials) -> Result<Grant, Failure> {
    let body = json!({
        "grant_type": "client_credentials",
        "appkey": credentials.app_key(),
        "secretkey": credentials.app_secret(),
    });
    read_approval_key(&post(http, "/oauth2/Approval", &body).await?)
}

/// Ends an access token. One that the server doesn't know any more is as good as ended.
pub(super) async fn revoke(http: &Http, credentials: &Credentials, token: &str) -> Result<(), Error> {
    let body = json!({ "appkey": credentials.app_key(), "appsecret": credentials.app_secret(), "token": token });
    let reply = post(http, "/oauth2/revokeP", &body).await.map_err(|failure| failure.to_error())?;
    read_revocation(&reply).map_err(|failure| failure.to_error())
}

async fn post(http: &Http, path: &str, body: &Value) -> Result<Reply, Failure> {
    let reply = http.post_unsigned(path, body).await;
    reply.map_err(|failure| Failure::of_transport(failure.into_error(None)))
}

/// Reads the answer of `/oauth2/tokenP`.
fn read_token(reply: &Reply) -> Result<Grant, Failure> {
    let mut answer = Answer::new(&TOKEN);
    let is_answer = answer.read(reply, "the server refused to issue an access token")?;
    // `access_token_token_expired` says the same in the server's own time of day; this needs no clock to agree.
    let seconds = answer.number.and_then(|seconds| u64::try_from(seconds).ok());
    match (seconds, answer.take_secret()) {
        // All of the answer must be there: half of one can hold half a token.
        (Some(seconds), Some(value)) if is_answer => {
            Ok(Grant { value, lifetime: Duration::from_secs(seconds).clamp(SHORTEST, LONGEST) })
        }
        _ => Err(no_answer(reply, is_answer, "token", "no usable access_token with expires_in")),
    }
}

/// Reads the answer of `/oauth2/Approval`.
fn read_approval_key(reply: &Reply) -> Result<Grant, Failure> {
    let mut answer = Answer::new(&APPROVAL);
    let is_answer = answer.read(reply, "the server refused to issue an approval key")?;
    match answer.take_secret() {
        // The answer doesn't say how long; the vendor says a day.
        Some(value) if is_answer => Ok(Grant { value, lifetime: DAY }),
        _ => Err(no_answer(reply, is_answer, "approval key", "no usable approval_key")),
    }
}

/// Reads the answer of `/oauth2/revokeP`: `{"code":200,"message":"…"}`.
fn read_revocation(reply: &Reply) -> Result<(), Failure> {
    let mut answer = Answer::new(&REVOCATION);
    let is_answer = match answer.read(reply, "the server refused to end the access token") {
        Err(failure) if Meaning::of(failure.code()) == Meaning::TokenDead => return Ok(()),
        read => read?,
    };
    match answer.number {
        Some(code) if code != Decimal::from(200) => {
            let failure = Failure::new(ErrorKind::Refused, "the server refused to end the access token");
            Err(failure.with_code(&code.to_string(), &answer.text))
        }
        _ if is_answer && (200..300).contains(&reply.status) => Ok(()),
        _ => Err(no_answer(reply, is_answer, "revocation", "no code 200")),
    }
}

/// Reads the answer of `/uapi/hashkey`.
pub(crate) fn read_hash_key(reply: &Reply) -> Result<String, Error> {
    let mut answer = Answer::new(&HASH);
    let read = answer.read(reply, "the server refused to make a hash key");
    let is_answer = read.map_err(|failure| failure.to_error())?;
    if answer.text.is_empty() {
        return Err(no_answer(reply, is_answer, "hash key", "no HASH").to_error());
    }
    Ok(answer.text)
}

/// The body is not handed on: it may hold half a token.
fn no_answer(reply: &Reply, is_answer: bool, what: &str, lack: &str) -> Failure {
    let status = reply.status;
    let message = if is_answer {
        format!("the answer to the {what} request has {lack} (HTTP {status})")
    } else {
        format!("the answer to the {what} request is not the API's (HTTP {status}): maintenance, or a wrong address")
    };
    Failure::new(ErrorKind::Unavailable, message)
}

/// An answer of these paths, read through the same decoder as everything else: a text and a number.
struct Answer {
    fields: &'static Table<Field>,
    text: String,
    number: Option<Decimal>,
}

static TOKEN: Table<Field> = Table::new(
    "
    access_token | text hidden | 350 | 접근토큰
    expires_in | decimal | 10 | 접근토큰 유효기간",
    &[],
);
static APPROVAL: Table<Field> = Table::new("approval_key | text hidden | 286 | 웹소켓 접속키", &[]);
static REVOCATION: Table<Field> = Table::new(
    "
    message | text | 450 | 응답메세지
    code | decimal | 8 | 응답코드",
    &[],
);
static HASH: Table<Field> = Table::new("HASH | text hidden | 256 | 해쉬키", &[]);

impl Answer {
    fn new(fields: &'static Table<Field>) -> Self {
        Self { fields, text: String::new(), number: None }
    }

    /// Reads a reply; gives whether it was an answer of the API at all. A refusal is an error.
    fn read(&mut self, reply: &Reply, refusal: &'static str) -> Result<bool, Failure> {
        let mut cells = Cells::flat(self.fields.rows());
        let (head, outcome) = decode::decode(&reply.body, &mut cells);
        if let Cell::Text(text) = cells.take(0) {
            self.text = text;
        }
        if let Cell::Decimal(number) = cells.take(1) {
            self.number = Some(number);
        }
        let is_success = head.rt_cd.as_deref() == Some("0") && !head.is_oauth_error;
        if !head.msg_cd.is_empty() && !is_success && !matches!(outcome, Err(decode::Undecodable::Syntax(_))) {
            let (kind, hint) = match Meaning::of(&head.msg_cd) {
                Meaning::Failure(ErrorKind::Refused, _) | Meaning::TokenDead | Meaning::NoData => {
                    (ErrorKind::Auth, refusal)
                }
                Meaning::Failure(kind, hint) => (kind, hint),
            };
            let failure = Failure::new(kind, hint).with_code(&head.msg_cd, &head.msg1);
            return Err(failure.with_answer(reply.status, reply.body.clone()));
        }
        Ok(outcome.is_ok())
    }

    /// The text, if a header can carry it.
    fn take_secret(&mut self) -> Option<SecretString> {
        let text = SecretString::from(std::mem::take(&mut self.text));
        is_token(secrecy::ExposeSecret::expose_secret(&text)).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn reply(status: u16, body: &'static str) -> Reply {
        Reply { status, tr_cont: String::new(), request_id: None, body: body.into() }
    }

    fn error_of<T>(outcome: Result<T, Failure>) -> Error {
        match outcome {
            Ok(_) => panic!("a failure was due"),
            Err(failure) => failure.to_error(),
        }
    }

    #[test]
    fn reads_a_token() {
        let grant = read_token(&reply(200, r#"{"access_token":"abc","token_type":"Bearer","expires_in":86400}"#));
        let grant = grant.expect("a token");
        assert_eq!((grant.value.expose_secret(), grant.lifetime), ("abc", DAY));
    }

    #[test]
    fn a_server_with_a_wrong_clock_is_not_asked_at_every_call() {
        for body in [r#"{"access_token":"abc","expires_in":0}"#, r#"{"access_token":"abc","expires_in":3}"#] {
            assert_eq!(read_token(&reply(200, body)).expect("a token").lifetime, SHORTEST);
        }
        let grant = read_token(&reply(200, r#"{"access_token":"abc","expires_in":99999999999}"#));
        assert_eq!(grant.expect("a token").lifetime, LONGEST);
    }

    #[test]
    fn reads_an_approval_key() {
        let grant = read_approval_key(&reply(200, r#"{"approval_key":"a1b2-c3"}"#)).expect("a key");
        assert_eq!((grant.value.expose_secret(), grant.lifetime), ("a1b2-c3", DAY));
        let error = error_of(read_approval_key(&reply(200, "{}")));
        assert!(error.to_string().contains("no usable approval_key"), "{error}");
    }

    #[test]
    fn refusals_say_what_to_do() {
        let body =
            r#"{"error_code":"EGW00133","error_description":"접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)"}"#;
        let error = error_of(read_token(&reply(403, body)));
        assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::RateLimited, Some("EGW00133"), Some(403)));
        let body = r#"{"error_code":"EGW00103","error_description":"유효하지 않은 AppKey입니다."}"#;
        assert_eq!(error_of(read_token(&reply(403, body))).kind(), ErrorKind::Auth);
        assert_eq!(error_of(read_approval_key(&reply(403, body))).kind(), ErrorKind::Auth);
        let body = r#"{"error_code":"EGW09999","error_description":"?"}"#;
        assert_eq!(error_of(read_token(&reply(403, body))).kind(), ErrorKind::Auth);
    }

    #[test]
    fn anything_else_is_not_a_token() {
        for body in [
            r#"{"access_token":"abc"}"#,
            r#"{"access_token":"","expires_in":86400}"#,
            r#"{"access_token":"abc def","expires_in":86400}"#,
            r#"{"access_token":"abc","expires_in":"soon"}"#,
            r#"{"access_token":"abc","expires_in":-1}"#,
            r#"{"access_token":"abc","expires_in":86400,"token_type":"Bea"#,
            "<html>점검중</html>",
            "",
        ] {
            let error = error_of(read_token(&reply(200, body)));
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{body}");
            assert!(error.body().is_none());
            assert!(!format!("{error} {error:?}").contains("abc"));
        }
    }

    #[test]
    fn reads_a_revocation() {
        let done = r#"{"code":200,"message":"접근토큰 폐기에 성공하였습니다"}"#;
        read_revocation(&reply(200, done)).expect("done");
        let gone = r#"{"error_code":"EGW00121","error_description":"유효하지 않은 token 입니다."}"#;
        assert!(read_revocation(&reply(500, gone)).is_ok(), "it is ended already");
        let error = error_of(read_revocation(&reply(200, r#"{"code":500,"message":"실패"}"#)));
        assert_eq!(
            (error.kind(), error.code(), error.server_message()),
            (ErrorKind::Refused, Some("500"), Some("실패"))
        );
        assert_eq!(error_of(read_revocation(&reply(503, "<html>"))).kind(), ErrorKind::Unavailable);
        assert_eq!(error_of(read_revocation(&reply(502, "{}"))).kind(), ErrorKind::Unavailable);
    }

    #[test]
    fn reads_a_hash_key() {
        let hash = read_hash_key(&reply(200, r#"{"BODY":{"CANO":"50001234"},"HASH":"a0b1"}"#));
        assert_eq!(hash.expect("a hash"), "a0b1");
        let error = read_hash_key(&reply(200, r#"{"BODY":{"CANO":"50001234"}}"#)).expect_err("none");
        assert!(!format!("{error} {error:?}").contains("50001234"));
    }
}
