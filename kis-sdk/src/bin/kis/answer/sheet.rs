//! `--csv`: the rows of one container.

use kis_sdk::descriptor::Tr;

use super::{Columns, Container, Document, Node, containers};
use crate::exit::{Exit, Failure, Outcome};
use crate::suggest::did_you_mean;

/// The container whose rows are written: the one that was asked for, or the only one. Decided before anything is sent.
pub(crate) fn choose(tr: &'static Tr, asked: Option<&str>) -> Outcome<Option<&'static str>> {
    let containers = tr.response.iter().filter(|field| field.kind.fields().is_some());
    let names: Vec<&'static str> = containers.map(|field| field.name).collect();
    let all = names.join(", ");
    match (asked, names.as_slice()) {
        (Some(asked), names) => match names.iter().find(|name| name.eq_ignore_ascii_case(asked)) {
            Some(name) => Ok(Some(name)),
            None => {
                let near = did_you_mean(asked, names.iter().copied());
                Err(Failure::usage(format!("the answer of {} has no container {asked:?}{near}", tr.title))
                    .advise(format!("there are: {all}")))
            }
        },
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(only)),
        (None, several) => Err(Failure::usage(format!(
            "the answer of {} has {} containers, and a CSV file has the rows of one",
            tr.title,
            several.len()
        ))
        .advise(format!("choose with --output: {all}"))
        .advise("or take --json, which has them all")),
    }
}

/// The rows of the container as CSV: wire names as header, values as the server sent them, but for the blanks
/// that pad them.
pub(crate) fn csv(tr: &'static Tr, document: &Document, name: Option<&str>, columns: &Columns) -> Outcome<String> {
    let (found, beside) = containers(tr, document);
    let container = match name {
        Some(name) => found.iter().find(|container| container.name == name),
        None => beside.as_ref(),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(container) = container {
        let keys = header(container, columns);
        let row = |row: &Document| keys.iter().map(|key| value(row, key)).collect::<Vec<_>>();
        let write = |record: Vec<String>, writer: &mut csv::Writer<Vec<u8>>| writer.write_record(&record);
        let failed = |error: csv::Error| Failure::new(Exit::Other, format!("the CSV can't be written: {error}"));
        if !keys.is_empty() {
            write(keys.iter().map(|key| (*key).to_owned()).collect(), &mut writer).map_err(failed)?;
            for members in &container.rows {
                write(row(members), &mut writer).map_err(failed)?;
            }
        }
    }
    let bytes =
        writer.into_inner().map_err(|error| Failure::new(Exit::Other, format!("the CSV can't be written: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The keys of the rows; of a container without rows the documented ones, so that a file has its header all the same.
fn header<'c>(container: &'c Container<'_>, columns: &Columns) -> Vec<&'c str> {
    if container.rows.is_empty() && columns.is_all() {
        return container.fields.iter().map(|field| field.name).collect();
    }
    let is_value = |key: &&str| {
        !container.name.is_empty()
            || container.rows.iter().all(|row| matches!(row.get(key), Some(Node::Text(_) | Node::Bare(_))))
    };
    columns.keys(container).into_iter().filter(is_value).collect()
}

fn value(row: &Document, key: &str) -> String {
    row.get(key).map(Node::text).unwrap_or_default().trim().to_owned()
}
