//! What the exchange needs to know of a request, whether its TR is described or not.

use std::borrow::Cow;

use crate::descriptor::{Call, Kind, Method, Role};
use crate::untyped::Untyped;

/// A request on its way out.
#[derive(Clone, Copy)]
pub(crate) enum Outgoing<'a> {
    /// Of a described TR.
    Described(&'a Call),
    /// Of a TR that has no descriptor.
    Untyped(&'a Untyped),
}

impl<'a> From<&'a Call> for Outgoing<'a> {
    fn from(call: &'a Call) -> Self {
        Self::Described(call)
    }
}

impl<'a> From<&'a Untyped> for Outgoing<'a> {
    fn from(call: &'a Untyped) -> Self {
        Self::Untyped(call)
    }
}

impl<'a> Outgoing<'a> {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Described(call) => call.tr().kind,
            Self::Untyped(call) => call.kind(),
        }
    }

    pub(crate) fn is_order(self) -> bool {
        self.kind() == Kind::Order
    }

    pub(crate) fn method(self) -> Method {
        match self {
            Self::Described(call) => call.tr().method,
            Self::Untyped(call) => call.method(),
        }
    }

    pub(crate) fn path(self) -> &'a str {
        match self {
            Self::Described(call) => call.tr().path,
            Self::Untyped(call) => call.path(),
        }
    }

    /// The page's title; nothing for a TR without a descriptor.
    pub(crate) fn title(self) -> Option<&'static str> {
        match self {
            Self::Described(call) => Some(call.tr().title),
            Self::Untyped(_) => None,
        }
    }

    /// The TR id by which errors name it: the real one, because that is the one in the documentation.
    pub(crate) fn name(self) -> Cow<'static, str> {
        match self {
            Self::Described(call) => Cow::Borrowed(call.tr_id().real),
            Self::Untyped(call) => Cow::Owned(call.tr_id().to_owned()),
        }
    }

    /// The TR id to send; `None` where there is none on the paper environment. An untyped call says its own.
    pub(crate) fn tr_id(self, paper: bool) -> Option<&'a str> {
        match self {
            Self::Described(call) if paper => call.tr_id().paper,
            Self::Described(call) => Some(call.tr_id().real),
            Self::Untyped(call) => Some(call.tr_id()),
        }
    }

    /// Whether the header `tr_cont` of the answer means anything. Nobody knows of an untyped TR: the header decides.
    pub(crate) fn is_paged(self) -> bool {
        match self {
            Self::Described(call) => call.tr().is_paged(),
            Self::Untyped(_) => true,
        }
    }

    /// Names and values, in the order in which they are sent.
    pub(crate) fn pairs(self) -> Vec<(&'a str, &'a str)> {
        match self {
            Self::Described(call) => call.pairs().collect(),
            Self::Untyped(call) => call.pairs().collect(),
        }
    }

    /// What an order says beside the account, to look it up by. Sensitive values are left out.
    pub(crate) fn open_pairs(self) -> Vec<(String, String)> {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        match self {
            Self::Described(call) => {
                let open = |index: &usize| {
                    let parameter = &call.tr().parameters[*index];
                    !parameter.sensitive && matches!(parameter.role, Role::Caller)
                };
                let pairs: Vec<_> = call.pairs().collect();
                (0..pairs.len()).filter(open).map(|index| owned(pairs[index])).collect()
            }
            Self::Untyped(call) => call.open_pairs().map(owned).collect(),
        }
    }

    /// Where a correction would go.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Described(call) => call.tr().source,
            Self::Untyped(_) => "",
        }
    }
}
