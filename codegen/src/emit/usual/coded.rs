//! A coded type: the text that travels, with constants for what the page documents.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::coded::{constants, shared};
use super::super::docs::{Docs, aliases, named};
use super::super::{Module, ident};
use crate::model::Code;
use crate::names::Coded;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let depth = module.names.module.len();
    let item = |coded: &Coded| match &coded.shared {
        Some(of) => shared(coded, of, depth),
        None => own(coded),
    };
    module.names.coded.iter().map(item).collect()
}

fn own(coded: &Coded) -> TokenStream {
    let docs = Docs::new(format!("{}: a documented code or any other text.", named(&coded.wire, &coded.label)));
    let type_aliases = aliases(&coded.name, [coded.label.as_str()]);
    let codes = coded.codes.iter().zip(coded.constants.iter().map(String::as_str)).collect::<Vec<_>>();
    item(&docs, &type_aliases, &coded.name, &codes)
}

pub(super) fn item(docs: &Docs, type_aliases: &TokenStream, name: &str, codes: &[(&Code, &str)]) -> TokenStream {
    let docs = docs.outer();
    let name = ident(name);
    let constants = constants(codes, &quote!(Self), |code| quote!(Self(Cow::Borrowed(#code))));
    quote! {
        #docs
        #type_aliases
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct #name(pub Cow<'static, str>);

        impl #name {
            #constants
        }

        impl From<&str> for #name {
            fn from(code: &str) -> Self {
                Self(Cow::Owned(code.to_owned()))
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    }
}
