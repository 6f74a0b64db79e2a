//! The text frames that the server sends, read without a connection: pure functions over text.
//!
//! A data frame is `0|H0STCNT0|002|a^b^c^a^b^c`: whether it is encrypted (`1`), the TR id, how many records there are, and
//! the columns of all records in a row, each record with as many as the others. Everything else is JSON.
//!
//! ```
//! use kis_sdk::realtime::frame::{self, Frame};
//!
//! let Frame::Data(data) = frame::parse("0|H0STCNT0|002|005930^71500^000660^187300")? else { panic!("no data") };
//! let records: Vec<&str> = data.records()?.collect();
//! assert_eq!((data.tr_id(), records.as_slice()), ("H0STCNT0", ["005930^71500", "000660^187300"].as_slice()));
//! # Ok::<(), frame::Unreadable>(())
//! ```

use std::fmt;
use std::ops::Range;

/// What stands between two columns.
const SEPARATOR: u8 = b'^';

/// The longest TR id that is taken for one.
const LONGEST_ID: usize = 16;

/// One text message of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Frame<'a> {
    /// Records, encrypted or not.
    Data(Data<'a>),
    /// An acknowledgement, an error or `PINGPONG`: a JSON text, which is yet to be parsed.
    Json(&'a str),
}

/// A data frame. `Debug` doesn't show its records: those of notices hold account numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Data<'a> {
    is_encrypted: bool,
    tr_id: &'a str,
    count: usize,
    payload: &'a str,
    begin: usize,
}

/// Reads the head of a text message. The work doesn't depend on how many records it announces. Line ends and other control
/// characters after the message are no part of it.
///
/// # Errors
/// [`Unreadable`] where it is neither JSON nor a data frame.
pub fn parse(text: &str) -> Result<Frame<'_>, Unreadable> {
    let text = text.trim_end_matches(|letter: char| letter.is_ascii_control());
    let first = text.trim_ascii_start().as_bytes().first();
    if first == Some(&b'{') {
        return Ok(Frame::Json(text));
    }
    let mut parts = text.splitn(4, '|');
    let (flag, tr_id, count, payload) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(flag), Some(tr_id), Some(count), Some(payload)) => (flag, tr_id, count, payload),
        _ => return Err(Unreadable::NoFrame { length: text.len() }),
    };
    let is_encrypted = match flag {
        "0" => false,
        "1" => true,
        _ => return Err(Unreadable::NoFrame { length: text.len() }),
    };
    if tr_id.is_empty() || tr_id.len() > LONGEST_ID || !tr_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Unreadable::NoFrame { length: text.len() });
    }
    let is_number = !count.is_empty() && count.len() <= 6 && count.bytes().all(|byte| byte.is_ascii_digit());
    let count = if is_number { count.parse().unwrap_or_default() } else { 0 };
    if count == 0 {
        return Err(Unreadable::Count { tr_id: tr_id.to_owned() });
    }
    Ok(Frame::Data(Data { is_encrypted, tr_id, count, payload, begin: text.len() - payload.len() }))
}

impl<'a> Data<'a> {
    /// Whether the payload is encrypted, with the key that the acknowledgement of its TR brought.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// The TR id: on paper the paper one.
    #[must_use]
    pub fn tr_id(&self) -> &'a str {
        self.tr_id
    }

    /// How many records the frame announces, at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The columns of all records, or what they are encrypted to.
    #[must_use]
    pub fn payload(&self) -> &'a str {
        self.payload
    }

    /// Where the payload begins in the message.
    pub(crate) fn begin(&self) -> usize {
        self.begin
    }

    /// The records of a payload that is not encrypted.
    ///
    /// # Errors
    /// [`Unreadable::Uneven`] where the columns can't be shared out evenly: records would shift.
    pub fn records(&self) -> Result<Records<'a>, Unreadable> {
        split(self.tr_id, self.payload, self.count)
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data")
            .field("is_encrypted", &self.is_encrypted)
            .field("tr_id", &self.tr_id)
            .field("count", &self.count)
            .field("payload_length", &self.payload.len())
            .finish()
    }
}

/// Shares the columns of a plain payload out among `count` records; `tr_id` is for the error.
///
/// A separator after the last column ends it where the columns go up without it, and only there.
///
/// # Errors
/// [`Unreadable::Uneven`] where that leaves a rest, or nothing for some.
pub fn split<'a>(tr_id: &str, payload: &'a str, count: usize) -> Result<Records<'a>, Unreadable> {
    let columns = payload.as_bytes().chunks(CHUNK).map(separators).sum::<usize>() + 1;
    let (payload, all) = match payload.strip_suffix('^') {
        Some(ended) if count > 0 && columns % count == 1 => (ended, columns - 1),
        _ => (payload, columns),
    };
    if count == 0 || all < count || !all.is_multiple_of(count) {
        return Err(Unreadable::Uneven { tr_id: tr_id.to_owned(), count, columns });
    }
    Ok(Records { payload, columns: all / count, left: count, at: 0 })
}

/// The records of a frame, in its order: the columns of each as text. Allocates nothing.
#[derive(Clone)]
pub struct Records<'a> {
    payload: &'a str,
    columns: usize,
    left: usize,
    at: usize,
}

impl Records<'_> {
    /// How many columns each record has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Where the next record is in the payload.
    pub(crate) fn next_range(&mut self) -> Option<Range<usize>> {
        self.left = self.left.checked_sub(1)?;
        let rest = &self.payload.as_bytes()[self.at..];
        let length = if self.left == 0 { rest.len() } else { nth_separator(rest, self.columns) };
        let range = self.at..self.at + length;
        self.at = (range.end + 1).min(self.payload.len());
        Some(range)
    }
}

/// How many bytes are counted at once: so few that the number fits one byte, which the processor adds many of at a time.
const CHUNK: usize = 64;

/// How many separators a chunk has.
fn separators(chunk: &[u8]) -> usize {
    usize::from(chunk.iter().map(|byte| u8::from(*byte == SEPARATOR)).sum::<u8>())
}

/// Where the `n`th separator is, counted from 1.
fn nth_separator(bytes: &[u8], n: usize) -> usize {
    let mut left = n;
    for (begin, chunk) in (0..).step_by(CHUNK).zip(bytes.chunks(CHUNK)) {
        let count = separators(chunk);
        if count >= left {
            let mut places = chunk.iter().enumerate().filter(|(_, byte)| **byte == SEPARATOR);
            return places.nth(left - 1).map_or(bytes.len(), |(place, _)| begin + place);
        }
        left -= count;
    }
    bytes.len()
}

impl<'a> Iterator for Records<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.next_range().map(|range| &self.payload[range])
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Records<'_> {}

impl fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").field("columns", &self.columns).field("left", &self.left).finish_non_exhaustive()
    }
}

/// Why a message can't be read. It never holds the message's contents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is neither JSON nor of the form `0|TR id|number|columns`.
    NoFrame {
        /// Its length in bytes.
        length: usize,
    },
    /// It doesn't say how many records it has, or says none.
    Count {
        /// Its TR id.
        tr_id: String,
    },
    /// Its columns can't be shared out evenly among its records.
    Uneven {
        /// Its TR id.
        tr_id: String,
        /// How many records it announces.
        count: usize,
        /// How many columns there are in all.
        columns: usize,
    },
}

impl Unreadable {
    /// The TR id that the message names, if it does.
    #[must_use]
    pub fn tr_id(&self) -> Option<&str> {
        match self {
            Self::NoFrame { .. } => None,
            Self::Count { tr_id } | Self::Uneven { tr_id, .. } => Some(tr_id),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFrame { length } => {
                write!(f, "a message of {length} bytes is neither JSON nor a data frame (0|TR id|number|columns)")
            }
            Self::Count { tr_id } => write!(f, "a data frame of {tr_id} doesn't say how many records it has"),
            Self::Uneven { tr_id, count, columns } => write!(
                f,
                "a data frame of {tr_id} announces {count} records and has {columns} columns, which can't be shared out \
                 evenly: its records are lost rather than read in the wrong places"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(text: &str) -> Result<Vec<&str>, Unreadable> {
        match parse(text)? {
            Frame::Data(data) => Ok(data.records()?.collect()),
            Frame::Json(_) => Ok(Vec::new()),
        }
    }

    #[test]
    fn every_record_of_a_frame() {
        assert_eq!(records("0|H0STCNT0|001|005930^1^"), Ok(vec!["005930^1^"]));
        assert_eq!(records("0|H0STCNT0|003|a^1^b^2^c^3"), Ok(vec!["a^1", "b^2", "c^3"]));
        assert_eq!(records("0|H0STCNT0|002|a^^^b^^"), Ok(vec!["a^^", "b^^"]));
        assert_eq!(records("0|H0STCNT0|002|a^b"), Ok(vec!["a", "b"]));
        assert_eq!(records("0|H0STCNT0|1|가^나|다"), Ok(vec!["가^나|다"]));
        assert_eq!(records("0|H0STCNT0|001|"), Ok(vec![""]));
        assert_eq!(records("0|H0STCNT0|003|^^"), Ok(vec!["", "", ""]));
    }

    #[test]
    fn what_follows_the_last_column_is_none() {
        // Of one record it is a blank column more, which changes nothing.
        assert_eq!(records("0|H0STCNT0|001|a^1^"), Ok(vec!["a^1^"]));
        assert_eq!(records("0|H0STCNT0|002|a^1^b^2^"), Ok(vec!["a^1", "b^2"]));
        assert_eq!(records("0|H0STCNT0|003|a^^b^^c^^^"), Err(uneven(3, 8)));
        for end in ["\r\n", "\n", "\0", "\r\n\0"] {
            assert_eq!(records(&format!("0|H0STCNT0|002|a^가^b^{end}")), Ok(vec!["a^가", "b^"]));
            assert_eq!(records(&format!("0|H0STCNT0|002|a^1^b^2^{end}")), Ok(vec!["a^1", "b^2"]));
            assert_eq!(parse(&format!("{{}}{end}")), Ok(Frame::Json("{}")));
        }
    }

    fn uneven(count: usize, columns: usize) -> Unreadable {
        Unreadable::Uneven { tr_id: "H0STCNT0".to_owned(), count, columns }
    }

    #[test]
    fn what_does_not_fit_is_refused_and_never_shifted() {
        for text in ["0|H0STCNT0|002|a^b^c", "0|H0STCNT0|004|a^b", "0|H0STCNT0|999999|a"] {
            assert!(matches!(records(text), Err(Unreadable::Uneven { .. })), "{text}");
        }
        for text in ["0|H0STCNT0|000|a", "0|H0STCNT0||a", "0|H0STCNT0|-1|a", "0|H0STCNT0|99999999999999999999|a"] {
            assert!(matches!(records(text), Err(Unreadable::Count { .. })), "{text}");
        }
        for text in ["", "PINGPONG", "2|H0STCNT0|001|a", "0|H0 STCNT0|001|a", "0||001|a", "0|H0STCNT0|001", "|||"] {
            assert!(matches!(records(text), Err(Unreadable::NoFrame { .. })), "{text}");
        }
        assert_eq!(parse(" {\"header\":{}}"), Ok(Frame::Json(" {\"header\":{}}")));
    }

    #[test]
    fn debug_hides_records() {
        let frame = parse("1|H0STCNI0|001|c2VjcmV0").expect("a frame");
        assert!(format!("{frame:?}").contains("H0STCNI0") && !format!("{frame:?}").contains("c2VjcmV0"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}|[01]\\|[A-Z0-9]{0,9}\\|[0-9]{0,4}\\|[a-c^가|]{0,300}") {
            match parse(&text) {
                Ok(Frame::Data(data)) => if let Ok(records) = data.records() {
                    let columns = records.columns();
                    let all: Vec<&str> = records.collect();
                    prop_assert_eq!(all.len(), data.count());
                    prop_assert!(all.iter().all(|record| record.split('^').count() == columns));
                    let joined = all.join("^");
                    prop_assert!([data.payload(), data.payload().strip_suffix('^').unwrap_or_default()].contains(&&*joined));
                },
                Ok(Frame::Json(json)) => prop_assert_eq!(json, &text),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
