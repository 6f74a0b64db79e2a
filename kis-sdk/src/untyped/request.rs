//! A request put together by hand.

use std::fmt;

use crate::client::Outgoing;
use crate::customer::check_header;
use crate::descriptor::{Kind, Method, Wire};
use crate::pages::{NO_KEY, SAME_KEYS};
use crate::{Account, Envelope, Error, ErrorKind};

/// A request for a TR that has no descriptor, for [`Client::call_untyped`](crate::Client::call_untyped): path, TR id and
/// parameters as the vendor's page prints them.
///
/// It gets what typed requests get: token, headers, pacing, retries, envelope-first errors, paging. What it can't give is
/// types: [`UntypedAnswer`](crate::UntypedAnswer) reads values on demand.
///
/// ```no_run
/// use kis_sdk::{Client, Untyped};
///
/// # async fn run(client: Client) -> Result<(), kis_sdk::Error> {
/// let call = Untyped::get("/uapi/domestic-stock/v1/quotations/inquire-price", "FHKST01010100")
///     .parameter("FID_COND_MRKT_DIV_CODE", "J")
///     .parameter("FID_INPUT_ISCD", "005930");
/// let answer = client.call_untyped(&call).await?;
/// for row in answer.rows("output") {
///     println!("{:?}", row.decimal("stck_prpr")?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a call does nothing until it is sent"]
pub struct Untyped {
    method: Method,
    kind: Kind,
    path: String,
    tr_id: String,
    pairs: Vec<(String, String)>,
    continued: bool,
}

impl Untyped {
    /// A query by GET: the parameters travel in the query string.
    pub fn get(path: impl Into<String>, tr_id: impl Into<String>) -> Self {
        Self::new(Method::Get, Kind::Query, path.into(), tr_id.into())
    }

    /// A POST: the parameters travel as a JSON object of texts, in the order in which they are given.
    ///
    /// It counts as an **order**, which is never sent twice, unless its TR id ends in `R` (a query); [`Untyped::query`] says
    /// otherwise.
    pub fn post(path: impl Into<String>, tr_id: impl Into<String>) -> Self {
        let tr_id = tr_id.into();
        let kind = if tr_id.ends_with('R') { Kind::Query } else { Kind::Order };
        Self::new(Method::Post, kind, path.into(), tr_id)
    }

    fn new(method: Method, kind: Kind, path: String, tr_id: String) -> Self {
        Self { method, kind, path, tr_id, pairs: Vec::new(), continued: false }
    }

    /// Says that it changes nothing at the broker, so that it may be sent again after a failure.
    pub fn query(mut self) -> Self {
        self.kind = Kind::Query;
        self
    }

    /// Adds a parameter; the name as printed on the page, because its case matters. A name that is there already gets the
    /// new value. Documented parameters without a value are better sent blank than left out.
    pub fn parameter(mut self, name: &str, value: impl Wire) -> Self {
        let value = value.wire().into_owned();
        match self.pairs.iter_mut().find(|(known, _)| known == name) {
            Some((_, place)) => *place = value,
            None => self.pairs.push((name.to_owned(), value)),
        }
        self
    }

    /// Adds the account as `CANO` and `ACNT_PRDT_CD`.
    pub fn account(self, account: &Account) -> Self {
        self.parameter("CANO", account.number()).parameter("ACNT_PRDT_CD", account.product())
    }

    /// The call for the page after the one that this envelope came with; `None` after the last page (연속조회).
    ///
    /// The keys of the answer go back under the names under which this call sent them, or in upper case where it sent none.
    ///
    /// ```no_run
    /// # async fn run(client: kis_sdk::Client, call: kis_sdk::Untyped) -> Result<(), kis_sdk::Error> {
    /// let mut next = Some(call);
    /// while let Some(call) = next {
    ///     let page = client.call_untyped(&call).await?;
    ///     next = call.next_page(&page.envelope)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Paging`] where the server promises another page and sends no key to it, or sends the keys that this
    /// call had: what was read so far is not all. A walk in a larger circle is for the caller to end.
    pub fn next_page(&self, envelope: &Envelope) -> Result<Option<Self>, Error> {
        if !envelope.continues {
            return Ok(None);
        }
        let broken = |message| Err(Error::new(ErrorKind::Paging, message).of(Outgoing::Untyped(self)));
        let Some(continuation) = &envelope.continuation else {
            return broken(NO_KEY);
        };
        let mut next = self.clone();
        for (key, value) in &continuation.keys {
            let printed = self.pairs.iter().map(|(name, _)| name).find(|name| name.eq_ignore_ascii_case(key));
            let name = printed.cloned().unwrap_or_else(|| key.to_ascii_uppercase());
            next = next.parameter(&name, value.as_str());
        }
        next.continued = true;
        if next == *self {
            return broken(SAME_KEYS);
        }
        Ok(Some(next))
    }

    /// What the server could not understand, or what would send the request elsewhere.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.path.starts_with('/') || self.path.starts_with("//") || self.path.contains(['?', '#']) {
            return Err(Error::input(format!(
                "the path of an untyped call is the page's URL, such as /uapi/…/inquire-price, without host and \
                 parameters, and not {:?}",
                self.path
            )));
        }
        check_header("tr_id", &self.tr_id)
    }

    pub(crate) fn is_continued(&self) -> bool {
        self.continued
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn tr_id(&self) -> &str {
        &self.tr_id
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Without what identifies the account.
    pub(crate) fn open_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs().filter(|(name, _)| !is_sensitive(name))
    }
}

/// Nobody described these parameters: the names by which accounts, keys and people go on the pages are hidden.
fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["CANO", "ACNT", "CTX_AREA", "USER_ID", "HTS_ID", "PASSWORD", "PWD", "SECRET"]
        .iter()
        .any(|part| name.contains(part))
}

impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(&self.tr_id);
        out.field("path", &self.path);
        for (name, value) in self.pairs() {
            if is_sensitive(name) && !value.is_empty() {
                out.field(name, &format_args!("***"));
            } else {
                out.field(name, &value);
            }
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_an_order_unless_it_is_known_to_ask_only() {
        assert_eq!(Untyped::post("/a", "TTTC0012U").kind(), Kind::Order);
        assert_eq!(Untyped::post("/a", "TEST0001").kind(), Kind::Order);
        assert_eq!(Untyped::post("/a", "TTTC8434R").kind(), Kind::Query);
        assert_eq!(Untyped::post("/a", "TEST0001").query().kind(), Kind::Query);
        assert_eq!(Untyped::get("/a", "TEST0001U").kind(), Kind::Query);
    }

    #[test]
    fn debug_hides_the_account() {
        let account = "12345678-01".parse().expect("an account");
        let call =
            Untyped::get("/a", "T").account(&account).parameter("PDNO", "005930").parameter("CTX_AREA_NK100", "x");
        let shown = format!("{call:?}");
        assert!(shown.contains("005930") && !shown.contains("12345678") && !shown.contains("\"x\""), "{shown}");
        assert_eq!(Vec::from_iter(call.open_pairs()), [("PDNO", "005930")]);
    }
}
