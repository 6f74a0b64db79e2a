//! The request: constructor, setters and the choice among TR ids.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{self, Docs, aliases, code, length, named, quoted};
use super::{Module, chosen, ident};
use crate::lower::conventions::says_more_than_codes;
use crate::model::{Parameter, Role, Value};
use crate::names;

/// Clippy's limit of arguments.
pub(super) const MANY_ARGUMENTS: usize = 7;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let choice = choice(module);
    let docs = Docs::new(format!("What {} takes.", docs::line(&module.transaction.title))).outer();
    let new = constructor(module);
    let rows = module.transaction.parameters.iter().zip(&module.names.parameters).enumerate();
    let setters =
        rows.filter(|(_, (row, _))| row.is_settable()).map(|(index, (row, name))| setter(module, index, row, name));
    let used = if module.transaction.is_realtime() { subscription() } else { endpoint() };
    let idle = if module.transaction.is_realtime() { "it is subscribed with" } else { "it is sent" };
    let idle = format!("a request does nothing until {idle}");
    quote! {
        #choice

        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[must_use = #idle]
        pub struct Request(Call);

        impl Request {
            #new
            #(#setters)*
        }

        #used
    }
}

fn endpoint() -> TokenStream {
    quote! {
        impl Endpoint for Request {
            type Answer = Response;
            const TR: &'static Tr = &TR;

            #[inline]
            fn call(&self) -> &Call {
                &self.0
            }
        }
    }
}

fn subscription() -> TokenStream {
    quote! {
        impl Subscription for Request {
            type Record = Record;
            const TR: &'static Tr = &TR;

            #[inline]
            fn call(&self) -> &Call {
                &self.0
            }
        }
    }
}

/// The arguments of the constructor: what is chosen, the account, then what has no default, in the page's order.
fn constructor(module: &Module<'_>) -> TokenStream {
    let transaction = module.transaction;
    let is_any = |test: fn(&Parameter) -> bool| transaction.parameters.iter().any(test);
    let mut docs =
        Docs::new(match (is_any(Parameter::is_settable), is_any(Parameter::is_asked) || transaction.takes_account()) {
            (true, true) => "A request with what only the caller knows; the other parameters have setters.",
            (true, false) => "A request with every parameter at its default; all have setters.",
            (false, true) => "A request with what only the caller knows.",
            (false, false) => "A request; it takes no parameters.",
        });
    let mut list = Vec::new();
    let mut arguments = Vec::new();
    let mut call = quote!(Call::new(&TR));
    if let (Some(choice), Some(name)) = (&transaction.choice, &module.names.choice) {
        let ids: Vec<_> = choice.variants.iter().map(|(_, label)| docs::line(label)).collect();
        list.push(format!("- `{name}`: {}", ids.join(", ")));
        let (name, kind) = (ident(name), ident(&choice.name));
        arguments.push(quote!(#name: #kind));
        call = quote!(#call.choose(#name as usize));
    }
    if transaction.takes_account() {
        let of = |role| transaction.parameters.iter().filter(move |row| row.role == role);
        let rows = of(Role::AccountNumber).chain(of(Role::AccountProduct));
        let rows: Vec<_> = rows.map(|row| named(&row.wire, &row.label)).collect();
        list.push(format!("- `account`: {}", rows.join(" and ")));
        arguments.push(quote!(account: &Account));
        call = quote!(#call.account(account));
    }
    for (index, (row, name)) in transaction.parameters.iter().zip(&module.names.parameters).enumerate() {
        if !row.chosen_defaults.is_empty() {
            let (index, default) = (proc_macro2::Literal::usize_unsuffixed(index), chosen::default(module, row));
            call = quote!(#call.with(#index, #default));
        }
        if !row.is_asked() {
            continue;
        }
        let is_coded = super::is_coded(&row.value);
        let of = if is_coded { String::new() } else { length(&row.length) };
        list.push(format!("- `{name}`: {}{of}", named(&row.wire, &row.label)));
        if !is_coded || says_more_than_codes(&row.text, &row.length) {
            list.extend(quoted(&row.text).into_iter().map(|line| format!("  {line}")));
        }
        let (name, kind) = (ident(name), argument(module, row));
        arguments.push(quote!(#name: #kind));
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        call = quote!(#call.with(#index, #name));
    }
    if !list.is_empty() {
        docs = docs.line("");
    }
    let docs = list.into_iter().fold(docs, Docs::line).outer();
    let asked = transaction.parameters.iter().filter(|row| row.is_asked());
    let aliases = aliases("new", asked.flat_map(|row| [row.label.as_str(), row.wire.as_str()]));
    let many = (arguments.len() > MANY_ARGUMENTS).then(|| {
        quote!(#[allow(clippy::too_many_arguments, reason = "the page requires each of them and documents no default")])
    });
    let default = arguments.is_empty().then(|| {
        quote!(#[allow(clippy::new_without_default, reason = "no request has a Default: what is required can grow")])
    });
    quote! {
        #docs
        #aliases
        #many
        #default
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self(#call)
        }
    }
}

fn setter(module: &Module<'_>, index: usize, row: &Parameter, name: &str) -> TokenStream {
    let sent = match row.default.as_deref() {
        _ if !row.chosen_defaults.is_empty() => chosen::sent(module, row),
        Some("") | None => "Sent blank by default.".to_owned(),
        Some(default) if row.role == Role::AccountProduct => {
            format!("In place of the account's own product code; the page documents {} only.", code(default))
        }
        Some(default) => format!("Sent as {} by default.", code(default)),
    };
    let docs = Docs::new(format!("Sets {}{}. {sent}", named(&row.wire, &row.label), length(&row.length)));
    let is_list = super::is_coded(&row.value) && !says_more_than_codes(&row.text, &row.length);
    let docs = if is_list { docs } else { docs.quote(&row.text) }.outer();
    let aliases = aliases(name, [row.label.as_str(), row.wire.as_str()]);
    let (name, kind) = (ident(name), argument(module, row));
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    quote! {
        #docs
        #aliases
        #[inline]
        pub fn #name(self, #name: #kind) -> Self {
            Self(self.0.with(#index, #name))
        }
    }
}

fn argument(module: &Module<'_>, row: &Parameter) -> TokenStream {
    match row.value {
        Value::Text => quote!(&str),
        Value::Decimal => quote!(Decimal),
        Value::Date => quote!(Date),
        Value::Time => quote!(Time),
        Value::Code(_) => {
            let coded = module.coded(&row.address);
            quote!(Coded<#coded>)
        }
    }
}

/// The type by which the caller chooses one of the TR ids.
pub(super) fn choice(module: &Module<'_>) -> Option<TokenStream> {
    let choice = module.transaction.choice.as_ref()?;
    let variants = choice.variants.iter().zip(&module.transaction.tr_ids).map(|((name, label), id)| {
        let paper = id.paper.as_deref().map_or_else(|| "no paper id".to_owned(), |id| format!("paper {}", code(id)));
        let docs = Docs::new(format!("{}: {}, {paper}", docs::line(label), code(&id.real))).outer();
        let variant = names::camel(name).unwrap_or_default();
        let aliases = aliases(&variant, [label.as_str()]);
        let variant: Ident = ident(&variant);
        quote!(#docs #aliases #variant)
    });
    let docs = Docs::new("What the request does, by the TR id that it is sent under.").outer();
    let name = ident(&choice.name);
    Some(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants,)*
        }
    })
}
