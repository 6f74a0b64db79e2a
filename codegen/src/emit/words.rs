//! The module `words`: what the pages say in words, apart from the tables, so that only who asks for it pays for it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::{Module, layout};
use crate::model::{Parameter, Value};

/// The name of the module, and of the feature that it stands behind.
pub(super) const MODULE: &str = "words";

/// The text of its file: one entry for each page, in the order of their sources.
pub(super) fn text(modules: &[Module<'_>], spec: &str) -> String {
    let mut modules: Vec<_> = modules.iter().collect();
    modules.sort_by(|a, b| a.transaction.source.cmp(&b.transaction.source));
    let pages = modules.into_iter().map(page);
    let head = Docs::new("What the pages say in words: see [`Words`](kis_sdk::descriptor::Words).").inner();
    let items = quote! {
        #head
        use kis_sdk::descriptor::{Meaning, Words};

        /// The words of every page, in the order of their [`Words::source`].
        pub static WORDS: &[Words] = &[#(#pages),*];
    };
    layout::file(items, spec)
}

fn page(module: &Module<'_>) -> TokenStream {
    let transaction = module.transaction;
    let (source, summary) = (&transaction.source, &transaction.summary);
    let parameters = transaction.parameters.iter().filter_map(parameter);
    let choice = transaction.choice.as_ref().zip(module.names.choice.as_ref()).map(|(choice, name)| {
        let options = choice.variants.iter().map(|(name, _)| name);
        let defaults = transaction.parameters.iter().filter(|row| !row.chosen_defaults.is_empty()).map(|row| {
            let (wire, defaults) = (&row.wire, &row.chosen_defaults);
            quote!((#wire, &[#(#defaults),*]))
        });
        quote!(.choice(#name, &[#(#options),*], &[#(#defaults),*]))
    });
    quote!(Words::new(#source, #summary, &[#(#parameters),*]) #choice)
}

/// A row that says more than the tables do.
fn parameter(row: &Parameter) -> Option<TokenStream> {
    let meaning = match row.value {
        Value::Text => quote!(Meaning::Text),
        Value::Decimal => quote!(Meaning::Decimal),
        Value::Date => quote!(Meaning::Date),
        Value::Time => quote!(Meaning::Time),
        Value::Code(_) => quote!(Meaning::Code),
    };
    let text = Some(row.text.trim()).filter(|text| *text != row.label.trim()).unwrap_or_default();
    let says_more = !text.is_empty() || !matches!(row.value, Value::Text | Value::Code(_));
    let wire = &row.wire;
    says_more.then(|| quote!((#wire, #meaning, #text)))
}
