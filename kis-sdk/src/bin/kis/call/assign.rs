//! `KEY=VALUE`: which parameter a key means.

use kis_sdk::descriptor::{Choice, Parameter, Role, Tr};

use crate::suggest::did_you_mean;

/// What one assignment is for.
pub(super) enum Key {
    /// The parameter at this position.
    Parameter(usize),
    /// The choice among the TR's ids.
    Choice,
}

/// Splits an assignment and finds what its key means; an error says what is wrong with it, in a line.
pub(super) fn read<'a>(tr: &'static Tr, choice: Option<Choice>, text: &'a str) -> Result<(Key, &'a str), String> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(format!("{text:?} is no KEY=VALUE{}", near(tr, choice, text)));
    };
    let key = key.trim();
    if let Some(index) = position(tr.parameters.rows(), key) {
        let parameter = &tr.parameters[index];
        return match parameter.role {
            Role::Continuation => {
                Err(format!("{} is filled by paging: leave it out, and say --all-pages", parameter.name))
            }
            _ => Ok((Key::Parameter(index), value.trim())),
        };
    }
    let is_choice = |choice: Choice| key.eq_ignore_ascii_case(choice.name) || key.eq_ignore_ascii_case("tr_id");
    if choice.is_some_and(is_choice) {
        return Ok((Key::Choice, value.trim()));
    }
    Err(format!("{} takes no {key:?}{}", crate::find::name(tr), near(tr, choice, key)))
}

/// By wire name in any case, or by 한글명 where one parameter alone has it.
fn position(parameters: &[Parameter], key: &str) -> Option<usize> {
    let exact = parameters.iter().position(|parameter| parameter.name == key);
    let any_case = || parameters.iter().position(|parameter| parameter.name.eq_ignore_ascii_case(key));
    let labelled = || {
        let mut found = (0..parameters.len()).filter(|index| parameters[*index].label == key);
        found.next().filter(|_| found.next().is_none())
    };
    exact.or_else(any_case).or_else(labelled)
}

fn near(tr: &'static Tr, choice: Option<Choice>, key: &str) -> String {
    let settable = tr.parameters.iter().filter(|parameter| !matches!(parameter.role, Role::Continuation));
    let names =
        settable.flat_map(|parameter| [parameter.name, parameter.label]).chain(choice.map(|choice| choice.name));
    let suggestion = did_you_mean(key, names.clone());
    if !suggestion.is_empty() {
        return suggestion;
    }
    let names: Vec<&str> = tr
        .parameters
        .iter()
        .filter(|parameter| matches!(parameter.role, Role::Caller))
        .map(|parameter| parameter.name)
        .collect();
    match names.len() {
        0 => "; it takes nothing".to_owned(),
        1..=6 => format!("; it takes {}", names.join(", ")),
        _ => format!("; `kis show {}` lists what it takes", crate::find::name(tr)),
    }
}
