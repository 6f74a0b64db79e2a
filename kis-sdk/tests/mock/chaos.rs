//! Faults by chance.

use kis_sdk::mock::Chaos;

use super::*;

/// A run of orders and queries; gives what each got, and the server.
async fn run(seed: u64) -> (Vec<(u16, String, End)>, mock::Server) {
    let builder = mock::Server::builder().chaos(seed, Chaos::bad_day()).keep_received(5);
    let server = builder.start().await.expect("a free port");
    let mut seen = Vec::new();
    let mut token: Option<String> = None;
    for number in 0..400 {
        let ask = match &token {
            None => grant(KEY, SECRET),
            Some(token) if number % 2 == 0 => Ask::call(&order_cash::TR, "TTTC0012U", token),
            Some(token) => Ask::call(&bond::TR, "CTSC8407R", token),
        };
        let got = ask.send(&server).await;
        let (status, code) = got.code();
        match code.as_str() {
            "EGW00123" => token = None,
            _ => {
                let body: Value = serde_json::from_str(&got.body()).unwrap_or_default();
                token = body["access_token"].as_str().map(str::to_owned).or(token);
            }
        }
        seen.push((status, code, got.end));
    }
    (seen, server)
}

#[tokio::test]
async fn a_seed_makes_the_same_day_again() {
    let (first, server) = run(3).await;
    assert_eq!(server.received().len(), 5, "only the last ones are kept");
    let arrived = server.traffic().arrived + server.arrived("/oauth2/tokenP");
    assert_eq!(arrived, 400, "and all are counted");
    let struck: u64 = server.played().values().sum();
    assert!((10..100).contains(&struck), "{:?}", server.played());
    let mut numbers: Vec<_> = server.orders().into_iter().map(|order| order.number).collect();
    let count = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
    assert_eq!(run(3).await.0, first);
    assert_ne!(run(4).await.0, first);
}

#[tokio::test]
async fn an_ordered_fault_goes_before_chance() {
    let chaos = Chaos::new().rate(1.0, Target::Calls, Fault::Html(502));
    let server = mock::Server::builder().chaos(1, chaos).start().await.expect("a free port");
    let ask = bonds(&server).await;
    server.fault(&bond::TR, Fault::Html(504));
    assert_eq!((ask.send(&server).await.status(), ask.send(&server).await.status()), (504, 502));
}

#[tokio::test]
async fn the_same_fault_for_so_many_requests() {
    let server = start().await;
    let ask = bonds(&server).await;
    server.fault_next(2, "CTSC8407R".parse::<Target>().expect("a TR id"), Fault::Html(503));
    server.fault_next(0, Target::All, Fault::Close);
    let statuses =
        [ask.send(&server).await.status(), ask.send(&server).await.status(), ask.send(&server).await.status()];
    assert_eq!(statuses, [503, 503, 200]);
}
