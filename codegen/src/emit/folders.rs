//! The `mod.rs` of every folder, and the list of all transactions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs, code};
use super::{Module, ident, layout, words};
use crate::Options;
use crate::names::CODES_MODULE;

/// The `mod.rs` files by path; `has_codes` adds the module of the shared codes.
pub(super) fn files(modules: &[Module<'_>], options: &Options, has_codes: bool) -> BTreeMap<String, String> {
    let mut folders: BTreeSet<&[String]> = BTreeSet::from([[].as_slice()]);
    for module in modules {
        let path = &module.names.module;
        folders.extend((1..path.len()).map(|length| &path[..length]));
    }
    folders
        .iter()
        .map(|folder| {
            let has_codes = has_codes && folder.is_empty();
            (path(folder), text(folder, &folders, modules, (options, has_codes)))
        })
        .collect()
}

fn path(folder: &[String]) -> String {
    folder.iter().map(|segment| format!("{segment}/")).collect::<String>() + "mod.rs"
}

fn text(
    folder: &[String],
    folders: &BTreeSet<&[String]>,
    modules: &[Module<'_>],
    (options, has_codes): (&Options, bool),
) -> String {
    let inside = |path: &[String]| path.len() == folder.len() + 1 && path.starts_with(folder);
    let below: Vec<_> = modules.iter().filter(|module| module.names.module.starts_with(folder)).collect();
    let mut head = head(folder, &below);
    let inner = folders.iter().copied().filter(|path| inside(path));
    let modules_here = below.iter().map(|module| module.names.module.as_slice()).filter(|path| inside(path));
    let mut declared: BTreeSet<&str> =
        inner.chain(modules_here).filter_map(<[String]>::last).map(String::as_str).collect();
    if has_codes {
        declared.insert(CODES_MODULE);
        head = head.paragraph("Coded values that several pages share are in [`codes`].");
    }
    if !below.is_empty() {
        head = head.paragraph("| module | page | real TR id |").line("|---|---|---|");
        for module in &below {
            let path = module.names.module[folder.len()..].join("::");
            let title = docs::line(&module.transaction.title);
            let ids: Vec<_> = module.transaction.tr_ids.iter().map(|id| code(&id.real)).collect();
            head = head.line(format!("| [`{path}`] | {title} | {} |", ids.join(", ")));
        }
    }
    let head = head.inner();
    let is_gated = options.features && folder.is_empty();
    let declared = declared.into_iter().map(|name| {
        let of_product = below.iter().find(|module| module.names.module.first().is_some_and(|first| first == name));
        let gate = of_product.filter(|_| is_gated).map(|module| gate(module));
        let name = ident(name);
        quote!(#gate pub mod #name;)
    });
    let words = (options.words && folder.is_empty()).then(|| {
        let (name, feature) = (ident(words::MODULE), words::MODULE);
        quote!(#[cfg(feature = #feature)] pub mod #name;)
    });
    let all = folder.is_empty().then(|| transactions(modules, is_gated));
    layout::file(quote!(#head #(#declared)* #words #all), &source(folder, &below))
}

fn head(folder: &[String], below: &[&Module<'_>]) -> Docs {
    let Some(module) = below.first().filter(|_| !folder.is_empty()) else {
        return Docs::new("Every described transaction (TR), in modules that follow the paths of the API.");
    };
    // The path's segments as the API spells them; the module's names are mended.
    let segments: Vec<_> = module.transaction.source.split('/').take(folder.len()).collect();
    if let [product, "realtime", ..] = segments.as_slice() {
        return Docs::new(format!(
            "Realtime pages of {}: records that are pushed until a subscription ends.",
            code(product)
        ));
    }
    Docs::new(format!("What is under {}.", code(&format!("/{}", api_path(&segments)))))
}

fn api_path(segments: &[&str]) -> String {
    match segments {
        [product, rest @ ..] => [&["uapi", product, "v1"], rest].concat().join("/"),
        [] => String::new(),
    }
}

fn source(folder: &[String], below: &[&Module<'_>]) -> String {
    let Some(module) = below.first() else { return "no descriptors".to_owned() };
    let segments: Vec<_> = module.transaction.source.split('/').take(folder.len()).collect();
    std::iter::once(module.spec).chain(segments).collect::<Vec<_>>().join("/")
}

/// The list of all transactions, in the order of their paths.
fn transactions(modules: &[Module<'_>], is_gated: bool) -> TokenStream {
    let paths = modules.iter().map(|module| {
        let gate = is_gated.then(|| gate(module));
        let path = module.names.module.iter().map(|segment| ident(segment));
        quote!(#gate &#(#path::)*TR)
    });
    quote! {
        /// Every described transaction, in the order of their paths.
        pub static TRANSACTIONS: &[&kis_sdk::descriptor::Tr] = &[#(#paths),*];
    }
}

/// The feature of a module's product.
fn gate(module: &Module<'_>) -> TokenStream {
    let product = module.transaction.product();
    quote!(#[cfg(feature = #product)])
}
