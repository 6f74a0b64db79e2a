//! A command to paste, with a value for everything that has to be given.

use kis_sdk::descriptor::{Kind, Meaning, Parameter, Role, Tr};

use crate::find;

/// `kis call CTSC8407R INQR_CNDT=00 --env mock`
pub(crate) fn line(tr: &'static Tr) -> String {
    let words = tr.words();
    let mut parts = vec!["kis".to_owned(), if tr.kind == Kind::Realtime { "watch" } else { "call" }.to_owned()];
    parts.push(find::name(tr).to_owned());
    if let Some(choice) = words.and_then(|words| words.choice)
        && let Some(option) = choice.options.first()
    {
        parts.push(format!("{}={option}", choice.name));
    }
    for parameter in tr.parameters.iter().filter(|parameter| is_asked(tr, parameter)) {
        let meaning = words.map_or(Meaning::Text, |words| words.meaning(parameter.name));
        let is_user = words.and_then(|words| words.text(parameter.name)).is_some_and(|text| text.contains("HTS ID"));
        let value = if is_user { "myhtsid".to_owned() } else { sample(parameter, meaning) };
        let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte));
        let value = if is_plain { value } else { format!("'{value}'") };
        parts.push(match tr.kind {
            Kind::Realtime => value,
            _ => format!("{}={value}", parameter.name),
        });
    }
    if tr.kind == Kind::Order {
        parts.push("--yes".to_owned());
    }
    parts.push("--env mock".to_owned());
    parts.join(" ")
}

/// Whether the caller has to say it.
pub(crate) fn is_asked(tr: &Tr, parameter: &Parameter) -> bool {
    let chosen = tr
        .words()
        .and_then(|words| words.choice)
        .is_some_and(|choice| choice.defaults.iter().any(|(name, _)| *name == parameter.name));
    matches!(parameter.role, Role::Caller) && parameter.default.is_none() && !chosen
}

/// A value that fits: the first code, or something by meaning, name and length.
fn sample(parameter: &Parameter, meaning: Meaning) -> String {
    if let Some(code) = parameter.codes.iter().find(|value| !value.code.trim().is_empty()) {
        return code.code.to_owned();
    }
    let name = parameter.name.to_ascii_uppercase();
    let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    match meaning {
        Meaning::Date => "20260102".to_owned(),
        Meaning::Time => "090000".to_owned(),
        Meaning::Decimal if is(&["QTY"]) => "10".to_owned(),
        Meaning::Decimal => "71500".to_owned(),
        _ if is(&["DATE", "_DT", "YMD"]) => "20260102".to_owned(),
        _ if is(&["HOUR", "TIME", "TMD"]) => "090000".to_owned(),
        _ if is(&["EXCD", "EXCG", "EXCH"]) => "NASD".to_owned(),
        _ if is(&["SYMB"]) => "AAPL".to_owned(),
        _ if is(&["HTS_ID", "USER_ID"]) => "kisuser".to_owned(),
        _ if is(&["ODNO"]) => "0000012345".to_owned(),
        _ if is(&["PDNO", "ISCD", "SHTN", "TR_KEY", "SRS_CD"]) => "005930".to_owned(),
        _ => "0".repeat(parameter.length.parse().unwrap_or(1_usize).clamp(1, 2)),
    }
}
