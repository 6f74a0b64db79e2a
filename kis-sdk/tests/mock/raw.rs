//! A client that sees what really comes over the wire, and how it ends.

use std::io::ErrorKind;
use std::time::Duration;

use kis_sdk::mock;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long a test waits for what has to come: only one that fails waits so long.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By a FIN.
    Closed,
    /// By a RST.
    Reset,
    /// Not at all, as far as was waited.
    Open,
}

/// Everything that came.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) bytes: Vec<u8>,
    pub(super) end: End,
}

impl Seen {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn head(&self) -> String {
        self.text().split("\r\n\r\n").next().unwrap_or_default().to_owned()
    }

    pub(super) fn body(&self) -> String {
        self.text().split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
    }

    pub(super) fn status(&self) -> u16 {
        self.text().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
    }

    /// A header, its name just as it is on the wire.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let head = self.head();
        let mut lines = head.lines().filter_map(|line| line.split_once(": ").or_else(|| line.split_once(':')));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value.trim().to_owned())
    }

    pub(super) fn content_length(&self) -> usize {
        self.header("content-length").expect("content-length").parse().expect("a number")
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body()).expect("JSON")
    }

    /// The status and the server's code.
    pub(super) fn code(&self) -> (u16, String) {
        let body: Value = serde_json::from_str(&self.body()).unwrap_or_default();
        let code = body["msg_cd"].as_str().or(body["error_code"].as_str()).unwrap_or_default();
        (self.status(), code.to_owned())
    }
}

pub(super) async fn connect(server: &mock::Server) -> TcpStream {
    TcpStream::connect(server.url().trim_start_matches("http://")).await.expect("a connection")
}

/// Sends bytes and reads until the connection ends.
pub(super) async fn exchange(server: &mock::Server, request: &[u8]) -> Seen {
    super::watch::the_log();
    let mut stream = connect(server).await;
    if stream.write_all(request).await.is_err() {
        return Seen { bytes: Vec::new(), end: End::Reset };
    }
    read(&mut stream).await
}

/// Reads until the connection ends.
pub(super) async fn read(stream: &mut TcpStream) -> Seen {
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(LONGEST, stream.read_to_end(&mut bytes)).await.expect("an end");
    let end = match ended {
        Ok(_) => End::Closed,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => End::Reset,
        Err(error) => panic!("{error}"),
    };
    Seen { bytes, end }
}

/// Reads what comes until `enough` is there, and then for a moment more: what never comes is not there.
pub(super) async fn read_some(stream: &mut TcpStream, enough: impl Fn(&Seen) -> bool) -> Seen {
    let mut seen = Seen { bytes: Vec::new(), end: End::Open };
    let mut chunk = vec![0; 65_536];
    loop {
        let wait = if enough(&seen) { Duration::from_millis(50) } else { LONGEST };
        match tokio::time::timeout(wait, stream.read(&mut chunk)).await {
            Err(_) => return seen,
            Ok(count) => match count.expect("no reset") {
                0 => return Seen { end: End::Closed, ..seen },
                count => seen.bytes.extend_from_slice(&chunk[..count]),
            },
        }
    }
}
