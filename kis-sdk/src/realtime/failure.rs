//! Why something was refused or ended, in a form that several streams can be told.

use std::fmt;

use crate::descriptor::Tr;
use crate::{Error, ErrorKind};

/// Why a registration was refused, a frame couldn't be read, or a session ended. [`Failure::error`] makes an [`Error`] of
/// it.
#[derive(Clone, PartialEq)]
pub struct Failure {
    kind: ErrorKind,
    tr: Option<&'static Tr>,
    message: String,
    code: String,
    server_message: String,
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, tr: None, message: message.into(), code: String::new(), server_message: String::new() }
    }

    pub(crate) fn of(mut self, tr: Option<&'static Tr>) -> Self {
        self.tr = tr.or(self.tr);
        self
    }

    pub(crate) fn with_code(mut self, code: &str, server_message: &str) -> Self {
        code.clone_into(&mut self.code);
        server_message.clone_into(&mut self.server_message);
        self
    }

    /// What went wrong on the way to a connection.
    pub(crate) fn from_error(error: &Error) -> Self {
        let mut message = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            message.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        Self { code: error.code().unwrap_or_default().to_owned(), ..Self::new(error.kind(), message) }
    }

    /// What kind of failure it was, and so what to do.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The TR that it was about, if it was about one.
    #[must_use]
    pub fn tr(&self) -> Option<&'static Tr> {
        self.tr
    }

    /// The server's code, e.g. `OPSP8996`; blank where it gave none.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The same as an error.
    #[must_use]
    pub fn error(&self) -> Error {
        let error = Error::new(self.kind, self.message.clone()).with_code(&self.code, &self.server_message);
        match self.tr {
            Some(tr) => error.of_record(tr),
            None => error,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error().fmt(f)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure").field("kind", &self.kind).field("message", &self.to_string()).finish()
    }
}
