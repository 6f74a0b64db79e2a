//! One key's place in a store, with a place in memory for when the store fails.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use super::format::Reading;
use super::record::Record;
use super::store::{Lease, TokenStore};
use super::{MemoryTokenStore, TokenKey};

/// Where tokens are when their store fails: shared by all clients of the process, and written in no other case.
static SPARE: LazyLock<MemoryTokenStore> = LazyLock::new(MemoryTokenStore::new);

/// One key's place. None of its functions fails: the token matters more than where it is kept.
pub(super) struct Shelf {
    store: Arc<dyn TokenStore>,
    key: TokenKey,
    has_warned: AtomicBool,
}

/// What is there, and whether it may be replaced.
pub(super) struct Found {
    pub(super) record: Option<Record>,
    is_ours: bool,
}

impl Shelf {
    pub(super) fn new(store: Arc<dyn TokenStore>, key: TokenKey) -> Self {
        Self { store, key, has_warned: AtomicBool::new(false) }
    }

    pub(super) fn key(&self) -> &TokenKey {
        &self.key
    }

    /// Takes the right to ask, from the store or, where it can't give it within `limit`, for this process alone. `None`
    /// where somebody in this very process holds that for too long as well.
    pub(super) async fn lock(&self, limit: Duration) -> Option<Lease> {
        match tokio::time::timeout(limit, self.store.lock(&self.key)).await {
            Ok(Ok(lease)) => return Some(lease),
            Ok(Err(error)) => self.warn(&error.to_string()),
            Err(_) => self.warn(&format!("another program has held its lock for {limit:?}: is one stopped?")),
        }
        tokio::time::timeout(limit, SPARE.lock(&self.key)).await.ok()?.ok()
    }

    /// Takes the right to ask, if it is free within `limit`: from the store or, where that fails, for what is in memory.
    pub(super) async fn lock_soon(&self, limit: Duration) -> Option<Lease> {
        match tokio::time::timeout(limit, self.store.lock(&self.key)).await.ok()? {
            Ok(lease) => Some(lease),
            Err(_) => tokio::time::timeout(limit, SPARE.lock(&self.key)).await.ok()?.ok(),
        }
    }

    /// What was kept last.
    pub(super) async fn read(&self) -> Found {
        let mut found = match self.store.load(&self.key).await {
            Ok(entry) => self.understand(entry.as_ref().map(|entry| Record::read(entry, &self.key))),
            Err(error) => {
                self.warn(&error.to_string());
                Found { record: None, is_ours: true }
            }
        };
        let spare = SPARE.load(&self.key).await.ok().flatten();
        if let Some(Reading::Record(spare)) = spare.map(|entry| Record::read(&entry, &self.key)) {
            let is_newer = found.record.as_ref().is_none_or(|kept| kept.asked_at <= spare.asked_at);
            if is_newer {
                found.record = Some(spare);
            }
        }
        found
    }

    fn understand(&self, reading: Option<Reading>) -> Found {
        match reading {
            None => Found { record: None, is_ours: true },
            Some(Reading::Record(record)) => Found { record: Some(record), is_ours: true },
            Some(Reading::Unreadable(reason)) => {
                tracing::debug!(place = self.place(), reason, "what is kept can't be used and will be replaced");
                Found { record: None, is_ours: true }
            }
            Some(Reading::Newer(version)) => {
                self.warn(&format!(
                    "it was written by a later release (version {version}) and is left alone: update this program, or \
                     give it a store of its own"
                ));
                Found { record: None, is_ours: false }
            }
        }
    }

    /// Keeps a record. Only under a lease.
    pub(super) async fn write(&self, found: &Found, record: &Record) {
        let entry = record.to_entry(&self.key, SystemTime::now());
        if found.is_ours {
            match self.store.save(&self.key, &entry).await {
                Ok(()) => return,
                Err(error) => self.warn(&error.to_string()),
            }
        }
        // Memory doesn't fail.
        drop(SPARE.save(&self.key, &entry).await);
    }

    fn place(&self) -> String {
        self.store.place(&self.key)
    }

    /// Says once what is wrong and what to do.
    fn warn(&self, reason: &str) {
        if self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::debug!(place = self.place(), reason, "the token store failed again");
        } else {
            tracing::warn!(
                place = self.place(),
                reason,
                "the {} can't be kept there: this process keeps it in memory, and every start of a program asks for \
                 another one, which sends the account's owner a message. Mend the cause, or choose another place with \
                 ClientBuilder::token_store",
                self.key.purpose()
            );
        }
    }
}
