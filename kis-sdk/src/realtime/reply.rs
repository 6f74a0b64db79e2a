//! What the server says in JSON: `PINGPONG`, and the answers to registrations.

use serde_json::Value;

use super::cipher::Cipher;
use super::failure::Failure;
use crate::ErrorKind;
use crate::descriptor::Tr;

/// One JSON message.
pub(crate) enum Reply {
    /// To be answered with a pong of the same bytes.
    Ping,
    /// The answer to a registration or its end.
    Answer(Answer),
    /// No answer: it names neither a TR nor a code.
    Unknown,
}

/// The answer to a registration or its end.
pub(crate) struct Answer {
    /// Blank or `(null)` where the server didn't look that far.
    pub(crate) tr_id: String,
    pub(crate) tr_key: String,
    pub(crate) is_fine: bool,
    pub(crate) code: String,
    pub(crate) message: String,
    /// What the records of this TR are encrypted with.
    pub(crate) cipher: Option<Cipher>,
}

/// Reads a JSON message.
pub(crate) fn read(json: &str) -> Reply {
    let Ok(value) = serde_json::from_str::<Value>(json) else { return Reply::Unknown };
    let text = |path: &str| match value.pointer(path) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(number @ Value::Number(_)) => number.to_string(),
        _ => String::new(),
    };
    let tr_id = text("/header/tr_id");
    if tr_id == "PINGPONG" {
        return Reply::Ping;
    }
    let code = text("/body/msg_cd");
    if code.is_empty() && text("/body/rt_cd").is_empty() {
        return Reply::Unknown;
    }
    Reply::Answer(Answer {
        tr_id,
        tr_key: text("/header/tr_key"),
        is_fine: text("/body/rt_cd") == "0",
        code,
        message: text("/body/msg1"),
        cipher: Cipher::new(&text("/body/output/key"), &text("/body/output/iv")),
    })
}

/// The key is subscribed to already.
pub(crate) const ALREADY: &str = "OPSP0002";
/// There is nothing to unsubscribe.
pub(crate) const NOT_FOUND: &str = "OPSP0003";
/// The approval key is unknown.
pub(crate) const BAD_KEY: &str = "OPSP0011";
/// Another session uses the app key.
pub(crate) const IN_USE: &str = "OPSP8996";

impl Answer {
    /// The refusal, explained.
    pub(crate) fn failure(&self, tr: Option<&'static Tr>) -> Failure {
        let (kind, text) = explain(&self.code);
        Failure::new(kind, text).of(tr).with_code(&self.code, &self.message)
    }
}

/// What a code means, and what to do.
fn explain(code: &str) -> (ErrorKind, &'static str) {
    match code {
        "OPSP0007" => (ErrorKind::Unavailable, "the server couldn't register it: subscribe again later"),
        "OPSP0008" => (
            ErrorKind::Refused,
            "the server has no room for another registration (41 for each app key, all products together): unsubscribe \
             something first",
        ),
        BAD_KEY => (
            ErrorKind::Auth,
            "the server refuses the approval key (웹소켓 접속키), a new one too: check that app key and environment belong \
             together",
        ),
        IN_USE => (
            ErrorKind::Refused,
            "this app key is in use by another realtime session, and the server allows one: end the other program, or give \
             this one an app key of its own. It doesn't reconnect by itself, for the two would throw each other out; \
             subscribe again when the other one has ended",
        ),
        _ => (ErrorKind::Refused, "the server refused the registration"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_as_the_server_writes_them() {
        let json = r#"{"header":{"tr_id":"H0STCNI0","tr_key":"hong","encrypt":"N"},"body":{"rt_cd":"0","msg_cd":"OPSP0000",
            "msg1":"SUBSCRIBE SUCCESS","output":{"iv":"0123456789abcdef","key":"0123456789abcdef0123456789abcdef"}}}"#;
        let Reply::Answer(answer) = read(json) else { panic!("an answer") };
        assert_eq!((answer.tr_id.as_str(), answer.tr_key.as_str(), answer.is_fine), ("H0STCNI0", "hong", true));
        assert!(answer.cipher.is_some());
        let json = r#"{"header":{"tr_id":"(null)","tr_key":"","encrypt":"N"},"body":{"rt_cd":"9","msg_cd":"OPSP8996","msg1":"ALREADY IN USE appkey"}}"#;
        let Reply::Answer(answer) = read(json) else { panic!("an answer") };
        assert!(!answer.is_fine && answer.failure(None).to_string().contains("another realtime session"));
        assert!(matches!(read(r#"{"header":{"tr_id":"PINGPONG","datetime":"20260529093000"}}"#), Reply::Ping));
        for json in ["{", "{}", r#"{"header":{"tr_id":"H0STCNT0"}}"#, r#"{"body":[]}"#] {
            assert!(matches!(read(json), Reply::Unknown), "{json}");
        }
    }
}
