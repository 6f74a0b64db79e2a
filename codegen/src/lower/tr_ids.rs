//! The TR ids of a page and, where there are several, the choice among them.

use super::conventions::{Paper, is_tr_id, labelled_ids, paper};
use crate::descriptor::{self, Descriptor, Documented, Section, Text};
use crate::diagnostics::{Diagnostic, Lint};
use crate::model::{Choice, TrId};
use crate::names;
use crate::skeleton::PLACEHOLDER;

/// The ids, and what is chosen by them.
#[derive(Default)]
pub(super) struct Ids {
    pub(super) ids: Vec<TrId>,
    pub(super) choice: Option<Choice>,
}

/// Reads the cells and our `choice`.
pub(super) fn read(descriptor: &Descriptor, page: &Documented, found: &mut Vec<Diagnostic>) -> Ids {
    match &descriptor.choice {
        Some(choice) => chosen(descriptor, page, choice, found),
        None => single(&descriptor.file, page, found),
    }
}

fn single(file: &str, page: &Documented, found: &mut Vec<Diagnostic>) -> Ids {
    let cell = &page.tr_id.real;
    let id = cell.trim();
    // What is left open is said by a check of its own.
    if id.is_empty() || [id, page.tr_id.paper.trim()].contains(&PLACEHOLDER) {
        return Ids::default();
    }
    let several = labelled_ids(cell);
    if several.len() > 1 {
        let message = format!("the page has {} TR ids and no `choice` among them", several.len());
        let problem = Diagnostic::new(Lint::SeveralTrIds, file, &cell.span, message);
        found.push(problem.help(block(page, &several)));
        return Ids::default();
    }
    if !is_tr_id(id) {
        let problem = bad_id(file, cell);
        // One id with a label: the page has others elsewhere, mostly in the description of the header.
        found.push(if several.is_empty() { problem } else { problem.help(block(page, &several)) });
        return Ids::default();
    }
    let paper = match paper(&page.tr_id.paper) {
        Paper::None => None,
        Paper::Id(id) => Some(id),
        Paper::Other => {
            let message = format!("`{}` is no paper TR id", page.tr_id.paper.value);
            let problem = Diagnostic::new(Lint::BadTrId, file, &page.tr_id.paper.span, message);
            found.push(problem.help(
                "if it says that there is none: a correction, `change: tr_id`, `was: { paper: … }`, `now: { paper: \"\" }`",
            ));
            None
        }
    };
    Ids { ids: vec![TrId { real: id.to_owned(), paper }], choice: None }
}

fn bad_id(file: &str, cell: &Text) -> Diagnostic {
    let message = format!("`{}` is no TR id", cell.value);
    let problem = Diagnostic::new(Lint::BadTrId, file, &cell.span, message);
    problem.note("a TR id is 6 to 13 upper-case letters and digits and begins with a letter")
}

/// The block that chooses, ready to be named.
fn block(page: &Documented, ids: &[(String, String)]) -> String {
    let papers = labelled_ids(&page.tr_id.paper);
    let mut block = String::from("write, with names of yours:\nchoice:\n  type: Choice\n  ids:");
    for (index, (label, real)) in ids.iter().enumerate() {
        let paper = papers.get(index).filter(|_| papers.len() == ids.len());
        let paper = paper.map(|(_, id)| format!(", paper: {id}")).unwrap_or_default();
        let label = if label.is_empty() { "…" } else { label };
        block.push_str(&format!("\n    name_{}: {{ ko: {label:?}, real: {real}{paper} }}", index + 1));
    }
    block
}

fn chosen(descriptor: &Descriptor, page: &Documented, choice: &descriptor::Choice, found: &mut Vec<Diagnostic>) -> Ids {
    let file = &descriptor.file;
    found.extend(names::check_ours_type(&choice.name, file));
    let headers = page.rows(Section::RequestHeader);
    let header = headers.iter().find(|row| row.name.value == "tr_id").map(|row| row.text.as_str());
    let known = [page.tr_id.real.as_str(), page.tr_id.paper.as_str(), header.unwrap_or_default()].join(" ");
    let known: Vec<_> = known.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let mut ids = Vec::new();
    let mut variants: Vec<(String, String)> = Vec::new();
    for chosen in &choice.ids {
        found.extend(names::check_ours(&chosen.name, file));
        for id in std::iter::once(&chosen.real).chain(&chosen.paper) {
            if !is_tr_id(id) {
                found.push(bad_id(file, id));
            } else if !known.contains(&id.as_str()) {
                let message = format!("the page has no TR id `{}`", id.value);
                let problem = Diagnostic::new(Lint::UnknownTrId, file, &id.span, message);
                found
                    .push(problem.note("it is in neither TR id cell and not in the description of the header `tr_id`"));
            }
        }
        let variant = names::camel(&chosen.name);
        if variants.iter().any(|(other, _)| names::camel(other) == variant) {
            let message = format!("two ids are `{}` in Rust", variant.unwrap_or_default());
            found.push(Diagnostic::new(Lint::NameCollision, file, &chosen.name.span, message));
        }
        variants.push((chosen.name.value.clone(), chosen.ko.value.clone()));
        ids.push(TrId { real: chosen.real.value.clone(), paper: chosen.paper.as_ref().map(|id| id.value.clone()) });
    }
    if ids.is_empty() {
        let problem = Diagnostic::new(Lint::MissingKey, file, &choice.name.span, "a `choice` without ids");
        found.push(problem);
    }
    Ids { ids, choice: Some(Choice { name: choice.name.value.clone(), variants }) }
}
