//! What generated structs and requests are to the runtime.

use super::walk::values;
use super::{Call, Tr, Value, Walker};
use crate::Envelope;

/// A generated struct that is filled, shown, copied and compared through one function.
///
/// ```
/// use kis_sdk::Decimal;
/// use kis_sdk::descriptor::{Record, Value, Walker, values};
///
/// #[derive(Default)]
/// struct Lot {
///     pdno: String,
///     cblc_qty: Option<Decimal>,
/// }
///
/// impl Record for Lot {
///     fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
///         Self { pdno: walker.text(&self.pdno), cblc_qty: walker.decimal(self.cblc_qty) }
///     }
/// }
///
/// let lot = Lot { pdno: "KR103502GD61".to_owned(), cblc_qty: Some(5000.into()) };
/// assert!(matches!(values(&lot)[..], [Value::Text("KR103502GD61"), Value::Decimal(Some(_))]));
/// ```
pub trait Record: Default + Send + 'static {
    /// Hands every field to the walker, in the order of the TR's table, and makes a record of what it gives back.
    ///
    /// Reading an answer into a record whose fields are of another number or of other kinds than the table's panics: that is
    /// a bug in what was generated or written by hand, and the values would be lost without a word.
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self;
}

/// The rows of a nested object or array: `Option<T>` holds one at most, `Vec<T>` any number.
pub trait Rows {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// The values of the row at `index`, as [`values`] gives them; none where there is no such row.
    fn values(&self, index: usize) -> Vec<Value<'_>>;
}

impl<T: Record> Rows for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn values(&self, index: usize) -> Vec<Value<'_>> {
        self.get(index).map(values).unwrap_or_default()
    }
}

impl<T: Record> Rows for Option<T> {
    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn values(&self, index: usize) -> Vec<Value<'_>> {
        self.as_ref().filter(|_| index == 0).map(values).unwrap_or_default()
    }
}

/// A generated answer: the envelope beside the outputs.
pub trait Answer: Record {
    /// `rt_cd`, `msg_cd`, `msg1`, the continuation and the raw body.
    fn envelope(&self) -> &Envelope;
}

/// A generated request: what is sent, and what comes back.
pub trait Endpoint: Clone + Send + Sync {
    /// The typed answer.
    type Answer: Answer;

    /// The TR's description.
    const TR: &'static Tr;

    /// The values to send.
    fn call(&self) -> &Call;
}

/// A generated realtime request: what is subscribed to, and the record that is pushed.
///
/// Its TR is a [`Kind::Realtime`](super::Kind::Realtime) one. The client sends its ids itself; the parameters are what the
/// caller knows, mostly `tr_key` alone. [`columns`](super::columns) reads the records.
pub trait Subscription: Clone + Send + Sync {
    /// One typed record.
    type Record: Record;

    /// The TR's description.
    const TR: &'static Tr;

    /// The values to subscribe with.
    fn call(&self) -> &Call;
}
