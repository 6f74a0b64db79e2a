//! The static description of one TR: where it is, what it takes, what it answers.

use super::{CodeValue, Field};

/// One documented transaction (TR), as its descriptor states it.
///
/// Generated modules expose theirs as `TR`; [`crate::TRANSACTIONS`] lists all of them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tr {
    /// The page's title, e.g. `장내채권 잔고조회`.
    pub title: &'static str,
    /// The vendor's number for the page, e.g. `국내주식-198`; blank where the page has none.
    pub id: &'static str,
    /// The descriptor's file below the specification folder, e.g. `domestic-bond/trading/inquire-balance.yaml`.
    pub source: &'static str,
    /// Whether it is asked for or pushed, and whether it changes anything at the broker.
    pub kind: Kind,
    /// The HTTP method.
    pub method: Method,
    /// The path on the host, e.g. `/uapi/domestic-bond/v1/trading/inquire-balance`.
    pub path: &'static str,
    /// The TR ids this page offers; more than one where the caller chooses (buy or sell, …).
    pub tr_ids: &'static [TrId],
    /// Query parameters (GET) or body keys (POST), in the page's order.
    pub parameters: &'static [Parameter],
    /// The answer's body beside the envelope (`rt_cd`, `msg_cd`, `msg1`), in the page's order. Of a [`Kind::Realtime`] TR
    /// the columns of one record: their order is what they are read by.
    pub response: &'static [Field],
}

impl Tr {
    /// Describes a TR; what generated code calls.
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "one argument for each cell of the page's information table")]
    pub const fn new(
        title: &'static str,
        id: &'static str,
        source: &'static str,
        kind: Kind,
        method: Method,
        path: &'static str,
        tr_ids: &'static [TrId],
        parameters: &'static [Parameter],
        response: &'static [Field],
    ) -> Self {
        Self { title, id, source, kind, method, path, tr_ids, parameters, response }
    }

    /// Whether the page documents continuation keys (연속조회), so that [`crate::Client::pages`] can walk it.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter.role, Role::Continuation))
    }

    /// The field of the answer that a key of the body is read as: that name, that name in another case, or the only
    /// container under the name `output` or `output1`. `None` where the page documents no such key.
    #[must_use]
    pub fn answer_field(&self, key: &str) -> Option<&'static Field> {
        crate::decode::field_of(self.response, key)
    }

    /// The position of the parameter with this wire name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }
}

/// One TR id of a page, with its counterpart on the paper environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrId {
    /// The id on the real environment (실전 TR ID).
    pub real: &'static str,
    /// The id on the paper environment (모의 TR ID); `None` where the page says 모의투자 미지원.
    pub paper: Option<&'static str>,
    /// What the page calls what it does, e.g. `매수`; blank where the page has no other id.
    pub label: &'static str,
}

impl TrId {
    /// Describes a TR id; what generated code calls.
    #[must_use]
    pub const fn new(real: &'static str, paper: Option<&'static str>) -> Self {
        Self { real, paper, label: "" }
    }

    /// Says what the caller chooses with it; what generated code calls.
    #[must_use]
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }
}

/// How a TR is used, and whether it changes anything at the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Reads only; asking again is harmless.
    Query,
    /// Changes state (an order, a correction, a cancellation). Never sent twice by this crate.
    Order,
    /// Pushed: records come until the subscription ends.
    Realtime,
}

/// The HTTP method of a TR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Parameters travel in the query string.
    Get,
    /// Parameters travel as a JSON object of strings.
    Post,
}

/// One query parameter or body key.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// The name as printed on the page; its case matters to the server.
    pub name: &'static str,
    /// 한글명.
    pub label: &'static str,
    /// The documented length; a hint, never a limit.
    pub length: &'static str,
    /// Whether the page marks it as required (`Y`).
    pub required: bool,
    /// Who fills it.
    pub role: Role,
    /// What is sent when the caller says nothing.
    pub default: Option<&'static str>,
    /// The documented codes, if it is a coded value.
    pub codes: &'static [CodeValue],
    /// Whether it can hold an account number or the like: then `Debug` shows that it is there, never what it is.
    pub sensitive: bool,
}

impl Parameter {
    /// A required parameter that the caller fills; the other methods turn it into what the page says.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str, length: &'static str) -> Self {
        Self { name, label, length, required: true, role: Role::Caller, default: None, codes: &[], sensitive: false }
    }

    /// The page marks it as not required.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// It is filled by `role` instead of by the caller.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// It is sent as `value` when the caller says nothing.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// Its value is never shown by `Debug`.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// It takes one of `codes`.
    #[must_use]
    pub const fn codes(mut self, codes: &'static [CodeValue]) -> Self {
        self.codes = codes;
        self
    }
}

/// Who fills a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The caller, through the request's constructor or a setter.
    Caller,
    /// The eight digits of the [`crate::Account`] (`CANO`).
    AccountNumber,
    /// The product code of the [`crate::Account`] (`ACNT_PRDT_CD`). A [`Parameter::default`] is the only code the page
    /// documents: another one is refused before it is sent, unless the caller set it expressly.
    AccountProduct,
    /// The continuation keys (`CTX_AREA_FK…`, `CTX_AREA_NK…`), which paging owns.
    Continuation,
}
