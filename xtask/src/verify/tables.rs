//! The model as the client's own tables, so that answers are read by the client's own rules.
//!
//! The client's tables are static because generated code is. Here they are made at run time and kept until the command
//! ends, which is soon.

use codegen::model::{Code, Field, Shape, Transaction, Value};
use kis_sdk::descriptor::{self, CodeValue, Kind, Method, Tr, TrId};

/// The table of a transaction, as far as its answer goes.
pub(crate) fn tr(transaction: &Transaction) -> &'static Tr {
    let tr_ids: Vec<_> =
        transaction.tr_ids.iter().map(|id| TrId::new(kept(&id.real), id.paper.as_deref().map(kept))).collect();
    let tr = Tr::new(
        kept(&transaction.title),
        kept(&transaction.id),
        kept(&transaction.source),
        Kind::Query,
        Method::Get,
        kept(&transaction.path),
        tr_ids.leak(),
        &[],
        fields(&transaction.response),
    );
    Box::leak(Box::new(tr))
}

fn fields(rows: &[Field]) -> &'static [descriptor::Field] {
    rows.iter().map(field).collect::<Vec<_>>().leak()
}

fn field(row: &Field) -> descriptor::Field {
    let (name, label, length) = (kept(&row.wire), kept(&row.label), kept(&row.length));
    let field = match &row.shape {
        Shape::Array(rows) => descriptor::Field::array(name, label, fields(rows)),
        Shape::Object(rows) => descriptor::Field::object(name, label, fields(rows)),
        Shape::Value(Value::Text) => descriptor::Field::text(name, label, length),
        Shape::Value(Value::Decimal) => descriptor::Field::decimal(name, label, length),
        Shape::Value(Value::Date) => descriptor::Field::date(name, label, length),
        Shape::Value(Value::Time) => descriptor::Field::time(name, label, length),
        Shape::Value(Value::Code(codes)) => descriptor::Field::code(name, label, length, self::codes(&codes.list)),
    };
    if row.sensitive { field.sensitive() } else { field }
}

fn codes(codes: &[Code]) -> &'static [CodeValue] {
    let codes = codes.iter();
    let named = |code: &Code| {
        let name = code.name.as_deref().unwrap_or_default();
        CodeValue::new(kept(&code.code), kept(name), kept(&code.label))
    };
    codes.map(named).collect::<Vec<_>>().leak()
}

fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}
