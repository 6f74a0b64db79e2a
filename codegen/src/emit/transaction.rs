//! `static TR`: the page as data, and `send` where it is asked for.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, code};
use super::lines::Lines;
use super::{Module, ident, is_coded};
use crate::model::{Kind, Method};

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let transaction = module.transaction;
    let (title, id, source, path) = (&transaction.title, &transaction.id, &transaction.source, &transaction.path);
    let kind = ident(match transaction.kind {
        Kind::Query => "Query",
        Kind::Order => "Order",
        Kind::Realtime => "Realtime",
    });
    let method = ident(match transaction.method {
        Method::Get => "Get",
        Method::Post => "Post",
    });
    let tr_ids = Lines::of_tr_ids(transaction).literal();
    let parameters = parameters(module);
    let response = super::response::table(module);
    let ids: Vec<_> = transaction.tr_ids.iter().map(|id| code(&id.real)).collect();
    let docs = Docs::new(format!("The page as data: {}, {}.", docs::line(title), ids.join(", "))).outer();
    let send = (!transaction.is_realtime()).then(|| send(transaction.kind));
    quote! {
        #docs
        pub static TR: Tr = Tr::new(
            #title, #id, #source, Kind::#kind, Method::#method, #path, #tr_ids, #parameters, #response,
        );

        #send
    }
}

/// The endpoint function.
fn send(kind: Kind) -> TokenStream {
    let mut errors = Docs::new("Sends the request and reads the answer.");
    if kind == Kind::Order {
        errors = errors.paragraph(
            "It changes something at the broker and is never sent twice: after a time-out the outcome is unknown.",
        );
    }
    let errors = errors.paragraph("# Errors").line("As [`Client::send`].").outer();
    quote! {
        #errors
        #[inline]
        pub fn send<'a>(client: &'a Client, request: &'a Request) -> Sending<'a, Response> {
            client.send(request)
        }
    }
}

/// The parameters as data, and the lists of those that have codes.
fn parameters(module: &Module<'_>) -> TokenStream {
    let rows = &module.transaction.parameters;
    let codes = rows.iter().filter(|row| is_coded(&row.value)).map(|row| module.coded(&row.address));
    let lines = Lines::of_parameters(rows).literal();
    quote!(#lines, &[#(#codes::VALUES),*])
}
