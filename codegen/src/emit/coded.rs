//! The coded types: a struct over the raw code, with a constant for each documented one.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, aliases, code, named};
use super::{Module, ident};
use crate::names::Coded;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    module.names.coded.iter().map(item).collect()
}

fn item(coded: &Coded) -> TokenStream {
    let docs = Docs::new(format!("{}: a documented code or any other text.", named(&coded.wire, &coded.label))).outer();
    let type_aliases = aliases(&coded.name, [coded.label.as_str()]);
    let name = ident(&coded.name);
    let constants = coded.codes.iter().zip(&coded.constants).map(|(value, constant)| {
        let docs = Docs::new(format!("{} {}", code(&value.code), docs::line(&value.label))).outer();
        let aliases = aliases(constant, [value.label.as_str()]);
        let (constant, code) = (ident(constant), &value.code);
        quote! {
            #docs
            #aliases
            pub const #constant: Self = Self(Code::documented(#code));
        }
    });
    let values = coded.codes.iter().zip(&coded.constants).map(|(value, constant)| {
        let (code, label) = (&value.code, &value.label);
        quote!(CodeValue::new(#code, #constant, #label))
    });
    quote! {
        #docs
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        #type_aliases
        pub struct #name(Code);

        impl #name {
            #(#constants)*
            const CODES: &'static [CodeValue] = &[#(#values),*];
        }

        kis_sdk::__coded!(#name, Self::CODES);
    }
}
