//! What must hold whatever goes wrong.

use kis_sdk::ErrorKind;
use kis_sdk::mock::Fault;

use super::trial::{Ask, PAGES, ROWS, Seen, Trial};
use super::trouble::Trouble;

/// The rules that a trial broke.
pub(crate) fn broken(trial: &Trial, seen: &Seen) -> Vec<&'static str> {
    let mut broken = Vec::new();
    let mut rule = |holds: bool, text: &'static str| {
        if !holds {
            broken.push(text);
        }
    };
    rule(seen.ended.is_some(), "the call hangs");
    rule(seen.counters_agree, "the calls are not the answers and the errors");
    rule(seen.met || trial.trouble.is_before_the_request(), "the trouble was not met, so nothing was tried");
    if trial.ask.is_order() {
        order(trial, seen, &mut rule);
    } else {
        rule(seen.orders_arrived == 0 && seen.stand == 0, "an order out of nowhere");
        rule(seen.kind() != Some(ErrorKind::OutcomeUnknown), "a read whose outcome is unknown");
    }
    if trial.ask == Ask::Paging {
        paging(trial, seen, &mut rule);
    }
    if trial.ask == Ask::Read && seen.is_answer() && !trial.trouble.takes_rows() && !is_no_data(&trial.trouble) {
        rule(seen.ended.as_ref().is_some_and(|ended| ended.rows == ROWS), "an answer without its rows");
    }
    if trial.trouble == Trouble::NoConnection {
        let says = |text| seen.error().is_some_and(|error| error.to_string().contains(text));
        rule(
            says("no connection") && !says("no answer"),
            "a connection that never was is called an answer that is late",
        );
    }
    if trial.trouble == Trouble::Nothing {
        rule(seen.is_answer(), "no answer although nothing went wrong");
    }
    broken
}

fn order(trial: &Trial, seen: &Seen, rule: &mut impl FnMut(bool, &'static str)) {
    let over_limit = Trouble::Fault(Fault::code("EGW00201"));
    let may_go_again = trial.ask == Ask::OrderOptedIn && trial.trouble == over_limit;
    rule(seen.stand <= 1, "the order stands twice");
    rule(seen.orders_arrived <= 1 || may_go_again, "the order arrived twice");
    if seen.is_answer() {
        rule(seen.stand == 1, "the order was reported accepted, and doesn't stand");
        return;
    }
    let Some(error) = seen.error() else { return };
    let says_accepted = error.kind() == ErrorKind::Decode && error.to_string().contains("ACCEPTED");
    rule(
        seen.stand == 0 || error.is_outcome_unknown() || says_accepted,
        "the order stands, and its sender was told something else",
    );
    rule(!says_accepted || seen.stand == 1, "the order was called ACCEPTED, and doesn't stand");
    rule(
        error.is_outcome_unknown() == error.sent().is_some(),
        "an order in doubt comes without what it is looked up by, or one that is in none comes with it",
    );
    rule(!error.is_retryable() || seen.stand == 0, "an order that stands is called retryable");
    rule(
        !error.is_outcome_unknown() || seen.orders_arrived == 1 || trial.trouble.is_before_the_request(),
        "an order that never arrived is in doubt",
    );
}

fn paging(trial: &Trial, seen: &Seen, rule: &mut impl FnMut(bool, &'static str)) {
    let Some(ended) = &seen.ended else { return };
    if ended.error.is_some() {
        rule(ended.pages < PAGES, "all pages, and an error after them");
        return;
    }
    rule(ended.pages == PAGES || trial.trouble.ends_pages(), "the walk is short, and nobody says so");
    let all = usize::try_from(ended.pages).unwrap_or(usize::MAX).saturating_mul(ROWS);
    rule(
        ended.rows == all || trial.trouble.takes_rows() || is_no_data(&trial.trouble),
        "rows are missing, and nobody says so",
    );
    rule(ended.rows <= all, "rows came twice");
}

/// Whether the answer says that there is no data.
fn is_no_data(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Fault(Fault::Code(code)) if matches!(code.as_str(), "KIOK0560" | "APBK1631"))
}
