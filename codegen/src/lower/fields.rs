//! Our decisions, found by the path of the row they are about.

use std::collections::BTreeMap;
use std::ops::Range;

use super::conventions::{is_client_filled, is_envelope};
use crate::corrections::lost;
use crate::descriptor::{Decision, DefaultText, Descriptor, Documented, Found, Section, Text};
use crate::diagnostics::{Diagnostic, Lint, closest};
use crate::model::{Code, Role, Value};
use crate::names;

const KINDS: &[&str] = &["text", "decimal", "date", "time", "code"];

/// Decisions by full path.
pub(super) struct Decisions<'a>(BTreeMap<String, &'a Decision>);

impl<'a> Decisions<'a> {
    /// Resolves every address; reports those that lead nowhere or stand twice.
    pub(super) fn new(descriptor: &'a Descriptor, page: &Documented, found: &mut Vec<Diagnostic>) -> Self {
        let mut decisions = BTreeMap::new();
        let file = &descriptor.file;
        for decision in &descriptor.decisions {
            match page.find(&decision.address) {
                Found::One(section, positions, path) => {
                    let is_top = positions.len() == 1;
                    found.extend(idle(decision, (section, is_top, page.is_realtime()), &path, file));
                    if decisions.insert(path.clone(), decision).is_some() {
                        let message = format!("two decisions about `{path}`");
                        found.push(Diagnostic::new(Lint::DuplicateKey, file, &decision.address.span, message));
                    }
                }
                elsewhere => found.push(lost(file, &decision.address, &elsewhere)),
            }
            check(decision, file, found);
        }
        Self(decisions)
    }

    pub(super) fn kind(&self, path: &str) -> Option<&'a Text> {
        self.0.get(path).and_then(|decision| decision.kind.as_ref())
    }

    pub(super) fn default(&self, path: &str) -> Option<&'a DefaultText> {
        self.0.get(path).and_then(|decision| decision.default.as_ref())
    }

    /// The codes that we read from a description ourselves.
    pub(super) fn codes(&self, path: &str) -> Option<&'a [(Text, Text)]> {
        self.0.get(path).map(|decision| decision.codes.as_slice()).filter(|codes| !codes.is_empty())
    }

    pub(super) fn name(&self, path: &str) -> Option<String> {
        self.0.get(path).and_then(|decision| decision.name.as_ref()).map(|text| text.value.clone())
    }

    pub(super) fn sensitive(&self, path: &str) -> Option<bool> {
        self.0.get(path).and_then(|decision| decision.sensitive.as_ref()).map(|flag| flag.value)
    }

    pub(super) fn constant(&self, path: &str, code: &str) -> Option<String> {
        let values = &self.0.get(path)?.values;
        values.iter().find(|(known, _)| known.value == code).map(|(_, name)| name.value.clone())
    }

    /// Names of codes have to be of codes that the page documents.
    pub(super) fn check_codes(&self, path: &str, codes: Option<&[Code]>, file: &str, found: &mut Vec<Diagnostic>) {
        let Some(decision) = self.0.get(path) else { return };
        let documented = codes.unwrap_or_default();
        for (code, _) in &decision.values {
            if documented.iter().any(|known| known.code == code.value) {
                continue;
            }
            let message = format!("the page documents no code `{}` of `{}`", code.value, decision.address.value);
            let problem = Diagnostic::new(Lint::UndocumentedCode, file, &code.span, message);
            let names: Vec<_> = documented.iter().map(|code| format!("`\"{}\"` {}", code.code, code.label)).collect();
            found.push(if names.is_empty() {
                problem.help(
                    "its description can't be read as a list of codes; `codes: { \"00\": 전체, … }` reads it by hand",
                )
            } else {
                problem.help(format!("it documents {}", names.join(", ")))
            });
        }
        if codes.is_none()
            && let Some(kind) = decision.kind.as_ref().filter(|kind| kind.value == "code")
        {
            let message = format!("the description of `{}` can't be read as a list of codes", decision.address.value);
            let problem = Diagnostic::new(Lint::BadDecision, file, &kind.span, message);
            found.push(
                problem.help("read it by hand: `codes: { \"00\": 전체, … }`, with codes and words of the description"),
            );
        }
    }

    /// The account and paging are filled by the runtime, and hidden by their role: only a product code can have a default
    /// of ours.
    pub(super) fn refuse_on_parameter(&self, role: Role, path: &str, file: &str, found: &mut Vec<Diagnostic>) {
        let Some(decision) = self.0.get(path) else { return };
        let value = of_value(decision);
        let refused = match role {
            Role::Caller => None,
            Role::AccountProduct => value.cloned(),
            Role::AccountNumber | Role::Continuation => {
                let default = decision.default.as_ref().map(DefaultText::span);
                value.cloned().or(default).or(decision.name.as_ref().map(|name| name.span.clone()))
            }
        };
        if let Some(span) = refused {
            let message = format!("`{}` is filled by the client", decision.address.value);
            found.push(Diagnostic::new(Lint::BadDecision, file, &span, message));
        }
        if let Some(flag) = decision.sensitive.as_ref().filter(|_| role != Role::Caller) {
            let message = format!("`{}` is filled by the client, which hides it as it has to", decision.address.value);
            found.push(Diagnostic::new(Lint::BadDecision, file, &flag.span, message));
        }
    }

    /// Names of codes need a coded value.
    pub(super) fn check_coded(&self, path: &str, value: &Value, file: &str, found: &mut Vec<Diagnostic>) {
        let named = self.0.get(path).and_then(|decision| decision.values.first().or(decision.codes.first()));
        if let (Some((code, _)), false) = (named, matches!(value, Value::Code(_))) {
            let message = format!("`{path}` isn't read as codes, so that names of codes mean nothing");
            let problem = Diagnostic::new(Lint::BadDecision, file, &code.span, message);
            found.push(problem.help("add `type: code` and say why, or remove `values` and `codes`"));
        }
    }

    /// Rows with rows inside have no value to decide about.
    pub(super) fn refuse_on_container(&self, path: &str, file: &str, found: &mut Vec<Diagnostic>) {
        let Some(decision) = self.0.get(path) else { return };
        if let Some(span) = of_value(decision) {
            let message = format!("`{}` holds rows, not a value", decision.address.value);
            found.push(Diagnostic::new(Lint::BadDecision, file, span, message));
        }
    }
}

/// Where a decision says what the value means.
fn of_value(decision: &Decision) -> Option<&Range<usize>> {
    let codes = decision.codes.iter().chain(&decision.values).map(|(code, _)| &code.span);
    decision.kind.as_ref().map(|kind| &kind.span).or(codes.into_iter().next())
}

/// What can be said about a decision by itself.
fn check(decision: &Decision, file: &str, found: &mut Vec<Diagnostic>) {
    if let Some(kind) = decision.kind.as_ref().filter(|kind| !KINDS.contains(&kind.as_str())) {
        let message = format!("no type `{}`", kind.value);
        let problem = Diagnostic::new(Lint::BadValue, file, &kind.span, message);
        found.push(match closest(kind, KINDS.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help(format!("write one of {}", KINDS.join(", "))),
        });
    }
    for name in decision.name.iter().chain(decision.values.iter().map(|(_, name)| name)) {
        found.extend(names::check_ours(name, file));
    }
    for (index, (code, name)) in decision.values.iter().enumerate() {
        if let Some((first, _)) = decision.values[..index].iter().find(|(_, other)| other.value == name.value) {
            let message = format!("`{}` and `{}` are both called `{}`", first.value, code.value, name.value);
            let problem = Diagnostic::new(Lint::CodeNamedTwice, file, &name.span, message);
            found.push(problem.help("one name for each code"));
        }
    }
}

/// What can be said about a decision by its row: one that nothing would heed is an error.
fn idle(
    decision: &Decision,
    (section, is_top, is_realtime): (Section, bool, bool),
    path: &str,
    file: &str,
) -> Option<Diagnostic> {
    let name = path.rsplit('.').next().unwrap_or_default();
    let problem = |span: &Range<usize>, message: &str| Some(Diagnostic::new(Lint::BadDecision, file, span, message));
    let span = &decision.address.span;
    match (section, &decision.default) {
        (Section::RequestHeader | Section::ResponseHeader, _) => problem(span, "header rows are the client's own"),
        (Section::Request, _) if is_realtime && is_client_filled(name) => problem(span, "the client fills this row"),
        (Section::Response, _) if is_top && !is_realtime && is_envelope(name) => {
            problem(span, "this row belongs to the envelope")
        }
        (Section::Response, Some(default)) => problem(&default.span(), "an answer has no default"),
        _ if decision.kind.is_none()
            && decision.values.is_empty()
            && decision.codes.is_empty()
            && decision.default.is_none()
            && decision.name.is_none()
            && decision.sensitive.is_none() =>
        {
            problem(span, "this decides nothing")
        }
        _ => None,
    }
}
