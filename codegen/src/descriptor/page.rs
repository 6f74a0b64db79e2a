//! The documentation page, cell by cell.

use std::ops::Range;

use super::Text;

/// The `documented:` part of a descriptor: every cell of the page, headers written out.
#[derive(Clone, Debug)]
pub struct Documented {
    /// The page's title.
    pub title: Text,
    /// Its heading, where it differs from the title.
    pub heading: Option<Text>,
    /// The vendor's number for it.
    pub id: Text,
    /// REST or WEBSOCKET.
    pub protocol: Protocol,
    /// GET or POST.
    pub method: Text,
    /// The path on the host.
    pub path: Text,
    /// The information table's URL, where it differs from the path that the page quotes above it.
    pub url: Option<Text>,
    /// 실전 Domain and 모의 Domain.
    pub domain: Domain,
    /// 실전 TR ID and 모의 TR ID.
    pub tr_id: Domain,
    /// Format.
    pub format: Text,
    /// Content-Type.
    pub content_type: Text,
    /// The request's header table; `None` where the page has none.
    pub request_header: Option<Vec<Row>>,
    /// The query or body table.
    pub parameters: Option<Parameters>,
    /// The answer's header table; `None` where the page has none.
    pub response_header: Option<Vec<Row>>,
    /// The answer's body table.
    pub response_body: Option<Vec<Row>>,
    /// Where the Python classes at the page's end contradict its tables, in words.
    pub disagreements: Vec<Text>,
}

impl Documented {
    /// Whether the page is about records that are pushed. Its path says so; some headings name the wrong protocol.
    #[must_use]
    pub fn is_realtime(&self) -> bool {
        self.path.starts_with("/tryitout/")
    }
}

/// The protocol that a page's heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Request and answer.
    Rest,
    /// Realtime.
    Websocket,
}

/// A cell for each of the two environments.
#[derive(Clone, Debug)]
pub struct Domain {
    /// 실전.
    pub real: Text,
    /// 모의.
    pub paper: Text,
}

/// The request's parameter table.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// `query` or `body`, as written.
    pub key: Text,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of `headers.yaml`.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name by which a descriptor lists it.
    pub reference: Text,
    /// Whether it belongs to the answer.
    pub response: bool,
    /// Its cells; the text may hold `{tr_id.real}`.
    pub row: Row,
    /// Whether a descriptor lists it.
    pub used: bool,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Element: the wire name.
    pub name: Text,
    /// 한글명.
    pub ko: Text,
    /// Type.
    pub kind: Text,
    /// Required.
    pub required: Text,
    /// Length.
    pub length: Text,
    /// Description.
    pub text: Text,
    /// The page marks it as lying in an object in a way that its place here doesn't show.
    pub nested: bool,
    /// The rows inside it.
    pub fields: Vec<Row>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What the Type cell can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowType {
    /// `String`.
    String,
    /// `Number`.
    Number,
    /// `Object`.
    Object,
    /// `Object Array`.
    ObjectArray,
    /// `Array`.
    Array,
    /// Nothing.
    Blank,
}

impl RowType {
    /// Every type and how pages write it.
    pub const ALL: &'static [(&'static str, RowType)] = &[
        ("String", RowType::String),
        ("Number", RowType::Number),
        ("Object", RowType::Object),
        ("Object Array", RowType::ObjectArray),
        ("Array", RowType::Array),
        ("", RowType::Blank),
    ];

    /// The type that a cell says.
    #[must_use]
    pub fn parse(cell: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == cell).map(|(_, kind)| *kind)
    }
}

impl Row {
    /// The names by which corrections call the cells.
    pub const CELLS: &'static [&'static str] = &["name", "ko", "type", "required", "length", "text"];

    /// The cell with this name.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&Text> {
        Some(match name {
            "name" => &self.name,
            "ko" => &self.ko,
            "type" => &self.kind,
            "required" => &self.required,
            "length" => &self.length,
            "text" => &self.text,
            _ => return None,
        })
    }

    /// The cell with this name, to correct it.
    pub(crate) fn cell_mut(&mut self, name: &str) -> Option<&mut Text> {
        Some(match name {
            "name" => &mut self.name,
            "ko" => &mut self.ko,
            "type" => &mut self.kind,
            "required" => &mut self.required,
            "length" => &mut self.length,
            "text" => &mut self.text,
            _ => return None,
        })
    }

    /// Its type; `None` where the cell is none that pages use.
    #[must_use]
    pub fn row_type(&self) -> Option<RowType> {
        RowType::parse(&self.kind)
    }
}
