//! The model as the client's own tables, so that answers are read by the client's own rules.
//!
//! The client's tables are static because generated code is. Here they are made at run time and kept until the command
//! ends, which is soon.

use codegen::emit::lines::Lines;
use codegen::model::{Code, Field, Shape, Transaction, Value};
use kis_sdk::descriptor::{Kind, Method, Tr};

/// The table of a transaction, as far as its answer goes.
pub(crate) fn tr(transaction: &Transaction) -> &'static Tr {
    let mut codes = Vec::new();
    all_codes(&transaction.response, &mut codes);
    let tr = Tr::new(
        kept(&transaction.title),
        kept(&transaction.id),
        kept(&transaction.source),
        Kind::Query,
        Method::Get,
        kept(&transaction.path),
        kept(&Lines::of_tr_ids(transaction).text()),
        "",
        &[],
        kept(&Lines::of_fields(&transaction.response).text()),
        codes.leak(),
    );
    Box::leak(Box::new(tr))
}

/// The lists of all coded values, in the order of their rows.
fn all_codes(rows: &[Field], found: &mut Vec<&'static str>) {
    for row in rows {
        match &row.shape {
            Shape::Array(rows) | Shape::Object(rows) => all_codes(rows, found),
            Shape::Value(Value::Code(of)) => found.push(codes(&of.list)),
            Shape::Value(_) => {}
        }
    }
}

fn codes(codes: &[Code]) -> &'static str {
    let codes: Vec<_> = codes.iter().map(|code| (code, code.name.as_deref().unwrap_or_default())).collect();
    kept(&Lines::of_codes(&codes).text())
}

fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}
