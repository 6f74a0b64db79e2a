//! Defaults that depend on the TR id that the caller chooses.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::code;
use super::{Module, ident};
use crate::model::Parameter;
use crate::names;

/// The defaults that depend on the choice, each with its variants.
fn by_choice<'m>(module: &'m Module<'_>, row: &'m Parameter) -> Vec<(&'m str, Vec<String>)> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    let variants = module.transaction.choice.iter().flat_map(|choice| &choice.variants);
    for ((variant, _), default) in variants.zip(&row.chosen_defaults) {
        let variant = names::camel(variant).unwrap_or_default();
        match groups.iter_mut().find(|(other, _)| other == default) {
            Some((_, variants)) => variants.push(variant),
            None => groups.push((default, vec![variant])),
        }
    }
    groups
}

/// `match side { Side::Sell => "00", Side::Buy => "" }`
pub(super) fn default(module: &Module<'_>, row: &Parameter) -> TokenStream {
    let choice = module.transaction.choice.as_ref().map_or("", |choice| choice.name.as_str());
    let (choice, argument) = (ident(choice), ident(module.names.choice.as_deref().unwrap_or_default()));
    let arms = by_choice(module, row).into_iter().map(|(default, variants)| {
        let variants = variants.iter().map(|variant| ident(variant));
        quote!(#(#choice::#variants)|* => #default)
    });
    quote!(match #argument { #(#arms),* })
}

/// ``Sent by default blank with `UsBuy`; as `00` with `UsSell`.``
pub(super) fn sent(module: &Module<'_>, row: &Parameter) -> String {
    let parts = by_choice(module, row).into_iter().map(|(default, variants)| {
        let sent = if default.is_empty() { "blank".to_owned() } else { format!("as {}", code(default)) };
        let with: Vec<_> = variants.iter().map(|variant| code(variant)).collect();
        format!("{sent} with {}", with.join(", "))
    });
    format!("Sent by default {}.", parts.collect::<Vec<_>>().join("; "))
}
