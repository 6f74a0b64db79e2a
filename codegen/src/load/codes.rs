//! `codes.yaml`: names for the lists of codes that several pages share.

use super::reader::{Fields, Reader};
use super::yaml::Node;
use crate::descriptor::{SharedCode, SharedList, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint};
use crate::names;

/// Its path in the specification folder.
pub const FILE: &str = "codes.yaml";

/// Reads the file: a type name for each list.
pub(super) fn read(root: &Node, diagnostics: &mut Diagnostics) -> Vec<SharedList> {
    let mut reader = Reader { file: FILE, diagnostics };
    let mut lists: Vec<SharedList> = Vec::new();
    for (key, value) in reader.entries(root, FILE).unwrap_or_default() {
        let name = reader.text(key);
        if let Some(problem) = names::check_ours_type(&name, FILE) {
            reader.report(problem);
        }
        let Some(fields) = reader.fields(value, "a list", &["summary", "codes"]) else { continue };
        let summary = reader.required(&fields, "a list", "summary");
        if fields.get("summary").is_some() && (summary.trim().is_empty() || summary.contains('\n')) {
            let problem = Diagnostic::new(Lint::BadValue, FILE, &summary.span, "the summary has to be one line");
            reader.report(problem.help("say in English what the codes tell apart"));
        }
        let codes = codes(&mut reader, &fields);
        let list = SharedList { name, summary, codes };
        if let Some(other) = lists.iter().find(|other| other.is_same(&list)) {
            let message = format!("`{}` and `{}` are one list", other.name.value, list.name.value);
            let problem = Diagnostic::new(Lint::DuplicateCodes, FILE, &list.name.span, message);
            reader.report(problem.help("remove one of the two"));
        }
        lists.push(list);
    }
    lists
}

fn codes(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<SharedCode> {
    let Some(node) = fields.get("codes") else {
        reader.missing(fields, "a list", "codes");
        return Vec::new();
    };
    let mut codes: Vec<SharedCode> = Vec::new();
    for (key, value) in reader.entries(node, "`codes`").unwrap_or_default() {
        let code = reader.code(key);
        let Some(fields) = reader.fields(value, "a code", &["name", "ko", "also"]) else { continue };
        let name = reader.required(&fields, "a code", "name");
        let ko = reader.required(&fields, "a code", "ko");
        let also = fields.get("also").map(|node| reader.list(node, "`also`")).unwrap_or_default();
        let also: Vec<Text> = also.iter().map(|word| reader.text(word)).collect();
        if let Some(problem) = names::check_ours(&name, FILE).filter(|_| !name.is_empty()) {
            reader.report(problem);
        }
        if let Some(other) = codes.iter().find(|other| other.name.value == name.value) {
            let message = format!("`{}` and `{}` are both called `{}`", other.code.value, code.value, name.value);
            let problem = Diagnostic::new(Lint::CodeNamedTwice, FILE, &name.span, message);
            reader.report(problem.help("one name for each code"));
        }
        codes.push(SharedCode { code, name, ko, also });
    }
    if let [only] = codes.as_slice() {
        let message = "a list of one code says nothing that pages could share";
        reader.report(Diagnostic::new(Lint::BadValue, FILE, &only.code.span, message).help("remove the list"));
    }
    codes
}
