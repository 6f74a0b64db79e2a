//! What can go wrong between a program and the server, each by a name.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::message::Reply;
use super::refusal;
use crate::Error;

/// Something that goes wrong on demand; given to [`Server::fault`](super::Server::fault) or to a
/// [`Chaos`](super::Chaos).
///
/// *Processed* says what became of a request that changes state: an order that was processed **stands** and is in
/// [`Server::orders`](super::Server::orders), whatever its sender gets to see.
///
/// Each has a name, which `Display` writes and `FromStr` reads (`kis mock --fault NAME`), but for the two whose
/// answer is your own.
///
/// ```
/// use kis_sdk::mock::Fault;
///
/// assert_eq!("EGW00201".parse::<Fault>()?, Fault::Code("EGW00201".to_owned()));
/// assert_eq!("503".parse::<Fault>()?, Fault::Html(503));
/// assert_eq!("reset-after".parse::<Fault>()?.to_string(), "reset-after");
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `EGW00201`, …: a refusal with this code, in the form and with the HTTP status in which the server sends it; on the
    /// OAuth paths in theirs. A code that this module doesn't know comes with HTTP 200 and `rt_cd` 1. Not processed.
    Code(String),
    /// `503`, …: this HTTP status with a page of HTML instead of an envelope, as gateways send it. Not processed.
    Html(u16),
    /// `503-processed`, …: the same, but the request was processed.
    HtmlProcessed(u16),
    /// Any answer. Not processed.
    Answer(Reply),
    /// Any answer; the request was processed.
    AnswerProcessed(Reply),
    /// `slow:500`, …: processed, and the answer's first byte comes after this time (milliseconds in the name).
    Slow(Duration),
    /// `silent`: processed, and no answer ever comes; the connection stays open.
    Silent,
    /// `dribble:20`, …: processed, and the answer comes in sixteen pieces, with this time between them.
    Dribble(Duration),
    /// `cut-off`: processed, but the connection ends after half of the announced length.
    CutOff,
    /// `close`: processed, but the connection ends without a byte of an answer.
    Close,
    /// `reset-before`: the connection is reset (RST) when the headers have come, before the request is looked at. Not
    /// processed, and not in [`Server::received`](super::Server::received).
    ResetBefore,
    /// `reset-after`: processed, then the connection is reset (RST) without a byte of an answer.
    ResetAfter,
    /// `token-lost`: the server forgets the tokens of this app key before it looks at the request, as after maintenance: a
    /// call gets `EGW00123`, a token request another token.
    TokenLost,
    /// `malformed`: JSON that ends in the middle, with a length that fits. Processed.
    Malformed,
    /// `empty-body`: no body at all. Processed.
    EmptyBody,
    /// `no-envelope`: `rt_cd`, `msg_cd` and `msg1` are missing; of the OAuth paths' answers everything is. Processed.
    NoEnvelope,
    /// `object-for-array`: of a list its first row, as an object. Processed.
    ObjectForArray,
    /// `array-for-object`: a list around each object. Processed.
    ArrayForObject,
    /// `other-case`: `Output1` for `output1` and the reverse. Processed.
    OtherCase,
    /// `other-container`: `output` for `output1`, `output1` for `output`. Processed.
    OtherContainer,
    /// `upper-case-keys`: the fields of all containers in upper case, as order replies have them. Processed.
    UpperCaseKeys,
    /// `no-container`: lists and objects are missing. Processed.
    NoContainer,
    /// `blank-container`: lists and objects are `""`. Processed.
    BlankContainer,
    /// `null-container`: lists and objects are null. Processed.
    NullContainer,
    /// `padded`: numbers with blanks or zeros before them, texts with blanks behind them. Processed.
    Padded,
    /// `unknown-keys`: fields that no page documents, of several JSON types, everywhere. Processed.
    UnknownKeys,
    /// `blank-numbers`: nothing or blanks where the page documents numbers. Processed.
    BlankNumbers,
    /// `more-without-keys`: `tr_cont` says that there are more pages, and the keys are missing.
    MoreWithoutKeys,
    /// `repeated-keys`: `tr_cont` says that there are more pages, and the keys are those that the request had.
    RepeatedKeys,
    /// `blank-next-key`: `tr_cont` says that there are more pages, and the key of the next one is blank.
    BlankNextKey,
    /// `tr-cont:0`, …: this `tr_cont`, whatever the page is.
    TrCont(String),
}

/// Those that are told by their names alone.
const NAMED: [(&str, Fault); 24] = [
    ("silent", Fault::Silent),
    ("cut-off", Fault::CutOff),
    ("close", Fault::Close),
    ("reset-before", Fault::ResetBefore),
    ("reset-after", Fault::ResetAfter),
    ("token-lost", Fault::TokenLost),
    ("malformed", Fault::Malformed),
    ("empty-body", Fault::EmptyBody),
    ("no-envelope", Fault::NoEnvelope),
    ("object-for-array", Fault::ObjectForArray),
    ("array-for-object", Fault::ArrayForObject),
    ("other-case", Fault::OtherCase),
    ("other-container", Fault::OtherContainer),
    ("upper-case-keys", Fault::UpperCaseKeys),
    ("no-container", Fault::NoContainer),
    ("blank-container", Fault::BlankContainer),
    ("null-container", Fault::NullContainer),
    ("padded", Fault::Padded),
    ("unknown-keys", Fault::UnknownKeys),
    ("blank-numbers", Fault::BlankNumbers),
    ("more-without-keys", Fault::MoreWithoutKeys),
    ("repeated-keys", Fault::RepeatedKeys),
    ("blank-next-key", Fault::BlankNextKey),
    ("tr-cont:", Fault::TrCont(String::new())),
];

impl Fault {
    /// A refusal with this code: [`Fault::Code`].
    #[must_use]
    pub fn code(code: &str) -> Self {
        Self::Code(code.to_owned())
    }

    /// One of each sort, every known code among them, to walk a matrix of all of them.
    #[must_use]
    pub fn every() -> Vec<Self> {
        let timed = [Self::Slow(Duration::from_millis(300)), Self::Dribble(Duration::from_millis(5))];
        let statuses = [502, 503, 504].map(Self::Html);
        let named = NAMED.into_iter().map(|(_, fault)| fault);
        refusal::codes()
            .map(Self::code)
            .chain(statuses)
            .chain([Self::HtmlProcessed(504)])
            .chain(timed)
            .chain(named)
            .chain([Self::TrCont("0".to_owned())])
            .collect()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => f.write_str(code),
            Self::Html(status) => write!(f, "{status}"),
            Self::HtmlProcessed(status) => write!(f, "{status}-processed"),
            Self::Answer(reply) => write!(f, "answer {}", reply.status),
            Self::AnswerProcessed(reply) => write!(f, "answer {} once processed", reply.status),
            Self::Slow(time) => write!(f, "slow:{}", time.as_millis()),
            Self::Dribble(time) => write!(f, "dribble:{}", time.as_millis()),
            Self::TrCont(value) => write!(f, "tr-cont:{value}"),
            named => f.write_str(NAMED.iter().find(|(_, fault)| fault == named).map_or("", |(name, _)| name)),
        }
    }
}

impl FromStr for Fault {
    type Err = Error;

    /// Reads a name.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) that lists the names.
    fn from_str(name: &str) -> Result<Self, Error> {
        if let Some((_, fault)) = NAMED.iter().find(|(known, _)| *known == name) {
            return Ok(fault.clone());
        }
        let status = |text: &str| text.parse().ok().filter(|status| (200..=599).contains(status));
        let milliseconds = |text: &str| text.parse().ok().map(Duration::from_millis);
        let parsed = match name.split_once(':') {
            Some(("slow", time)) => milliseconds(time).map(Self::Slow),
            Some(("dribble", time)) => milliseconds(time).map(Self::Dribble),
            Some(("tr-cont", value)) => Some(Self::TrCont(value.to_owned())),
            Some(_) => None,
            None => match name.strip_suffix("-processed") {
                Some(text) => status(text).map(Self::HtmlProcessed),
                None if name.len() == 3 => status(name).map(Self::Html),
                None => is_code(name).then(|| Self::code(name)),
            },
        };
        parsed.ok_or_else(|| {
            let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).filter(|name| !name.ends_with(':')).collect();
            Error::input(format!(
                "{name:?} is no fault: write a code of the server (EGW00201), an HTTP status (503, 503-processed), \
                 slow:MILLISECONDS, dribble:MILLISECONDS, tr-cont:VALUE, or one of {}",
                names.join(", ")
            ))
        })
    }
}

/// Whether it looks like `msg_cd`: eight capitals and digits (`EGW00201`, `40100000`).
fn is_code(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_name_of_its_own_that_reads_back() {
        let mut names = std::collections::BTreeSet::new();
        for fault in Fault::every() {
            let name = fault.to_string();
            assert_eq!(name.parse::<Fault>().expect("a name"), fault);
            assert!(names.insert(name.clone()), "{name} twice");
        }
        assert!(names.len() > 60, "{names:?}");
    }

    #[test]
    fn what_is_no_fault_is_answered_with_the_names() {
        for name in ["", "999", "slow", "slow:x", "egw00201", "503-procesed", "reset"] {
            let error = name.parse::<Fault>().expect_err(name).to_string();
            assert!(error.contains("reset-after") && error.contains("slow:MILLISECONDS"), "{error}");
        }
    }
}
