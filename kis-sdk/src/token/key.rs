//! What a token is for: server, app key, purpose.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::{Credentials, Environment};

/// What a kept secret opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The access token (접근토큰) of every call, from `/oauth2/tokenP`.
    AccessToken,
    /// The key of a realtime connection (웹소켓 접속키), from `/oauth2/Approval`.
    ApprovalKey,
}

impl Purpose {
    /// A short name, fit for a file's: `access-token`, `approval-key`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access-token",
            Self::ApprovalKey => "approval-key",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccessToken => "access token",
            Self::ApprovalKey => "approval key",
        })
    }
}

/// Under what a [`TokenStore`](super::TokenStore) keeps an entry: one for each server, app key and purpose, so that real
/// and paper never mix.
///
/// It holds the app key as a hash only: a key can be logged, and be part of a file's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenKey {
    host: String,
    purpose: Purpose,
    id: String,
}

impl TokenKey {
    /// The key for a server and an app key: to test a store of your own; the client makes its own.
    ///
    /// ```
    /// use kis_sdk::token::{Purpose, TokenKey};
    /// use kis_sdk::{Credentials, Environment};
    ///
    /// let credentials = Credentials::new("key", "secret")?;
    /// let real = TokenKey::new(&Environment::Real, &credentials, Purpose::AccessToken);
    /// let paper = TokenKey::new(&Environment::Paper, &credentials, Purpose::AccessToken);
    /// assert_ne!(real.id(), paper.id());
    /// # Ok::<(), kis_sdk::Error>(())
    /// ```
    #[must_use]
    pub fn new(environment: &Environment, credentials: &Credentials, purpose: Purpose) -> Self {
        Self::of(environment.origin(), credentials.app_key(), purpose)
    }

    pub(super) fn of(origin: &str, app_key: &str, purpose: Purpose) -> Self {
        let digest = digest(&["kis-sdk token key", origin, app_key, purpose.name()]);
        Self { host: origin.to_owned(), purpose, id: format!("{}-{}", purpose.name(), &digest[..32]) }
    }

    /// A name for this key, unique for server, app key and purpose: lower-case letters, digits and dashes, 45 characters,
    /// the same in every process and release.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The server, e.g. `https://openapi.koreainvestment.com:9443`.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// What the kept secret is for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }
}

/// SHA-256 over texts, each with its length, in hexadecimal.
pub(super) fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_app_key_and_purpose_each_make_another_key() {
        let real = "https://openapi.koreainvestment.com:9443";
        let paper = "https://openapivts.koreainvestment.com:29443";
        let keys = [
            TokenKey::of(real, "PSabc", Purpose::AccessToken),
            TokenKey::of(paper, "PSabc", Purpose::AccessToken),
            TokenKey::of(real, "PSabd", Purpose::AccessToken),
            TokenKey::of(real, "PSabc", Purpose::ApprovalKey),
        ];
        let ids: std::collections::HashSet<&str> = keys.iter().map(TokenKey::id).collect();
        assert_eq!(ids.len(), 4);
        for key in &keys {
            assert_eq!(key.id().len(), 45);
            assert!(key.id().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            assert!(!format!("{key:?}").contains("PSab"), "the app key stays out");
        }
    }

    #[test]
    fn an_id_never_changes() {
        // Files and databases are found by it, also by a later release.
        let key = TokenKey::of("https://openapi.koreainvestment.com:9443", "PSabc", Purpose::AccessToken);
        assert_eq!(key.id(), "access-token-c5c79acaecaba3a48eb78ed13c89012f");
    }

    #[test]
    fn where_one_text_ends_matters() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
