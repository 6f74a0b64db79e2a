//! What a page says: its cells as printed, and its Python classes.

use super::Ledger;

/// A page that was read, with everything it says.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its cells.
    pub page: Page,
    /// The Python classes of its examples.
    pub classes: Vec<Class>,
    /// What each of its lines was.
    pub ledger: Ledger,
}

/// The cells of a page: what the `documented:` part of a descriptor holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The first line.
    pub title: String,
    /// The path that the page quotes below its title.
    pub path: String,
    /// What the heading says after the protocol and before the id; nearly always the title again.
    pub heading: String,
    /// The vendor's number in the heading, where there is one.
    pub id: Option<String>,
    /// The protocol that the heading names.
    pub protocol: Protocol,
    /// Method.
    pub method: String,
    /// URL; nearly always the path again.
    pub url: String,
    /// 실전 Domain.
    pub real_domain: String,
    /// 모의 Domain.
    pub paper_domain: String,
    /// 실전 TR ID.
    pub real_tr_id: String,
    /// 모의 TR ID.
    pub paper_tr_id: String,
    /// Format.
    pub format: String,
    /// Content-Type.
    pub content_type: String,
    /// The request's header table; `None` where the page has none, here and below.
    pub request_header: Option<Vec<Row>>,
    /// The request's query or body table.
    pub parameters: Option<Parameters>,
    /// The answer's header table.
    pub response_header: Option<Vec<Row>>,
    /// The answer's body table.
    pub response_body: Option<Vec<Row>>,
}

/// The protocol that a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Request and answer.
    Rest,
    /// Realtime.
    Websocket,
}

impl Protocol {
    /// Both, and how headings write them.
    pub const ALL: &'static [(&'static str, Protocol)] =
        &[("REST", Protocol::Rest), ("WEBSOCKET", Protocol::Websocket)];

    /// `REST` or `WEBSOCKET`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Protocol::Rest => "REST",
            Protocol::Websocket => "WEBSOCKET",
        }
    }
}

/// The table of what the caller sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Which of the two headings it stands under.
    pub kind: ParameterKind,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Where parameters travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// `### Query Parameter`
    Query,
    /// `### Body`
    Body,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Element: the wire name.
    pub name: String,
    /// 한글명.
    pub ko: String,
    /// Type.
    pub kind: String,
    /// Required.
    pub required: String,
    /// Length.
    pub length: String,
    /// Description; its lines are separated by `\n`.
    pub text: String,
    /// The page marks the row as lying in an object in a way that its place here doesn't show: there is no object above
    /// it, or its name begins with `-` and two spaces follow it.
    pub nested: bool,
    /// The rows inside it.
    pub fields: Vec<Row>,
    /// The line where it begins, from 1; 0 where there is no page.
    pub line: usize,
}

impl Row {
    /// Whether rows can lie inside it: everything but `String` and `Number`, a blank type included.
    #[must_use]
    pub fn is_container(&self) -> bool {
        !matches!(self.kind.as_str(), "String" | "Number")
    }

    /// Whether its name begins with the `-` by which a few pages mark rows of an object.
    #[must_use]
    pub fn is_dashed(&self) -> bool {
        self.name.starts_with('-')
    }
}

/// A Python class of the examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// `ResponseBodyoutput1`
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// The line of `class`, from 1.
    pub line: usize,
}

/// A field of a Python class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The wire name.
    pub name: String,
    /// Its annotation, without `Optional[…] = None`.
    pub annotation: String,
    /// Whether it is `Optional`.
    pub optional: bool,
    /// The comment: the 한글명.
    pub comment: String,
    /// The line, from 1.
    pub line: usize,
}

impl Page {
    /// Every table that the page has.
    pub fn tables(&self) -> impl Iterator<Item = &Vec<Row>> {
        [
            self.request_header.as_ref(),
            self.parameters.as_ref().map(|parameters| &parameters.rows),
            self.response_header.as_ref(),
            self.response_body.as_ref(),
        ]
        .into_iter()
        .flatten()
    }

    /// The same page without its line numbers, to compare it with one that was never text.
    #[must_use]
    pub fn without_lines(mut self) -> Self {
        fn clear(rows: &mut [Row]) {
            for row in rows {
                row.line = 0;
                clear(&mut row.fields);
            }
        }
        let parameters = self.parameters.as_mut().map(|parameters| &mut parameters.rows);
        let tables =
            [self.request_header.as_mut(), parameters, self.response_header.as_mut(), self.response_body.as_mut()];
        tables.into_iter().flatten().for_each(|rows| clear(rows));
        self
    }
}
