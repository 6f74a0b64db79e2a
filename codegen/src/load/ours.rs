//! Our part of a descriptor: summary, decisions, choice, corrections, allowances.

use super::headers::Headers;
use super::page;
use super::reader::{Fields, Reader};
use super::yaml::{Kind, Node};
use crate::descriptor::{Allow, Choice, Chosen, Correction, Decision, DefaultText, Descriptor, Place, Text, Verb};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint};

/// Reads a file; `None` where it has no page.
pub(super) fn descriptor(
    file: &str,
    root: &Node,
    headers: &mut Headers,
    diagnostics: &mut Diagnostics,
) -> Option<Descriptor> {
    let mut reader = Reader { file, diagnostics };
    let keys = ["summary", "fields", "choice", "corrections", "allow", "documented"];
    let fields = reader.fields(root, "a descriptor", &keys)?;
    let summary = reader.optional(&fields, "summary");
    if let Some(summary) = summary.as_ref().filter(|text| text.trim().is_empty() || text.contains('\n')) {
        let problem = Diagnostic::new(Lint::BadValue, file, &summary.span, "the summary has to be one line");
        reader.report(problem.help("say in English what the TR answers or does, or leave it out"));
    }
    let decisions = fields.get("fields").map(|node| decisions(&mut reader, node)).unwrap_or_default();
    let choice = fields.get("choice").and_then(|node| choice(&mut reader, node));
    let corrections = fields.get("corrections").map(|node| corrections(&mut reader, node)).unwrap_or_default();
    let allow = fields.get("allow").map(|node| allow(&mut reader, node)).unwrap_or_default();
    let Some(node) = fields.get("documented") else {
        reader.missing(&fields, "a descriptor", "documented");
        return None;
    };
    let documented = page::documented(&mut reader, node, headers)?;
    Some(Descriptor { file: file.to_owned(), summary, decisions, choice, corrections, allow, documented })
}

fn decisions(reader: &mut Reader<'_>, node: &Node) -> Vec<Decision> {
    const KEYS: &[&str] = &["type", "codes", "values", "default", "name", "sensitive", "why"];
    let mut decisions = Vec::new();
    for (key, value) in reader.entries(node, "`fields`").unwrap_or_default() {
        let address = reader.text(key);
        let Some(fields) = reader.fields(value, "a decision", KEYS) else { continue };
        let mut coded = |key: &str| {
            let entries = fields.get(key).and_then(|node| reader.entries(node, &format!("`{key}`")));
            let entries = entries.unwrap_or_default().iter();
            entries.map(|(code, text)| (reader.code(code), reader.text(text))).collect()
        };
        let (codes, values) = (coded("codes"), coded("values"));
        let decision = Decision {
            kind: reader.optional(&fields, "type"),
            codes,
            values,
            default: fields.get("default").map(|node| default(reader, node)),
            name: reader.optional(&fields, "name"),
            sensitive: fields.get("sensitive").map(|node| reader.flag(node)),
            why: reader.optional(&fields, "why"),
            address,
        };
        let against = [
            ("type", decision.kind.is_some()),
            ("default", decision.default.is_some()),
            ("name", decision.name.is_some()),
        ];
        if let Some((what, _)) = against.iter().find(|(_, is_there)| *is_there)
            && blank(decision.why.as_ref())
        {
            let message = format!("`{what}` decides against the conventions without saying why");
            let span = &decision.address.span;
            let problem = Diagnostic::new(Lint::DecisionWithoutWhy, reader.file, span, message);
            reader.report(problem.help("write `why: …`, for the person who meets it in a year"));
        }
        decisions.push(decision);
    }
    decisions
}

fn default(reader: &mut Reader<'_>, node: &Node) -> DefaultText {
    match &node.kind {
        Kind::Mapping(entries) => {
            DefaultText::ByChoice(entries.iter().map(|(name, code)| (reader.text(name), reader.text(code))).collect())
        }
        _ => DefaultText::Same(reader.text(node)),
    }
}

fn choice(reader: &mut Reader<'_>, node: &Node) -> Option<Choice> {
    let fields = reader.fields(node, "`choice`", &["type", "ids"])?;
    let name = reader.required(&fields, "`choice`", "type");
    let Some(ids) = fields.get("ids") else {
        reader.missing(&fields, "`choice`", "ids");
        return None;
    };
    let mut chosen = Vec::new();
    for (key, value) in reader.entries(ids, "`ids`").unwrap_or_default() {
        let name = reader.text(key);
        let Some(fields) = reader.fields(value, "an id", &["ko", "real", "paper"]) else { continue };
        chosen.push(Chosen {
            ko: reader.required(&fields, "an id", "ko"),
            real: reader.required(&fields, "an id", "real"),
            paper: reader.optional(&fields, "paper"),
            name,
        });
    }
    Some(Choice { name, ids: chosen })
}

fn corrections(reader: &mut Reader<'_>, node: &Node) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for item in reader.list(node, "`corrections`") {
        let keys = ["change", "add", "remove", "was", "now", "row", "after", "before", "why", "evidence"];
        let Some(fields) = reader.fields(item, "a correction", &keys) else { continue };
        for key in ["why", "evidence"] {
            let text = reader.optional(&fields, key);
            if blank(text.as_ref()) {
                let message = format!("a correction without `{key}`");
                let problem = Diagnostic::new(Lint::CorrectionWithoutWhy, reader.file, &fields.span, message);
                reader.report(problem.help(match key {
                    "why" => "write `why: …`: what goes wrong without it",
                    _ => "write `evidence: …`: an answer, a notice, a sample that shows it, with its date",
                }));
            }
        }
        if let Some(verb) = verb(reader, &fields) {
            corrections.push(Correction { verb, span: fields.span.clone() });
        }
    }
    corrections
}

fn verb(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Verb> {
    let verbs: Vec<_> = ["change", "add", "remove"].into_iter().filter_map(|verb| fields.entry(verb)).collect();
    let [(key, value)] = verbs.as_slice() else {
        let message = "a correction does one thing: `change`, `add` or `remove`";
        let lint = if verbs.is_empty() { Lint::MissingKey } else { Lint::BadValue };
        reader.report(Diagnostic::new(lint, reader.file, &fields.span, message));
        return None;
    };
    let verb = reader.text(key).value;
    let address = reader.text(value);
    let (needed, idle): (&[&str], &[&str]) = match verb.as_str() {
        "change" => (&["was", "now"], &["row", "after", "before"]),
        "add" => (&["row"], &["was", "now"]),
        _ => (&["was"], &["now", "row", "after", "before"]),
    };
    for key in idle {
        if let Some((node, _)) = fields.entry(key) {
            let message = format!("`{verb}` has no `{key}`");
            reader.report(Diagnostic::new(Lint::UnknownKey, reader.file, &node.span, message));
        }
    }
    let absent: Vec<_> = needed.iter().filter(|key| fields.get(key).is_none()).collect();
    for key in &absent {
        reader.missing(fields, &format!("`{verb}`"), key);
    }
    if !absent.is_empty() {
        return None;
    }
    let mut pairs = |key: &str| fields.get(key).map(|node| page::cell_pairs(reader, node, key)).unwrap_or_default();
    match verb.as_str() {
        "change" => Some(Verb::Change { address, was: pairs("was"), now: pairs("now") }),
        "remove" => Some(Verb::Remove { address, was: pairs("was") }),
        _ => {
            let row = Box::new(page::unnamed_row(reader, fields.get("row")?)?);
            let place = match (reader.optional(fields, "after"), reader.optional(fields, "before")) {
                (Some(_), Some(before)) => {
                    let message = "a row goes `after` another or `before` one, not both";
                    reader.report(Diagnostic::new(Lint::BadValue, reader.file, &before.span, message));
                    return None;
                }
                (Some(after), None) => Place::After(after),
                (None, Some(before)) => Place::Before(before),
                (None, None) => Place::Last,
            };
            Some(Verb::Add { address, row, place })
        }
    }
}

fn allow(reader: &mut Reader<'_>, node: &Node) -> Vec<Allow> {
    let mut allow = Vec::new();
    for item in reader.list(node, "`allow`") {
        let Some(fields) = reader.fields(item, "an `allow`", &["lint", "at", "why"]) else { continue };
        let lint = reader.required(&fields, "an `allow`", "lint");
        let why = reader.required(&fields, "an `allow`", "why");
        allow.push(Allow { lint, at: reader.optional(&fields, "at"), why });
    }
    allow
}

fn blank(text: Option<&Text>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
