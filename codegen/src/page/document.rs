//! A descriptor's cells as a page: what [`super::write()`] turns into text, read back.

use super::{HeaderRow, Page, ParameterKind, Parameters, Protocol, Row};
use crate::descriptor::{self, Documented, Header};

impl From<&Documented> for Page {
    /// The page that the descriptor documents, without line numbers.
    fn from(documented: &Documented) -> Self {
        let rows =
            |table: &Option<Vec<descriptor::Row>>| table.as_ref().map(|rows| rows.iter().map(Row::from).collect());
        Self {
            title: documented.title.value.clone(),
            path: documented.path.value.clone(),
            heading: documented.heading.as_ref().unwrap_or(&documented.title).value.clone(),
            id: Some(documented.id.value.clone()).filter(|id| !id.is_empty()),
            protocol: match documented.protocol {
                descriptor::Protocol::Rest => Protocol::Rest,
                descriptor::Protocol::Websocket => Protocol::Websocket,
            },
            method: documented.method.value.clone(),
            url: documented.url.as_ref().unwrap_or(&documented.path).value.clone(),
            real_domain: documented.domain.real.value.clone(),
            paper_domain: documented.domain.paper.value.clone(),
            real_tr_id: documented.tr_id.real.value.clone(),
            paper_tr_id: documented.tr_id.paper.value.clone(),
            format: documented.format.value.clone(),
            content_type: documented.content_type.value.clone(),
            request_header: rows(&documented.request_header),
            parameters: documented.parameters.as_ref().map(|parameters| Parameters {
                kind: if parameters.key.value == "body" { ParameterKind::Body } else { ParameterKind::Query },
                rows: parameters.rows.iter().map(Row::from).collect(),
            }),
            response_header: rows(&documented.response_header),
            response_body: rows(&documented.response_body),
        }
    }
}

impl From<&descriptor::Row> for Row {
    fn from(row: &descriptor::Row) -> Self {
        Self {
            name: row.name.value.clone(),
            ko: row.ko.value.clone(),
            kind: row.kind.value.clone(),
            required: row.required.value.clone(),
            length: row.length.value.clone(),
            text: row.text.value.clone(),
            nested: row.nested,
            fields: row.fields.iter().map(Self::from).collect(),
            line: 0,
        }
    }
}

impl From<&Header> for HeaderRow {
    fn from(header: &Header) -> Self {
        Self { reference: header.reference.value.clone(), response: header.response, row: Row::from(&header.row) }
    }
}
