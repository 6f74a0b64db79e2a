//! What a token store hands back: bytes that some other program or a broken disk may have written.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kis_sdk::token::{AccessToken, Entry, Lease, Purpose, StoreFuture, TokenKey, TokenStore};
use kis_sdk::{Client, Credentials, Environment, Error};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use tokio::runtime::{Builder, Runtime};

/// Nobody listens there: a token that isn't in the bytes is none.
const NOBODY: &str = "http://127.0.0.1:1";

/// Hands back what it was given; whatever is saved it loses.
#[derive(Clone, Default)]
struct Bytes(Arc<Mutex<Vec<u8>>>);

impl TokenStore for Bytes {
    fn load<'a>(&'a self, _: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        Box::pin(async { Ok(Some(Entry::from_bytes(self.0.lock().expect("one thread").clone()))) })
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

/// One client for all inputs: to build one takes longer than everything else here.
struct Asker {
    runtime: Runtime,
    client: Client,
    store: Bytes,
}

impl Asker {
    fn new() -> Self {
        let store = Bytes::default();
        let (environment, credentials) = whose();
        let client = Client::builder(environment, credentials)
            .token_store(store.clone())
            .token_patience(Duration::ZERO)
            .build()
            .expect("a client");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, client, store }
    }
}

/// The token that a client has from these bytes.
pub fn token(bytes: &[u8]) -> Result<AccessToken, Error> {
    thread_local!(static ASKER: Asker = Asker::new());
    ASKER.with(|Asker { runtime, client, store }| {
        bytes.clone_into(&mut store.0.lock().expect("one thread"));
        runtime.block_on(async {
            let token = client.access_token().await?;
            // So that the next input is looked at.
            client.discard_access_token(&token).await;
            Ok(token)
        })
    })
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

/// The same members as this crate would have written them; none where they are no JSON object. A token that can be one is
/// another one each time: one that was discarded isn't taken again.
pub fn mended(data: &[u8]) -> Option<Vec<u8>> {
    let (environment, credentials) = whose();
    let key = TokenKey::new(&environment, &credentials, Purpose::AccessToken);
    let mut members = members(data)?;
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    if let Some(Value::String(token)) = members.get_mut("token").filter(|token| token.as_str() != Some("")) {
        token.push_str(&format!("-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    }
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
