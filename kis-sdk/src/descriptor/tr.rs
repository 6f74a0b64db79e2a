//! The static description of one TR: where it is, what it takes, what it answers.

use super::table::{Below, Row, Table};
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
    pub tr_ids: Table<TrId>,
    /// Query parameters (GET) or body keys (POST), in the page's order.
    pub parameters: Table<Parameter>,
    /// The answer's body beside the envelope (`rt_cd`, `msg_cd`, `msg1`), in the page's order. Of a [`Kind::Realtime`] TR
    /// the columns of one record: their order is what they are read by.
    pub response: Table<Field>,
}

impl Tr {
    /// Describes a TR; what generated code calls.
    ///
    /// The tables are text, a line for each row and `|` between the cells: [`TrId`], [`Parameter`] and [`Field`] say which
    /// cells. Blank lines mean nothing; a `|` or a `\` within a cell is written after a `\`, a line break as `\n`. Beside
    /// parameters and answer stand the lists of codes ([`Codes::VALUES`](super::Codes::VALUES)) of their rows that have one,
    /// in order.
    ///
    /// ```
    /// use kis_sdk::descriptor::{FieldKind, Kind, Method, Tr};
    ///
    /// static TR: Tr = Tr::new(
    ///     "예시 잔고조회", "", "example/trading/inquire-balance.yaml", Kind::Query, Method::Get, "/uapi/example/v1/inquire-balance",
    ///     "EXAM0001R | VXAM0001R",
    ///     "
    ///     CANO | account-number | 8 | | 종합계좌번호
    ///     INQR_DVSN | caller code | 2 | =00 | 조회구분
    ///     ",
    ///     &["00 | ALL | 전체 \n 01 | BY_PRODUCT | 상품별"],
    ///     "
    ///     output | array | | 응답상세
    ///         pdno | text | 12 | 상품번호
    ///         cblc_qty | decimal | 19 | 잔고수량
    ///     ",
    ///     &[],
    /// );
    ///
    /// assert_eq!((TR.tr_ids[0].real, TR.tr_ids[0].paper), ("EXAM0001R", Some("VXAM0001R")));
    /// assert_eq!((TR.parameters[1].default, TR.parameters[1].codes[1].label), (Some("00"), "상품별"));
    /// assert!(matches!(TR.response[0].kind, FieldKind::Array(lot) if lot[1].label == "잔고수량"));
    /// ```
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "one argument for each cell of the page's information table")]
    pub const fn new(
        title: &'static str,
        id: &'static str,
        source: &'static str,
        kind: Kind,
        method: Method,
        path: &'static str,
        tr_ids: &'static str,
        parameters: &'static str,
        parameter_codes: &'static [&'static str],
        response: &'static str,
        response_codes: &'static [&'static str],
    ) -> Self {
        let tr_ids = Table::new(tr_ids, &[]);
        let parameters = Table::new(parameters, parameter_codes);
        let response = Table::new(response, response_codes);
        Self { title, id, source, kind, method, path, tr_ids, parameters, response }
    }

    /// The fields of the answer (0), or of one of its objects and arrays, counted from the top of the page.
    #[must_use]
    pub fn record(&'static self, index: usize) -> &'static [Field] {
        fn find(fields: &'static [Field], left: &mut usize) -> Option<&'static [Field]> {
            if *left == 0 {
                return Some(fields);
            }
            fields.iter().filter_map(|field| field.kind.fields()).find_map(|fields| {
                *left -= 1;
                find(fields, left)
            })
        }
        find(self.response.rows(), &mut { index }).unwrap_or_default()
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
        crate::decode::field_of(self.response.rows(), key)
    }

    /// The position of the parameter with this wire name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }
}

/// One TR id of a page, with its counterpart on the paper environment; as a line `real | paper | label`: nothing for
/// the paper id where the page says 모의투자 미지원, no label where the page has one id.
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

impl Row for TrId {
    fn read(cells: &[&'static str], _: &mut Below<'_>) -> Option<Self> {
        let (real, paper, label) = match *cells {
            [real, paper] => (real, paper, ""),
            [real, paper, label] => (real, paper, label),
            _ => return None,
        };
        Some(Self { real, paper: Some(paper).filter(|paper| !paper.is_empty()), label })
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

/// One query parameter or body key; as a line `name | role | length | default | label`.
///
/// The role is `caller`, `account-number`, `account-product` or `continuation`; after it come `optional`, `code` and `hidden`
/// where they hold. A default is written `=00`, a blank one `=`; no default is no text.
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

impl Row for Parameter {
    fn read(cells: &[&'static str], below: &mut Below<'_>) -> Option<Self> {
        let [name, role, length, default, label] = *cells else { return None };
        let mut words = role.split_whitespace();
        let role = match words.next()? {
            "caller" => Role::Caller,
            "account-number" => Role::AccountNumber,
            "account-product" => Role::AccountProduct,
            "continuation" => Role::Continuation,
            _ => return None,
        };
        let default = match default.strip_prefix('=') {
            None if !default.is_empty() => return None,
            default => default.map(str::trim_start),
        };
        let mut row = Self { name, label, length, required: true, role, default, codes: &[], sensitive: false };
        for word in words {
            match word {
                "optional" => row.required = false,
                "hidden" => row.sensitive = true,
                "code" => row.codes = CodeValue::list(below.codes()?),
                _ => return None,
            }
        }
        Some(row)
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
