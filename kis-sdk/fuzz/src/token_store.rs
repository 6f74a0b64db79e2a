//! What a token store hands back: bytes that some other program or a broken disk may have written.

use std::sync::Arc;
use std::time::Duration;

use kis_sdk::token::{AccessToken, Entry, Lease, Purpose, StoreFuture, TokenKey, TokenStore};
use kis_sdk::{Client, Credentials, Environment, Error};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use tokio::runtime::{Builder, Runtime};

/// Nobody listens there: a token that isn't in the bytes is none.
const NOBODY: &str = "http://127.0.0.1:1";

/// Hands back the bytes, and whatever is saved it loses.
struct Bytes(Vec<u8>);

impl TokenStore for Bytes {
    fn load<'a>(&'a self, _: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        Box::pin(async { Ok(Some(Entry::from_bytes(self.0.clone()))) })
    }

    fn save<'a>(&'a self, _: &'a TokenKey, _: &'a Entry) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn lock<'a>(&'a self, _: &'a TokenKey) -> StoreFuture<'a, Lease> {
        Box::pin(async { Ok(Lease::new(())) })
    }
}

/// Asks for a token with a store that holds these bytes; and once more after mending what no fuzzer can guess: checksum,
/// server and key.
pub fn check(data: &[u8]) {
    for bytes in std::iter::once(data.to_vec()).chain(mended(data)) {
        match token(&bytes) {
            Ok(token) => {
                let members = members(&bytes).expect("a token comes from an entry");
                assert_eq!(members.get("token").and_then(Value::as_str), Some(token.expose()));
                assert_eq!(members.get("standing").and_then(Value::as_str), Some("good"));
                assert!(token.remaining() <= Duration::from_secs(366 * 86_400));
            }
            Err(error) => drop(format!("{error} {error:?}")),
        }
    }
}

/// The token that a client has from these bytes.
pub fn token(bytes: &[u8]) -> Result<AccessToken, Error> {
    thread_local!(static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime"));
    let (environment, credentials) = whose();
    let client = Client::builder(environment, credentials)
        .token_store(Arc::new(Bytes(bytes.to_vec())))
        .token_patience(Duration::ZERO)
        .build()?;
    RUNTIME.with(|runtime| runtime.block_on(client.access_token()))
}

fn whose() -> (Environment, Credentials) {
    (Environment::url(NOBODY).expect("loopback"), Credentials::new("key", "secret").expect("usable"))
}

fn members(bytes: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// The same members as this crate would have written them; none where they are no JSON object.
pub fn mended(data: &[u8]) -> Option<Vec<u8>> {
    let (environment, credentials) = whose();
    let key = TokenKey::new(&environment, &credentials, Purpose::AccessToken);
    let mut members = members(data)?;
    members.remove("checksum");
    members.insert("host".to_owned(), key.host().into());
    members.insert("key".to_owned(), key.id().into());
    let mut texts: Vec<String> = members.iter().map(|(name, value)| format!("{name}={value}")).collect();
    texts.sort_unstable();
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    let sum: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    members.insert("checksum".to_owned(), sum.into());
    Some(Value::from(members).to_string().into_bytes())
}
