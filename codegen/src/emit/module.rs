//! One module: head, imports, items.

use quote::quote;

use super::docs::{self, Docs, code};
use super::{Module, coded, imports, layout, request, response, transaction};
use crate::model::{Method, Role, Transaction};

/// The text of the module's file.
pub(super) fn text(module: &Module<'_>) -> String {
    let transaction = transaction::items(module);
    let request = request::items(module);
    let coded = coded::items(module);
    let response = response::items(module);
    let items = quote!(#transaction #request #coded #response);
    let imports = imports::imports(&items);
    let head = head(module).inner();
    let aliases = aliases(module);
    layout::file(quote!(#head #aliases #imports #items), &module.descriptor())
}

pub(super) fn head(module: &Module<'_>) -> Docs {
    let transaction = module.transaction;
    let title = docs::line(&transaction.title);
    let id = if transaction.id.is_empty() { String::new() } else { format!(" \\[{}\\]", docs::line(&transaction.id)) };
    let method = match transaction.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let summary = docs::line(&transaction.summary);
    let mut head = Docs::new(if summary.is_empty() { format!("{title}.") } else { format!("{title}: {summary}") })
        .paragraph("| | |")
        .line("|---|---|")
        .line(format!("| Page | {title}{id} |"));
    head = if transaction.is_realtime() {
        head.line(format!("| Subscribe | {} |", subscribed(transaction)))
    } else {
        head.line(format!("| Call | {} |", code(&format!("{method} {}", transaction.path))))
    };
    for (index, id) in transaction.tr_ids.iter().enumerate() {
        let chosen = transaction.choice.as_ref().and_then(|choice| choice.variants.get(index));
        let of = chosen.map(|(_, label)| format!(", {}", docs::line(label))).unwrap_or_default();
        let none = if transaction.paper_note.is_empty() {
            String::new()
        } else {
            format!(" ({})", docs::line(&transaction.paper_note))
        };
        let paper = id.paper.as_deref().map_or_else(|| format!("none{none}"), code);
        head = head
            .line(format!("| Real TR id{of} | {} |", code(&id.real)))
            .line(format!("| Paper TR id{of} | {paper} |"));
    }
    let keys = transaction.parameters.iter().filter(|parameter| parameter.role == Role::Continuation);
    let keys: Vec<_> = keys.map(|parameter| code(&parameter.wire)).collect();
    if !keys.is_empty() {
        head = head.line(format!("| Paging | {}: see [`Client::pages`](kis_sdk::Client::pages) |", keys.join(", ")));
    }
    head.line(format!("| Descriptor | {} |", code(&module.descriptor())))
}

/// What a subscription names: ``tr_id `H0STCNT0`, key `tr_key` ``.
fn subscribed(transaction: &Transaction) -> String {
    let ids: Vec<_> = transaction.tr_ids.iter().map(|id| code(&id.real)).collect();
    let mut named = format!("tr_id {}", ids.join(", "));
    let keys: Vec<_> = transaction.parameters.iter().map(|row| code(&row.wire)).collect();
    if !keys.is_empty() {
        named.push_str(&format!(", key {}", keys.join(", ")));
    }
    named
}

pub(super) fn aliases(module: &Module<'_>) -> proc_macro2::TokenStream {
    let name = module.names.module.last().map_or("", String::as_str);
    let ids = module.transaction.tr_ids.iter().flat_map(|id| std::iter::once(&id.real).chain(&id.paper));
    docs::inner_aliases(name, std::iter::once(&module.transaction.title).chain(ids).map(String::as_str))
}
