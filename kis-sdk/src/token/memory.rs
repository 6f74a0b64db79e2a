//! Tokens in the memory of this process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use tokio::sync::Mutex as AsyncMutex;

use super::TokenKey;
use super::store::{Entry, Lease, StoreFuture, TokenStore};

/// Keeps tokens in the memory of this process, for as long as it runs. Clones share what they keep.
///
/// For programs that may not write files. Each start of such a program asks for a token, which sends the account's owner a
/// message; [`FileTokenStore`](super::FileTokenStore) avoids that.
///
/// ```
/// use kis_sdk::token::MemoryTokenStore;
/// use kis_sdk::{Client, Credentials, Environment};
///
/// let client = Client::builder(Environment::Real, Credentials::new("key", "secret")?)
///     .token_store(MemoryTokenStore::new())
///     .build()?;
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct MemoryTokenStore {
    places: Arc<Mutex<HashMap<TokenKey, Place>>>,
}

/// What belongs to one key.
#[derive(Default)]
struct Place {
    entry: Option<Entry>,
    lock: Arc<AsyncMutex<()>>,
}

impl MemoryTokenStore {
    /// An empty store of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn places(&self) -> MutexGuard<'_, HashMap<TokenKey, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops what is kept for a server.
    #[cfg(feature = "mock")]
    pub(crate) fn forget_host(&self, origin: &str) {
        self.places().retain(|key, _| key.host() != origin);
    }
}

/// The store of clients of a server on this machine that were not given another one.
pub(crate) static PROCESS: LazyLock<MemoryTokenStore> = LazyLock::new(MemoryTokenStore::new);

impl TokenStore for MemoryTokenStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        Box::pin(async move { Ok(self.places().get(key).and_then(|place| place.entry.clone())) })
    }

    fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            self.places().entry(key.clone()).or_default().entry = Some(entry.clone());
            Ok(())
        })
    }

    fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease> {
        Box::pin(async move {
            let lock = Arc::clone(&self.places().entry(key.clone()).or_default().lock);
            Ok(Lease::new(lock.lock_owned().await))
        })
    }

    fn place(&self, _: &TokenKey) -> String {
        "the memory of this process".to_owned()
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryTokenStore({})", self.places().len())
    }
}
