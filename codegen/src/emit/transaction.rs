//! `static TR`: the page as data, and `send` where it is asked for.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, code};
use super::{Module, ident, is_coded};
use crate::model::{Kind, Method, Parameter, Role, TrId};

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
    let tr_ids = transaction.tr_ids.iter().enumerate().map(|(index, id)| {
        let variant = transaction.choice.as_ref().and_then(|choice| choice.variants.get(index));
        tr_id(id, variant.map_or("", |(_, label)| label))
    });
    let parameters = transaction.parameters.iter().map(|row| parameter(module, row));
    let answers = ident("RESPONSE");
    let fields = super::response::table(module, &answers, &transaction.response);
    let ids: Vec<_> = transaction.tr_ids.iter().map(|id| code(&id.real)).collect();
    let docs = Docs::new(format!("The page as data: {}, {}.", docs::line(title), ids.join(", "))).outer();
    let send = (!transaction.is_realtime()).then(|| send(transaction.kind));
    quote! {
        #docs
        pub static TR: Tr = Tr::new(
            #title, #id, #source, Kind::#kind, Method::#method, #path, &[#(#tr_ids),*], PARAMETERS, #answers,
        );

        static PARAMETERS: &[Parameter] = &[#(#parameters),*];

        #fields

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

fn tr_id(id: &TrId, label: &str) -> TokenStream {
    let real = &id.real;
    let paper = match &id.paper {
        Some(paper) => quote!(Some(#paper)),
        None => quote!(None),
    };
    let label = (!label.is_empty()).then(|| quote!(.label(#label)));
    quote!(TrId::new(#real, #paper) #label)
}

fn parameter(module: &Module<'_>, parameter: &Parameter) -> TokenStream {
    let (wire, label, length) = (&parameter.wire, &parameter.label, &parameter.length);
    let mut row = quote!(Parameter::new(#wire, #label, #length));
    if !parameter.required {
        row = quote!(#row.optional());
    }
    let role = match parameter.role {
        Role::Caller => None,
        Role::AccountNumber => Some("AccountNumber"),
        Role::AccountProduct => Some("AccountProduct"),
        Role::Continuation => Some("Continuation"),
    };
    if let Some(role) = role.map(ident) {
        row = quote!(#row.role(Role::#role));
    }
    if let Some(default) = &parameter.default {
        row = quote!(#row.default(#default));
    }
    if parameter.sensitive {
        row = quote!(#row.sensitive());
    }
    if is_coded(&parameter.value) {
        let coded = module.coded(&parameter.address);
        row = quote!(#row.codes(#coded::CODES));
    }
    row
}
