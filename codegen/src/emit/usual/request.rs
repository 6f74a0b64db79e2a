//! The request: a struct with `Serialize` and public fields, a constructor for what has no default, and `send`.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::{self, Docs, aliases, length, named};
use super::super::request::{MANY_ARGUMENTS, choice};
use super::super::{Module, ident};
use crate::model::{Method, Parameter, Role, Value};
use crate::names;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let choice = choice(module);
    let ids = choice.is_some().then(|| tr_ids(module));
    let docs = Docs::new(format!("What {} takes.", docs::line(&module.transaction.title))).outer();
    let chosen = module.transaction.choice.as_ref().zip(module.names.choice.as_ref()).map(|(choice, name)| {
        let (name, kind) = (ident(name), ident(&choice.name));
        quote! {
            /// What the request does.
            #[serde(skip)]
            pub #name: #kind,
        }
    });
    let parameters = module.transaction.parameters.iter();
    let fields = parameters.enumerate().map(|(index, row)| field(module, index, row));
    let new = constructor(module);
    quote! {
        #choice
        #ids

        #docs
        #[derive(Clone, Debug, PartialEq, Serialize)]
        pub struct Request {
            #chosen
            #(#fields,)*
        }

        impl Request {
            #new
        }
    }
}

/// The TR id of each choice.
fn tr_ids(module: &Module<'_>) -> Option<TokenStream> {
    let choice = module.transaction.choice.as_ref()?;
    let name = ident(&choice.name);
    let rows = choice.variants.iter().zip(&module.transaction.tr_ids).map(|((variant, _), id)| {
        let (variant, real, paper) = (ident(&names::camel(variant).unwrap_or_default()), &id.real, paper(&id.paper));
        quote!(Self::#variant => (#real, #paper))
    });
    Some(quote! {
        impl #name {
            /// The TR ids, real and paper.
            #[must_use]
            pub fn tr_id(self) -> (&'static str, Option<&'static str>) {
                match self {
                    #(#rows,)*
                }
            }
        }
    })
}

fn paper(id: &Option<String>) -> TokenStream {
    match id {
        Some(id) => quote!(Some(#id)),
        None => quote!(None),
    }
}

/// The endpoint function.
pub(super) fn send(module: &Module<'_>) -> TokenStream {
    let transaction = module.transaction;
    let path = &transaction.path;
    let method = ident(match transaction.method {
        Method::Get => "get",
        Method::Post => "post",
    });
    let id = match (&module.names.choice, transaction.tr_ids.as_slice()) {
        (Some(choice), _) => {
            let choice = ident(choice);
            quote!(request.#choice.tr_id())
        }
        (None, [id, ..]) => {
            let (real, paper) = (&id.real, paper(&id.paper));
            quote!((#real, #paper))
        }
        (None, []) => quote!(("", None)),
    };
    quote! {
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// Where the server can't be reached, refuses, or answers something else.
        pub async fn send(client: &Client, request: &Request) -> Result<Response, Error> {
            client.#method(#path, #id, request).await
        }
    }
}

/// The field's name: hidden ones (account, continuation keys) have one here.
fn name(module: &Module<'_>, index: usize, row: &Parameter) -> proc_macro2::Ident {
    let named = module.names.parameters.get(index).filter(|name| !name.is_empty()).cloned();
    ident(&named.or_else(|| names::snake(&row.wire)).unwrap_or_else(|| format!("parameter_{index}")))
}

/// Whether the field is text whatever the page says of the value: a default that isn't blank has no typed form.
fn is_text(row: &Parameter) -> bool {
    row.role != Role::Caller || row.default.as_deref().is_some_and(|default| !default.is_empty())
}

fn field(module: &Module<'_>, index: usize, row: &Parameter) -> TokenStream {
    let name = name(module, index, row);
    let docs = Docs::new(format!("{}{}.", named(&row.wire, &row.label), length(&row.length))).quote(&row.text).outer();
    let aliases = aliases(&name.to_string(), [row.label.as_str(), row.wire.as_str()]);
    let kind = kind(module, row);
    let with = match row.value {
        _ if is_text(row) => None,
        Value::Decimal => Some("values::decimal_out"),
        Value::Date => Some("values::date_out"),
        Value::Time => Some("values::time_out"),
        Value::Text | Value::Code(_) => None,
    };
    let with = with.map(|with| quote!(, serialize_with = #with));
    let wire = &row.wire;
    quote! {
        #docs
        #aliases
        #[serde(rename = #wire #with)]
        pub #name: #kind
    }
}

fn kind(module: &Module<'_>, row: &Parameter) -> TokenStream {
    match row.value {
        Value::Code(_) => {
            let coded = module.coded(&row.address);
            quote!(#coded)
        }
        _ if is_text(row) => quote!(String),
        Value::Text => quote!(String),
        Value::Decimal => quote!(Option<Decimal>),
        Value::Date => quote!(Option<Date>),
        Value::Time => quote!(Option<Time>),
    }
}

fn constructor(module: &Module<'_>) -> TokenStream {
    let transaction = module.transaction;
    let mut arguments = Vec::new();
    let mut members = Vec::new();
    if let (Some(choice), Some(name)) = (&transaction.choice, &module.names.choice) {
        let (name, kind) = (ident(name), ident(&choice.name));
        arguments.push(quote!(#name: #kind));
        members.push(quote!(#name));
    }
    if transaction.takes_account() {
        arguments.push(quote!(account: &Account));
    }
    for (index, row) in transaction.parameters.iter().enumerate() {
        let (name, default) = (name(module, index, row), row.default.as_deref().unwrap_or_default());
        let value = match (&row.role, &row.value) {
            (Role::AccountNumber, _) => quote!(account.number.clone()),
            (Role::AccountProduct, _) => quote!(account.product.clone()),
            (_, Value::Code(_)) if row.is_asked() => {
                let coded = module.coded(&row.address);
                arguments.push(quote!(#name: #coded));
                quote!(#name)
            }
            (_, Value::Code(_)) => {
                let coded = module.coded(&row.address);
                quote!(#coded(Cow::Borrowed(#default)))
            }
            (Role::Caller, Value::Text) if row.is_asked() => {
                arguments.push(quote!(#name: &str));
                quote!(#name.to_owned())
            }
            (Role::Caller, value) if row.is_asked() => {
                let kind = ident(match value {
                    Value::Date => "Date",
                    Value::Time => "Time",
                    _ => "Decimal",
                });
                arguments.push(quote!(#name: #kind));
                quote!(Some(#name))
            }
            (Role::Caller, Value::Decimal | Value::Date | Value::Time) if !is_text(row) => quote!(None),
            _ if default.is_empty() => quote!(String::new()),
            _ => quote!(#default.to_owned()),
        };
        members.push(quote!(#name: #value));
    }
    let many = (arguments.len() > MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let default = arguments.is_empty().then(|| quote!(#[allow(clippy::new_without_default)]));
    quote! {
        /// A request with what only the caller knows; the other fields are at their defaults.
        #many
        #default
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#members,)* }
        }
    }
}
