//! Files and folders that are not as they should be: nobody is stopped by them.

use std::fs;

use super::child::{Process, Task};
use super::*;

/// Whether a file holds a token that another process finds.
async fn is_kept(server: &mock::Server, folder: &Path) -> bool {
    let before = token_requests(server);
    client(server, FileTokenStore::at(folder)).access_token().await.expect("a token");
    token_requests(server) == before
}

/// A token is got in spite of a store that fails, once for the process, with one warning that names `path` and `reason`.
async fn works_in_memory(server: &mock::Server, folder: &Path, path: &Path, reason: &str) {
    let warnings = Warnings::default();
    let guard = warnings.listen();
    let client = client(server, FileTokenStore::at(folder));
    let before = token_requests(server);
    client.send(&bonds(server)).await.expect("an answer all the same");
    client.send(&bonds(server)).await.expect("another answer");
    assert_eq!(token_requests(server), before + 1);
    let lines = warnings.lines();
    let [line] = lines.as_slice() else { panic!("one warning: {lines:?}") };
    for part in [&*path.to_string_lossy(), reason, "ClientBuilder::token_store", "WARN"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    drop(guard);
    // A client built separately finds it in the memory of this process.
    self::client(server, FileTokenStore::at(folder)).access_token().await.expect("a token");
    assert_eq!(token_requests(server), before + 1);
}

#[tokio::test]
async fn a_file_that_makes_no_sense_is_replaced() {
    let (server, folder) = (server().await, folder());
    let file = file(folder.path(), &server, "json");
    assert!(!is_kept(&server, folder.path()).await, "the first one asks");
    let good = fs::read(&file).expect("a file");
    let text = String::from_utf8(good.clone()).expect("text");
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("blank", b"\n \n".to_vec()),
        ("truncated", good[..good.len() / 2].to_vec()),
        ("zeros, as after a power cut", vec![0; good.len()]),
        ("not text", vec![0xff; 300]),
        ("too large", good.repeat(200)),
        ("another program's", b"[1, 2, 3]".to_vec()),
        ("an older format", br#"{"access_token":"abc","expires_in":86400}"#.to_vec()),
        ("version 0", text.replace("\"version\": 1", "\"version\": 0").into_bytes()),
        ("changed by hand", text.replace("mock-token-1", "mock-token-7").into_bytes()),
    ] {
        fs::write(&file, bytes).expect("written");
        assert!(!is_kept(&server, folder.path()).await, "{what}: asks");
        assert!(is_kept(&server, folder.path()).await, "{what}: is replaced");
    }
    fs::write(&file, &good).expect("written");
    assert!(is_kept(&server, folder.path()).await, "the test means something");
}

#[tokio::test]
async fn a_file_of_a_later_release_is_left_alone() {
    let (server, folder) = (server().await, folder());
    let file = file(folder.path(), &server, "json");
    let later = r#"{"version":2,"sealed":"…"}"#;
    fs::write(&file, later).expect("written");
    works_in_memory(&server, folder.path(), &file, "version 2").await;
    assert_eq!(fs::read_to_string(&file).expect("a file"), later);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made() {
    let (server, folder) = (server().await, folder());
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    works_in_memory(&server, &file.join("tokens"), &file, "can't").await;
}

/// Something that can't be replaced stands where the file should be.
#[tokio::test]
async fn a_file_that_cannot_be_written() {
    let (server, folder) = (server().await, folder());
    let file = file(folder.path(), &server, "json");
    fs::create_dir_all(file.join("in the way")).expect("made");
    works_in_memory(&server, folder.path(), &file, "can't").await;
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("one's own");
    }

    #[tokio::test]
    async fn nobody_else_can_read_them() {
        let (server, folder) = (server().await, folder());
        let tokens = folder.path().join("state").join("tokens");
        client(&server, FileTokenStore::at(&tokens)).access_token().await.expect("a token");
        assert_eq!(mode(&tokens), 0o700);
        for extension in ["json", "lock"] {
            assert_eq!(mode(&file(&tokens, &server, extension)), 0o600, "{extension}");
        }
        assert!(!file(&tokens, &server, "tmp").exists());
        for entry in fs::read_dir(&tokens).expect("a folder") {
            let path = entry.expect("an entry").path();
            let all = format!("{} {}", path.display(), fs::read_to_string(&path).expect("text"));
            for secret in ["PSmock", "mock-app-secret"] {
                assert!(!all.contains(secret), "{all}");
            }
        }
    }

    /// A token that only its reader may read is replaced like any other, and a draft that was left behind is no obstacle.
    #[tokio::test]
    async fn a_read_only_file_and_a_draft_that_was_left_behind() {
        let (server, folder) = (server().await, folder());
        let (kept, draft) = (file(folder.path(), &server, "json"), file(folder.path(), &server, "tmp"));
        fs::write(&kept, "old").expect("written");
        set_mode(&kept, 0o444);
        fs::write(&draft, "half").expect("written");
        set_mode(&draft, 0o444);
        assert!(!is_kept(&server, folder.path()).await);
        assert!(is_kept(&server, folder.path()).await);
        assert_eq!(mode(&kept), 0o600);
        assert!(!draft.exists());
    }

    #[tokio::test]
    async fn a_read_only_folder() {
        let (server, folder) = (server().await, folder());
        set_mode(folder.path(), 0o500);
        if fs::write(folder.path().join("probe"), "").is_err() {
            works_in_memory(&server, folder.path(), folder.path(), "Permission denied").await;
        } else if cfg!(target_os = "linux") {
            // The administrator may write anywhere, but here.
            works_in_memory(&server, Path::new("/proc/self/tokens"), Path::new("/proc/self/tokens"), "can't").await;
        }
        set_mode(folder.path(), 0o700);
    }

    /// A token in a folder that became read-only is used: looking takes no lock.
    #[tokio::test]
    async fn a_token_in_a_read_only_folder_is_used() {
        let (server, folder) = (server().await, folder());
        assert!(!is_kept(&server, folder.path()).await);
        fs::remove_file(file(folder.path(), &server, "lock")).expect("removed");
        set_mode(folder.path(), 0o500);
        assert!(is_kept(&server, folder.path()).await);
        assert!(!file(folder.path(), &server, "lock").exists(), "no lock was taken");
        set_mode(folder.path(), 0o700);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_users_state_folder() {
        let (server, home) = (server().await, folder());
        let tokens = home.path().join("kis-sdk").join("tokens");
        fs::create_dir_all(&tokens).expect("made");
        set_mode(&tokens, 0o755);
        for _ in 0..2 {
            let mut process = Process::start(&server, Task::CallAtHome, home.path(), |command| {
                // On macOS the folder is below the home folder and not looked at here.
                command.env("XDG_STATE_HOME", home.path()).env("HOME", home.path())
            });
            process.go();
            assert!(!process.end().contains("WARN"));
        }
        assert_eq!(token_requests(&server), 1);
        if cfg!(target_os = "linux") {
            assert!(file(&tokens, &server, "json").exists());
            assert_eq!(mode(&tokens), 0o700, "closed to others");
        }
    }

    /// A home that isn't there. One that isn't even named can't be tried: the system has one for every user it knows.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn no_home() {
        let (server, nowhere) = (server().await, folder());
        let mut process = Process::start(&server, Task::CallAtHome, nowhere.path(), |command| {
            command.env_remove("XDG_STATE_HOME").env("HOME", "/dev/null/nobody")
        });
        process.go();
        let said = process.end();
        assert!(said.contains("answered") && said.contains("WARN") && said.contains("/dev/null/nobody"), "{said}");
        assert_eq!(token_requests(&server), 1);
    }

    /// No file can grow, as on a full disk: the write fails half way, and the old entry stays.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_full_disk() {
        let (server, folder) = (server().await, folder());
        let file = file(folder.path(), &server, "json");
        fs::write(&file, "old").expect("written");
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"trap "" XFSZ; ulimit -f 0; exec "$0" "$@""#]).arg(child::program());
        let mut process = Process::start_by(shell, &server, Task::Call, folder.path(), |command| command);
        process.go();
        let said = process.end();
        assert!(said.contains("answered") && said.contains("can't write"), "{said}");
        assert_eq!(said.matches("WARN").count(), 1, "{said}");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "old");
        assert!(!super::file(folder.path(), &server, "tmp").exists(), "no draft is left");
    }
}

/// Takes the lock in another process.
fn locked(server: &mock::Server, folder: &Path) -> Process {
    let mut holder = Process::start(server, Task::Lock, folder, |command| command);
    holder.go();
    holder.wait_for("locked");
    holder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lock_of_a_process_that_died_is_free() {
    let (server, folder) = (server().await, folder());
    let holder = locked(&server, folder.path());
    let waiting = client(&server, FileTokenStore::at(folder.path()));
    let call = tokio::spawn(async move { waiting.access_token().await });
    let key = TokenKey::new(&server.environment(), &server.credentials(), Purpose::AccessToken);
    let store = FileTokenStore::at(folder.path());
    let denied = tokio::time::timeout(Duration::from_millis(100), store.lock(&key)).await;
    assert!(denied.is_err(), "it is locked while the process lives");
    assert_eq!(token_requests(&server), 0);
    holder.kill();
    call.await.expect("no panic").expect("a token");
    assert_eq!(token_requests(&server), 1);
    assert!(is_kept(&server, folder.path()).await);
}

/// Who stops waiting for a lock leaves nothing behind that holds it.
#[tokio::test]
async fn a_lock_that_is_given_up_while_waiting() {
    let (server, folder) = (server().await, folder());
    let store = FileTokenStore::at(folder.path());
    let key = TokenKey::new(&server.environment(), &server.credentials(), Purpose::AccessToken);
    let held = store.lock(&key).await.expect("free");
    for _ in 0..3 {
        assert!(tokio::time::timeout(Duration::from_millis(10), store.lock(&key)).await.is_err());
    }
    drop(held);
    drop(store.lock(&key).await.expect("free again"));
}
