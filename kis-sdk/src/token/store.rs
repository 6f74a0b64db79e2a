//! The interface of a store.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretSlice};

use super::TokenKey;

/// What a store's functions give: a boxed future, so that stores can be chosen at run time.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps tokens for all who use the same app key: the clients of a process, the processes of a machine, or more.
///
/// The client decides what an entry says and when to ask the server; a store keeps bytes and gives out a lock. Both are
/// kept apart by [`TokenKey::id`]. A store that fails stops nobody: the client says so in one warning and keeps its tokens
/// in memory.
///
/// The client calls a store from tasks of its own, which go on when the caller's future is dropped.
///
/// # Example
/// A store on a server such as Redis, with the three commands that it takes (`GET`, `SET` with `PX`, `SET` with `NX PX`):
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use kis_sdk::token::{Entry, Lease, StoreError, StoreFuture, TokenKey, TokenStore};
/// # struct Remote;
/// # impl Remote {
/// #     async fn get(&self, _: &str) -> std::io::Result<Option<Vec<u8>>> { Ok(None) }
/// #     async fn set(&self, _: &str, _: &[u8], _: Duration) -> std::io::Result<()> { Ok(()) }
/// #     async fn set_if_absent(&self, _: &str, _: Duration) -> std::io::Result<bool> { Ok(true) }
/// #     fn delete_soon(&self, _: &str) {}
/// # }
///
/// struct RemoteStore(Arc<Remote>);
///
/// /// Gives the lock back when it is dropped. Should the program die before, the lock's own end frees it.
/// struct Held(Arc<Remote>, String);
///
/// impl Drop for Held {
///     fn drop(&mut self) {
///         self.0.delete_soon(&self.1);
///     }
/// }
///
/// impl TokenStore for RemoteStore {
///     fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
///         Box::pin(async move { Ok(self.0.get(key.id()).await.map_err(StoreError::new)?.map(Entry::from_bytes)) })
///     }
///
///     fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()> {
///         Box::pin(async move {
///             self.0.set(key.id(), entry.as_bytes(), entry.time_to_live()).await.map_err(StoreError::new)
///         })
///     }
///
///     fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease> {
///         Box::pin(async move {
///             let name = format!("{}-lock", key.id());
///             while !self.0.set_if_absent(&name, Duration::from_secs(60)).await.map_err(StoreError::new)? {
///                 tokio::time::sleep(Duration::from_millis(50)).await;
///             }
///             Ok(Lease::new(Held(Arc::clone(&self.0), name)))
///         })
///     }
///
///     fn place(&self, key: &TokenKey) -> String {
///         format!("{} on the token server", key.id())
///     }
/// }
/// # fn object_safe(remote: Remote) -> Box<dyn TokenStore> { Box::new(RemoteStore(Arc::new(remote))) }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// Gives the entry as it was saved last; `None` where there is none. Needs no lock: it must never see half an entry.
    fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>>;

    /// Replaces the entry as a whole. Called only while the lease of this key is held.
    fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()>;

    /// Waits until nobody else who shares the store holds this key, and holds it until the lease is dropped.
    ///
    /// Who holds it may ask the server for a token: at most for as long as one request takes. It must be freed when a
    /// program dies. The client bounds the wait by dropping the future.
    fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease>;

    /// Where the entry is kept, for warnings: a path, an address. Nothing secret.
    fn place(&self, key: &TokenKey) -> String {
        format!("{} in a {}", key.id(), std::any::type_name::<Self>())
    }
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        (**self).load(key)
    }

    fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()> {
        (**self).save(key, entry)
    }

    fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease> {
        (**self).lock(key)
    }

    fn place(&self, key: &TokenKey) -> String {
        (**self).place(key)
    }
}

/// What is kept for a key: the client's own JSON, which a store takes as bytes. **It holds the token**: keep it where
/// only its owner can read it. `Debug` doesn't show it, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Entry {
    bytes: SecretSlice<u8>,
    time_to_live: Duration,
}

impl Entry {
    pub(super) fn new(bytes: Vec<u8>, time_to_live: Duration) -> Self {
        Self { bytes: bytes.into(), time_to_live }
    }

    /// An entry as it was kept. Any bytes will do: what the client can't read it replaces.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self::new(bytes, Duration::ZERO)
    }

    /// What is to be kept.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.expose_secret()
    }

    /// After what time nobody needs the entry any more; zero for one made by [`Entry::from_bytes`].
    #[must_use]
    pub fn time_to_live(&self) -> Duration {
        self.time_to_live
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry(***)")
    }
}

/// The right to ask the server for a token, held until it is dropped.
#[must_use = "a lease that is dropped is free again"]
pub struct Lease {
    _guard: Box<dyn Any + Send>,
}

impl Lease {
    /// A lease that ends when `guard` is dropped.
    pub fn new(guard: impl Any + Send) -> Self {
        Self { _guard: Box::new(guard) }
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lease")
    }
}

/// Why a store can't do its work.
#[derive(Debug)]
pub struct StoreError(Box<dyn StdError + Send + Sync>);

impl StoreError {
    /// From any error, or from a text. It is logged: nothing secret may be in it.
    pub fn new(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
