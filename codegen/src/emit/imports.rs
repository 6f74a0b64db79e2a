//! The `use` lines: exactly what the module's code names.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::ident;
use crate::names::SHAPES;

const DESCRIPTOR: &[&str] = &[
    "Answer",
    "Call",
    "CodeValue",
    "Codes",
    "Endpoint",
    "Kind",
    "Method",
    "Record",
    "Subscription",
    "Tr",
    "Walker",
    "clone_record",
    "fmt_record",
    "same_record",
];

const ROOT: &[&str] = &["Account", "Client", "Coded", "Date", "Decimal", "Envelope", "Sending", "Time"];

/// What a list of codes calls its table: a constant of the trait `Codes`.
const VALUES: &str = "VALUES";

/// The imports that `code` needs.
pub(super) fn imports(code: &TokenStream) -> TokenStream {
    let mut used = BTreeSet::new();
    names(code.clone(), &mut used);
    for own in defined(code) {
        used.remove(&own);
    }
    // The lists that shared codes are described by are named through their trait.
    if used.contains(VALUES) {
        used.insert("Codes".to_owned());
    }
    let listed =
        |names: &[&str]| names.iter().filter(|name| used.contains(**name)).map(|name| ident(name)).collect::<Vec<_>>();
    let (descriptor, root) = (listed(DESCRIPTOR), listed(ROOT));
    let root = (!root.is_empty()).then(|| quote!(use kis_sdk::{#(#root),*};));
    let shape = listed(&SHAPES.map(|(shape, _)| shape));
    let shape = shape.first().map(|shape| quote!(use kis_sdk::answer::#shape;));
    quote! {
        #shape
        use kis_sdk::descriptor::{#(#descriptor),*};
        #root
    }
}

/// The types that the module defines itself: they go before imports of their name.
fn defined(code: &TokenStream) -> Vec<String> {
    let tokens: Vec<_> = code.clone().into_iter().collect();
    let is_keyword = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "struct" || word == "enum");
    let pairs = tokens.windows(2).filter(|pair| is_keyword(&pair[0]));
    pairs.map(|pair| pair[1].to_string()).collect()
}

/// Every identifier that stands first in its path: `Coded` of `Coded::documented`.
fn names(code: TokenStream, used: &mut BTreeSet<String>) {
    let (mut colons, mut is_named) = (0, false);
    for token in code {
        // Of a path the first part only; not what a `type` is called.
        let is_inside = colons == 2 || is_named;
        is_named = matches!(&token, TokenTree::Ident(word) if word == "type");
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Group(group) => names(group.stream(), used),
            TokenTree::Ident(name) if !is_inside || name == VALUES => {
                used.insert(name.to_string());
            }
            _ => {}
        }
    }
}
