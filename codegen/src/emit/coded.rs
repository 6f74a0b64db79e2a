//! The lists of codes: a constant for each documented code, which the runtime's `Coded` holds. A list that several pages share
//! is one list in the module `codes`, which the pages' modules name after their wire names.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, aliases, code, named};
use super::lines::Lines;
use super::{Module, ident};
use crate::model::Code;
use crate::names::{CODES_MODULE, Coded};

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let depth = module.names.module.len();
    module
        .names
        .coded
        .iter()
        .map(|coded| coded.shared.as_ref().map_or_else(|| own(coded), |of| shared(coded, of, depth)))
        .collect()
}

/// The page's name for a shared list; `depth` is how far the module lies below the folder that has `codes`.
pub(super) fn shared(coded: &Coded, of: &str, depth: usize) -> TokenStream {
    let link = format!("[`{CODES_MODULE}::{of}`]({}{CODES_MODULE}::{of})", "super::".repeat(depth));
    let docs = Docs::new(format!("{}: {link}, under the name of this page.", named(&coded.wire, &coded.label))).outer();
    let up = (0..depth).map(|_| quote!(super::));
    let (codes, of, name) = (ident(CODES_MODULE), ident(of), ident(&coded.name));
    let path = quote!(#(#up)*#codes::#of);
    // The same name needs no `as`.
    let renamed = (of != name).then(|| quote!(as #name));
    quote! {
        #docs
        #[doc(inline)]
        pub use #path #renamed;
    }
}

fn own(coded: &Coded) -> TokenStream {
    let docs = Docs::new(format!(
        "{}: the documented codes. A [`Coded`] has one of them, or any other text.",
        named(&coded.wire, &coded.label)
    ));
    let type_aliases = aliases(&coded.name, [coded.label.as_str()]);
    let codes = coded.codes.iter().zip(coded.constants.iter().map(String::as_str)).collect::<Vec<_>>();
    item(&docs, &type_aliases, &coded.name, &codes)
}

/// A list of codes.
pub(super) fn item(docs: &Docs, type_aliases: &TokenStream, name: &str, codes: &[(&Code, &str)]) -> TokenStream {
    let docs = docs.outer();
    let name = ident(name);
    let constants = constants(codes, &quote!(Coded<Self>), |code| quote!(Coded::documented(#code)));
    let values = Lines::of_codes(codes).literal();
    quote! {
        #docs
        #type_aliases
        pub enum #name {}

        impl #name {
            #constants
        }

        impl Codes for #name {
            const VALUES: &'static str = #values;
        }
    }
}

/// A constant for each documented code: its type, and its value as `made` of the code.
pub(super) fn constants(
    codes: &[(&Code, &str)],
    kind: &TokenStream,
    made: impl Fn(&str) -> TokenStream,
) -> TokenStream {
    let constant = |(value, constant): &(&Code, &str)| {
        let docs = Docs::new(format!("{} {}", code(&value.code), docs::line(&value.label))).outer();
        let aliases = aliases(constant, [value.label.as_str()]);
        let (constant, made) = (ident(constant), made(&value.code));
        quote! {
            #docs
            #aliases
            pub const #constant: #kind = #made;
        }
    };
    codes.iter().map(constant).collect()
}
