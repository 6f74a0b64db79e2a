//! The answer or the realtime record: its struct and those of its containers, each with the walk through its fields.

use proc_macro2::{Literal, TokenStream};
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
            let docs = Docs::new(format!("{}{each}.", named(&row.wire, &row.label)));
            if says_array(row) { docs } else { docs.quote(&row.text) }
        }
    };
    docs.outer()
}

/// An answer that only differs from others in what its rows are.
fn alias(module: &Module<'_>, shape: &str, rows: &[Field], names: &[String]) -> TokenStream {
    let title = docs::line(&module.transaction.title);
    let mut docs = Docs::new(format!("What {title} answers: an [`Envelope`](kis_sdk::Envelope) and")).line("");
    for (row, name) in rows.iter().zip(names) {
        let record = module.record(&row.address);
        let what = match row.shape {
            Shape::Array(_) => format!("any number of [`{record}`]"),
            _ => format!("one [`{record}`] or none"),
        };
        docs = docs.line(format!("- {}: {what}", named(name, &row.label)));
    }
    let (docs, shape) = (docs.outer(), ident(shape));
    let aliases = aliases("Response", rows.iter().map(|row| row.label.as_str()));
    let outputs = rows.iter().map(|row| kind(module, row));
    quote! {
        #docs
        #aliases
        pub type Response = #shape<#(#outputs),*>;
    }
}

fn record(
    module: &Module<'_>,
    index: usize,
    names: &RecordName,
    container: Option<&Field>,
    rows: &[Field],
) -> TokenStream {
    let is_realtime = module.transaction.is_realtime();
    let is_answer = container.is_none() && !is_realtime;
    if is_answer && let Some(shape) = module.names.shape(module.transaction) {
        return alias(module, shape, rows, &names.fields);
    }
    let docs = about(module, container);
    let name = ident(&names.name);
    let envelope = is_answer.then(|| {
        quote! {
            /// `rt_cd`, `msg_cd`, `msg1`, the continuation and the raw body.
            pub envelope: Envelope,
        }
    });
    let members = rows.iter().zip(&names.fields).map(|(row, name)| member(module, row, name));
    let walked = rows.iter().zip(&names.fields).map(|(row, name)| walked(row, name));
    let walked = walked.chain(is_answer.then(|| quote!(envelope: walker.envelope(&self.envelope))));
    let index = Literal::usize_unsuffixed(index);
    let answer = is_answer.then(answer);
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
            fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
                Self { #(#walked),* }
            }
        }

        #answer

        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                clone_record(self)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                same_record(self, other)
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                fmt_record(#shown, &TR, #index, self, f)
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
        }
    }
}

/// Whether a container's description says no more than its shape does.
fn says_array(row: &Field) -> bool {
    row.shape.fields().is_some() && row.text.trim().eq_ignore_ascii_case("array")
}

/// What a field is, and the words to find it by.
pub(super) fn about_field(row: &Field, name: &str) -> TokenStream {
    let is_list = matches!(&row.shape, Shape::Value(Value::Code(_))) && !says_more_than_codes(&row.text, &row.length);
    let docs = Docs::new(format!("{}{}", named(&row.wire, &row.label), length(&row.length)));
    let docs = if is_list || says_array(row) { docs } else { docs.quote(&row.text) }.outer();
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

/// `pdno: walker.text(&self.pdno)`
fn walked(row: &Field, name: &str) -> TokenStream {
    let field = ident(name);
    // Values that can be copied are, which spares the compiler thousands of borrows.
    let (kind, borrowed) = match &row.shape {
        Shape::Value(Value::Text) => ("text", true),
        Shape::Value(Value::Decimal) => ("decimal", false),
        Shape::Value(Value::Date) => ("date", false),
        Shape::Value(Value::Time) => ("time", false),
        Shape::Value(Value::Code(_)) => ("code", true),
        Shape::Object(_) => ("object", true),
        Shape::Array(_) => ("rows", true),
    };
    let (kind, borrow) = (ident(kind), borrowed.then(|| quote!(&)));
    quote!(#field: walker.#kind(#borrow self.#field))
}
