//! The answer or the realtime record: its struct and those of its containers, each with a table and the places of its fields.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{self, Docs, aliases, length, named};
use super::{Module, ident};
use crate::lower::conventions::says_more_than_codes;
use crate::model::{Field, Shape, Value};
use crate::names::RecordName;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let records = module.names.records.iter().zip(module.rows());
    records.map(|(names, (container, rows))| record(module, names, container, rows)).collect()
}

/// What the struct of a container is, or the answer or record itself.
pub(super) fn about(module: &Module<'_>, container: Option<&Field>) -> TokenStream {
    let title = docs::line(&module.transaction.title);
    let docs = match container {
        None if module.transaction.is_realtime() => {
            Docs::new(format!("One record of {title}; columns in the order of the frame."))
        }
        None => Docs::new(format!("What {title} answers.")),
        Some(row) => {
            let each = if matches!(row.shape, Shape::Array(_)) { ", one for each row" } else { "" };
            Docs::new(format!("{}{each}.", named(&row.wire, &row.label)))
        }
    };
    docs.outer()
}

fn record(module: &Module<'_>, names: &RecordName, container: Option<&Field>, rows: &[Field]) -> TokenStream {
    let is_realtime = module.transaction.is_realtime();
    let docs = about(module, container);
    let name = ident(&names.name);
    let is_answer = container.is_none() && !is_realtime;
    let envelope = is_answer.then(|| {
        quote! {
            /// `rt_cd`, `msg_cd`, `msg1`, the continuation and the raw body.
            pub envelope: Envelope,
        }
    });
    let members = rows.iter().zip(&names.fields).map(|(row, name)| member(module, row, name));
    let place = table_name(&names.name);
    let table = container.map(|_| table(module, &place, rows));
    let fields = if container.is_none() { quote!(TR.response) } else { quote!(#place) };
    let slots = rows.iter().zip(&names.fields).enumerate().map(|(index, (row, name))| slot(index, row, name));
    let unused = rows.is_empty();
    let index = ident(if unused { "_index" } else { "index" });
    let body = if unused {
        quote!(Slot::None)
    } else {
        quote! {
            match index {
                #(#slots,)*
                _ => Slot::None,
            }
        }
    };
    let answer = is_answer.then(answer);
    // The record has the name of the trait, which is named in full there.
    let of = if is_realtime { quote!(kis_sdk::descriptor::Record) } else { quote!(Record) };
    let shown = &names.name;
    quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #envelope
            #(#members,)*
        }

        #table

        impl #of for #name {
            #[inline]
            fn fields(&self) -> &'static [Field] {
                #fields
            }

            #[inline]
            fn slot(&mut self, #index: usize) -> Slot<'_> {
                #body
            }
        }

        #answer

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                fmt_record(#shown, &mut self.clone(), f)
            }
        }
    }
}

fn answer() -> TokenStream {
    quote! {
        impl Answer for Response {
            #[inline]
            fn envelope(&self) -> &Envelope {
                &self.envelope
            }

            #[inline]
            fn set_envelope(&mut self, envelope: Envelope) {
                self.envelope = envelope;
            }
        }
    }
}

/// What a field is, and the words to find it by.
pub(super) fn about_field(row: &Field, name: &str) -> TokenStream {
    let is_list = matches!(&row.shape, Shape::Value(Value::Code(_))) && !says_more_than_codes(&row.text, &row.length);
    let docs = Docs::new(format!("{}{}", named(&row.wire, &row.label), length(&row.length)));
    let says_array = row.shape.fields().is_some() && row.text.trim().eq_ignore_ascii_case("array");
    let docs = if is_list || says_array { docs } else { docs.quote(&row.text) }.outer();
    let aliases = aliases(name, [row.label.as_str()]);
    quote!(#docs #aliases)
}

fn member(module: &Module<'_>, row: &Field, name: &str) -> TokenStream {
    let about = about_field(row, name);
    let kind = kind(module, row);
    let name = ident(name);
    quote!(#about pub #name: #kind)
}

/// The Rust type of a field.
pub(super) fn kind(module: &Module<'_>, row: &Field) -> TokenStream {
    match &row.shape {
        Shape::Value(Value::Text) => quote!(String),
        Shape::Value(Value::Decimal) => quote!(Option<Decimal>),
        Shape::Value(Value::Date) => quote!(Option<Date>),
        Shape::Value(Value::Time) => quote!(Option<Time>),
        Shape::Value(Value::Code(_)) => {
            let coded = module.coded(&row.address);
            quote!(#coded)
        }
        Shape::Object(_) => {
            let record = module.record(&row.address);
            quote!(Option<#record>)
        }
        Shape::Array(_) => {
            let record = module.record(&row.address);
            quote!(Vec<#record>)
        }
    }
}

/// The name of a struct's table: `Output1` → `OUTPUT1_FIELDS`.
fn table_name(record: &str) -> Ident {
    let mut name = String::new();
    for c in record.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    ident(&format!("{name}_FIELDS"))
}

/// The rows of one struct as data.
///
/// A `static` of its own and no `const`: what a constant is made of goes into the library's metadata, for the crates that
/// would compute it again, and every reference inside it is a further constant that the compiler has to check.
pub(super) fn table(module: &Module<'_>, name: &Ident, rows: &[Field]) -> TokenStream {
    let rows = rows.iter().map(|row| {
        let (wire, label, length) = (&row.wire, &row.label, &row.length);
        let field = match &row.shape {
            Shape::Value(Value::Text) => quote!(Field::text(#wire, #label, #length)),
            Shape::Value(Value::Decimal) => quote!(Field::decimal(#wire, #label, #length)),
            Shape::Value(Value::Date) => quote!(Field::date(#wire, #label, #length)),
            Shape::Value(Value::Time) => quote!(Field::time(#wire, #label, #length)),
            Shape::Value(Value::Code(_)) => {
                let coded = module.coded(&row.address);
                quote!(Field::code(#wire, #label, #length, #coded::CODES))
            }
            Shape::Object(_) => {
                let fields = table_name(&module.record(&row.address).to_string());
                quote!(Field::object(#wire, #label, #fields))
            }
            Shape::Array(_) => {
                let fields = table_name(&module.record(&row.address).to_string());
                quote!(Field::array(#wire, #label, #fields))
            }
        };
        if row.sensitive { quote!(#field.sensitive()) } else { field }
    });
    quote! {
        static #name: &[Field] = &[#(#rows),*];
    }
}

fn slot(index: usize, row: &Field, name: &str) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    let field = ident(name);
    match &row.shape {
        Shape::Value(Value::Text) => quote!(#index => Slot::Text(&mut self.#field)),
        Shape::Value(Value::Decimal) => quote!(#index => Slot::Decimal(&mut self.#field)),
        Shape::Value(Value::Date) => quote!(#index => Slot::Date(&mut self.#field)),
        Shape::Value(Value::Time) => quote!(#index => Slot::Time(&mut self.#field)),
        Shape::Value(Value::Code(_)) => quote!(#index => Slot::Code(&mut self.#field.0)),
        Shape::Object(_) | Shape::Array(_) => quote!(#index => Slot::Rows(&mut self.#field)),
    }
}
