//! EGW00133: a token was asked for too soon.

use kis_sdk::token::MemoryTokenStore;

use super::*;

#[tokio::test]
async fn it_waits_and_asks_again() {
    let server = server().await;
    let patient = builder(&server).token_patience(Duration::from_secs(2)).token_store(MemoryTokenStore::new());
    server.reply_to_token_request(too_soon());
    let client = patient.build().expect("a client");
    client.send(&bonds(&server)).await.expect("an answer at last");
    assert_eq!(token_requests(&server), 2);
}

#[tokio::test]
async fn it_takes_the_token_that_another_process_got_meanwhile() {
    let (server, folder) = (server().await, folder());
    // Looks each second, asks again after 13.
    let waiting = client(&server, FileTokenStore::at(folder.path()));
    server.reply_to_token_request(too_soon());
    let request = bonds(&server);
    let call = tokio::spawn(async move { waiting.send(&request).await });
    while token_requests(&server) == 0 {
        tokio::task::yield_now().await;
    }
    let other = builder(&server).token_patience(Duration::ZERO).token_store(FileTokenStore::at(folder.path()));
    other.build().expect("a client").access_token().await.expect("the other one is lucky");
    call.await.expect("no panic").expect("an answer");
    assert_eq!(token_requests(&server), 2, "one refused, one granted to the other");
}

#[tokio::test]
async fn it_gives_up_in_the_end() {
    let server = server().await;
    for _ in 0..100 {
        server.reply_to_token_request(too_soon());
    }
    let client = builder(&server).token_patience(Duration::from_millis(300)).token_store(MemoryTokenStore::new());
    let error = client.build().expect("a client").send(&bonds(&server)).await.expect_err("too soon");
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::RateLimited, Some("EGW00133"), Some(403)));
    // At once, four times in between at most, and at the very end.
    let asked = token_requests(&server);
    assert!((2..=6).contains(&asked), "asked {asked} times");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_wait_do_not_all_ask() {
    let (server, folder) = (server().await, folder());
    for _ in 0..100 {
        server.reply_to_token_request(too_soon());
    }
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let store = FileTokenStore::at(folder.path());
            let builder = builder(&server).token_patience(Duration::from_secs(2)).token_store(store);
            let (client, request) = (builder.build().expect("a client"), bonds(&server));
            tokio::spawn(async move { client.send(&request).await })
        })
        .collect();
    for task in tasks {
        let error = task.await.expect("no panic").expect_err("too soon");
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert!(error.to_string().contains("EGW00133"), "{error}");
    }
    // Each of the twenty alone would have asked six times.
    let asked = token_requests(&server);
    assert!(asked < 40, "asked {asked} times");
}
