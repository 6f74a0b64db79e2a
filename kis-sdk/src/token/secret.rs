//! The secrets themselves.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::margin;
use crate::client::headers::wiped_value;

/// A token or approval key that the server issued.
#[derive(Clone)]
pub(crate) struct Token(Arc<Inner>);

struct Inner {
    value: SecretString,
    /// `Bearer …`, made once; `None` where no header can carry it.
    authorization: Option<HeaderValue>,
    /// By this machine's steady clock: neither a wrong wall clock nor one that is set matters within a process.
    expires: Instant,
    margin: Duration,
    is_replacement: bool,
    has_worked: AtomicBool,
}

impl Token {
    /// A token that is good for `remaining` of `lifetime`.
    pub(super) fn new(value: SecretString, remaining: Duration, lifetime: Duration, is_replacement: bool) -> Self {
        let authorization = wiped_value(format!("Bearer {}", value.expose_secret()).into());
        Self(Arc::new(Inner {
            value,
            authorization,
            expires: Instant::now() + remaining,
            margin: margin(lifetime),
            is_replacement,
            has_worked: AtomicBool::new(false),
        }))
    }

    pub(crate) fn value(&self) -> &str {
        self.0.value.expose_secret()
    }

    /// The header `authorization`; `None` where no header can carry the token.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.0.authorization.as_ref()
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.0.value
    }

    /// Notes that the server accepted it: should it be refused later, that is news.
    pub(crate) fn accepted(&self) {
        self.0.has_worked.store(true, Ordering::Relaxed);
    }

    /// Whether it replaced a refused one and never worked either: then another one won't help.
    pub(super) fn is_in_vain(&self) -> bool {
        self.0.is_replacement && !self.0.has_worked.load(Ordering::Relaxed)
    }

    pub(super) fn is_usable(&self) -> bool {
        self.remaining() > self.0.margin
    }

    pub(super) fn remaining(&self) -> Duration {
        self.0.expires.saturating_duration_since(Instant::now())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// An access token (접근토큰), for a request of your own; from [`Client::access_token`](crate::Client::access_token).
///
/// `Debug` doesn't show it, there is no `Display`, and its memory is wiped when the last copy is dropped.
#[derive(Clone)]
pub struct AccessToken(pub(crate) Token);

/// The key of a realtime connection (웹소켓 접속키); from [`Client::approval_key`](crate::Client::approval_key).
///
/// `Debug` doesn't show it, there is no `Display`, and its memory is wiped when the last copy is dropped.
#[derive(Clone)]
pub struct ApprovalKey(pub(crate) Token);

impl AccessToken {
    /// The token itself, as it stands after `Bearer ` in the header `authorization`. Show it to nobody.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.value()
    }

    /// How long it is good for yet, as far as is known: the server can drop it earlier.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.0.remaining()
    }
}

impl ApprovalKey {
    /// The key itself, as it stands in the member `approval_key` of a subscription. Show it to nobody.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.value()
    }

    /// How long it is good for yet, as far as is known: the server can drop it earlier.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.0.remaining()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(***)")
    }
}

impl fmt::Debug for ApprovalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApprovalKey(***)")
    }
}
