//! Through a proxy, as calls go.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kis_sdk::{ErrorKind, mock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// What `user:proxy-password` travels as.
const PASSWORD: &str = "Basic dXNlcjpwcm94eS1wYXNzd29yZA==";

/// A proxy on this machine that leads to one server: tunnels for `CONNECT`, everything else as it is.
struct Proxy {
    address: String,
    tunnels: Arc<AtomicUsize>,
}

impl Proxy {
    async fn before(server: &mock::Server, allows_tunnels: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound").to_string();
        let tunnels = Arc::new(AtomicUsize::new(0));
        let (target, count) = (server.url().replacen("http://", "", 1), Arc::clone(&tunnels));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (target, count) = (target.clone(), Arc::clone(&count));
                tokio::spawn(async move { serve(stream, &target, allows_tunnels, &count).await });
            }
        });
        Self { address, tunnels }
    }

    fn tunnels(&self) -> usize {
        self.tunnels.load(Ordering::SeqCst)
    }
}

async fn serve(mut client: TcpStream, target: &str, allows_tunnels: bool, tunnels: &AtomicUsize) {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let mut part = [0; 1024];
        match client.read(&mut part).await {
            Ok(length @ 1..) => head.extend_from_slice(&part[..length]),
            _ => return,
        }
    }
    let text = String::from_utf8_lossy(&head).to_lowercase();
    assert!(text.contains(&format!("proxy-authorization: {}", PASSWORD.to_lowercase())), "it says who it is");
    let mut server = TcpStream::connect(target).await.expect("the server");
    match text.starts_with("connect ") {
        true if !allows_tunnels => {
            drop(client.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await);
            return;
        }
        true => {
            assert!(text.starts_with(&format!("connect {target} http/1.1\r\n")), "{text}");
            tunnels.fetch_add(1, Ordering::SeqCst);
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.expect("there");
        }
        false => server.write_all(&head).await.expect("there"),
    }
    drop(copy_bidirectional(&mut client, &mut server).await);
}

fn client(server: &mock::Server, proxy: &str) -> Client {
    let builder = Client::builder(server.environment(), server.credentials());
    builder.proxy(proxy).build().expect("a client")
}

#[tokio::test]
async fn realtime_goes_through_the_client_s_proxy() {
    let server = server().await;
    let proxy = Proxy::before(&server, true).await;
    let client = client(&server, &format!("http://user:proxy-password@{}", proxy.address));
    let mut updates = in_time(quick(client.realtime()).subscribe(trades("005930"))).await.expect("subscribed");
    server.feed().push(&trade_krx::TR, "005930", &[&trade("005930", 1)]);
    assert_eq!(number(&record(&mut updates).await), 1);
    assert_eq!(proxy.tunnels(), 1);
    // Every connection does.
    server.feed().close();
    assert!(matches!(next(&mut updates).await, Update::Gap(_)));
    assert_eq!(proxy.tunnels(), 2);
}

#[tokio::test]
async fn what_is_no_websocket_behind_a_proxy_is_survived() {
    let server = server().await;
    let proxy = Proxy::before(&server, true).await;
    for reply in [mock::Reply::html(503), mock::Reply::html(101)] {
        server.reply_to_path("/tryitout", reply);
    }
    let client = client(&server, &format!("http://user:proxy-password@{}", proxy.address));
    let _updates = in_time(quick(client.realtime()).subscribe(trades("005930"))).await.expect("at the third try");
    assert_eq!((proxy.tunnels(), server.arrived("/tryitout")), (3, 3));
}

#[tokio::test]
async fn a_proxy_that_makes_no_tunnel_is_named() {
    let server = server().await;
    let proxy = Proxy::before(&server, false).await;
    let client = client(&server, &format!("http://user:proxy-password@{}", proxy.address));
    let realtime = quick(client.realtime()).patience(Duration::from_millis(500));
    let error = in_time(realtime.subscribe(trades("005930"))).await.expect_err("no tunnel");
    let said = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(said.contains("the proxy makes no tunnel") && said.contains("CONNECT 127.0.0.1:"), "{said}");
    assert!(!said.contains("proxy-password"), "{said}");
}

#[tokio::test]
async fn no_proxy_is_none() {
    let server = server().await;
    let builder = Client::builder(server.environment(), server.credentials());
    let client = builder.proxy("http://user:proxy-password@127.0.0.1:1").no_proxy().build().expect("a client");
    in_time(quick(client.realtime()).connect()).await.expect("connected");
}
