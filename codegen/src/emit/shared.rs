//! The module `codes`: a type for each list of codes that several pages share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, aliases, code, named};
use super::{Module, coded, imports, layout};
use crate::load::CODES_FILE;
use crate::model::SharedCodes;
use crate::names;

/// The text of its file.
pub(super) fn text(lists: &[SharedCodes], modules: &[Module<'_>], spec: &str) -> String {
    let items: TokenStream = lists.iter().map(|list| item(list, modules)).collect();
    let imports = imports::imports(&items);
    let head = Docs::new("Coded values that several pages share: one type where it is the same thing.")
        .paragraph("Each page's module has the type too, under the name of its own field.")
        .inner();
    layout::file(quote!(#head #imports #items), &format!("{spec}/{CODES_FILE}"))
}

fn item(list: &SharedCodes, modules: &[Module<'_>]) -> TokenStream {
    let fields = fields(list, modules);
    let mut docs =
        Docs::new(list.summary.clone()).paragraph("A documented code or any other text. The pages call it:").line("");
    for (field, pages) in fields.values() {
        docs = docs.line(format!("- {}: {}", named(&field.0, &field.1), pages.join(", ")));
    }
    let terms = fields.values().flat_map(|((wire, label), _)| [label.as_str(), wire.as_str()]);
    let aliases = aliases(&list.name, terms);
    let constants: Vec<_> = list.codes.iter().map(|code| names::constant(&code.code, code.name.as_deref())).collect();
    let codes: Vec<_> = list.codes.iter().zip(constants.iter().map(String::as_str)).collect();
    coded::item(&docs, &aliases, &list.name, &codes, &quote!(pub(super)))
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
