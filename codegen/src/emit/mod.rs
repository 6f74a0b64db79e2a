//! From the model to the text of Rust modules.
//!
//! Generated code is data: tables as text, structs and one-line functions over the runtime's `descriptor` module. It
//! names the runtime `kis_sdk`, so that it can live in any crate.
//!
//! What a row costs the compiler counts ten thousand times, what a function costs six thousand times. That is why tables
//! are text, why codes share one type of the runtime, why answers of one shape share a struct, and why a record has one
//! function that its fields pass through, by which it is filled, copied, compared and shown, in place of derives.
//! `cargo xtask bench compile` shows what it comes to.
//!
//! Every function is `#[inline]`: the compiler then translates it where it is used, and a program that sends three of
//! three hundred TRs pays for three. For the same reason `send` hands on the client's future instead of being `async`
//! itself: the body of an `async` function is translated whether anybody calls it or not.

mod chosen;
mod coded;
mod docs;
mod folders;
mod imports;
mod layout;
pub mod lines;
mod module;
mod request;
mod response;
mod shared;
mod transaction;
pub mod usual;
mod words;

use std::collections::BTreeMap;

pub use layout::GENERATED;

use crate::Options;
use crate::model::{Field, Model, Transaction, Value};
use crate::names::{self, Names};

/// The text of every file, by path relative to the output folder.
#[must_use]
pub fn files(model: &Model, options: &Options) -> BTreeMap<String, String> {
    let modules = modules(model, options);
    let has_codes = !model.shared.is_empty();
    let mut files = folders::files(&modules, options, has_codes);
    if has_codes {
        files.insert(format!("{}.rs", names::CODES_MODULE), shared::text(&model.shared, &modules, &options.spec));
    }
    if options.words {
        files.insert(format!("{}.rs", words::MODULE), words::text(&modules, &options.spec));
    }
    for module in &modules {
        files.insert(format!("{}.rs", module.names.module.join("/")), module::text(module));
    }
    files
}

fn modules<'a>(model: &'a Model, options: &'a Options) -> Vec<Module<'a>> {
    let named = |transaction| Module { transaction, names: names::name(transaction).0, spec: &options.spec };
    model.transactions.iter().map(named).collect()
}

/// What one generated module is made of.
struct Module<'a> {
    transaction: &'a Transaction,
    names: Names,
    spec: &'a str,
}

impl Module<'_> {
    /// The descriptor's path as a reader of the repository knows it.
    fn descriptor(&self) -> String {
        format!("{}/{}", self.spec, self.transaction.source)
    }

    /// The coded type of a row.
    fn coded(&self, address: &str) -> proc_macro2::Ident {
        ident(self.names.coded_of(address).map_or("Code", |coded| coded.name.as_str()))
    }

    /// The struct of a container.
    fn record(&self, address: &str) -> proc_macro2::Ident {
        ident(self.names.record_of(address).map_or("Response", |record| record.name.as_str()))
    }

    /// The rows of the structs, in the order of their names.
    fn rows(&self) -> Vec<(Option<&Field>, &[Field])> {
        let mut rows = vec![(None, self.transaction.response.as_slice())];
        containers(&self.transaction.response, &mut rows);
        rows
    }
}

fn containers<'a>(fields: &'a [Field], rows: &mut Vec<(Option<&'a Field>, &'a [Field])>) {
    for field in fields {
        if let Some(inner) = field.shape.fields() {
            rows.push((Some(field), inner));
            containers(inner, rows);
        }
    }
}

fn ident(name: &str) -> proc_macro2::Ident {
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}

/// Whether a value is a coded one.
fn is_coded(value: &Value) -> bool {
    matches!(value, Value::Code(_))
}
