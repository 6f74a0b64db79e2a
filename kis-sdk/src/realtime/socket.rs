//! WebSocket messages over a stream of bytes.
//!
//! The library does all of it: frames, masks, fragments, pongs, closes, limits. It was chosen because it has no log: others
//! write every payload into theirs at trace level, and with it approval keys, the keys of notices, HTS IDs. What is here says
//! which limits hold, and names what came.

use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream as _;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_websockets::{ClientBuilder, Error, Limits, WebSocketStream};

/// The longest message that is taken: far more than twenty records have.
pub(crate) const LONGEST: usize = 16 << 20;

/// A text that came, shared by all records in it without a copy.
#[derive(Clone)]
pub(crate) struct Text(tokio_websockets::Message);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        // Whether it is UTF-8 was found out when it came.
        self.0.as_text().unwrap_or_default()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(tokio_websockets::Message::text(text))
    }
}

/// One message.
pub(crate) enum Message {
    /// A text.
    Text(Text),
    /// A ping, which the library answers.
    Ping,
    /// The answer to a ping, or a sign of life.
    Pong(#[cfg_attr(not(feature = "mock"), expect(dead_code, reason = "only the mock server asks for one"))] Vec<u8>),
    /// The other side closes, and why.
    Close(String),
    /// So many bytes that are no text.
    Binary(usize),
}

/// Why a connection can't go on.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The other side ended it without a word.
    Ended,
    /// It broke, or what came is no WebSocket.
    Error(Error),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended => f.write_str("the connection ended without a close"),
            Self::Error(Error::Io(error)) => write!(f, "the connection broke: {error}"),
            Self::Error(error) => write!(f, "the server's WebSocket frames can't be read: {error}"),
        }
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// One connection after its handshake.
pub(crate) struct Socket<S> {
    stream: WebSocketStream<S>,
}

/// How much of one message is taken.
fn limits() -> Limits {
    Limits::default().max_payload_len(Some(LONGEST))
}

/// What makes this side's connections.
pub(crate) fn client<'a>() -> ClientBuilder<'a> {
    ClientBuilder::new().limits(limits())
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    pub(crate) fn new(stream: WebSocketStream<S>) -> Self {
        Self { stream }
    }

    /// The server's side, which writes when this many bytes wait.
    #[cfg(feature = "mock")]
    pub(crate) fn serve(stream: S, batch: usize) -> Self {
        let config = tokio_websockets::Config::default().flush_threshold(batch);
        Self { stream: tokio_websockets::ServerBuilder::new().limits(limits()).config(config).serve(stream) }
    }

    /// Waits for the next message. Nothing is lost where the wait is given up.
    pub(crate) async fn read(&mut self) -> Result<Message, Broken> {
        read(self.stream.next().await)
    }

    /// The next message, if it has come already.
    pub(crate) fn ready(&mut self) -> Result<Option<Message>, Broken> {
        // Whoever waits next asks with a waker of its own.
        match Pin::new(&mut self.stream).poll_next(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(message) => read(message).map(Some),
            Poll::Pending => Ok(None),
        }
    }

    /// Sends a text.
    pub(crate) async fn send(&mut self, text: impl Into<Text>) -> Result<(), Broken> {
        Ok(self.stream.send(text.into().0).await?)
    }

    /// Sends a pong with a text, which has at most 125 bytes.
    pub(crate) async fn pong(&mut self, text: Text) -> Result<(), Broken> {
        Ok(self.stream.send(tokio_websockets::Message::pong(text.0.into_payload())).await?)
    }

    /// Says that this side closes.
    pub(crate) async fn close(&mut self) -> Result<(), Broken> {
        Ok(self.stream.send(tokio_websockets::Message::close(None, "")).await?)
    }

    /// Writes a text to what goes out, at the latest with the next [`Socket::flush`].
    #[cfg(feature = "mock")]
    pub(crate) async fn feed(&mut self, text: Text) -> Result<(), Broken> {
        Ok(self.stream.feed(text.0).await?)
    }

    /// Sends what waits.
    #[cfg(feature = "mock")]
    pub(crate) async fn flush(&mut self) -> Result<(), Broken> {
        Ok(self.stream.flush().await?)
    }

    /// Sends nothing more, and reads until the other side ends the connection. To end it with something unread would reset
    /// it, and what was sent last could be lost on its way.
    #[cfg(feature = "mock")]
    pub(crate) async fn finish(&mut self) {
        use tokio::io::AsyncWriteExt as _;

        if self.stream.get_mut().shutdown().await.is_ok() {
            while self.read().await.is_ok() {}
        }
    }

    /// Sends bytes that the library wouldn't, after what waits.
    #[cfg(feature = "mock")]
    pub(crate) async fn send_raw(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        use tokio::io::AsyncWriteExt as _;

        self.flush().await?;
        self.stream.get_mut().write_all(bytes).await.map_err(Error::from)?;
        Ok(self.stream.get_mut().flush().await.map_err(Error::from)?)
    }
}

fn read(came: Option<Result<tokio_websockets::Message, Error>>) -> Result<Message, Broken> {
    let message = came.ok_or(Broken::Ended)??;
    Ok(if message.is_text() {
        Message::Text(Text(message))
    } else if message.is_ping() {
        Message::Ping
    } else if message.is_pong() {
        Message::Pong(message.into_payload().to_vec())
    } else if let Some((code, words)) = message.as_close() {
        let (code, colon) = (u16::from(code), if words.is_empty() { "" } else { ": " });
        Message::Close(format!("the server closed the connection ({code}{colon}{words})"))
    } else {
        Message::Binary(message.as_payload().len())
    })
}

#[cfg(all(test, feature = "mock"))]
mod tests {
    use tokio::io::{AsyncWriteExt as _, DuplexStream};

    use super::*;
    use crate::realtime::listening::Listening;

    fn pair() -> (Socket<DuplexStream>, Socket<DuplexStream>) {
        let (one, other) = tokio::io::duplex(100);
        (Socket::new(client().take_over(one)), Socket::serve(other, 1_000))
    }

    #[tokio::test]
    async fn messages_of_any_size() {
        let (mut client, mut server) = pair();
        let long = "가나다 ".repeat(500_000);
        let sent = long.clone();
        let sender = tokio::spawn(async move {
            for text in ["a", &sent, ""] {
                server.feed(text.to_owned().into()).await.expect("written");
            }
            server.flush().await.expect("sent");
            server.read().await.expect("an answer")
        });
        for expected in ["a", &long, ""] {
            let Message::Text(text) = client.read().await.expect("a message") else { panic!("a text") };
            assert_eq!(&*text, expected);
        }
        client.pong("the same bytes".to_owned().into()).await.expect("sent");
        let Message::Pong(bytes) = sender.await.expect("no panic") else { panic!("a pong") };
        assert_eq!(bytes, b"the same bytes");
    }

    /// Half a frame, unknown kinds, extensions, a continuation of nothing, a ping in parts, what is no UTF-8, closes that
    /// are none, masks, and a length that would fill the memory.
    #[tokio::test]
    async fn what_breaks_is_said() {
        for bytes in [
            &[0x83_u8, 0][..],
            &[0xF1, 0],
            &[0x80, 0],
            &[0x09, 0],
            &[0x81, 2, 0xC3, 0x28],
            &[0x88, 1, 3],
            &[0x81, 0x80, 0, 0, 0, 0],
            &[0x81, 127, 1, 0, 0, 0, 0, 0, 0, 0],
            &[0x81, 127, 0, 0, 0, 0, 1, 0, 0, 1],
        ] {
            let (stream, mut server) = tokio::io::duplex(100);
            server.write_all(bytes).await.expect("sent");
            let mut client = Socket::new(client().take_over(stream));
            let broken = client.read().await.err().expect("broken");
            assert!(matches!(broken, Broken::Error(_)) && broken.to_string().contains("frames"), "{bytes:?}: {broken}");
        }
        let (mut client, mut server) = pair();
        server.send_raw(&[0x81, 9, b'h', b'a', b'l', b'f']).await.expect("sent");
        drop(server);
        assert!(client.read().await.is_err());
    }

    /// Many parts, each within the limit, are one message beyond it.
    #[tokio::test]
    async fn parts_have_the_same_limit() {
        let (mut client, mut server) = pair();
        let sender = tokio::spawn(async move {
            let mut part = vec![0x01, 127, 0, 0, 0, 0, 0, 0x10, 0, 0];
            part.resize(10 + (1 << 20), b'a');
            server.send_raw(&part).await.expect("sent");
            part[0] = 0x00;
            while server.send_raw(&part).await.is_ok() {}
        });
        assert!(matches!(client.read().await, Err(Broken::Error(Error::PayloadTooLong { .. }))));
        drop(client);
        sender.await.expect("ended");
    }

    #[tokio::test]
    async fn what_came_is_read_though_nobody_is_there_to_write_to() {
        let (one, other) = tokio::io::duplex(100);
        let mut client = Socket::new(client().take_over(Listening::new(one)));
        let mut server = Socket::serve(other, 1_000);
        server.send("the last words".to_owned()).await.expect("sent");
        drop(server);
        client.send("in vain".to_owned()).await.expect("not told yet");
        let Ok(Message::Text(words)) = client.read().await else { panic!("a text") };
        assert_eq!(&*words, "the last words");
        assert!(client.read().await.is_err());
    }

    #[tokio::test]
    async fn a_ping_is_answered_and_a_close_is_told() {
        let (mut client, mut server) = pair();
        server.send_raw(&[0x89, 2, b'h', b'i']).await.expect("sent");
        server.send_raw(&[0x88, 6, 0x03, 0xE9, b'a', b'w', b'a', b'y']).await.expect("sent");
        assert!(matches!(client.read().await, Ok(Message::Ping)));
        let Ok(Message::Close(why)) = client.read().await else { panic!("a close") };
        assert_eq!(why, "the server closed the connection (1001: away)");
        assert!(matches!(client.read().await, Err(Broken::Ended)));
        let Ok(Message::Pong(bytes)) = server.read().await else { panic!("a pong") };
        assert_eq!(bytes, b"hi");
    }
}
