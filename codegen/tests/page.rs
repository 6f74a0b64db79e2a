//! Any page, written as a descriptor and read by the loader, comes back equal: nothing that a cell can hold is lost to YAML.

use codegen::page::{Page, ParameterKind, Parameters, Protocol, Row, audit, parse, print, write};
use codegen::{Severity, Sources};
use proptest::prelude::*;

/// Words of pages, and whatever else a cell of one line could hold.
fn cell() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[가-힣A-Za-z0-9_ ()]{0,12}",
        "\\PC{0,8}",
        "[ -~…\u{85}\u{a0}\u{2028}\u{7f}\t]{0,10}",
        prop::sample::select(vec![
            "true", "null", "~", "N", "Y", "00", "0x1F", "1e5", "-", "y", "=", "<<", ".inf", "!a", "&a", "*a", "| ",
            "# x", "a #", "a: ", "'", "\"", "{", "]", "%", "@", "`", "? ", "- ", "--- ", "[현금]",
        ])
        .prop_map(str::to_owned),
        "[\\x00-\\x1f\u{80}-\u{9f}\u{fffe}\u{e000}]{0,3}",
    ];
    text.prop_map(|text: String| text.replace('\n', " ").trim().to_owned())
}

/// A description: several lines, some of them indented or blank.
fn description() -> impl Strategy<Value = String> {
    prop::collection::vec((0usize..3, cell()), 0..5).prop_map(|lines| {
        let line = |(indent, text): (usize, String)| {
            if text.is_empty() { text } else { format!("{}{text}", " ".repeat(indent)) }
        };
        let text = lines.into_iter().map(line).collect::<Vec<_>>().join("\n");
        text.trim_end_matches('\n').trim_start_matches(' ').to_owned()
    })
}

fn row() -> impl Strategy<Value = Row> {
    (cell(), cell(), cell(), cell(), cell(), description(), any::<bool>()).prop_map(
        |(name, ko, kind, required, length, text, nested)| Row {
            name: format!("{name}x"),
            ko,
            kind,
            required,
            length,
            text,
            nested,
            ..Row::default()
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let nested = row().prop_recursive(2, 12, 4, |inner| {
        (row(), prop::collection::vec(inner, 0..4)).prop_map(|(row, fields)| Row { fields, ..row })
    });
    prop::collection::vec(nested, 0..5)
}

fn page() -> impl Strategy<Value = Page> {
    let table = || prop::option::of(prop::collection::vec(row(), 0..4));
    let cells = (cell(), cell(), prop::option::of(cell()), cell(), cell(), cell(), cell());
    (cells, table(), table(), table(), prop::option::of(rows())).prop_map(
        |((title, heading, id, domain, tr_id, format, content_type), request_header, parameters, header, body)| Page {
            title: format!("t{title}"),
            path: "/uapi/a/v1/b".to_owned(),
            heading,
            id: id.filter(|id| !id.is_empty()),
            protocol: Protocol::Rest,
            method: "GET".to_owned(),
            url: "/uapi/a/v1/b".to_owned(),
            real_domain: domain.clone(),
            paper_domain: domain,
            real_tr_id: tr_id.clone(),
            paper_tr_id: tr_id,
            format,
            content_type,
            request_header,
            parameters: parameters.map(|rows| Parameters { kind: ParameterKind::Query, rows }),
            response_header: header,
            response_body: body,
        },
    )
}

/// What the loader makes of a documented part.
fn loaded(documented: &str) -> Result<Page, String> {
    let mut sources = Sources::new();
    sources.insert("x.yaml", documented.as_bytes());
    let (spec, found) = codegen::load::load(&sources);
    match found.iter().find(|problem| problem.severity() == Severity::Error) {
        Some(problem) => Err(problem.message.clone()),
        None => Ok(Page::from(&spec.descriptors[0].documented)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_page_comes_back_from_its_descriptor(page in page()) {
        let text = write(&page, &[], &[]);
        prop_assert_eq!(loaded(&text), Ok(page), "{}", text);
    }
}

#[test]
fn the_seeds_come_back_from_their_printed_pages() {
    let spec = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (spec, _) = codegen::load::load(&Sources::read(&spec).expect("the specification"));
    assert!(spec.descriptors.len() >= 2);
    for descriptor in &spec.descriptors {
        let page = Page::from(&descriptor.documented);
        let text = print(&page);
        assert_eq!(parse(text.as_bytes()).expect("a page").page.without_lines(), page, "{}", descriptor.file);
        assert_eq!(audit(text.as_bytes(), &page), []);
    }
}
