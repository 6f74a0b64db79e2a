//! How a command ends: exit codes, and failures that say what to do.

use std::process::ExitCode;

use kis_sdk::{Error, ErrorKind};

/// The exit codes, as `kis --help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Something that is none of the others: a file that can't be written, an order that wasn't confirmed.
    Other = 1,
    /// The command line can't be understood, or something on it can't be used. Nothing was sent.
    Usage = 2,
    /// No credentials, unusable ones, or the server refuses them.
    Credentials = 3,
    /// The server understood and refused.
    Refused = 4,
    /// No connection, no answer, too many calls, maintenance: the same may work later.
    Unavailable = 5,
    /// The answer isn't what its descriptor says, or its pages can't be walked to their end.
    Unfit = 6,
    /// An order left, and nobody knows what became of it.
    OutcomeUnknown = 7,
    /// Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What went wrong, in a line, and what to do about it, in a few.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) text: String,
    pub(crate) advice: Vec<String>,
}

/// What a command gives.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(exit: Exit, text: impl Into<String>) -> Self {
        Self { exit, text: text.into(), advice: Vec::new() }
    }

    /// The command line can't be used as it is.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::new(Exit::Usage, text)
    }

    /// The credentials can't be used.
    pub(crate) fn credentials(text: impl Into<String>) -> Self {
        Self::new(Exit::Credentials, text)
    }

    /// Adds a line of advice.
    pub(crate) fn advise(mut self, line: impl Into<String>) -> Self {
        self.advice.push(line.into());
        self
    }

    /// Adds lines of advice.
    pub(crate) fn advise_all(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.advice.extend(lines);
        self
    }
}

/// The library speaks to programmers; whoever sits before a terminal does the same otherwise.
const WORDS: [(&str, &str); 4] = [
    ("se Environment::Paper", "se --env paper"),
    ("se Environment::Real", "se --env real"),
    ("`Pages::most`", "--most"),
    ("its body is kept", "--raw shows the body"),
];

/// Failures of the library say what happened and what to do in one line; what only a command line can do comes below.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = error.kind();
        let exit = match kind {
            ErrorKind::Input | ErrorKind::NotOnPaper => Exit::Usage,
            ErrorKind::Auth => Exit::Credentials,
            ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Network | ErrorKind::Timeout => {
                Exit::Unavailable
            }
            ErrorKind::Decode | ErrorKind::Paging => Exit::Unfit,
            ErrorKind::OutcomeUnknown => Exit::OutcomeUnknown,
            // Refused, and whatever kind comes later.
            _ => Exit::Refused,
        };
        let mut text = error.to_string();
        for (of_library, of_terminal) in WORDS {
            text = text.replace(of_library, of_terminal);
        }
        let failure = Self::new(exit, text);
        match kind {
            ErrorKind::Auth => failure.advise(
                "`kis credentials check` shows which key is used; real and paper keys are different ones (--env)",
            ),
            ErrorKind::RateLimited => failure.advise("wait a moment, then run the same command again"),
            _ => failure,
        }
    }
}
