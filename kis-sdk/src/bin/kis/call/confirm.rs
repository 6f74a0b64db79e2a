//! Before an order leaves: what it says, and the question whether it is meant.

use std::io::{self, BufRead, IsTerminal as _};

use kis_sdk::descriptor::{Call, Role};

use super::plan;
use crate::exit::{Exit, Failure, Outcome};
use crate::mask;
use crate::session::Session;
use crate::terminal::{ALARM, STRONG, Terminal, say};

/// Shows the order and asks, unless `yes` says that it is meant. Where nobody can be asked that has to be said.
pub(super) fn confirm(call: &Call, session: &Session, yes: bool, terminal: Terminal) -> Outcome {
    let is_asked = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !yes && !is_asked {
        return Err(Failure::usage(format!(
            "{} is an order, and nobody can be asked whether it is meant",
            call.tr().title
        ))
        .advise("nothing was sent; --yes sends it without asking, --dry-run shows what would be sent"));
    }
    say(&summary(call, session, terminal));
    if yes {
        return Ok(());
    }
    let is_real = session.is_real_money();
    say(if is_real { "This is real money. Type yes in full to send it: " } else { "Send it? [y/N] " });
    match is_confirmed(is_real, &mut io::stdin().lock()) {
        true => Ok(()),
        false => Err(Failure::new(Exit::Other, "not confirmed: nothing was sent")),
    }
}

/// Environment, account, what the TR is, and every value that is sent.
fn summary(call: &Call, session: &Session, terminal: Terminal) -> String {
    let (tr, id) = (call.tr(), call.tr_id());
    let position = tr.tr_ids.iter().position(|known| *known == id).unwrap_or_default();
    let option = tr.words().and_then(|words| words.choice).and_then(|choice| choice.options.get(position));
    let option = option.map_or_else(String::new, |name| format!("{} ({name}) ", id.label));
    let id = if session.client.environment().uses_paper_ids() { id.paper.unwrap_or(id.real) } else { id.real };
    let style = if session.is_real_money() { ALARM } else { STRONG };
    let head = terminal.paint_err(style, &format!("ORDER, {}", session.place()));
    let account = account(call);
    let parameters = plan::parameters(call, false, false).render(Terminal::plain());
    format!("{head}\n  {option}{} {id}\n  account {account}\n{parameters}", tr.title)
}

/// The account that is sent, most of it hidden; it isn't the user's own where `CANO=` says another one.
fn account(call: &Call) -> String {
    let sent = |role: Role| {
        let mut pairs = call.tr().parameters.iter().zip(call.pairs());
        pairs.find(|(parameter, _)| parameter.role == role).map(|(_, (_, value))| value)
    };
    match (sent(Role::AccountNumber), sent(Role::AccountProduct)) {
        (None, _) => "none".to_owned(),
        (Some(number), None) => mask::number(number),
        (Some(number), Some(product)) => format!("{}-{product}", mask::number(number)),
    }
}

/// Whether the next line says yes: in full where it is real money, else `y` will do.
fn is_confirmed(in_full: bool, input: &mut impl BufRead) -> bool {
    let mut line = String::new();
    if input.read_line(&mut line).is_err() {
        return false;
    }
    let said = line.trim();
    if in_full { said == "yes" } else { said.eq_ignore_ascii_case("yes") || said.eq_ignore_ascii_case("y") }
}

#[cfg(test)]
mod tests {
    use super::is_confirmed;

    #[test]
    fn only_yes_is_yes() {
        for (line, real, elsewhere) in [
            ("yes\n", true, true),
            ("y\n", false, true),
            ("YES\n", false, true),
            (" yes \n", true, true),
            ("no\n", false, false),
            ("\n", false, false),
            ("", false, false),
            ("yes please\n", false, false),
            ("n\nyes\n", false, false),
        ] {
            assert_eq!(is_confirmed(true, &mut line.as_bytes()), real, "{line:?}");
            assert_eq!(is_confirmed(false, &mut line.as_bytes()), elsewhere, "{line:?}");
        }
    }
}
