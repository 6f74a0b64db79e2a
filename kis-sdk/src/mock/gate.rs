//! Who gets in: token, app key, TR id, parameters, in the order in which the server looks at them.

use std::time::Duration;

use super::message::{Received, Reply};
use super::server::Shared;
use super::tokens::Worth;
use super::{oauth, refusal};
use crate::descriptor::{Parameter, Tr};

/// An answer, and for the log what was wrong with the request.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) reply: Reply,
    pub(super) note: String,
}

impl Verdict {
    pub(super) fn new(reply: Reply, note: impl Into<String>) -> Self {
        Self { reply, note: note.into() }
    }

    pub(super) fn fine(reply: Reply) -> Self {
        Self::new(reply, "")
    }

    fn refusal(code: &str, note: impl Into<String>) -> Self {
        Self::new(refusal::of_call(code), note)
    }
}

/// Finds the TR that is meant, or says why it is not for this request.
pub(super) fn check(shared: &Shared, received: &Received, at: Duration) -> Result<&'static Tr, Verdict> {
    check_token(shared, received, at)?;
    match received.header("custtype") {
        Some("B") if shared.settings.is_paper => return Err(Verdict::refusal("EGW00210", "custtype B on paper")),
        Some("P" | "B") => {}
        _ => return Err(Verdict::refusal("EGW00205", "the header custtype is missing or neither P nor B")),
    }
    let tr = check_tr(shared, received)?;
    // A parameter that the page doesn't require can be left out; another case of its name is understood.
    let missing =
        |parameter: &&Parameter| parameter.required && received.parameter_in_any_case(parameter.name).is_none();
    match tr.parameters.iter().find(missing) {
        None => Ok(tr),
        Some(Parameter { name, .. }) => {
            let reply = Reply::refusal("2", "OPSQ2001", &format!("ERROR INPUT FIELD NOT FOUND [{name}]"));
            Err(Verdict::new(reply, format!("the parameter {name} is missing: send it blank at least")))
        }
    }
}

fn check_token(shared: &Shared, received: &Received, at: Duration) -> Result<(), Verdict> {
    let token = received.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let Some(token) = token else {
        return Err(Verdict::refusal("EGW00121", "the header authorization is missing or has no Bearer token"));
    };
    let worth = shared.memory().tokens.worth(token, at);
    let owner = match worth {
        Worth::Unknown => return Err(Verdict::refusal("EGW00121", "no such token")),
        Worth::Expired => return Err(Verdict::refusal("EGW00123", "the token is over, or was lost on purpose")),
        Worth::Good { pair } => pair,
    };
    let pair = oauth::check_pair(shared, received.header("appkey"), received.header("appsecret"))
        .map_err(|(code, note)| Verdict::refusal(code, note))?;
    if pair != owner {
        return Err(Verdict::refusal("EGW00121", "the token is another app key's"));
    }
    match (shared.settings.pairs[pair].is_foreign, shared.settings.is_paper) {
        (false, _) => Ok(()),
        (true, false) => Err(Verdict::refusal("EGW02004", "a paper app key on the real environment")),
        (true, true) => Err(Verdict::refusal("EGW02007", "a real app key on the paper environment")),
    }
}

fn check_tr(shared: &Shared, received: &Received) -> Result<&'static Tr, Verdict> {
    let id = received.header("tr_id").unwrap_or_default();
    let is_paper = shared.settings.is_paper;
    let is_here =
        |tr: &&Tr| tr.tr_ids.iter().any(|known| if is_paper { known.paper == Some(id) } else { known.real == id });
    if let Some(tr) = shared.settings.on_path(received).find(is_here) {
        return Ok(tr);
    }
    if shared.settings.meant(received).is_some() {
        let (code, note) = match is_paper {
            true => ("EGW02006", "a TR id of the real environment on paper"),
            false => ("EGW02005", "a TR id of the paper environment on the real one"),
        };
        return Err(Verdict::refusal(code, note));
    }
    let ids = shared.settings.on_path(received).flat_map(|tr| tr.tr_ids);
    let ids: Vec<&str> = ids.filter_map(|id| if is_paper { id.paper } else { Some(id.real) }).collect();
    let note = match ids.as_slice() {
        [] => format!("no TR has {} on this path", received.method),
        ids => format!("the header tr_id is none of this path's: {}", ids.join(", ")),
    };
    Err(Verdict::refusal("OPSQ0002", note))
}
