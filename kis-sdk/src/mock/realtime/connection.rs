//! One WebSocket connection, from its handshake to its end.

use std::sync::Arc;
use std::time::Duration;

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
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(shared: Arc<Shared>, ending: Arc<Ending>, stream: S) {
    let mut socket = Socket::serve(stream, BATCH);
    let (orders, mut given) = unbounded_channel();
    let id = shared.hub.change(|state| {
        state.connected += 1;
        let id = state.connected;
        state.connections.insert(id, Connection { orders, pair: None, is_second: false, registered: Vec::new() });
        id
    });
    let place = Place { shared: Arc::clone(&shared), id };
    let farewell = speak(&shared, &ending, &mut socket, &mut given, id).await;
    // However it ends, it ends.
    drop(place);
    if let Ok(Farewell::Told) = farewell {
        drop(tokio::time::timeout(LINGER, socket.finish()).await);
    }
}

/// How a connection ends that isn't broken.
enum Farewell {
    /// At once.
    Now,
    /// What was sent last still has to arrive.
    Told,
}

/// How long a connection waits for the other side to end it, too.
const LINGER: Duration = Duration::from_secs(10);

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
) -> Result<Farewell, Broken> {
    loop {
        tokio::select! {
            // What was pushed before a message came goes out before its answer.
            biased;
            order = given.recv() => match order {
                None => return Ok(Farewell::Now),
                Some(Order::Text(text, parts)) => {
                    if parts > 1 {
                        socket.send_raw(&in_parts(&text, parts)).await?;
                    } else {
                        socket.feed(text).await?;
                    }
                    // What follows goes along.
                    if given.is_empty() {
                        socket.flush().await?;
                    }
                }
                Some(Order::Repeat(texts, times)) => {
                    for _ in 0..times {
                        for text in &texts {
                            socket.feed(text.clone()).await?;
                        }
                    }
                    socket.flush().await?;
                }
                Some(Order::Half(text)) => {
                    let frame = in_parts(&text, 1);
                    socket.send_raw(&frame[..frame.len() / 2]).await?;
                    return Ok(Farewell::Told);
                }
                Some(Order::Close) => {
                    socket.close().await?;
                    return Ok(Farewell::Told);
                }
                Some(Order::Reset) => {
                    ending.reset();
                    return Ok(Farewell::Now);
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
                // Only what answers PINGPONG counts.
                Message::Pong(bytes) if bytes.starts_with(b"{") => shared.hub.change(|state| state.pongs += 1),
                Message::Ping | Message::Pong(_) | Message::Binary(_) => {}
                Message::Close(_) => return Ok(Farewell::Now),
            },
        }
    }
}

/// A text as so many WebSocket frames, which the library would send as one.
fn in_parts(text: &str, parts: usize) -> Vec<u8> {
    let size = text.len().div_ceil(parts.max(1)).max(1);
    let count = text.len().div_ceil(size).max(1);
    let mut frames = Vec::new();
    for (index, part) in text.as_bytes().chunks(size).enumerate() {
        let (kind, last) = (if index == 0 { 0x01 } else { 0x00 }, if index + 1 == count { 0x80 } else { 0x00 });
        frames.push(kind | last);
        match (u8::try_from(part.len()), u16::try_from(part.len())) {
            (Ok(length @ ..126), _) => frames.push(length),
            (_, Ok(length)) => {
                frames.push(126);
                frames.extend(length.to_be_bytes());
            }
            _ => {
                frames.push(127);
                frames.extend((part.len() as u64).to_be_bytes());
            }
        }
        frames.extend(part);
    }
    frames
}
