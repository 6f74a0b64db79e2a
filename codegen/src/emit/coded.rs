//! The coded types: a struct over the raw code, with a constant for each documented one. A list that several pages share
//! is one type in the module `codes`, which the pages' modules name after their wire names.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, aliases, code, named};
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

/// The page's name for a shared type; `depth` is how far the module lies below the folder that has `codes`.
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
    let docs = Docs::new(format!("{}: a documented code or any other text.", named(&coded.wire, &coded.label)));
    let type_aliases = aliases(&coded.name, [coded.label.as_str()]);
    let codes = coded.codes.iter().zip(coded.constants.iter().map(String::as_str)).collect::<Vec<_>>();
    item(&docs, &type_aliases, &coded.name, &codes, &quote!())
}

/// A coded type. `within` is who else sees its inside: the tables of the modules that use it.
pub(super) fn item(
    docs: &Docs,
    type_aliases: &TokenStream,
    name: &str,
    codes: &[(&Code, &str)],
    within: &TokenStream,
) -> TokenStream {
    let docs = docs.outer();
    let name = ident(name);
    let constants = constants(codes, |code| quote!(Code::documented(#code)));
    let values = codes.iter().map(|(value, constant)| {
        let (code, label) = (&value.code, &value.label);
        quote!(CodeValue::new(#code, #constant, #label))
    });
    quote! {
        #docs
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        #type_aliases
        pub struct #name(#within Code);

        impl #name {
            #constants
            #within const CODES: &'static [CodeValue] = &[#(#values),*];
        }

        kis_sdk::__coded!(#name, Self::CODES);
    }
}

/// A constant for each documented code; `inside` makes what the type wraps from a code.
pub(super) fn constants(codes: &[(&Code, &str)], inside: impl Fn(&str) -> TokenStream) -> TokenStream {
    let constant = |(value, constant): &(&Code, &str)| {
        let docs = Docs::new(format!("{} {}", code(&value.code), docs::line(&value.label))).outer();
        let aliases = aliases(constant, [value.label.as_str()]);
        let (constant, inside) = (ident(constant), inside(&value.code));
        quote! {
            #docs
            #aliases
            pub const #constant: Self = Self(#inside);
        }
    };
    codes.iter().map(constant).collect()
}
