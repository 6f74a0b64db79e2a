//! The `use` lines: exactly what the module's code names.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::ident;

const DESCRIPTOR: &[&str] = &[
    "Answer",
    "Call",
    "Code",
    "CodeValue",
    "Endpoint",
    "Field",
    "Kind",
    "Method",
    "Parameter",
    "Record",
    "Role",
    "Slot",
    "Tr",
    "TrId",
    "fmt_record",
];

const ROOT: &[&str] = &["Account", "Client", "Date", "Decimal", "Envelope", "Error", "Time"];

/// The imports that `code` needs.
pub(super) fn imports(code: &TokenStream) -> TokenStream {
    let mut used = BTreeSet::new();
    names(code.clone(), &mut used);
    let listed =
        |names: &[&str]| names.iter().filter(|name| used.contains(**name)).map(|name| ident(name)).collect::<Vec<_>>();
    let (descriptor, root) = (listed(DESCRIPTOR), listed(ROOT));
    quote! {
        use kis_sdk::descriptor::{#(#descriptor),*};
        use kis_sdk::{#(#root),*};
    }
}

/// Every identifier. The names of variants (`Slot::Date`) are among them, and with each of those comes the type itself.
fn names(code: TokenStream, used: &mut BTreeSet<String>) {
    for token in code {
        match token {
            TokenTree::Group(group) => names(group.stream(), used),
            TokenTree::Ident(name) => {
                used.insert(name.to_string());
            }
            _ => {}
        }
    }
}
