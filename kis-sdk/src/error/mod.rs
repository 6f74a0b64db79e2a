//! What can go wrong, in few kinds, with all that is needed to act on it.

mod codes;
mod sent;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::client::Outgoing;
use crate::descriptor::Tr;

pub(crate) use codes::Meaning;
pub use sent::Sent;

/// An error of this crate. [`Error::kind`] says what to do about it; `Display` says what happened, to which TR, and what
/// to do next.
///
/// Neither `Display` nor `Debug` ever shows app key, app secret, token, account number or the answer's body; the body is
/// there on demand with [`Error::body`].
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    tr_id: Option<Cow<'static, str>>,
    title: Option<&'static str>,
    status: Option<u16>,
    code: Option<String>,
    server_message: Option<String>,
    body: Option<Bytes>,
    request_id: Option<String>,
    sent: Option<Sent>,
    tries: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure it was, and so what to do.
///
/// | kind | a query | an order | what to do |
/// |---|---|---|---|
/// | [`Input`](Self::Input) | not sent | not sent | mend the program or its settings |
/// | [`NotOnPaper`](Self::NotOnPaper) | refused | refused | use the real environment |
/// | [`Auth`](Self::Auth) | refused | refused | check key, secret and environment; after `EGW00121`/`EGW00123` ask again |
/// | [`RateLimited`](Self::RateLimited) | refused, tried again | refused | wait, then ask again |
/// | [`Refused`](Self::Refused) | refused | refused | read [`Error::code`] and [`Error::server_message`] |
/// | [`Unavailable`](Self::Unavailable) | no answer, tried again | not sent | ask again later |
/// | [`Network`](Self::Network) | no answer, tried again | not sent, tried again | check the network, then ask again |
/// | [`Timeout`](Self::Timeout) | no answer, tried again | not sent, tried again | ask again |
/// | [`OutcomeUnknown`](Self::OutcomeUnknown) | never | **may stand** | look it up before anything else |
/// | [`Decode`](Self::Decode) | answered | **stands** | read [`Error::body`]; the descriptor needs a correction |
/// | [`Paging`](Self::Paging) | the walk broke | refused | begin the walk again |
///
/// *Tried again*: the client did so already, as far as its [`Retries`](crate::Retries) allow. *Not sent*: for an order these
/// kinds mean that it never left this machine, be it for want of a token. So an order may be sent again by you after
/// every kind but [`OutcomeUnknown`](Self::OutcomeUnknown) and [`Decode`](Self::Decode):
///
/// ```
/// use kis_sdk::{Error, ErrorKind};
///
/// /// Whether an order that failed so doesn't stand for certain.
/// fn does_not_stand(error: &Error) -> bool {
///     !matches!(error.kind(), ErrorKind::OutcomeUnknown | ErrorKind::Decode)
/// }
/// ```
///
/// [`errors`](crate::errors) says which kind comes of which trouble, measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something that you gave can't be used; nothing was sent. Mend the program or its settings.
    Input,
    /// The TR doesn't exist on the paper environment: nothing was sent, or the server said so (`EGW02006`). Use the real
    /// one.
    NotOnPaper,
    /// App key, app secret or token were refused: check key, secret and environment.
    ///
    /// A token that the server knows no longer (`EGW00121`, `EGW00123`) is replaced and a query sent again without a word. An
    /// order isn't: it was refused and doesn't stand, and the next call has another token.
    Auth,
    /// Too many calls (`EGW00201`, `EGW00215`), or a token that was asked for too soon (`EGW00133`). The server refused, so
    /// an order doesn't stand. Wait, then ask again.
    RateLimited,
    /// The server understood and refused, for a business reason: see [`Error::code`] and [`Error::server_message`]. An order
    /// doesn't stand. Codes that this crate doesn't know come as this kind, untouched.
    Refused,
    /// The server or its gateway can't answer now: maintenance, overload, an answer that is not the API's. Ask again later.
    /// Of an order: its token couldn't be got; the order itself never left.
    Unavailable,
    /// No connection, or it broke. Check the network, then ask again. Of an order: there was no connection, so it never left.
    Network,
    /// No connection or no answer in time. Ask again. Of an order: there was no connection, so it never left.
    Timeout,
    /// **An order left, and no answer says what became of it**: none came, it was the gateway's, or it says yes and no.
    /// Never send it again before you have looked it up in the order list: it may stand. [`Error::sent`] says when it left
    /// and what it said.
    OutcomeUnknown,
    /// The answer isn't what its descriptor says: see the message for field and value. The descriptor needs a correction;
    /// until then the answer is there in [`Error::body`]. **An order stands**, and the message says `ACCEPTED`.
    Decode,
    /// The pages can't be walked to their end: the data changed meanwhile (`SYDB0050`), there are too many, or the keys don't
    /// move on. What was read so far is not all: begin again.
    Paging,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            tr_id: None,
            title: None,
            status: None,
            code: None,
            server_message: None,
            body: None,
            request_id: None,
            sent: None,
            tries: 0,
            source: None,
        }))
    }

    /// Something that the caller gave can't be used.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, message)
    }

    /// Names the TR that was asked for. Always the real id: that is the one in the documentation.
    pub(crate) fn of<'a>(mut self, outgoing: impl Into<Outgoing<'a>>) -> Self {
        let outgoing = outgoing.into();
        self.0.tr_id = Some(outgoing.name());
        self.0.title = outgoing.title();
        self
    }

    /// A value of an untyped answer that is not what it was read as.
    pub(crate) fn undescribed(tr_id: &str, message: String) -> Self {
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.tr_id = Some(Cow::Owned(tr_id.to_owned()));
        error
    }

    /// Names the TR that a record came from, by the first of its ids.
    pub(crate) fn of_record(mut self, tr: &'static Tr) -> Self {
        self.0.tr_id = tr.tr_ids.first().map(|id| Cow::Borrowed(id.real));
        self.0.title = Some(tr.title);
        self
    }

    pub(crate) fn with_answer(mut self, status: u16, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.body = Some(body);
        self
    }

    /// Keeps a body whose status is known to nobody any more.
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = Some(body);
        self
    }

    pub(crate) fn with_code(mut self, code: &str, server_message: &str) -> Self {
        self.0.code = Some(code.to_owned()).filter(|code| !code.is_empty());
        self.0.server_message = Some(server_message.to_owned()).filter(|message| !message.is_empty());
        self
    }

    pub(crate) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = request_id;
        self
    }

    /// Keeps what is needed to look an order up.
    pub(crate) fn with_sent(mut self, sent: Sent) -> Self {
        self.0.sent = Some(sent);
        self
    }

    /// Says how often it was tried.
    pub(crate) fn after(mut self, tries: u32) -> Self {
        self.0.tries = tries;
        self
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// What kind of failure it was, and so what to do.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The TR id (as on the real environment); `None` where no TR was involved.
    #[must_use]
    pub fn tr_id(&self) -> Option<&str> {
        self.0.tr_id.as_deref()
    }

    /// The server's code, e.g. `EGW00123` or `APBK0919`, untouched; `None` where the server gave none.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The server's message, without its padding.
    #[must_use]
    pub fn server_message(&self) -> Option<&str> {
        self.0.server_message.as_deref()
    }

    /// The HTTP status, where there was an answer. The server sends business refusals with 200, 400, 401, 403 and 500
    /// alike: decide by [`Error::kind`] and [`Error::code`].
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// By what name the server knows the request (`gt_uid`, or that of its gateway), to ask the vendor about it; `None`
    /// where neither side gave one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Of an order whose outcome is unknown ([`ErrorKind::OutcomeUnknown`]): when it left and what it said, to look it up
    /// in the order list. `None` of every other error.
    #[must_use]
    pub fn sent(&self) -> Option<&Sent> {
        self.0.sent.as_ref()
    }

    /// How often it was tried, tries that got no token or no connection included; 0 where the call was refused before the
    /// first one.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// The answer's body, where there was one. It can hold account numbers: think before you log it.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }
}

/// The questions that programs ask most.
impl Error {
    /// Whether the same call may succeed later: no connection, no answer in time, too many calls, a server that can't answer
    /// now. The client has retried it already as far as its [`Retries`](crate::Retries) allow.
    ///
    /// Never of an order that may stand ([`Error::is_outcome_unknown`]).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Network | ErrorKind::Timeout)
    }

    /// Whether there were too many calls, or too many token requests: [`ErrorKind::RateLimited`].
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether app key, app secret or token were refused: [`ErrorKind::Auth`].
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Whether the server refused because it has no data (`KIOK0560`, `APBK1631`). Only an order can fail so; a query that
    /// finds nothing is an answer: [`Envelope::is_no_data`](crate::Envelope::is_no_data).
    #[must_use]
    pub fn is_no_data(&self) -> bool {
        self.0.code.as_deref().is_some_and(|code| Meaning::of(code) == Meaning::NoData)
    }

    /// Whether an order left and nobody knows what became of it: [`ErrorKind::OutcomeUnknown`]. See [`Error::sent`].
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.kind == ErrorKind::OutcomeUnknown
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(tr_id) = &inner.tr_id {
            write!(f, "{tr_id}")?;
            if let Some(title) = inner.title {
                write!(f, " ({title})")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&inner.message)?;
        match (&inner.code, &inner.server_message) {
            (Some(code), Some(message)) => write!(f, " [{code}: {message}]")?,
            (Some(text), None) | (None, Some(text)) => write!(f, " [{text}]")?,
            (None, None) => {}
        }
        if let Some(status) = inner.status.filter(|status| *status != 200) {
            write!(f, " (HTTP {status})")?;
        }
        if inner.tries > 1 {
            write!(f, " (tried {} times)", inner.tries)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &self.to_string())
            .field("tr_id", &inner.tr_id)
            .field("status", &inner.status)
            .field("code", &inner.code)
            .field("request_id", &inner.request_id)
            .field("tries", &inner.tries)
            .field("body_length", &inner.body.as_ref().map(Bytes::len))
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
