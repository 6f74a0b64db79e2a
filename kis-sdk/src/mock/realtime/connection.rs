//! One WebSocket connection, from its handshake to its end.

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::answer::answer;
use super::hub::{Connection, Order};
use crate::mock::server::Shared;
use crate::mock::socket::Ending;
use crate::realtime::{Broken, Message, Socket};

/// How many bytes are written at once where there is more to say.
const BATCH: usize = 64 * 1024;

/// Serves a connection until either side ends it.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    shared: Arc<Shared>,
    ending: Arc<Ending>,
    mut socket: Socket<S>,
) {
    let (orders, mut given) = unbounded_channel();
    let id = shared.hub.change(|state| {
        state.connected += 1;
        let id = state.connected;
        state.connections.insert(id, Connection { orders, pair: None, registered: Vec::new() });
        id
    });
    let _place = Place { shared: Arc::clone(&shared), id };
    // However it ends, it ends.
    drop(speak(&shared, &ending, &mut socket, &mut given, id).await);
}

/// A place among the connections, as long as the connection lasts.
struct Place {
    shared: Arc<Shared>,
    id: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.hub.change(|state| state.connections.remove(&self.id));
    }
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared,
    ending: &Ending,
    socket: &mut Socket<S>,
    given: &mut UnboundedReceiver<Order>,
    id: u64,
) -> Result<(), Broken> {
    loop {
        tokio::select! {
            order = given.recv() => match order {
                None => return Ok(()),
                Some(Order::Text(text, parts)) => {
                    if parts > 1 {
                        socket.queue_parts(&String::from_utf8_lossy(&text), parts)?;
                    } else {
                        socket.queue_text(text)?;
                    }
                    // What follows goes along.
                    if given.is_empty() || socket.waiting() >= BATCH {
                        socket.flush().await?;
                    }
                }
                Some(Order::Repeat(texts, times)) => {
                    for _ in 0..times {
                        for text in &texts {
                            socket.queue_text(text.clone())?;
                            if socket.waiting() >= BATCH {
                                socket.flush().await?;
                            }
                        }
                    }
                    socket.flush().await?;
                }
                Some(Order::Half(text)) => {
                    socket.queue_half(text)?;
                    return socket.flush().await;
                }
                Some(Order::Close) => return socket.close().await,
                Some(Order::Reset) => {
                    ending.reset();
                    return Ok(());
                }
                Some(Order::Silence) => {
                    socket.flush().await?;
                    shared.hub.change(|state| state.connections.remove(&id));
                    loop {
                        socket.read().await?;
                    }
                }
            },
            message = socket.read() => match message? {
                Message::Text(text) => if let Some(answer) = answer(shared, id, &text) {
                    socket.send(answer).await?;
                },
                Message::Ping(bytes) => socket.pong(bytes).await?,
                // Only what answers PINGPONG counts.
                Message::Pong(bytes) if bytes.starts_with(b"{") => shared.hub.change(|state| state.pongs += 1),
                Message::Pong(_) | Message::Binary(_) => {}
                Message::Close(_) => return Ok(()),
            },
        }
    }
}
