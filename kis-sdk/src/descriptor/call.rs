//! The values of one request, in the order of the TR's parameters.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::{Role, Tr, TrId};
use crate::pages::{NO_KEY, SAME_KEYS, insert};
use crate::{Account, Envelope, Error, ErrorKind};

/// What one request sends: a TR, the choice among its ids, and a value for each of its parameters.
///
/// Every documented parameter is sent, blank where there is nothing to say: the server can refuse a request that leaves
/// one out (`OPSQ2001`). `Debug` shows neither account numbers nor continuation keys.
#[derive(Clone, PartialEq)]
pub struct Call {
    tr: &'static Tr,
    choice: usize,
    values: Vec<Cow<'static, str>>,
    product_is_express: bool,
    continued: bool,
}

impl Call {
    /// A call with every parameter at its default.
    #[must_use]
    pub fn new(tr: &'static Tr) -> Self {
        let values = tr.parameters.iter().map(|parameter| Cow::Borrowed(parameter.default.unwrap_or(""))).collect();
        Self { tr, choice: 0, values, product_is_express: false, continued: false }
    }

    /// Fills the account's number and product code wherever the TR takes them.
    #[must_use]
    pub fn account(mut self, account: &Account) -> Self {
        for (parameter, value) in self.tr.parameters.iter().zip(&mut self.values) {
            match parameter.role {
                Role::AccountNumber => *value = Cow::Owned(account.number().to_owned()),
                Role::AccountProduct => *value = Cow::Owned(account.product().to_owned()),
                Role::Caller | Role::Continuation => {}
            }
        }
        self
    }

    /// Chooses one of the TR's ids.
    #[must_use]
    pub fn choose(mut self, choice: usize) -> Self {
        self.choice = choice;
        self
    }

    /// Sets the parameter at `index`.
    ///
    /// # Panics
    /// Where the TR has no such parameter: a bug in generated code.
    #[must_use]
    pub fn with(mut self, index: usize, value: impl Wire) -> Self {
        self.values[index] = value.wire();
        self.product_is_express |= self.tr.parameters[index].role == Role::AccountProduct;
        self
    }

    /// The TR.
    #[must_use]
    pub fn tr(&self) -> &'static Tr {
        self.tr
    }

    /// The chosen TR id.
    #[must_use]
    pub fn tr_id(&self) -> TrId {
        self.tr.tr_ids[self.choice]
    }

    /// Wire names and values, in the page's order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (&'static str, &str)> {
        self.tr.parameters.iter().zip(&self.values).map(|(parameter, value)| (parameter.name, value.as_ref()))
    }

    /// The value of the parameter at `index`.
    #[must_use]
    pub fn value(&self, index: usize) -> &str {
        &self.values[index]
    }

    /// The call for the page after the one that this envelope came with; `None` after the last page (연속조회).
    ///
    /// [`Client::pages`](crate::Client::pages) does so for a generated request; this is for calls that are put together at
    /// run time.
    ///
    /// ```no_run
    /// # async fn run(client: kis_sdk::Client, call: kis_sdk::descriptor::Call) -> Result<(), kis_sdk::Error> {
    /// let mut next = Some(call);
    /// while let Some(call) = next {
    ///     let page = client.call(&call).await?;
    ///     next = call.next_page(&page.envelope)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Paging`](crate::ErrorKind::Paging) where the server promises another page and sends no key to it, or
    /// sends the keys that this call had: what was read so far is not all. A walk in a larger circle is for the caller to
    /// end: two calls with the same values are equal.
    pub fn next_page(&self, envelope: &Envelope) -> Result<Option<Self>, Error> {
        if !envelope.continues {
            return Ok(None);
        }
        let broken = |message| Error::new(ErrorKind::Paging, message).of(self);
        let continuation = envelope.continuation.as_ref().ok_or_else(|| broken(NO_KEY))?;
        let mut next = self.clone();
        insert(&mut next, continuation).map_err(broken)?;
        next.continued = true;
        if next == *self { Err(broken(SAME_KEYS)) } else { Ok(Some(next)) }
    }

    /// Whether it asks for a page after the first.
    pub(crate) fn is_continued(&self) -> bool {
        self.continued
    }

    /// Puts a continuation key in.
    pub(crate) fn set(&mut self, index: usize, value: String) {
        self.values[index] = Cow::Owned(value);
    }

    /// The product code that the page asks for and the code that would be sent, where they differ and nobody said so.
    pub(crate) fn product_mismatch(&self) -> Option<(&'static str, &str)> {
        if self.product_is_express {
            return None;
        }
        let rows = self.tr.parameters.iter().zip(&self.values);
        rows.filter(|(parameter, _)| parameter.role == Role::AccountProduct)
            .find_map(|(parameter, value)| Some((parameter.default?, value.as_ref())))
            .filter(|(documented, value)| documented != value)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(self.tr_id().real);
        for (parameter, value) in self.tr.parameters.iter().zip(&self.values) {
            let hidden = parameter.sensitive || matches!(parameter.role, Role::AccountNumber | Role::Continuation);
            if hidden && !value.is_empty() {
                out.field(parameter.name, &format_args!("***"));
            } else {
                out.field(parameter.name, value);
            }
        }
        out.finish()
    }
}

impl PartialEq for Tr {
    /// Two descriptions are the same when they are the same static.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// A value that can stand in a request, in the form the server reads.
pub trait Wire {
    /// The text that travels.
    fn wire(self) -> Cow<'static, str>;
}

impl Wire for &str {
    fn wire(self) -> Cow<'static, str> {
        Cow::Owned(self.to_owned())
    }
}

impl Wire for String {
    fn wire(self) -> Cow<'static, str> {
        Cow::Owned(self)
    }
}

/// Plain digits, no exponent, no thousands separators: `71500`, `0.25`.
impl Wire for Decimal {
    fn wire(self) -> Cow<'static, str> {
        Cow::Owned(self.normalize().to_string())
    }
}

/// `YYYYMMDD`.
impl Wire for Date {
    fn wire(self) -> Cow<'static, str> {
        Cow::Owned(format!("{:04}{:02}{:02}", self.year(), self.month(), self.day()))
    }
}

/// `HHMMSS`.
impl Wire for Time {
    fn wire(self) -> Cow<'static, str> {
        Cow::Owned(format!("{:02}{:02}{:02}", self.hour(), self.minute(), self.second()))
    }
}
