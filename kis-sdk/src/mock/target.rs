//! Which requests something is meant for.

use std::str::FromStr;

use super::message::Received;
use crate::Error;
use crate::descriptor::{Kind, Tr};

/// Which requests a fault is meant for.
///
/// `FromStr` reads `all`, `calls`, `queries`, `orders`, `next-pages`, `tokens`, a path (`/oauth2/Approval`) or a TR id
/// (`TTTC0802U`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// Every request, token requests included.
    All,
    /// Everything below `/uapi/`.
    Calls,
    /// Calls of TRs that only read.
    Queries,
    /// Calls of TRs that change state ([`Kind::Order`]).
    Orders,
    /// Calls with `tr_cont: N`, which ask for a further page.
    NextPages,
    /// `/oauth2/tokenP`.
    Tokens,
    /// One path, such as `/oauth2/Approval`.
    Path(String),
    /// One TR id, as it comes in the header.
    TrId(String),
    /// One TR, by its path and any of its ids.
    Tr(&'static Tr),
}

impl Target {
    /// Whether a request for this TR (`None`: none that is known) is meant.
    pub(super) fn includes(&self, received: &Received, tr: Option<&'static Tr>) -> bool {
        let is_kind = |kind| tr.is_some_and(|tr| tr.kind == kind);
        match self {
            Self::All => true,
            Self::Calls => received.is_call(),
            Self::Queries => is_kind(Kind::Query),
            Self::Orders => is_kind(Kind::Order),
            Self::NextPages => received.is_call() && received.header("tr_cont") == Some("N"),
            Self::Tokens => received.path == super::oauth::TOKEN_PATH,
            Self::Path(path) => received.path == *path,
            Self::TrId(id) => received.header("tr_id") == Some(id),
            Self::Tr(wanted) => {
                let id = received.header("tr_id");
                let has_id =
                    wanted.tr_ids.iter().any(|known| id == Some(known.real) || id.is_some() && id == known.paper);
                received.path == wanted.path && has_id
            }
        }
    }
}

impl From<&'static Tr> for Target {
    fn from(tr: &'static Tr) -> Self {
        Self::Tr(tr)
    }
}

impl FromStr for Target {
    type Err = Error;

    /// Reads a name, a path or a TR id.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for anything else, with what can be written.
    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "all" => Self::All,
            "calls" => Self::Calls,
            "queries" => Self::Queries,
            "orders" => Self::Orders,
            "next-pages" => Self::NextPages,
            "tokens" => Self::Tokens,
            path if path.starts_with('/') => Self::Path(path.to_owned()),
            id if id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) => {
                Self::TrId(id.to_owned())
            }
            other => {
                return Err(Error::input(format!(
                    "{other:?} names no requests: write all, calls, queries, orders, next-pages, tokens, a path such as \
                     /oauth2/Approval or a TR id such as TTTC0802U"
                )));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for text in ["all", "calls", "queries", "orders", "next-pages", "tokens", "/oauth2/Approval", "TTTC0802U"] {
            text.parse::<Target>().expect(text);
        }
        for text in ["", "order", "tttc0802u", "TTTC"] {
            assert!(text.parse::<Target>().expect_err(text).to_string().contains("next-pages"));
        }
    }
}
