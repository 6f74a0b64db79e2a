//! One process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kis_sdk::{Client, ErrorKind, Pace, Retries, mock};

use crate::gate::{self, Gate};

/// Makes `calls` calls from 64 tasks; gives the number of refusals.
pub(crate) async fn saturate(clients: &[Client], calls: usize) -> usize {
    let left = Arc::new(AtomicUsize::new(calls));
    let mut tasks = Vec::new();
    for index in 0..64 {
        let client = clients[index % clients.len()].clone();
        let left = Arc::clone(&left);
        tasks.push(tokio::spawn(async move {
            let take = |left: usize| left.checked_sub(1);
            let mut refused = 0;
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                refused += usize::from(!gate::call(&client).await);
            }
            refused
        }));
    }
    let mut refused = 0;
    for task in tasks {
        refused += task.await.expect("no panic");
    }
    refused
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

#[test]
fn sixty_four_tasks_of_two_clients_use_the_budget_and_never_exceed_it() {
    gate::assert_paced(18, 5 * 18, |gate| {
        // Built apart, with the same key: one budget.
        let clients = [(); 2].map(|()| gate.builder().pace(Pace::REAL).build().expect("a client"));
        assert_eq!(runtime().block_on(saturate(&clients, 5 * 18)), 0);
    });
}

/// The mock server as it is for everybody, with the limits of the real one.
#[test]
fn the_mock_server_with_the_real_limits_refuses_nothing() {
    let _alone = gate::alone();
    runtime().block_on(async {
        let server = mock::Server::builder().limit(mock::Limit::REAL).start().await.expect("a free port");
        let build = || {
            let client = Client::builder(server.environment(), server.credentials()).retries(Retries::none());
            client.pace(Pace::REAL).build().expect("a client")
        };
        assert_eq!(saturate(&[build(), build()], 4 * 18).await, 0);
        let traffic = server.traffic();
        assert_eq!((traffic.let_through(), traffic.refused), (4 * 18, 0));
        assert!(traffic.busiest <= 18, "{traffic:?}");
        assert_eq!(server.arrived("/oauth2/tokenP"), 1, "one token for both");
    });
}

#[test]
fn a_client_for_each_call_keeps_the_pace() {
    let gate = Gate::start(3);
    runtime().block_on(async {
        for _ in 0..7 {
            let client = gate.builder().pace(Pace::NEW_CUSTOMER).build().expect("a client");
            assert!(gate::call(&client).await);
        }
    });
    assert_eq!(gate.take_record().refused, 0);
}

#[test]
fn the_slowest_rate_of_the_clients_alive_holds() {
    let gate = Gate::start(2);
    let slow = gate.builder().pace(Pace::per_second(2)).build().expect("a client");
    let fast = gate.builder().pace(Pace::REAL).build().expect("a client");
    let unlimited = gate.builder().build().expect("a client");
    assert_eq!(runtime().block_on(saturate(&[slow, fast.clone(), unlimited.clone()], 5)), 0);
    // The slow one is gone, and with it its rate.
    assert!(runtime().block_on(saturate(&[fast, unlimited], 18)) > 0, "the server allows two");
}

#[test]
fn without_a_limit_nobody_waits() {
    let gate = Gate::start(usize::MAX);
    let client = gate.builder().build().expect("a client");
    assert_eq!(runtime().block_on(saturate(&[client], 1000)), 0);
    assert_eq!(gate.take_record().arrivals.len(), 1000);
}

#[test]
fn a_refusal_pauses_everyone_until_the_server_has_forgotten() {
    let gate = Gate::start(2);
    let client = gate.builder().pace(Pace::per_second(2)).build().expect("a client");
    let foreign = kis_sdk::Client::builder(
        kis_sdk::Environment::url(&gate.url).expect("loopback"),
        kis_sdk::Credentials::new("another", "secret").expect("usable"),
    )
    .build()
    .expect("a client");
    runtime().block_on(async {
        // The server counts the calls of another program, of which this client's budget knows nothing.
        assert!(gate::call(&foreign).await && gate::call(&foreign).await);
        assert!(!gate::call(&client).await, "the budget is used up by others");
        assert!(gate::call(&client).await, "after the pause");
        assert!(gate::call(&client).await);
    });
    assert_eq!(gate.take_record().refused, 1);
}

#[test]
fn two_folders_for_one_budget_are_refused() {
    let gate = Gate::start(1);
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let build = |index: usize| gate.builder().pace_across_processes_in(folders[index].path()).build();
    let first = build(0).expect("a client");
    let error = build(1).expect_err("another folder");
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("give both the same folder"), "{error}");
    build(0).expect("the same folder");
    drop(first);
    build(1).expect("nobody uses the first one any more");
}
