//! Typed answers: whatever the server sends, no panic, and an order is placed where it says so and nowhere else.

use kis_sdk::descriptor::{Answer as _, Endpoint, Value, inspect, values};
use kis_sdk::domestic_bond::trading::inquire_balance as bond;
use kis_sdk::domestic_stock::trading::order_cash as order;
use kis_sdk::domestic_stock::trading::pension::inquire_balance as pension;
use kis_sdk::{Account, Error, ErrorKind};
use serde_json::Value as Json;

use super::wire::{self, Input, Wire};

/// Lets the server answer a bond balance, a pension balance and an order with these bytes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let account: Account = "50001234-01".parse().expect("an account");
    let pension_account: Account = "50001234-29".parse().expect("an account");
    wire::with(|wire| {
        drop(ask(wire, &input, &bond::Request::new(&account, bond::InqrCndt::ALL)));
        drop(ask(wire, &input, &pension::Request::new(&pension_account)));
        let buy = order::Request::new(order::Side::Buy, &account, "005930", "00".into(), 10.into(), 71_500.into());
        let placed = ask(wire, &input, &buy);
        check_order(placed.as_ref().map(|answer| answer.envelope.rt_cd()), input.body);
    });
}

fn ask<E: Endpoint>(wire: &mut Wire, input: &Input<'_>, request: &E) -> Result<E::Answer, Error> {
    drop(inspect(E::TR, input.body));
    let outcome = wire.answer(input, async |client| client.send(request).await);
    match &outcome {
        Ok(answer) => assert_eq!(answer.envelope().raw_body(), input.body),
        Err(error) => {
            drop(format!("{error} {error:?}"));
            if error.is_auth() {
                wire.begin_anew();
            }
        }
    }
    if let Ok(answer) = &outcome {
        show(values(answer));
    }
    outcome
}

/// Every value can be shown.
fn show(values: Vec<Value<'_>>) {
    for value in values {
        match value {
            Value::Rows(rows) => (0..rows.count()).for_each(|row| show(rows.values(row))),
            Value::Decimal(number) => drop(number.map(|number| number.to_string())),
            _ => {}
        }
    }
}

/// An order's outcome against another reading of the same bytes, where they can be read as JSON throughout.
fn check_order(placed: Result<&str, &Error>, body: &[u8]) {
    let members = match serde_json::from_slice(body) {
        Ok(Json::Object(members)) => members,
        _ => return,
    };
    let mut codes = members.iter().filter(|(name, _)| name.eq_ignore_ascii_case("rt_cd")).map(|(_, value)| value);
    let (code, other) = (codes.next(), codes.next());
    let is_zero = |value: &Json| value.as_str().is_some_and(|text| text.trim() == "0") || value.as_u64() == Some(0);
    match placed {
        Ok(rt_cd) => {
            assert_eq!(rt_cd, "0");
            assert!(code.is_some_and(|code| is_zero(code) || other.is_some()), "nobody said so: {members:?}");
        }
        Err(error) => {
            let is_oauth = members.keys().any(|name| name.eq_ignore_ascii_case("error_code"));
            let stands = other.is_none() && code.is_some_and(is_zero) && !is_oauth;
            assert!(!stands || error.kind() == ErrorKind::Decode, "it stands: {error}");
        }
    }
}
