//! The socket: connections come in, each is served until it ends.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::handle::handle;
use super::server::Shared;
use super::socket::{Ending, Socket};

/// Serves connections until it is dropped, and all of them with it.
pub(super) async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(serve(stream, Arc::clone(&shared)))),
            // Out of file handles, or a connection that ended before it began: the next one may do better.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let ending = Arc::new(Ending::default());
    let is_reset = {
        let mut memory = shared.memory();
        let is_reset = memory.resets > 0;
        memory.resets = memory.resets.saturating_sub(1);
        is_reset
    };
    // An answer is one small write after the other: they are not to wait for each other.
    drop(stream.set_nodelay(true));
    let socket = Socket::new(stream, Arc::clone(&ending));
    if is_reset {
        ending.reset();
        return;
    }
    let service = service_fn(move |request| {
        let (shared, ending) = (Arc::clone(&shared), Arc::clone(&ending));
        async move {
            #[cfg(feature = "realtime")]
            if super::realtime::is_upgrade(&shared, &request) {
                return Ok(super::realtime::upgrade(&shared, &ending, request));
            }
            handle(&shared, &ending, request).await
        }
    });
    // A connection that fails is its client's affair, or was told to.
    drop(http1::Builder::new().serve_connection(TokioIo::new(socket), service).with_upgrades().await);
}
