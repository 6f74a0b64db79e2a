//! A page in the vendor's form, from its cells: the inverse of reading one.

use super::information::LABELS;
use super::line::escape;
use super::nesting::{Flat, flatten};
use super::parse::default_parameters;
use super::sections::{Section, is_heading};
use super::table::COLUMNS;
use super::{Page, Row};

/// Prints a page: everything but its prose and its examples.
#[must_use]
pub fn print(page: &Page) -> String {
    let mut lines = top(page);
    let kind = page.parameters.as_ref().map_or(default_parameters(&page.method), |parameters| parameters.kind);
    let parts = [
        (Section::Overview, None),
        (Section::Request, None),
        (Section::RequestHeader, page.request_header.as_ref()),
        (Section::Parameters(kind), page.parameters.as_ref().map(|parameters| &parameters.rows)),
        (Section::Response, None),
        (Section::ResponseHeader, page.response_header.as_ref()),
        (Section::ResponseBody, page.response_body.as_ref()),
        (Section::Examples, None),
    ];
    for (section, rows) in parts {
        lines.extend([section.heading().to_owned(), String::new()]);
        if let Some(rows) = rows {
            lines.push(format!("**주식주문(현금[V1_국내주식-001]) 정보** **Element, …** {}  ", COLUMNS.join(" | ")));
            lines.push("---|---|---|---|---|---  ".to_owned());
            lines.extend(table(rows));
            lines.push("  ".to_owned());
        }
    }
    lines.join("\n")
}

fn top(page: &Page) -> Vec<String> {
    let id = page.id.as_ref().map(|id| format!("[{id}]")).unwrap_or_default();
    let heading = escape(&format!("{}{id}", page.heading));
    let values = [
        &page.method,
        &page.url,
        &page.real_domain,
        &page.paper_domain,
        &page.real_tr_id,
        &page.paper_tr_id,
        &page.format,
        &page.content_type,
    ];
    let cells: Vec<_> =
        LABELS.iter().zip(values).map(|(label, value)| format!("{label} | {}", escape(value))).collect();
    let mut information = cells.chunks(2).map(|pair| format!("{}  ", pair.join(" | ")));
    let first = information.next().unwrap_or_default();
    let mut lines = vec![
        format!("# {}", escape(&page.title)),
        String::new(),
        format!("> API 경로: `{}`", escape(&page.path)),
        String::new(),
        "---".to_owned(),
        String::new(),
        format!("# {}{heading}", page.protocol.as_str()),
        String::new(),
        format!("**{heading} 정보** **Method, …** {first}"),
        "---|---|---|---  ".to_owned(),
    ];
    lines.extend(information);
    lines.push("  ".to_owned());
    lines
}

/// The lines of a table's rows.
pub(super) fn table(rows: &[Row]) -> Vec<String> {
    flatten(rows).iter().flat_map(row).collect()
}

fn row(flat: &Flat) -> Vec<String> {
    let Flat { row, spaces } = flat;
    let mut text = row.text.split('\n');
    let cells = [&row.ko, &row.kind, &row.required, &row.length].map(|cell| escape(cell));
    let first = escape(text.next().unwrap_or_default());
    let name = escape(&row.name);
    let row = format!("{name}{}| {} | {first}  ", " ".repeat(*spaces), cells.join(" | "));
    let more = text.map(|line| format!("{}  ", continuation(line)));
    std::iter::once(row).chain(more).collect()
}

fn continuation(line: &str) -> String {
    let escaped = escape(line);
    if is_heading(&escaped) { format!("\\{escaped}") } else { escaped }
}
