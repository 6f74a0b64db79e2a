//! The answer or the realtime record: its struct and those of its containers, each with a table and the places of its fields.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{self, Docs, aliases, length, named};
use super::lines::Lines;
use super::{Module, ident};
use crate::lower::conventions::says_more_than_codes;
use crate::model::{Field, Shape, Value};
use crate::names::RecordName;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let records = module.names.records.iter().zip(module.rows()).enumerate();
    records.map(|(index, (names, (container, rows)))| record(module, index, names, container, rows)).collect()
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

fn record(
    module: &Module<'_>,
    index: usize,
    names: &RecordName,
    container: Option<&Field>,
    rows: &[Field],
) -> TokenStream {
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
    let number = Literal::usize_unsuffixed(index);
    let index = ident(if rows.is_empty() { "_index" } else { "index" });
    let by_index = |kind, reference, end| by_index(&ident(kind), &reference, &end, rows, &names.fields);
    let slots = by_index("Slot", quote!(&mut), quote!(Slot::None));
    let values = by_index("Value", quote!(&), quote!(Value::End(&TR, #number)));
    let answer = is_answer.then(answer);
    let (clone, same) = match is_answer {
        true => (ident("clone_answer"), ident("same_answer")),
        false => (ident("clone_record"), ident("same_record")),
    };
    // The record has the name of the trait, which is named in full there.
    let of = if is_realtime { quote!(kis_sdk::descriptor::Record) } else { quote!(Record) };
    let shown = &names.name;
    quote! {
        #docs
        #[derive(Default)]
        #[non_exhaustive]
        pub struct #name {
            #envelope
            #(#members,)*
        }

        impl #of for #name {
            #[inline]
            fn slot(&mut self, #index: usize) -> Slot<'_> {
                #slots
            }

            #[inline]
            fn value(&self, #index: usize) -> Value<'_> {
                #values
            }
        }

        #answer

        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                #clone(self)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #same(self, other)
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                fmt_record(#shown, self, f)
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
            quote!(Coded<#coded>)
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

/// The answer's rows as data, and the lists of those that have codes.
pub(super) fn table(module: &Module<'_>) -> TokenStream {
    fn coded<'m>(rows: &'m [Field], found: &mut Vec<&'m Field>) {
        for row in rows {
            match &row.shape {
                Shape::Value(Value::Code(_)) => found.push(row),
                Shape::Value(_) => {}
                Shape::Object(inner) | Shape::Array(inner) => coded(inner, found),
            }
        }
    }
    let mut found = Vec::new();
    coded(&module.transaction.response, &mut found);
    let codes = found.iter().map(|row| module.coded(&row.address));
    let lines = Lines::of_fields(&module.transaction.response).literal();
    quote!(#lines, &[#(#codes::VALUES),*])
}

/// `match index { 0 => Slot::Text(&mut self.pdno), … }`
fn by_index(of: &Ident, reference: &TokenStream, end: &TokenStream, rows: &[Field], names: &[String]) -> TokenStream {
    if rows.is_empty() {
        return end.clone();
    }
    let arms = rows.iter().zip(names).enumerate().map(|(index, (row, name))| {
        let (index, field) = (Literal::usize_unsuffixed(index), ident(name));
        let kind = ident(match &row.shape {
            Shape::Value(Value::Text) => "Text",
            Shape::Value(Value::Decimal) => "Decimal",
            Shape::Value(Value::Date) => "Date",
            Shape::Value(Value::Time) => "Time",
            Shape::Value(Value::Code(_)) => return quote!(#index => #of::Code(#reference self.#field.code)),
            Shape::Object(_) | Shape::Array(_) => "Rows",
        });
        quote!(#index => #of::#kind(#reference self.#field))
    });
    quote! {
        match index {
            #(#arms,)*
            _ => #end,
        }
    }
}
