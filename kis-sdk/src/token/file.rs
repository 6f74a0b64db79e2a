//! Tokens in files that all processes of a user share.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::store::{Entry, Lease, StoreError, StoreFuture, TokenStore};
use super::{TokenKey, waits};
use crate::user_folder;

/// More than any entry has; a larger file is not one of ours.
const MOST_BYTES: u64 = 65_536;

/// Keeps tokens in files, for all processes of this user on this machine. The default for the real and the paper server.
///
/// - **Where**: in the user's state folder, `$XDG_STATE_HOME/kis-sdk/tokens` or `~/.local/state/kis-sdk/tokens`, on macOS
///   `~/Library/Application Support/kis-sdk/tokens`, on Windows `%LOCALAPPDATA%\kis-sdk\tokens`; or any folder given to
///   [`FileTokenStore::at`].
/// - **What**: one JSON file for each server, app key and purpose, named by a hash. It holds the token in clear, as any
///   program must that is to go on with it; app key and app secret are in no file.
/// - **Who**: the folder is created with mode 0700, the files with 0600. On Windows they have the rights of the folder
///   above. Give a folder of your own that nobody else can write to.
/// - **Together**: a file is replaced as a whole, so that nobody ever reads half of one; whoever asks the server holds a
///   lock on the `.lock` file beside it, which the system frees when a process dies. Fifty processes that start together
///   ask for one token.
/// - **When it fails** (no home, a read-only or full disk, a file system without locks): one warning, and the token is
///   kept in the memory of this process. A file that can't be read as a token is replaced.
///
/// ```
/// use kis_sdk::token::FileTokenStore;
/// use kis_sdk::{Client, Credentials, Environment};
///
/// let client = Client::builder(Environment::Real, Credentials::new("key", "secret")?)
///     .token_store(FileTokenStore::at("/var/lib/my-bot/tokens"))
///     .build()?;
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    folder: Result<PathBuf, String>,
    /// Whether the folder is this crate's own to close to others.
    is_of_user: bool,
}

impl FileTokenStore {
    /// Files in the user's state folder. Without a home folder the store is there, and fails: see above.
    #[must_use]
    pub fn new() -> Self {
        Self { folder: user_folder::path().map(|folder| folder.join("tokens")), is_of_user: true }
    }

    /// Files in this folder, which is created when it is needed.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Ok(folder.into()), is_of_user: false }
    }

    /// The folder; `None` where the user has no home.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref().ok()
    }

    fn path(&self, key: &TokenKey, extension: &str) -> Result<PathBuf, StoreError> {
        match &self.folder {
            Ok(folder) => Ok(folder.join(format!("{}.{extension}", key.id()))),
            Err(reason) => Err(StoreError::new(reason.clone())),
        }
    }

    /// Opens the file whose lock is the right to ask.
    async fn open_lock(&self, key: &TokenKey) -> Result<File, StoreError> {
        let (path, is_of_user) = (self.path(key, "lock")?, self.is_of_user);
        blocking(move || {
            let folder = path.parent().unwrap_or(&path);
            user_folder::create(folder).map_err(|error| failed("create", folder, &error))?;
            if is_of_user {
                user_folder::tighten(folder).map_err(|error| failed("close to others", folder, &error))?;
            }
            let mut options = user_folder::private();
            // Never truncated, never removed: a lock is on this very file.
            let opened = options.read(true).write(true).create(true).truncate(false).open(&path);
            let opened = opened.or_else(|error| match error.kind() {
                // Reading is enough to lock.
                io::ErrorKind::PermissionDenied => File::open(&path).map_err(|_| error),
                _ => Err(error),
            });
            opened.map_err(|error| failed("open", &path, &error))
        })
        .await
    }
}

impl Default for FileTokenStore {
    fn default() -> Self {
        Self::new()
    }
}

impl TokenStore for FileTokenStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        Box::pin(async move {
            let path = self.path(key, "json")?;
            blocking(move || read(&path).map_err(|error| failed("read", &path, &error))).await
        })
    }

    fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let (path, draft, entry) = (self.path(key, "json")?, self.path(key, "tmp")?, entry.clone());
            blocking(move || replace(&path, &draft, &entry).map_err(|error| failed("write", &path, &error))).await
        })
    }

    fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease> {
        Box::pin(async move {
            let mut file = self.open_lock(key).await?;
            let mut pause = Duration::from_millis(2);
            loop {
                let (tried, outcome) = blocking(move || {
                    let outcome = file.try_lock();
                    Ok((file, outcome))
                })
                .await?;
                match outcome {
                    Ok(()) => return Ok(Lease::new(tried)),
                    Err(TryLockError::WouldBlock) => {}
                    Err(TryLockError::Error(error)) => return Err(failed("lock", &self.path(key, "lock")?, &error)),
                }
                file = tried;
                // Not `File::lock` on a thread: one that waits there can't be called back, and holds up the end of the
                // program.
                tokio::time::sleep(waits::with_jitter(pause)).await;
                pause = (pause * 2).min(Duration::from_millis(50));
            }
        })
    }

    fn place(&self, key: &TokenKey) -> String {
        match self.path(key, "json") {
            Ok(path) => path.display().to_string(),
            Err(_) => "the user's state folder".to_owned(),
        }
    }
}

/// Does file work off the runtime's threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(StoreError::new("the runtime is shutting down")),
    }
}

fn failed(verb: &str, path: &Path, error: &io::Error) -> StoreError {
    StoreError::new(format!("can't {verb} {}: {error}", path.display()))
}

/// Reads a file; `None` where there is none.
fn read(path: &Path) -> io::Result<Option<Entry>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::with_capacity(2048);
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(Entry::from_bytes(bytes)))
}

/// Replaces a file as a whole, by way of a draft in the same folder. The draft's name is fixed because whoever writes
/// holds the lock: what a process left behind that died here is gone with the next one.
fn replace(path: &Path, draft: &Path, entry: &Entry) -> io::Result<()> {
    let written = write(draft, entry).and_then(|()| fs::rename(draft, path));
    if written.is_err() {
        // Best effort: nothing more can be done about a disk that doesn't even delete.
        drop(fs::remove_file(draft));
    }
    written
}

fn write(draft: &Path, entry: &Entry) -> io::Result<()> {
    match fs::remove_file(draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // A new file, never one that somebody else prepared with other rights.
    let mut file = user_folder::private().write(true).create_new(true).open(draft)?;
    file.write_all(entry.as_bytes())?;
    // Before the new name: after a power cut the file is the old one or the new one, never an empty one. The folder needs
    // no such care: the old one will do.
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::*;

    #[tokio::test]
    async fn without_a_home_everything_fails_and_says_why() {
        let store = FileTokenStore { folder: Err("no home".to_owned()), is_of_user: true };
        let key = TokenKey::of("https://host", "PSabc", Purpose::AccessToken);
        let entry = Entry::from_bytes(b"x".to_vec());
        for error in [
            store.load(&key).await.expect_err("load"),
            store.save(&key, &entry).await.expect_err("save"),
            store.lock(&key).await.expect_err("lock"),
        ] {
            assert_eq!(error.to_string(), "no home");
        }
        assert_eq!((store.folder(), store.place(&key).as_str()), (None, "the user's state folder"));
    }

    #[test]
    fn the_users_folder_is_absolute_or_none() {
        if let Ok(folder) = user_folder::path().map(|folder| folder.join("tokens")) {
            assert!(folder.is_absolute() && folder.ends_with("kis-sdk/tokens"), "{}", folder.display());
        }
    }
}
