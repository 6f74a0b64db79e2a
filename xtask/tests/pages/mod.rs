//! Pages in the vendor's form, printed from the committed descriptors.

use std::path::Path;

use codegen::Sources;
use codegen::page::{Page, Row, parse, print};

/// The page that a descriptor of this folder documents.
pub(crate) fn page_of(spec: &Path, file: &str) -> String {
    let (spec, _) = codegen::load::load(&Sources::read(spec).unwrap());
    let descriptor = spec.descriptors.iter().find(|descriptor| descriptor.file == file).unwrap();
    with_classes(&print(&Page::from(&descriptor.documented)))
}

/// The page with the Python classes that pages end with, as the vendor prints them from the tables.
pub(crate) fn with_classes(text: &str) -> String {
    let page = parse(text.as_bytes()).unwrap().page;
    let parameters = page.parameters.as_ref();
    let tables = [
        ("RequestHeader", page.request_header.as_deref()),
        ("RequestQueryParam", parameters.map(|parameters| parameters.rows.as_slice())),
        ("ResponseHeader", page.response_header.as_deref()),
        ("ResponseBody", page.response_body.as_deref()),
    ];
    let mut classes: Vec<String> = tables.iter().map(|(name, rows)| class(name, rows.unwrap_or_default())).collect();
    for row in page.response_body.iter().flatten().filter(|row| !row.fields.is_empty()) {
        classes.push(class(&format!("ResponseBody{}", row.name), &row.fields));
    }
    format!("{}\n\n{}", text.trim_end(), classes.join("    \n"))
}

fn class(name: &str, rows: &[Row]) -> String {
    let mut text = format!("    @dataclass\n    class {name}:\n");
    for row in rows {
        let annotation = match (row.kind.as_str(), row.required.as_str()) {
            ("Object Array", _) => format!("List[{name}{}] = field(default_factory=list)", row.name),
            ("Object", _) => format!("{name}{}", row.name),
            (_, "N") => "Optional[str] = None".to_owned(),
            _ => "str".to_owned(),
        };
        text.push_str(&format!("        {}: {annotation}    #{}\n", row.name, row.ko));
    }
    text
}
