//! Untyped answers: every row and value can be asked for as anything.

use kis_sdk::Untyped;
use serde_json::Value;

use super::number;
use super::wire::{self, Input};

/// Lets the server answer a query and an order without a descriptor with these bytes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let query = Untyped::get("/uapi/domestic-stock/v1/quotations/new", "FHPST09990000").parameter("FID_DIV", "0");
    let order = Untyped::post("/uapi/domestic-stock/v1/trading/new", "TTTC9999U").parameter("PDNO", "005930");
    wire::with(|wire| {
        for call in [query, order] {
            let answer = match wire.answer(&input, async |client| client.call_untyped(&call).await) {
                Ok(answer) => answer,
                Err(error) => {
                    drop(format!("{error} {error:?}"));
                    if error.is_auth() {
                        wire.begin_anew();
                    }
                    continue;
                }
            };
            assert!(!answer.json().is_empty(), "an answer has an rt_cd");
            for name in answer.names() {
                for row in answer.rows(name) {
                    row.json().iter().for_each(|(name, value)| read(&row, name, value));
                }
            }
            answer.top().json().iter().for_each(|(name, value)| read(&answer.top(), name, value));
            drop(format!("{answer:?} {:?}", call.next_page(&answer.envelope)));
        }
    });
}

fn read(row: &kis_sdk::Row<'_>, name: &str, value: &Value) {
    let text = row.text(name);
    if let Value::String(written) = value {
        assert_eq!(text, Some(written.trim_end()));
        if let Ok(read) = row.decimal(name) {
            number::check(written, read);
        }
    }
    drop((row.date(name), row.time(name)));
}
