//! Any page that a descriptor can hold: printed, read, the same again.

use proptest::prelude::*;

use super::super::{Page, ParameterKind, Parameters, Protocol, Row, audit, parse, print, write};
use super::made;

/// A cell: one line, trimmed, with everything that could confuse a table or YAML.
pub(super) fn cell() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        "-",
        "8",
        "00",
        "Y",
        "N",
        "null",
        "~",
        "|",
        " | ",
        "\\",
        "\\-",
        "\\|",
        "#",
        "## 응답",
        "### Header",
        "---|---|---|---  ",
        "**a** ",
        "a: b",
        "a #b",
        "\"",
        "'",
        "{",
        "[",
        "공백",
        "…",
        "\u{1f600}",
        "a  b",
        "a\tb",
        "\u{a0}x\u{a0}y",
        "`",
        "***",
        "\u{85}a",
        "a\u{2028}b",
        "Element",
        "a\rb",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), "[ -~가-힣…|\\\\]{0,12}", "\\PC{0,8}"]
        .prop_map(|text| clean(&text).trim().to_owned())
}

fn clean(text: &str) -> String {
    text.replace(super::super::ZERO_WIDTH, "").replace('\n', " ")
}

/// A description: the first line trimmed, the others at their end, none blank at the end.
fn description() -> impl Strategy<Value = String> {
    let line = (0_usize..3, cell())
        .prop_map(|(indent, cell)| if cell.is_empty() { cell } else { format!("{}{cell}", " ".repeat(indent)) });
    prop_oneof![3 => cell(), 1 => (cell(), prop::collection::vec(line, 0..4)).prop_map(|(first, more)| {
        let text = std::iter::once(first).chain(more).collect::<Vec<_>>().join("\n");
        text.trim_end_matches('\n').to_owned()
    })]
}

fn plain_row(kinds: &'static [&'static str]) -> impl Strategy<Value = Row> {
    let required = prop::sample::select(vec!["Y", "N", ""]);
    let length = prop::sample::select(vec!["", "8", "238", "-", "null", "18.5"]);
    let name = (cell(), any::<bool>()).prop_map(|(cell, dash)| {
        let name = if cell.is_empty() { "x".to_owned() } else { cell };
        if dash { format!("-{name}") } else { name }
    });
    (name, cell(), prop::sample::select(kinds), required, length, description()).prop_map(
        |(name, ko, kind, required, length, text)| Row {
            name,
            ko,
            kind: kind.to_owned(),
            required: required.to_owned(),
            length: length.to_owned(),
            text,
            ..Row::default()
        },
    )
}

const KINDS: &[&str] = &["String", "Number", "Object", "Object Array", "Array", ""];

/// Rows as they come on pages, put together as a page would show them.
fn table() -> impl Strategy<Value = Vec<Row>> {
    let row = (plain_row(KINDS), 1_usize..4);
    prop::collection::vec(row, 0..8).prop_map(|rows| {
        let flat = rows.into_iter().map(|(row, spaces)| super::super::nesting::Flat { row, spaces }).collect();
        super::super::nesting::nest(flat)
    })
}

fn optional_table() -> impl Strategy<Value = Option<Vec<Row>>> {
    prop::option::of(table())
}

pub(super) fn page() -> impl Strategy<Value = Page> {
    let word = || cell().prop_map(|cell| cell.replace(['[', ']'], ""));
    let named =
        || word().prop_map(|word| if word.trim().is_empty() { "제목".to_owned() } else { word.trim().to_owned() });
    let top = (named(), named(), any::<bool>(), prop::option::of(named()), any::<bool>(), any::<bool>());
    let cells = prop::collection::vec(cell(), 8);
    let tables = (optional_table(), optional_table(), any::<bool>(), optional_table(), optional_table());
    (top, cells, tables).prop_map(|((title, other, same, id, rest, same_url), cells, tables)| {
        let (request_header, parameters, query, response_header, response_body) = tables;
        let page = made(Vec::new());
        let cell = |index: usize| cells[index].clone();
        let kind = if query { ParameterKind::Query } else { ParameterKind::Body };
        Page {
            heading: if same { title.clone() } else { other },
            title,
            id,
            protocol: if rest { Protocol::Rest } else { Protocol::Websocket },
            method: cell(0),
            url: if same_url { page.url.clone() } else { cell(1) },
            real_domain: cell(2),
            paper_domain: cell(3),
            real_tr_id: cell(4),
            paper_tr_id: cell(5),
            format: cell(6),
            content_type: cell(7),
            request_header,
            parameters: parameters.map(|rows| Parameters { kind, rows }),
            response_header,
            response_body,
            ..page
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_printed_page_is_read_as_it_was(page in page()) {
        let printed = print(&page);
        let read = parse(printed.as_bytes());
        let read = read.map_err(|problems| TestCaseError::fail(format!("{problems:#?}\n{printed}")))?.page;
        prop_assert_eq!(write(&read, &[], &[]), write(&page, &[], &[]));
        prop_assert_eq!(audit(printed.as_bytes(), &page), []);
        prop_assert_eq!(read.without_lines(), page);
    }

    #[test]
    fn no_bytes_are_too_much(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(parse(&bytes));
    }

    #[test]
    fn no_text_is_too_much(text in "(\\PC|\n|\\||#| ){0,400}") {
        drop(parse(text.as_bytes()));
    }
}
