//! What a stream tells.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::SystemTime;

use super::failure::Failure;
use super::socket::Text;
use crate::descriptor::{Field, Subscription, Tr, columns};
use crate::{Date, Decimal, Error, ErrorKind, Time, decode};

/// What is subscribed to within a TR (`tr_key`): a code, or the HTS ID of notices. `Display` and `Debug` show an HTS ID as
/// `***`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    text: Arc<str>,
    is_sensitive: bool,
}

impl Key {
    pub(crate) fn new(text: &str, is_sensitive: bool) -> Self {
        Self { text: text.into(), is_sensitive }
    }

    /// The key itself. Of notices it is an HTS ID: think before you log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if self.is_sensitive { "***" } else { &self.text })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// One record as it came, to be read as what its TR says. Cheap to clone.
///
/// `Debug` shows TR and key only: records of notices hold account numbers.
#[derive(Clone)]
pub struct Pushed {
    tr: &'static Tr,
    key: Key,
    frame: Text,
    range: Range<usize>,
}

impl Pushed {
    pub(crate) fn new(tr: &'static Tr, key: Key, frame: Text, range: Range<usize>) -> Self {
        Self { tr, key, frame, range }
    }

    /// Its TR.
    #[must_use]
    pub fn tr(&self) -> &'static Tr {
        self.tr
    }

    /// The key that it was subscribed to with.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Its columns as they came, decrypted: `005930^093001^71500`.
    #[must_use]
    pub fn columns(&self) -> &str {
        &self.frame[self.range.clone()]
    }

    /// The documented fields with their columns, padding removed. It ends where columns are missing.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        self.tr.response.iter().zip(self.columns().split('^').map(str::trim))
    }

    /// The column of a documented field, padding removed, by its name in any case; `None` where the page has no such field
    /// and where the column is missing.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields().find(|(field, _)| field.name.eq_ignore_ascii_case(name)).map(|(_, column)| column)
    }

    /// The column of a documented field as a number; `None` where it is blank or missing.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] where it holds anything else, and where the page has no such field.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, Error> {
        self.as_value(name, decode::decimal)
    }

    /// The column of a documented field as a day; `None` where it is blank, zeros or missing.
    ///
    /// # Errors
    /// As [`Pushed::decimal`].
    pub fn date(&self, name: &str) -> Result<Option<Date>, Error> {
        self.as_value(name, decode::date)
    }

    /// The column of a documented field as a time of day; `None` where it is blank or missing.
    ///
    /// # Errors
    /// As [`Pushed::decimal`].
    pub fn time(&self, name: &str) -> Result<Option<Time>, Error> {
        self.as_value(name, decode::time)
    }

    fn as_value<T>(&self, name: &str, read: fn(&str) -> Result<Option<T>, &'static str>) -> Result<Option<T>, Error> {
        let fields = self.tr.response;
        let error = |message: String| Error::new(ErrorKind::Decode, message).of_record(self.tr);
        let Some(field) = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)) else {
            let names = fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            return Err(error(format!("no field {name}; there are {names}")));
        };
        read(self.text(name).unwrap_or_default()).map_err(|expected| {
            let text = self.text(name).unwrap_or_default();
            let held = if field.sensitive { "something".to_owned() } else { format!("{text:?}") };
            error(format!("field {} {} holds {held} where {expected} was asked for", field.name, field.label))
        })
    }

    /// The typed record, if it is one of this TR.
    ///
    /// ```no_run
    /// # use kis_sdk::realtime::Pushed;
    /// use kis_sdk::domestic_stock::realtime::{quote_krx, trade_krx};
    ///
    /// # fn show(pushed: Pushed) -> Result<(), kis_sdk::Error> {
    /// if let Some(trade) = pushed.read::<trade_krx::Request>() {
    ///     println!("{:?}", trade?.stck_prpr);
    /// } else if let Some(quote) = pushed.read::<quote_krx::Request>() {
    ///     println!("{:?}", quote?.askp1);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn read<S: Subscription>(&self) -> Option<Result<S::Record, Error>> {
        (S::TR == self.tr).then(|| columns::<S>(self.columns()))
    }
}

impl fmt::Debug for Pushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pushed")
            .field("tr_id", &self.tr.tr_ids.first().map(|id| id.real))
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A time without data: what the server sent in it is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// When the last message came before it.
    pub from: SystemTime,
    /// When the subscription was there again.
    pub to: SystemTime,
    /// How the connection was lost; of several losses in a row the first one.
    pub why: Arc<str>,
}

impl Gap {
    /// Both as one.
    pub(crate) fn and(self, later: Self) -> Self {
        Self { from: self.from.min(later.from), to: self.to.max(later.to), why: self.why }
    }
}

/// What happens in a session, and the records beside it: an item of [`Events`](super::Events).
///
/// `Debug` is one line, with TRs by their ids and without anything secret.
#[derive(Clone)]
#[non_exhaustive]
pub enum Event {
    /// A record came.
    Record(Pushed),
    /// A connection was made; subscriptions follow.
    Connected,
    /// The server acknowledged a subscription, or acknowledged it again after a loss.
    Acknowledged {
        /// The TR.
        tr: &'static Tr,
        /// What is subscribed to.
        key: Key,
    },
    /// The server acknowledged that a subscription ended.
    Unsubscribed {
        /// The TR.
        tr: &'static Tr,
        /// What was subscribed to.
        key: Key,
    },
    /// The server refused a subscription, which ends it.
    Refused {
        /// The TR.
        tr: &'static Tr,
        /// What was asked for.
        key: Key,
        /// The code, explained.
        failure: Failure,
    },
    /// The connection was lost, or none came about; another one is being made.
    Lost {
        /// How.
        why: Arc<str>,
    },
    /// A subscription is there again after a loss.
    Gap {
        /// The TR.
        tr: &'static Tr,
        /// What is subscribed to.
        key: Key,
        /// When nothing came.
        gap: Gap,
    },
    /// All subscriptions are there again after a loss: the longest of their gaps.
    Reconnected {
        /// When nothing came, or not everything.
        gap: Gap,
    },
    /// Records of this TR have more columns than its page documents. They are left alone; said once for each TR.
    NewColumns {
        /// The TR.
        tr: &'static Tr,
        /// How many columns its page documents.
        documented: usize,
        /// How many came.
        received: usize,
    },
    /// A message can't be read, and the records in it are lost.
    Unreadable {
        /// What is wrong with it.
        failure: Failure,
    },
    /// So many items were dropped, because the buffer was full.
    Dropped(u64),
    /// The session ended, and the stream ends with it: for good, until something is subscribed to anew. `None` where the
    /// program closed it.
    Closed(Option<Failure>),
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = |tr: &Tr| tr.tr_ids.first().map_or("", |id| id.real);
        match self {
            Self::Record(pushed) => write!(f, "Record({pushed:?})"),
            Self::Connected => f.write_str("Connected"),
            Self::Acknowledged { tr, key } => write!(f, "Acknowledged({} {key})", id(tr)),
            Self::Unsubscribed { tr, key } => write!(f, "Unsubscribed({} {key})", id(tr)),
            Self::Refused { tr, key, failure } => write!(f, "Refused({} {key}: {failure})", id(tr)),
            Self::Lost { why } => write!(f, "Lost({why})"),
            Self::Gap { tr, key, gap } => write!(f, "Gap({} {key}: {gap:?})", id(tr)),
            Self::Reconnected { gap } => write!(f, "Reconnected({gap:?})"),
            Self::NewColumns { tr, documented, received } => {
                write!(f, "NewColumns({}: {documented} documented, {received} received)", id(tr))
            }
            Self::Unreadable { failure } => write!(f, "Unreadable({failure})"),
            Self::Dropped(number) => write!(f, "Dropped({number})"),
            Self::Closed(None) => f.write_str("Closed"),
            Self::Closed(Some(failure)) => write!(f, "Closed({failure})"),
        }
    }
}
