//! One token for all.

use futures_util::FutureExt as _;
use kis_sdk::token::{Entry, Lease, MemoryTokenStore, StoreFuture};

use super::child::{Process, Task};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_processes_that_start_together_ask_for_one_token() {
    let (server, folder) = (server().await, folder());
    let mut processes: Vec<Process> =
        (0..50).map(|_| Process::start(&server, Task::Call, folder.path(), |command| command)).collect();
    for process in &mut processes {
        process.go();
    }
    for process in processes {
        assert!(process.end().contains("answered"));
    }
    assert_eq!((token_requests(&server), calls(&server)), (1, 50));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_and_tasks_of_a_process_ask_for_one_token() {
    let server = server().await;
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            // Built one by one, without a word about stores.
            let (client, request) = (builder(&server).build().expect("a client"), bonds(&server));
            tokio::spawn(async move { client.send(&request).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("an answer");
    }
    assert_eq!((token_requests(&server), calls(&server)), (1, 64));
}

#[tokio::test]
async fn a_later_process_finds_the_token() {
    let (server, folder) = (server().await, folder());
    for _ in 0..3 {
        let client = client(&server, FileTokenStore::at(folder.path()));
        client.send(&bonds(&server)).await.expect("an answer");
    }
    assert_eq!(token_requests(&server), 1);
}

#[tokio::test]
async fn servers_do_not_share() {
    let (first, second, folder) = (server().await, server().await, folder());
    for server in [&first, &second] {
        let client = client(server, FileTokenStore::at(folder.path()));
        client.send(&bonds(server)).await.expect("an answer");
    }
    assert_eq!((token_requests(&first), token_requests(&second)), (1, 1));
    assert!(file(folder.path(), &first, "json").exists() && file(folder.path(), &second, "json").exists());
}

#[tokio::test]
async fn a_store_that_is_not_shared_is_not() {
    let server = server().await;
    for _ in 0..2 {
        client(&server, MemoryTokenStore::new()).access_token().await.expect("a token");
    }
    assert_eq!(token_requests(&server), 2);
    let shared = MemoryTokenStore::new();
    for _ in 0..2 {
        client(&server, shared.clone()).access_token().await.expect("a token");
    }
    assert_eq!(token_requests(&server), 3);
}

/// What a user's own store sees, behind a pointer.
#[derive(Default)]
pub(super) struct Own {
    inner: MemoryTokenStore,
    log: Mutex<Vec<String>>,
}

impl Own {
    fn note(&self, what: &str, key: &TokenKey) {
        self.log.lock().expect("not poisoned").push(format!("{what} {}", key.purpose().name()));
    }

    /// What it was asked for so far.
    pub(super) fn log(&self) -> Vec<String> {
        self.log.lock().expect("not poisoned").clone()
    }
}

impl TokenStore for Own {
    fn load<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Option<Entry>> {
        self.note("load", key);
        self.inner.load(key)
    }

    fn save<'a>(&'a self, key: &'a TokenKey, entry: &'a Entry) -> StoreFuture<'a, ()> {
        self.note("save", key);
        assert!(entry.time_to_live() > Duration::from_secs(86_000), "{:?}", entry.time_to_live());
        self.inner.save(key, entry)
    }

    fn lock<'a>(&'a self, key: &'a TokenKey) -> StoreFuture<'a, Lease> {
        self.note("lock", key);
        self.inner.lock(key)
    }
}

#[tokio::test]
async fn a_store_of_ones_own() {
    let (server, store) = (server().await, Arc::new(Own::default()));
    let client = client(&server, Arc::clone(&store) as Arc<dyn TokenStore>);
    for _ in 0..3 {
        client.send(&bonds(&server)).await.expect("an answer");
    }
    let expected = ["load access-token", "lock access-token", "load access-token", "save access-token"];
    assert_eq!(store.log(), expected, "once, and looked at again under the lock");
}

/// The caller goes away, the token doesn't: the next one finds it.
#[tokio::test]
async fn a_dropped_call_loses_no_token() {
    let (server, folder) = (server().await, folder());
    let client = client(&server, FileTokenStore::at(folder.path()));
    let mut call = Box::pin(client.access_token());
    // Polled once: the request is under way, and no further than that.
    assert!((&mut call).now_or_never().is_none());
    drop(call);
    client.access_token().await.expect("a token");
    assert_eq!(token_requests(&server), 1);
}

/// A future that nobody polls holds up nobody, as happens to those in `FuturesUnordered` and `select!`.
#[tokio::test]
async fn a_call_that_is_not_polled_holds_nobody_up() {
    let (server, folder) = (server().await, folder());
    let first = client(&server, FileTokenStore::at(folder.path()));
    let second = client(&server, FileTokenStore::at(folder.path()));
    let mut stuck = Box::pin(first.access_token());
    assert!((&mut stuck).now_or_never().is_none());
    first.access_token().await.expect("a token for the same client");
    second.access_token().await.expect("a token for another");
    drop(stuck);
    assert_eq!(token_requests(&server), 1);
}

/// A server that starts where another one was has none of its tokens, and gets none of them.
#[tokio::test]
async fn a_server_on_the_port_of_another_one() {
    let old = server().await;
    let port = old.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    // Without a word about stores: in the memory of this process.
    let client = || builder(&old).build().expect("a client");
    let (first, second) = (client(), client());
    first.send(&bonds(&old)).await.expect("an answer");
    second.send(&bonds(&old)).await.expect("with the same token");
    assert_eq!(token_requests(&old), 1);
    let (environment, credentials, request) = (old.environment(), old.credentials(), bonds(&old));
    drop((first, second, old));
    let begin = async {
        loop {
            match mock::Server::builder().port(port).start().await {
                Ok(server) => return server,
                // The old one is about to go.
                Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        }
    };
    let new = tokio::time::timeout(Duration::from_secs(60), begin).await.expect("the port is free again");
    let client = Client::builder(environment, credentials).build().expect("a client");
    client.send(&request).await.expect("an answer");
    assert_eq!((token_requests(&new), calls(&new)), (1, 1), "a token of the old one would have cost a call more");
}
