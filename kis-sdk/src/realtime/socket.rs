//! WebSocket messages over a stream of bytes.
//!
//! The library reads and writes the frames' heads; what moves the payloads is here, because its own connection writes every
//! payload into the log at trace level: approval keys, the keys of notices, HTS IDs. It also lets text travel on to the
//! records without a copy.

use std::fmt;
use std::io::{self, Cursor};

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tungstenite::Utf8Bytes;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};
use tungstenite::protocol::frame::{Frame, FrameHeader};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// The longest message that is taken: far more than twenty records have.
pub(crate) const LONGEST: usize = 16 << 20;

/// One message.
#[derive(Debug)]
pub(crate) enum Message {
    /// A text.
    Text(Utf8Bytes),
    /// Wants a pong with the same bytes.
    Ping(Bytes),
    /// The answer to a ping, or a sign of life.
    #[cfg_attr(not(feature = "mock"), expect(dead_code, reason = "only the mock server asks for one"))]
    Pong(Bytes),
    /// The other side closes, and why.
    Close(String),
    /// Bytes that are no text.
    Binary(usize),
}

/// Which side this is; a client masks what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// This crate.
    Client,
    /// The mock server.
    #[cfg(feature = "mock")]
    Server,
}

/// Why a connection can't go on.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The other side ended it without a word.
    Ended,
    /// It broke.
    Io(io::Error),
    /// What came is no WebSocket.
    Protocol(&'static str),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended => f.write_str("the connection ended without a close"),
            Self::Io(error) => write!(f, "the connection broke ({error})"),
            Self::Protocol(what) => write!(f, "the server broke the WebSocket protocol: {what}"),
        }
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A connection after its handshake.
#[derive(Debug)]
pub(crate) struct Socket<S> {
    stream: S,
    side: Side,
    input: BytesMut,
    /// The parts of a message that have come so far, and whether it is a text.
    parts: Option<(bool, BytesMut)>,
    output: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    pub(crate) fn new(stream: S, side: Side) -> Self {
        Self { stream, side, input: BytesMut::with_capacity(CHUNK), parts: None, output: Vec::new() }
    }

    /// Waits for the next message. Nothing is lost where the wait is given up.
    pub(crate) async fn read(&mut self) -> Result<Message, Broken> {
        loop {
            if let Some(message) = self.parsed()? {
                return Ok(message);
            }
            if self.input.capacity() - self.input.len() < CHUNK / 4 {
                self.input.reserve(CHUNK);
            }
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Err(Broken::Ended);
            }
        }
    }

    /// The next message of those that have come already.
    pub(crate) fn parsed(&mut self) -> Result<Option<Message>, Broken> {
        loop {
            let mut cursor = Cursor::new(&self.input[..]);
            let head = FrameHeader::parse(&mut cursor).map_err(|_| Broken::Protocol("an unknown kind of frame"))?;
            let Some((head, length)) = head else { return Ok(None) };
            let length = usize::try_from(length).ok().filter(|length| *length <= LONGEST);
            let length = length.ok_or(Broken::Protocol("a frame of more than 16 MiB"))?;
            let begin = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
            if self.input.len() - begin < length {
                return Ok(None);
            }
            self.input.advance(begin);
            let mut payload = self.input.split_to(length);
            if let Some(mask) = head.mask {
                payload.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
            }
            if let Some(message) = self.assemble(&head, payload)? {
                return Ok(Some(message));
            }
        }
    }

    /// Puts the parts of a message together; `None` while some are missing.
    fn assemble(&mut self, head: &FrameHeader, payload: BytesMut) -> Result<Option<Message>, Broken> {
        if head.rsv1 || head.rsv2 || head.rsv3 {
            return Err(Broken::Protocol("an extension that nobody asked for"));
        }
        match head.opcode {
            OpCode::Control(_) if !head.is_final || payload.len() > 125 => {
                Err(Broken::Protocol("a control frame that is too long or in parts"))
            }
            OpCode::Control(Control::Ping) => Ok(Some(Message::Ping(payload.freeze()))),
            OpCode::Control(Control::Pong) => Ok(Some(Message::Pong(payload.freeze()))),
            OpCode::Control(_) => Ok(Some(Message::Close(reason(&payload)))),
            OpCode::Data(Data::Continue) => {
                let Some((is_text, mut parts)) = self.parts.take() else {
                    return Err(Broken::Protocol("a continuation of nothing"));
                };
                if parts.len() + payload.len() > LONGEST {
                    return Err(Broken::Protocol("a message of more than 16 MiB"));
                }
                parts.extend_from_slice(&payload);
                self.parts_or_whole(head.is_final, is_text, parts)
            }
            OpCode::Data(_) if self.parts.is_some() => Err(Broken::Protocol("a message within another one")),
            OpCode::Data(kind) => self.parts_or_whole(head.is_final, kind == Data::Text, payload),
        }
    }

    fn parts_or_whole(&mut self, is_final: bool, is_text: bool, parts: BytesMut) -> Result<Option<Message>, Broken> {
        if !is_final {
            self.parts = Some((is_text, parts));
            return Ok(None);
        }
        if !is_text {
            return Ok(Some(Message::Binary(parts.len())));
        }
        let text = Utf8Bytes::try_from(parts.freeze()).map_err(|_| Broken::Protocol("a text that is not UTF-8"))?;
        Ok(Some(Message::Text(text)))
    }

    /// Sends a text.
    pub(crate) async fn send(&mut self, text: impl Into<Bytes>) -> Result<(), Broken> {
        self.queue(Frame::message(text, OpCode::Data(Data::Text), true))?;
        self.flush().await
    }

    /// Sends a pong.
    pub(crate) async fn pong(&mut self, bytes: impl Into<Bytes>) -> Result<(), Broken> {
        self.queue(Frame::pong(bytes))?;
        self.flush().await
    }

    /// Says that this side closes.
    pub(crate) async fn close(&mut self) -> Result<(), Broken> {
        self.queue(Frame::close(None))?;
        self.flush().await
    }

    /// Writes a text to what goes out with the next [`Socket::flush`].
    #[cfg(feature = "mock")]
    pub(crate) fn queue_text(&mut self, text: impl Into<Bytes>) -> Result<(), Broken> {
        self.queue(Frame::message(text, OpCode::Data(Data::Text), true))
    }

    /// Writes half of a text's frame to what goes out: the other half will be missing.
    #[cfg(feature = "mock")]
    pub(crate) fn queue_half(&mut self, text: impl Into<Bytes>) -> Result<(), Broken> {
        let before = self.output.len();
        self.queue(Frame::message(text, OpCode::Data(Data::Text), true))?;
        self.output.truncate(before + (self.output.len() - before) / 2);
        Ok(())
    }

    /// Writes a text to what goes out in this many frames.
    #[cfg(feature = "mock")]
    pub(crate) fn queue_parts(&mut self, text: &str, parts: usize) -> Result<(), Broken> {
        let size = text.len().div_ceil(parts.max(1)).max(1);
        let chunks: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        for (index, chunk) in chunks.iter().enumerate() {
            let kind = if index == 0 { Data::Text } else { Data::Continue };
            let is_final = index + 1 == chunks.len();
            self.queue(Frame::message(Bytes::copy_from_slice(chunk), OpCode::Data(kind), is_final))?;
        }
        Ok(())
    }

    /// How many bytes wait for [`Socket::flush`].
    #[cfg(feature = "mock")]
    pub(crate) fn waiting(&self) -> usize {
        self.output.len()
    }

    /// Reads these bytes first, which came with the handshake.
    #[cfg(feature = "mock")]
    pub(crate) fn begin_with(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
    }

    fn queue(&mut self, mut frame: Frame) -> Result<(), Broken> {
        if self.side == Side::Client {
            let [a, b, c, d, ..] = *uuid::Uuid::new_v4().as_bytes();
            frame.header_mut().mask = Some([a, b, c, d]);
        }
        frame.format(&mut self.output).map_err(|_| Broken::Protocol("a frame that can't be written"))
    }

    /// Sends what waits.
    pub(crate) async fn flush(&mut self) -> Result<(), Broken> {
        self.stream.write_all(&self.output).await?;
        self.output.clear();
        self.stream.flush().await?;
        Ok(())
    }
}

/// Why the other side closes: its code and words.
fn reason(payload: &[u8]) -> String {
    match payload {
        [high, low, words @ ..] => {
            let (code, words) = (u16::from_be_bytes([*high, *low]), String::from_utf8_lossy(words));
            format!("the server closed the connection ({code}{}{words})", if words.is_empty() { "" } else { ": " })
        }
        _ => "the server closed the connection".to_owned(),
    }
}

#[cfg(all(test, feature = "mock"))]
mod tests {
    use super::*;

    fn pair() -> (Socket<tokio::io::DuplexStream>, Socket<tokio::io::DuplexStream>) {
        let (client, server) = tokio::io::duplex(100);
        (Socket::new(client, Side::Client), Socket::new(server, Side::Server))
    }

    #[tokio::test]
    async fn messages_of_any_size_in_any_number_of_frames() {
        let (mut client, mut server) = pair();
        let long = "가나다 ".repeat(50_000);
        let sent = long.clone();
        let sender = tokio::spawn(async move {
            server.send("a".to_owned()).await.expect("sent");
            server.queue_parts(&sent, 7).expect("written");
            server.queue_text("").expect("written");
            server.flush().await.expect("sent");
            server.read().await.expect("an answer")
        });
        for expected in ["a", &long, ""] {
            let Message::Text(text) = client.read().await.expect("a message") else { panic!("a text") };
            assert_eq!(text.as_str(), expected);
        }
        client.pong("the same bytes").await.expect("sent");
        let Message::Pong(bytes) = sender.await.expect("no panic") else { panic!("a pong") };
        assert_eq!(bytes, "the same bytes");
    }

    #[tokio::test]
    async fn what_breaks_is_said() {
        let (mut client, mut server) = pair();
        server.queue_half("half of this").expect("written");
        server.flush().await.expect("sent");
        drop(server);
        assert!(matches!(client.read().await, Err(Broken::Ended)));
        for bytes in [&[0x83_u8, 0][..], &[0xF1, 0], &[0x80, 0], &[0x09, 0], &[0x81, 2, 0xC3, 0x28]] {
            let (client, mut server) = tokio::io::duplex(100);
            server.write_all(bytes).await.expect("sent");
            let mut client = Socket::new(client, Side::Client);
            assert!(matches!(client.read().await, Err(Broken::Protocol(_))), "{bytes:?}");
        }
        let (client, mut server) = tokio::io::duplex(100);
        server.write_all(&[0x81, 127, 1, 0, 0, 0, 0, 0, 0, 0]).await.expect("sent");
        assert!(matches!(Socket::new(client, Side::Client).read().await, Err(Broken::Protocol(_))), "no allocation");
    }
}
