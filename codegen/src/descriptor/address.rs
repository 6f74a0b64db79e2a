//! Addresses: how decisions and corrections name a row.
//!
//! A row's path is its table (`request`, `response`, `request.header`, `response.header`) and the names down to it, with
//! dots between: `request.PDNO`, `response.output.pdno`. The second row of one name in one table ends in `#2`. A bare wire
//! name stands for the one row of the parameters and the answer's body that has it.

use super::{Documented, Row};

/// A table of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The query or body.
    Request,
    /// The answer's body.
    Response,
    /// The request's header.
    RequestHeader,
    /// The answer's header.
    ResponseHeader,
}

impl Section {
    const ALL: [Self; 4] = [Self::Request, Self::Response, Self::RequestHeader, Self::ResponseHeader];

    /// What the paths of its rows begin with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::RequestHeader => "request.header",
            Self::ResponseHeader => "response.header",
        }
    }

    /// Whether bare wire names look here.
    const fn is_bare(self) -> bool {
        matches!(self, Self::Request | Self::Response)
    }
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// To one row: its table, the positions down to it, and its full path.
    One(Section, Vec<usize>, String),
    /// To several: their full paths.
    Several(Vec<String>),
    /// To none: the full path that is nearest.
    None(Option<String>),
}

impl Documented {
    /// The rows of a table; none where the page lacks it.
    #[must_use]
    pub fn rows(&self, section: Section) -> &[Row] {
        match section {
            Section::Request => self.parameters.as_ref().map(|parameters| parameters.rows.as_slice()),
            Section::Response => self.response_body.as_deref(),
            Section::RequestHeader => self.request_header.as_deref(),
            Section::ResponseHeader => self.response_header.as_deref(),
        }
        .unwrap_or_default()
    }

    pub(crate) fn rows_mut(&mut self, section: Section) -> Option<&mut Vec<Row>> {
        match section {
            Section::Request => self.parameters.as_mut().map(|parameters| &mut parameters.rows),
            Section::Response => self.response_body.as_mut(),
            Section::RequestHeader => self.request_header.as_mut(),
            Section::ResponseHeader => self.response_header.as_mut(),
        }
    }

    /// Every row with its table, the positions down to it, and its full path.
    #[must_use]
    pub fn addresses(&self) -> Vec<(Section, Vec<usize>, String)> {
        let mut all = Vec::new();
        for section in Section::ALL {
            collect(section, self.rows(section), &[], section.prefix(), &mut all);
        }
        all
    }

    /// The row at these positions.
    #[must_use]
    pub fn row(&self, section: Section, positions: &[usize]) -> Option<&Row> {
        let (first, rest) = positions.split_first()?;
        rest.iter().try_fold(self.rows(section).get(*first)?, |row, position| row.fields.get(*position))
    }

    /// Where an address leads.
    #[must_use]
    pub fn find(&self, address: &str) -> Found {
        let all = self.addresses();
        if let Some((section, positions, path)) = all.iter().find(|(.., path)| path == address) {
            return Found::One(*section, positions.clone(), path.clone());
        }
        let bare: Vec<_> = all
            .iter()
            .filter(|(section, positions, _)| {
                section.is_bare() && self.row(*section, positions).is_some_and(|row| row.name.value == address)
            })
            .collect();
        match bare.as_slice() {
            [(section, positions, path)] => Found::One(*section, positions.clone(), path.clone()),
            [] => {
                let names = all.iter().flat_map(|(section, positions, path)| {
                    [Some(path.as_str()), self.row(*section, positions).map(|row| row.name.as_str())]
                });
                Found::None(crate::diagnostics::closest(address, names.flatten()).map(str::to_owned))
            }
            several => Found::Several(several.iter().map(|(.., path)| path.clone()).collect()),
        }
    }
}

/// The path of each row of one table, in order.
pub(crate) fn paths(rows: &[Row], prefix: &str) -> Vec<String> {
    rows.iter()
        .enumerate()
        .map(|(index, row)| {
            let earlier = rows[..index].iter().filter(|other| other.name.value == row.name.value).count();
            let ordinal = if earlier == 0 { String::new() } else { format!("#{}", earlier + 1) };
            format!("{prefix}.{}{ordinal}", row.name.value)
        })
        .collect()
}

fn collect(
    section: Section,
    rows: &[Row],
    above: &[usize],
    prefix: &str,
    all: &mut Vec<(Section, Vec<usize>, String)>,
) {
    for (index, (row, path)) in rows.iter().zip(paths(rows, prefix)).enumerate() {
        let positions = [above, &[index]].concat();
        all.push((section, positions.clone(), path.clone()));
        collect(section, &row.fields, &positions, &path, all);
    }
}
