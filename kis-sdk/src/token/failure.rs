//! A failure that many waiting tasks get to see.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::{Error, ErrorKind};

/// What an [`Error`] is made of, to be copied: one request failed, and all who wait for it get the same error.
#[derive(Clone, Debug)]
pub(super) struct Failure(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    kind: ErrorKind,
    message: String,
    code: String,
    server_message: String,
    answer: Option<(u16, Bytes)>,
    cause: Option<Arc<Error>>,
}

impl Failure {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            kind,
            message: message.into(),
            code: String::new(),
            server_message: String::new(),
            answer: None,
            cause: None,
        }))
    }

    /// No answer came; the error has neither code nor status.
    pub(super) fn of_transport(error: Error) -> Self {
        let mut failure = Self::new(error.kind(), error.to_string());
        failure.0.cause = Some(Arc::new(error));
        failure
    }

    pub(super) fn with_code(mut self, code: &str, server_message: &str) -> Self {
        code.clone_into(&mut self.0.code);
        server_message.clone_into(&mut self.0.server_message);
        self
    }

    pub(super) fn with_answer(mut self, status: u16, body: Bytes) -> Self {
        self.0.answer = Some((status, body));
        self
    }

    pub(super) fn code(&self) -> &str {
        &self.0.code
    }

    /// The error for one of those who wait.
    pub(super) fn to_error(&self) -> Error {
        let parts = &*self.0;
        let mut error = Error::new(parts.kind, parts.message.clone()).with_code(&parts.code, &parts.server_message);
        if let Some((status, body)) = &parts.answer {
            error = error.with_answer(*status, body.clone());
        }
        match &parts.cause {
            Some(cause) => error.with_source(Cause(Arc::clone(cause))),
            None => error,
        }
    }
}

/// What was below a shared error, in its own words.
struct Cause(Arc<Error>);

impl Cause {
    fn of(&self) -> &(dyn StdError + 'static) {
        self.0.source().unwrap_or(&*self.0)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.of(), f)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.of(), f)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.of().source()
    }
}
