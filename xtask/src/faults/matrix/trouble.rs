//! What goes wrong, and how often.

use std::fmt;

use kis_sdk::mock::{Fault, Reply};

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Trouble {
    /// Nothing, to see what the rest is compared with.
    Nothing,
    /// The server does this.
    Fault(Fault),
    /// The answer holds a value that its field can't be; it is carried out.
    WrongValue,
    /// The connection is reset as soon as it is there, before anything is read.
    ResetAtOnce,
    /// Nobody listens any more: the connection is refused.
    NobodyListens,
    /// No connection comes about, and nobody says no. Only where a queue of connections can be filled: on Linux.
    NoConnection,
}

impl Trouble {
    /// All of it.
    pub(crate) fn every() -> Vec<Self> {
        let faults = Fault::every().into_iter().map(Self::Fault);
        let others =
            [Self::Fault(Fault::Html(302)), Self::WrongValue, Self::ResetAtOnce, Self::NobodyListens].into_iter();
        let hanging = cfg!(target_os = "linux").then_some(Self::NoConnection);
        [Self::Nothing].into_iter().chain(faults).chain(others).chain(hanging).collect()
    }

    /// What the server does.
    pub(crate) fn fault(&self) -> Option<Fault> {
        match self {
            Self::Fault(fault) => Some(fault.clone()),
            // A field of each answer that is asked for.
            Self::WrongValue => Some(Fault::AnswerProcessed(Reply::json(
                r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"cblc_qty":"?","ORD_TMD":"?"}]}"#,
            ))),
            Self::Nothing | Self::ResetAtOnce | Self::NobodyListens | Self::NoConnection => None,
        }
    }

    /// Whether only a time-out ends it.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self, Self::Fault(Fault::Silent) | Self::NoConnection)
    }

    /// Whether it always comes to the same. A reset that races with the request can come before or after its first byte.
    pub(crate) fn is_certain(&self) -> bool {
        *self != Self::ResetAtOnce
    }

    /// Whether the answer says by itself that no page follows.
    pub(crate) fn ends_pages(&self) -> bool {
        match self {
            Self::Fault(Fault::BlankNextKey | Fault::TrCont(_)) => true,
            Self::Fault(Fault::Code(code)) => matches!(code.as_str(), "KIOK0560" | "APBK1631"),
            _ => false,
        }
    }

    /// Whether the answer comes without some of its rows, as the server is known to send it.
    pub(crate) fn takes_rows(&self) -> bool {
        let Self::Fault(fault) = self else { return false };
        matches!(fault, Fault::ObjectForArray | Fault::NoContainer | Fault::BlankContainer | Fault::NullContainer)
    }

    /// Whether no request can arrive while it lasts.
    pub(crate) fn is_before_the_request(&self) -> bool {
        matches!(self, Self::ResetAtOnce | Self::NobodyListens | Self::NoConnection)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Fault(fault) => fault.fmt(f),
            Self::WrongValue => f.write_str("wrong value"),
            Self::ResetAtOnce => f.write_str("reset at once"),
            Self::NobodyListens => f.write_str("nobody listens"),
            Self::NoConnection => f.write_str("no connection"),
        }
    }
}

/// How often it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    Once,
    Always,
}

impl Times {
    pub(crate) const ALL: [Self; 2] = [Self::Once, Self::Always];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Once => "A trouble that is met once",
            Self::Always => "A trouble that stays",
        }
    }
}
