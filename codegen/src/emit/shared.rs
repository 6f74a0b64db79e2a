//! The module `codes`: a type for each list of codes that several pages share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, aliases, code, named};
use super::{Module, coded, imports, layout};
use crate::load::CODES_FILE;
use crate::model::{Code, SharedCodes};
use crate::names;

/// The text of its file.
pub(super) fn text(lists: &[SharedCodes], modules: &[Module<'_>], spec: &str) -> String {
    let render = |docs: &Docs, aliases: &TokenStream, name: &str, codes: &[(&Code, &str)]| {
        coded::item(docs, aliases, name, codes)
    };
    let items: TokenStream = lists.iter().map(|list| item(list, modules, render)).collect();
    let imports = imports::imports(&items);
    let head = head();
    layout::file(quote!(#head #imports #items), &format!("{spec}/{CODES_FILE}"))
}

/// What the file says of itself.
pub(super) fn head() -> TokenStream {
    Docs::new("Coded values that several pages share: one type where it is the same thing.")
        .paragraph("Each page's module has the type too, under the name of its own field.")
        .inner()
}

/// One list, by a `render` that takes its documentation, its aliases, its name, and its codes with their constants.
pub(super) fn item(
    list: &SharedCodes,
    modules: &[Module<'_>],
    render: impl Fn(&Docs, &TokenStream, &str, &[(&Code, &str)]) -> TokenStream,
) -> TokenStream {
    let fields = fields(list, modules);
    let mut docs = Docs::new(list.summary.clone()).paragraph("The pages call it:").line("");
    for (field, pages) in fields.values() {
        docs = docs.line(format!("- {}: {}", named(&field.0, &field.1), pages.join(", ")));
    }
    let terms = fields.values().flat_map(|((wire, label), _)| [label.as_str(), wire.as_str()]);
    let aliases = aliases(&list.name, terms);
    let constants: Vec<_> = list.codes.iter().map(|code| names::constant(&code.code, code.name.as_deref())).collect();
    let codes: Vec<_> = list.codes.iter().zip(constants.iter().map(String::as_str)).collect();
    render(&docs, &aliases, &list.name, &codes)
}

/// Wire name and label.
type Field = (String, String);

/// The fields that have this type, by wire name, each with links to its pages.
fn fields(list: &SharedCodes, modules: &[Module<'_>]) -> BTreeMap<String, (Field, Vec<String>)> {
    let mut fields: BTreeMap<String, (Field, Vec<String>)> = BTreeMap::new();
    for module in modules {
        for coded in module.names.coded.iter().filter(|coded| coded.shared.as_ref() == Some(&list.name)) {
            let path = module.names.module.join("::");
            let link = format!("[{}](super::{path})", code(&path));
            let entry = fields.entry(coded.wire.to_ascii_lowercase());
            let field = || ((coded.wire.clone(), coded.label.clone()), Vec::new());
            entry.or_insert_with(field).1.push(link);
        }
    }
    fields
}
