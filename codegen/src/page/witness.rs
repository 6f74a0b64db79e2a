//! The second witness: the Python classes against the tables.

use std::fmt;

use super::{Class, Field, ParameterKind, Parsed, Row};

/// Where a page contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What they disagree about.
    pub sort: Sort,
    /// The class, e.g. `ResponseBodyoutput1`.
    pub class: String,
    /// The field or row; empty where whole classes are meant.
    pub name: String,
    /// The row's line, or that of the object that the class belongs to; 0 where the table has none.
    pub table_line: usize,
    /// The class's line, or the field's; 0 where there is none.
    pub class_line: usize,
    /// What the table says.
    pub table: String,
    /// What the class says.
    pub witness: String,
}

/// What a table and a class can disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// An object without a class.
    MissingClass,
    /// A class without an object.
    ExtraClass,
    /// A row without a field.
    MissingField,
    /// A field without a row.
    ExtraField,
    /// A row in an object whose class stands a level higher, or the other way round.
    Nesting,
    /// The order of the rows.
    Order,
    /// Text, number, object or list.
    Type,
    /// Required.
    Required,
    /// 한글명.
    Korean,
}

impl fmt::Display for Disagreement {
    /// In words that stay the same while the page's other lines move.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, name, table, witness, .. } = self;
        let said = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        match self.sort {
            Sort::MissingClass if class.is_empty() => f.write_str("the page has no classes"),
            Sort::MissingClass => write!(f, "no class {class}"),
            Sort::ExtraClass => write!(f, "a class {class} without an object"),
            Sort::MissingField => write!(f, "{class} lacks {name}"),
            Sort::ExtraField => write!(f, "{class} has {name}, which no row has"),
            sort => {
                let what = match sort {
                    Sort::Nesting => "lies in",
                    Sort::Order => "comes after",
                    Sort::Type => "has the type",
                    Sort::Required => "has as Required",
                    _ => "is called",
                };
                write!(f, "{class}.{name} {what} {} by the table, {} by the class", said(table), said(witness))
            }
        }
    }
}

/// Compares the tables of a page with its classes.
#[must_use]
pub fn witness(parsed: &Parsed) -> Vec<Disagreement> {
    let page = &parsed.page;
    if parsed.classes.is_empty() {
        let (class, name, table, witness) = (String::new(), String::new(), String::new(), String::new());
        return vec![Disagreement {
            sort: Sort::MissingClass,
            class,
            name,
            table_line: 0,
            class_line: 0,
            table,
            witness,
        }];
    }
    let parameters = page.parameters.as_ref();
    let is_body = parameters.map_or(page.method == "POST", |parameters| parameters.kind == ParameterKind::Body);
    let rows = |rows: &'_ Option<Vec<Row>>| rows.clone().unwrap_or_default();
    let mut tables = Vec::new();
    expect("RequestHeader", &rows(&page.request_header), 0, &mut tables);
    let name = if is_body { "RequestBody" } else { "RequestQueryParam" };
    expect(name, &parameters.map(|parameters| parameters.rows.clone()).unwrap_or_default(), 0, &mut tables);
    expect("ResponseHeader", &rows(&page.response_header), 0, &mut tables);
    expect("ResponseBody", &rows(&page.response_body), 0, &mut tables);
    let (pairs, mut found) = pair(tables, &parsed.classes);
    for (table, class) in &pairs {
        fields(table, class, &mut found);
    }
    nesting(found)
}

/// Each class with its table. Of several objects with one name a class belongs to the one with its fields, or to the
/// first.
fn pair(mut tables: Vec<Expected>, classes: &[Class]) -> (Vec<(Expected, &Class)>, Vec<Disagreement>) {
    let mut pairs = Vec::new();
    let same_fields = |table: &Expected, class: &Class| {
        table.rows.iter().map(|row| &row.name).eq(class.fields.iter().map(|field| &field.name))
    };
    let mut left: Vec<_> = classes.iter().collect();
    for exact in [true, false] {
        left.retain(|class| {
            let fits = |table: &Expected| table.class == class.name && (!exact || same_fields(table, class));
            let Some(at) = tables.iter().position(fits) else { return true };
            pairs.push((tables.remove(at), *class));
            false
        });
    }
    let missing = tables.iter().map(|table| whole(Sort::MissingClass, &table.class, table.line, 0));
    let extra = left.iter().map(|class| whole(Sort::ExtraClass, &class.name, 0, class.line));
    let found = missing.chain(extra).collect();
    (pairs, found)
}

/// The class that a table or an object should have.
struct Expected {
    class: String,
    rows: Vec<Row>,
    line: usize,
}

fn expect(class: &str, rows: &[Row], line: usize, tables: &mut Vec<Expected>) {
    let prefix = if class.starts_with("Request") { "RequestBody" } else { "ResponseBody" };
    tables.push(Expected { class: class.to_owned(), rows: rows.to_vec(), line });
    for row in rows {
        if !row.fields.is_empty() || matches!(row.kind.as_str(), "Object" | "Object Array" | "Array") {
            expect(&format!("{prefix}{}", row.name), &row.fields, row.line, tables);
        }
    }
}

fn whole(sort: Sort, class: &str, table_line: usize, class_line: usize) -> Disagreement {
    let (class, name) = (class.to_owned(), String::new());
    Disagreement { sort, class, name, table_line, class_line, table: String::new(), witness: String::new() }
}

fn fields(table: &Expected, class: &Class, found: &mut Vec<Disagreement>) {
    let mut left: Vec<_> = class.fields.iter().enumerate().collect();
    let mut last = 0;
    for row in &table.rows {
        // The same name again: the next one of the class.
        let Some(at) = left.iter().position(|(_, field)| field.name == row.name) else {
            found.push(one(Sort::MissingField, class, Some(row), None));
            continue;
        };
        let (place, field) = left.remove(at);
        if place < last {
            found.push(one(Sort::Order, class, Some(row), Some(field)));
        }
        last = last.max(place);
        found.extend(cells(class, row, field));
    }
    found.extend(left.iter().map(|(_, field)| one(Sort::ExtraField, class, None, Some(field))));
}

fn cells(class: &Class, row: &Row, field: &Field) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let mut say = |sort, table: &str, witness: &str| {
        let (table, witness) = (table.to_owned(), witness.to_owned());
        found.push(Disagreement { table, witness, ..one(sort, class, Some(row), Some(field)) });
    };
    if shape_of_row(row) != shape_of_annotation(&field.annotation) {
        say(Sort::Type, &row.kind, &field.annotation);
    }
    let required = if field.optional { "N" } else { "Y" };
    if !row.required.is_empty() && row.required != required {
        say(Sort::Required, &row.required, required);
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    if words(&row.ko) != words(&field.comment) {
        say(Sort::Korean, &row.ko, &field.comment);
    }
    found
}

fn one(sort: Sort, class: &Class, row: Option<&Row>, field: Option<&Field>) -> Disagreement {
    let name = row.map(|row| &row.name).or(field.map(|field| &field.name)).cloned().unwrap_or_default();
    let table_line = row.map_or(0, |row| row.line);
    let class_line = field.map_or(class.line, |field| field.line);
    let (table, witness) = (String::new(), String::new());
    Disagreement { sort, class: class.name.clone(), name, table_line, class_line, table, witness }
}

/// A name that one class lacks and another has too many isn't missing: it is nested otherwise.
fn nesting(mut found: Vec<Disagreement>) -> Vec<Disagreement> {
    let is_request = |class: &str| class.starts_with("Request");
    let (missing, mut rest): (Vec<_>, Vec<_>) = found.drain(..).partition(|one| one.sort == Sort::MissingField);
    for one in missing {
        let is_other = |other: &&mut Disagreement| {
            other.sort == Sort::ExtraField
                && other.name == one.name
                && is_request(&other.class) == is_request(&one.class)
        };
        match rest.iter_mut().find(is_other) {
            Some(extra) => {
                extra.sort = Sort::Nesting;
                extra.table_line = one.table_line;
                extra.table = one.class;
                extra.witness = extra.class.clone();
            }
            None => rest.push(one),
        }
    }
    rest.sort_by_key(|one| (one.class_line, one.table_line));
    rest
}

#[derive(PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Object,
    List,
}

fn shape_of_row(row: &Row) -> Shape {
    match row.kind.as_str() {
        "Number" => Shape::Number,
        "Object" => Shape::Object,
        "Object Array" | "Array" => Shape::List,
        _ => Shape::Text,
    }
}

fn shape_of_annotation(annotation: &str) -> Shape {
    match annotation {
        "str" => Shape::Text,
        "float" | "int" | "Decimal" => Shape::Number,
        _ if annotation.starts_with("List[") => Shape::List,
        _ => Shape::Object,
    }
}
