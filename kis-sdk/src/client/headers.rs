//! The request headers: what is the same for every call is put together once, when the client is built.

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::token::Token;
use crate::{Credentials, Customer, Error, ErrorKind};

const TR_ID: HeaderName = HeaderName::from_static("tr_id");
const TR_CONT: HeaderName = HeaderName::from_static("tr_cont");
const GT_UID: HeaderName = HeaderName::from_static("gt_uid");

/// The headers of a client's calls, with blanks where each call has its own.
pub(super) struct Headers {
    common: HeaderMap,
}

impl Headers {
    /// In the order of the pages, which a later value in place of a blank doesn't change.
    pub(super) fn new(
        credentials: &Credentials,
        customer: &Customer,
        mac_address: Option<&str>,
    ) -> Result<Self, Error> {
        let blank = HeaderValue::from_static("");
        let mut common = content_type();
        common.insert(AUTHORIZATION, blank.clone());
        sign(&mut common, credentials)?;
        common.insert(TR_ID, blank.clone());
        common.insert(TR_CONT, blank.clone());
        let mut insert = |name, value: &str| {
            secret_value(name, value).map(|value| common.insert(HeaderName::from_static(name), value))
        };
        match customer {
            Customer::Individual => insert("custtype", "P")?,
            Customer::Corporate(corporate) => {
                insert("custtype", "B")?;
                for (name, value) in corporate.headers() {
                    insert(name, value)?;
                }
                insert("gt_uid", "")?
            }
        };
        if let Some(mac_address) = mac_address {
            insert("mac_address", mac_address)?;
        }
        Ok(Self { common })
    }

    /// Those of one request.
    pub(super) fn of_call(
        &self,
        tr_id: &str,
        continued: bool,
        token: &Token,
        gt_uid: Option<&str>,
    ) -> Result<HeaderMap, Error> {
        let mut headers = self.common.clone();
        let authorization = token
            .authorization()
            .ok_or_else(|| Error::new(ErrorKind::Unavailable, "the server issued a token that no header can carry"))?;
        headers.insert(AUTHORIZATION, authorization.clone());
        headers.insert(TR_ID, value("tr_id", tr_id)?);
        if continued {
            headers.insert(TR_CONT, HeaderValue::from_static("N"));
        }
        if let Some(gt_uid) = gt_uid {
            headers.insert(GT_UID, value("gt_uid", gt_uid)?);
        }
        Ok(headers)
    }
}

/// What every request has, the unsigned ones too.
pub(super) fn content_type() -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"))])
}

/// Adds app key and app secret.
pub(super) fn sign(headers: &mut HeaderMap, credentials: &Credentials) -> Result<(), Error> {
    for (name, value) in [("appkey", credentials.app_key()), ("appsecret", credentials.app_secret())] {
        headers.insert(HeaderName::from_static(name), secret_value(name, value)?);
    }
    Ok(())
}

fn value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| unfit(name))
}

/// A value that neither `Debug` nor the connection's logs may show.
fn secret_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    wiped_value(text.into()).ok_or_else(|| unfit(name))
}

fn unfit(name: &str) -> Error {
    Error::input(format!("the header {name} can't carry the value that it was given"))
}

/// A sensitive value whose memory is wiped when its last copy is dropped; `None` where no header can carry it.
pub(crate) fn wiped_value(value: SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Wiped(value))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Lends its bytes and wipes them at last.
struct Wiped(SecretString);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}
