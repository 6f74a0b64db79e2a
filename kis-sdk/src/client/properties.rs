//! What must hold for any answer whatever on its way through the client: no panic, no order that is called placed without
//! the server's word, and nothing in an answer that the server didn't write.
//!
//! Answers are trees that know what was written: members in their order, doubled ones and the digits of bare numbers
//! included, so that nothing here depends on another reading of the same bytes.

mod tree;

use proptest::prelude::*;
use proptest::sample::Index;

use super::attempt::{Attempt, read};
use super::http::Reply;
use super::outgoing::Outgoing;
use crate::decode::Cells;
use crate::decode::properties::canonical;
use crate::descriptor::Endpoint as _;
use crate::domestic_bond::trading::inquire_balance as bond;
use crate::domestic_stock::trading::order_cash as order;
use crate::{Account, Envelope, ErrorKind, Untyped, UntypedAnswer};
use tree::{Tree, answer};

fn account() -> Account {
    "50001234-01".parse().expect("an account")
}

fn query() -> bond::Request {
    bond::Request::new(&account(), bond::InqrCndt::ALL)
}

fn buy() -> order::Request {
    order::Request::new(order::Side::Buy, &account(), "005930", "00".into(), 10.into(), 71_500.into())
}

fn reply(body: impl Into<Vec<u8>>, tr_cont: &str, status: u16) -> Reply {
    Reply { status, tr_cont: tr_cont.to_owned(), request_id: None, body: body.into().into() }
}

/// What became of an answer; a dead token is an [`ErrorKind::Auth`] to whoever called.
fn outcome(outgoing: Outgoing<'_>, reply: &Reply, cells: &mut Cells) -> Result<Envelope, ErrorKind> {
    read(outgoing, reply, cells).map_err(|attempt| match attempt {
        Attempt::TokenDead(_) => ErrorKind::Auth,
        Attempt::Failed(failed) => failed.error.kind(),
    })
}

fn of_query(reply: &Reply) -> Result<bond::Response, ErrorKind> {
    let mut cells = Cells::of::<bond::Response>(bond::TR.response.rows());
    outcome(Outgoing::Described(query().call()), reply, &mut cells).map(|envelope| cells.into_answer(envelope))
}

fn of_order(reply: &Reply) -> Result<order::Response, ErrorKind> {
    let mut cells = Cells::of::<order::Response>(order::TR.response.rows());
    outcome(Outgoing::Described(buy().call()), reply, &mut cells).map(|envelope| cells.into_answer(envelope))
}

fn of_untyped(call: &Untyped, reply: &Reply) -> Result<UntypedAnswer, ErrorKind> {
    let envelope = outcome(Outgoing::Untyped(call), reply, &mut Cells::none())?;
    UntypedAnswer::new(call, envelope).map_err(|error| error.kind())
}

fn tr_cont() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "F", "M", "D", "E", "0", "f"])
}

fn status() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![200, 400, 401, 403, 500, 503])
}

/// The text that the envelope has of a name: the last one counts.
fn written(body: &Tree, name: &str) -> Option<String> {
    body.members().iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.text())
}

fn trimmed(text: Option<String>) -> String {
    text.unwrap_or_default().trim().to_owned()
}

/// Whether the server said that it did what it was told.
fn says_done(body: &Tree) -> bool {
    let is_oauth_error = written(body, "error_code").is_some_and(|code| !code.trim().is_empty());
    // A code for "no data" takes it back.
    let is_contradicted = matches!(code_of(body).as_str(), "KIOK0560" | "APBK1631");
    !is_oauth_error && !is_contradicted && written(body, "rt_cd").is_some_and(|code| code.trim() == "0")
}

/// The server's code, whichever of its two names came last.
fn code_of(body: &Tree) -> String {
    either(body, "msg_cd", "error_code")
}

fn either(body: &Tree, name: &str, other: &str) -> String {
    let is_either = |key: &str| key.eq_ignore_ascii_case(name) || key.eq_ignore_ascii_case(other);
    trimmed(body.members().iter().rev().find(|(key, _)| is_either(key)).map(|(_, value)| value.text()))
}

fn envelope_is_as_written(envelope: &Envelope, body: &Tree, tr_cont: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(envelope.rt_cd(), trimmed(written(body, "rt_cd")));
    prop_assert_eq!(envelope.msg_cd(), code_of(body));
    prop_assert_eq!(envelope.msg1(), either(body, "msg1", "error_description"));
    let keys = body.members().iter().map(|(key, value)| (key.to_ascii_lowercase(), value.text()));
    let keys: Vec<_> = keys.filter(|(key, _)| key.starts_with("ctx_area_")).collect();
    prop_assert!(!envelope.continues() || matches!(tr_cont, "F" | "M"));
    match &envelope.continuation {
        Some(continuation) => {
            prop_assert!(envelope.continues());
            prop_assert_eq!(&continuation.keys, &keys, "padding included");
        }
        None => prop_assert!(!envelope.continues() || keys.is_empty(), "keys are lost: {:?}", keys),
    }
    Ok(())
}

/// The rows of the one container of a bond balance, where only one name of it came.
fn rows(body: &Tree) -> Option<Vec<&[(String, Tree)]>> {
    let is_container = |key: &str| key.eq_ignore_ascii_case("output") || key.eq_ignore_ascii_case("output1");
    let mut containers = body.members().iter().filter(|(key, _)| is_container(key));
    let (Some((_, container)), None) = (containers.next(), containers.next()) else { return None };
    Some(container.rows())
}

/// What the properties below found.
#[test]
fn answers_that_were_read_wrong_once() {
    let digits = r#"{"rt_cd":"0","ctx_area_fk200":1.50,"ctx_area_nk200":"x ","output":[]}"#;
    let answer = of_query(&reply(digits, "M", 200)).expect("an answer");
    let keys = answer.envelope.continuation.expect("more pages").keys;
    let expected = [("ctx_area_fk200", "1.50"), ("ctx_area_nk200", "x ")];
    assert_eq!(keys, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let cut_off = reply(r#"{"rt_cd":"0","output":{"ORD_TMD":"noon"}"#, "", 200);
    assert_eq!(of_order(&cut_off).err(), Some(ErrorKind::OutcomeUnknown), "an answer of which half is malformed");

    let malformed = reply(r#"{"output":{"ORD_TMD":"noon"},"ctx_area_nk200":0.5,"rt_cd":"0"}"#, "", 200);
    assert_eq!(of_order(&malformed).err(), Some(ErrorKind::Decode), "the code comes after a fraction");

    for code in ["0.0", "1e-400", "-0"] {
        let body = format!(r#"{{"rt_cd":{code}}}"#);
        assert!(of_order(&reply(body, "", 200)).is_err(), "{code} is no code of the server's");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bytes_are_no_answer(bytes in prop::collection::vec(any::<u8>(), 0..300), tr_cont in tr_cont(), status in status()) {
        let reply = reply(bytes, tr_cont, status);
        prop_assert_eq!(of_order(&reply).err(), Some(ErrorKind::OutcomeUnknown));
        prop_assert_eq!(of_query(&reply).err(), Some(ErrorKind::Unavailable));
        prop_assert!(of_untyped(&Untyped::get("/a", "T"), &reply).is_err());
    }

    /// A cut-off answer to an order says nothing, however much of it came.
    #[test]
    fn half_an_answer_is_none(body in answer(), at in any::<Index>(), status in status()) {
        let text = body.to_string().into_bytes();
        let half = reply(&text[..at.index(text.len())], "", status);
        prop_assert_eq!(of_order(&half).err(), Some(ErrorKind::OutcomeUnknown));
        prop_assert_eq!(of_untyped(&Untyped::post("/a", "TTTX0001U"), &half).err(), Some(ErrorKind::OutcomeUnknown));
        prop_assert_eq!(of_query(&half).err(), Some(ErrorKind::Unavailable));
    }

    /// Whatever a line does to the bytes: no panic, and nobody learns of an order what the server didn't say.
    #[test]
    fn damage_never_panics(
        body in answer(), damage in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6),
        tr_cont in tr_cont(), status in status(),
    ) {
        let mut bytes = body.to_string().into_bytes();
        for (index, byte) in damage {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let reply = reply(bytes.clone(), tr_cont, status);
        let (placed, found) = (of_order(&reply), of_query(&reply));
        let untyped = of_untyped(&Untyped::get("/a", "T"), &reply);
        if let Ok(placed) = placed {
            prop_assert_eq!(placed.envelope.rt_cd(), "0");
            prop_assert_eq!(placed.envelope.raw_body(), &bytes);
        }
        if let Ok(found) = found {
            prop_assert!(matches!(found.envelope.rt_cd(), "0" | "") || found.envelope.is_no_data());
        }
        if let Ok(untyped) = untyped {
            prop_assert!(!untyped.json().is_empty(), "an answer has an rt_cd at least");
        }
    }

    #[test]
    fn an_order_is_placed_where_the_server_says_so_and_nowhere_else(body in answer(), status in status()) {
        let reply = reply(body.to_string(), "", status);
        let untyped = of_untyped(&Untyped::post("/a", "TTTX0001U"), &reply);
        match of_order(&reply) {
            Ok(placed) => {
                prop_assert!(says_done(&body), "{}", body);
                envelope_is_as_written(&placed.envelope, &body, "")?;
                prop_assert!(untyped.is_ok());
            }
            // It stands, and its receipt can't be read: the message says so.
            Err(ErrorKind::Decode) => prop_assert!(says_done(&body), "{}", body),
            Err(kind) => {
                prop_assert!(!says_done(&body), "{:?} {}", kind, body);
                prop_assert_eq!(untyped.err(), Some(kind));
            }
        }
    }

    #[test]
    fn a_query_answers_what_was_written(body in answer(), tr_cont in tr_cont(), status in status()) {
        let reply = reply(body.to_string(), tr_cont, status);
        let Ok(answer) = of_query(&reply) else { return Ok(()) };
        envelope_is_as_written(&answer.envelope, &body, tr_cont)?;
        let Some(rows) = rows(&body) else { return Ok(()) };
        prop_assert_eq!(answer.output.len(), rows.len(), "{}", body);
        for (read, row) in answer.output.iter().zip(rows) {
            for (name, number) in [("cblc_qty", read.cblc_qty), ("buy_unpr", read.buy_unpr), ("buy_amt", read.buy_amt)] {
                let text = tree::last(row, name).map(Tree::text).unwrap_or_default();
                match number {
                    Some(number) => prop_assert_eq!(canonical(&number.to_string()), canonical(text.trim()), "{}", body),
                    None => prop_assert!(text.trim().is_empty(), "{} is lost: {}", text, body),
                }
            }
            let name = tree::last(row, "prdt_name").map(Tree::text).unwrap_or_default();
            prop_assert_eq!(&read.prdt_name, name.trim_end());
        }
    }

    #[test]
    fn an_untyped_answer_has_what_was_written(body in answer(), tr_cont in tr_cont(), status in status()) {
        let reply = reply(body.to_string(), tr_cont, status);
        let Ok(answer) = of_untyped(&Untyped::get("/a", "T"), &reply) else { return Ok(()) };
        envelope_is_as_written(&answer.envelope, &body, tr_cont)?;
        let members = body.members();
        for (index, (name, value)) in members.iter().enumerate() {
            if members[index + 1..].iter().any(|(other, _)| other == name) {
                continue;
            }
            prop_assert_eq!(answer.json().get(name), Some(&value.value()), "{}", body);
            for (read, row) in answer.rows(name).iter().zip(value.rows()) {
                let names: Vec<_> = row.iter().map(|(name, _)| name.as_str()).collect();
                let once = |name: &&str| names.iter().filter(|other| other.eq_ignore_ascii_case(name)).count() == 1;
                for name in names.iter().copied().filter(once) {
                    let text = tree::last(row, name).map(Tree::text).unwrap_or_default();
                    if let Ok(Some(number)) = read.decimal(name) {
                        prop_assert_eq!(canonical(&number.to_string()), canonical(text.trim()), "{}", body);
                    }
                }
            }
        }
    }
}
