//! What is subscribed to: the keys of the command line, or the HTS ID that notices are for.

use kis_sdk::descriptor::Tr;

use super::WatchArguments;
use crate::exit::{Failure, Outcome};
use crate::find;
use crate::session::Session;
use crate::show::example;

/// How many keys one app key can have, all its programs together.
const MOST: usize = 41;

/// Whether a TR's records are for a person, and keyed by the person's HTS ID.
pub(super) fn is_personal(tr: &Tr) -> bool {
    tr.parameters.iter().any(|parameter| parameter.sensitive)
}

/// What can be said before there is a session.
pub(super) fn check(tr: &'static Tr, arguments: &WatchArguments) -> Outcome {
    let named = distinct(&arguments.keys).len();
    if !is_personal(tr) && arguments.hts_id.is_some() {
        return Err(Failure::usage(format!("{} is for everyone, not for an HTS ID", tr.title))
            .advise("leave out --hts-id, and give the codes as KEY"));
    }
    if is_personal(tr) && arguments.hts_id.is_some() && named > 0 {
        return Err(Failure::usage("the HTS ID stands there twice: as KEY and after --hts-id").advise("leave one out"));
    }
    if !is_personal(tr) && named == 0 {
        let takes = tr.parameters.iter().find(|parameter| parameter.name == "tr_key");
        let text = takes.and_then(|parameter| tr.words()?.text(parameter.name)).unwrap_or_default();
        let text = text.lines().next().unwrap_or_default().trim();
        let failure = Failure::usage(format!("{} has to know what to subscribe to: a KEY or several", tr.title));
        let failure = if text.is_empty() { failure } else { failure.advise(format!("the page says: {text}")) };
        return Err(failure.advise(format!("such as: {}", example::line(tr))));
    }
    if named > MOST {
        return Err(Failure::usage(format!("{named} keys are too many: the server takes {MOST} for each app key"))
            .advise("split them over several app keys, or ask for the others with `kis call`"));
    }
    match arguments.keys.iter().find(|key| key.trim().is_empty() || key.contains('=')) {
        Some(key) => Err(Failure::usage(format!("{key:?} is no KEY: a KEY stands for itself, without a name"))
            .advise(format!("such as: {}", example::line(tr)))),
        None => Ok(()),
    }
}

/// The keys, each once.
pub(super) fn of(tr: &'static Tr, arguments: &WatchArguments, session: &Session) -> Outcome<Vec<String>> {
    let keys = distinct(&arguments.keys);
    if !keys.is_empty() {
        return Ok(keys);
    }
    let id = arguments.hts_id.clone().or_else(|| session.hts_id.clone()).filter(|id| !id.trim().is_empty());
    match id {
        Some(id) => Ok(vec![id.trim().to_owned()]),
        None => Err(Failure::credentials(format!("{} is for an HTS ID, and none is known", tr.title))
            .advise(
                "set KIS_HTS_ID, write hts_id into the credentials file (`kis credentials path`), or say --hts-id ID",
            )
            .advise("its case matters: write it as you log in with")
            .advise(format!("without an account: kis watch {} --env mock", find::name(tr)))),
    }
}

fn distinct(keys: &[String]) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for key in keys.iter().map(|key| key.trim()) {
        if !distinct.iter().any(|known| known == key) {
            distinct.push(key.to_owned());
        }
    }
    distinct
}
