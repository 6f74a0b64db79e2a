//! What every answer carries around its outputs.

use std::fmt;

use bytes::Bytes;

use crate::error::Meaning;

/// The part of an answer that all TRs share: result code, message, continuation, and the body as it came.
#[derive(Clone, Default, PartialEq)]
pub struct Envelope {
    pub(crate) rt_cd: String,
    pub(crate) msg_cd: String,
    pub(crate) msg1: String,
    pub(crate) continues: bool,
    pub(crate) continuation: Option<Continuation>,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Bytes,
}

impl Envelope {
    /// `rt_cd` 성공 실패 여부: `0` in every answer that reaches you, or anything where the server has no data.
    #[must_use]
    pub fn rt_cd(&self) -> &str {
        &self.rt_cd
    }

    /// `msg_cd` 응답코드, e.g. `KIOK0510`.
    #[must_use]
    pub fn msg_cd(&self) -> &str {
        &self.msg_cd
    }

    /// `msg1` 응답메세지 without its padding, e.g. `조회가 완료되었습니다`.
    #[must_use]
    pub fn msg1(&self) -> &str {
        &self.msg1
    }

    /// Whether the server said that it has no data (`KIOK0560`, `APBK1631`): then every list is empty.
    #[must_use]
    pub fn is_no_data(&self) -> bool {
        Meaning::of(&self.msg_cd) == Meaning::NoData
    }

    /// By what name the server knows the request (answer header `gt_uid`, or that of its gateway), to ask the vendor about
    /// it; `None` where it gave none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Whether the server has more pages; [`crate::Client::pages`] fetches them.
    #[must_use]
    pub fn continues(&self) -> bool {
        self.continues
    }

    /// The body as the server sent it, for fields that no page documents.
    ///
    /// It can hold account numbers: think before you log it.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("rt_cd", &self.rt_cd)
            .field("msg_cd", &self.msg_cd)
            .field("msg1", &self.msg1)
            .field("continues", &self.continues)
            .finish_non_exhaustive()
    }
}

/// The keys of the next page (연속조회): opaque, and hidden by `Debug` because the server writes account numbers in them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Continuation {
    /// Lower-case wire names and values, as the body had them, padding included.
    pub(crate) keys: Vec<(String, String)>,
}

impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Continuation(***)")
    }
}
