//! What a registration gets.

use serde_json::{Value, json};

use super::hub::State;
use crate::descriptor::Tr;
use crate::mock::server::Shared;
use crate::realtime::{Cipher, REGISTRATIONS};

/// Answers a message of a connection; `None` where it gets none.
pub(super) fn answer(shared: &Shared, id: u64, message: &str) -> Option<String> {
    let Ok(message) = serde_json::from_str::<Value>(message) else {
        return Some(acknowledge("(null)", "", "OPSP9993", None));
    };
    let text = |path: &str| message.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let (tr_id, key) = (text("/body/input/tr_id"), text("/body/input/tr_key"));
    let tr = shared.settings.pushed(tr_id);
    let code = shared.hub.change(|state| {
        if state.unanswered > 0 {
            state.unanswered -= 1;
            return None;
        }
        Some(match (tr, key) {
            (None, _) | (_, "") => "OPSP0007".to_owned(),
            _ => decide(state, id, (text("/header/approval_key"), text("/header/tr_type")), tr_id, key),
        })
    })?;
    // Those that come before the registration is looked at don't name it.
    let (tr_id, key) = if code == "OPSP8996" { ("(null)", "") } else { (tr_id, key) };
    let brings_key = matches!(code.as_str(), "OPSP0000" | "OPSP0002");
    Some(acknowledge(tr_id, key, &code, tr.filter(|_| brings_key)))
}

fn decide(state: &mut State, id: u64, (approval_key, kind): (&str, &str), tr_id: &str, key: &str) -> String {
    let code = |code: &str| code.to_owned();
    let Some(pair) = state.approved(approval_key) else { return code("OPSP0011") };
    let is_taken = |(other, connection): (&u64, &super::hub::Connection)| *other != id && connection.pair == Some(pair);
    if state.is_occupied || state.connections.iter().any(is_taken) {
        return code("OPSP8996");
    }
    let Some(connection) = state.connections.get_mut(&id) else { return code("OPSP0007") };
    let asks = kind == "1" && !connection.is_second;
    let refusal = if asks { state.refusals.pop_front() } else { None };
    connection.pair = Some(pair);
    if connection.is_second {
        return code("OPSP8996");
    }
    if let Some(refusal) = refusal {
        // That one is of the whole connection.
        connection.is_second = refusal == "OPSP8996";
        return refusal;
    }
    let place = connection.registered.iter().position(|(known, same)| known == tr_id && same == key);
    match (kind, place) {
        ("1", Some(_)) => code("OPSP0002"),
        ("1", None) if connection.registered.len() >= REGISTRATIONS => code("OPSP0008"),
        ("1", None) => {
            connection.registered.push((tr_id.to_owned(), key.to_owned()));
            code("OPSP0000")
        }
        ("2", Some(place)) => {
            connection.registered.remove(place);
            code("OPSP0001")
        }
        ("2", None) => code("OPSP0003"),
        _ => code("OPSP0007"),
    }
}

fn acknowledge(tr_id: &str, key: &str, code: &str, tr: Option<&Tr>) -> String {
    let (rt_cd, message) = match code {
        "OPSP0000" => ("0", "SUBSCRIBE SUCCESS"),
        "OPSP0001" => ("0", "UNSUBSCRIBE SUCCESS"),
        "OPSP0002" => ("1", "ALREADY IN SUBSCRIBE"),
        "OPSP0003" => ("1", "UNSUBSCRIBE ERROR(not found!)"),
        "OPSP0008" => ("1", "MAX SUBSCRIBE OVER"),
        "OPSP0011" => ("1", "invalid approval : NOT FOUND"),
        "OPSP8996" => ("9", "ALREADY IN USE appkey"),
        "OPSP9993" => ("9", "JSON PARSING ERROR"),
        _ => ("1", "SUBSCRIBE INTERNAL ERROR"),
    };
    let mut body = json!({ "rt_cd": rt_cd, "msg_cd": code, "msg1": message });
    if let Some(tr) = tr {
        let (key, iv) = secrets(tr);
        body["output"] = json!({ "iv": iv, "key": key });
    }
    let header = json!({ "tr_id": tr_id, "tr_key": key, "encrypt": "N" });
    format!(r#"{{"header":{header},"body":{body}}}"#)
}

/// The key and the initialisation vector of a TR: 32 and 16 ASCII bytes.
fn secrets(tr: &Tr) -> (String, &'static str) {
    let id = tr.tr_ids.first().map_or("", |id| id.real);
    (format!("{:0<32.32}", format!("mock-cipher-key-{id}")), "mock-cipher-iv-1")
}

/// What the records of a TR are encrypted with: those of notices are.
pub(super) fn cipher(tr: &Tr) -> Option<Cipher> {
    let is_notice = tr.parameters.iter().any(|parameter| parameter.name == "tr_key" && parameter.sensitive);
    let (key, iv) = secrets(tr);
    is_notice.then(|| Cipher::new(&key, iv)).flatten()
}
