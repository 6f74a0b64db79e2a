//! The same API the way that clients are usually written: serde derives, an `async fn` for each page.
//!
//! Nobody uses this code. `cargo xtask bench compile` builds it beside kis-sdk, to show what the tables save: same
//! modules, same structs and fields with the same types, same coded values, same documentation. What a hand-written client
//! leaves out is left out here as well: setters (its fields are public) and the page as data.

mod coded;
mod request;
mod response;

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::{Module, ident, layout, module, modules, shared};
use crate::Options;
use crate::model::{Model, SharedCodes};
use crate::names::CODES_MODULE;

/// The text of every file, by path relative to the crate's module `api`.
///
/// The modules need `crate::{Client, Error, values}` beside them, and the packages serde, jiff and rust_decimal.
#[must_use]
pub fn files(model: &Model, options: &Options) -> BTreeMap<String, String> {
    let modules = modules(model, options);
    let mut files = BTreeMap::new();
    let mut folders: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for module in &modules {
        let path = &module.names.module;
        files.insert(format!("{}.rs", path.join("/")), text(module));
        for (depth, name) in path.iter().enumerate() {
            let folder = path[..depth].iter().map(|segment| format!("{segment}/")).collect();
            folders.entry(folder).or_default().insert(name);
        }
    }
    if !model.shared.is_empty() {
        folders.entry(String::new()).or_default().insert(CODES_MODULE);
        files.insert(format!("{CODES_MODULE}.rs"), codes(&model.shared, &modules, options));
    }
    for (folder, names) in folders {
        let names = names.into_iter().map(ident);
        files.insert(format!("{folder}mod.rs"), layout::file(quote!(#(pub mod #names;)*), &options.spec));
    }
    files
}

/// The lists that several pages share.
fn codes(lists: &[SharedCodes], modules: &[Module<'_>], options: &Options) -> String {
    let head = shared::head();
    let items = lists.iter().map(|list| shared::item(list, modules, coded::item));
    layout::file(
        quote! {
            #head

            use std::borrow::Cow;

            use serde::{Deserialize, Serialize};

            #(#items)*
        },
        &options.spec,
    )
}

fn text(module: &Module<'_>) -> String {
    let head = module::head(module).inner();
    let aliases = module::aliases(module);
    let request = request::items(module);
    let coded = coded::items(module);
    let response = response::items(module);
    let send = (!module.transaction.is_realtime()).then(|| request::send(module));
    layout::file(
        quote! {
            #head
            #aliases
            #![allow(unused_imports, reason = "one list for all modules")]

            use std::borrow::Cow;

            use jiff::civil::{Date, Time};
            use rust_decimal::Decimal;
            use serde::{Deserialize, Serialize};

            use crate::{Account, Client, Error, values};

            #send #request #coded #response
        },
        &module.descriptor(),
    )
}
