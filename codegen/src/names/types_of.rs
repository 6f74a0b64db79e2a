//! The Rust types of rows, and the constructor of a request, as text.

use super::{Coded, Names, RecordName};
use crate::model::{Field, Parameter, Shape, Transaction, Value};

/// An argument of `Request::new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type, e.g. `&str`.
    pub kind: String,
    /// The row that it fills; `None` for the choice and the account.
    pub address: Option<String>,
}

impl Names {
    /// The coded type of a row.
    #[must_use]
    pub fn coded_of(&self, address: &str) -> Option<&Coded> {
        self.coded.iter().find(|coded| coded.addresses.iter().any(|other| other == address))
    }

    /// The struct of a container.
    #[must_use]
    pub fn record_of(&self, address: &str) -> Option<&RecordName> {
        self.records.iter().find(|record| record.address == address)
    }

    /// What the caller gives for a parameter, e.g. `&str`.
    #[must_use]
    pub fn argument_type(&self, parameter: &Parameter) -> String {
        match parameter.value {
            Value::Text => "&str".to_owned(),
            Value::Decimal => "Decimal".to_owned(),
            Value::Date => "Date".to_owned(),
            Value::Time => "Time".to_owned(),
            Value::Code(_) => self.code_type(&parameter.address),
        }
    }

    /// The type of a field of an answer, e.g. `Option<Decimal>`.
    #[must_use]
    pub fn field_type(&self, field: &Field) -> String {
        let record = || self.record_of(&field.address).map_or("Response", |record| record.name.as_str());
        match &field.shape {
            Shape::Value(Value::Text) => "String".to_owned(),
            Shape::Value(Value::Decimal) => "Option<Decimal>".to_owned(),
            Shape::Value(Value::Date) => "Option<Date>".to_owned(),
            Shape::Value(Value::Time) => "Option<Time>".to_owned(),
            Shape::Value(Value::Code(_)) => self.code_type(&field.address),
            Shape::Object(_) => format!("Option<{}>", record()),
            Shape::Array(_) => format!("Vec<{}>", record()),
        }
    }

    /// The arguments of `Request::new`, in order.
    #[must_use]
    pub fn arguments(&self, transaction: &Transaction) -> Vec<Argument> {
        let mut arguments = Vec::new();
        if let (Some(choice), Some(name)) = (&transaction.choice, &self.choice) {
            arguments.push(Argument { name: name.clone(), kind: choice.name.clone(), address: None });
        }
        if transaction.takes_account() {
            arguments.push(Argument { name: "account".to_owned(), kind: "&Account".to_owned(), address: None });
        }
        let rows = transaction.parameters.iter().zip(&self.parameters).filter(|(row, _)| row.is_asked());
        arguments.extend(rows.map(|(row, name)| Argument {
            name: name.clone(),
            kind: self.argument_type(row),
            address: Some(row.address.clone()),
        }));
        arguments
    }

    fn code_type(&self, address: &str) -> String {
        format!("Coded<{}>", self.coded_of(address).map_or("", |coded| coded.name.as_str()))
    }
}
