//! Listens to every log line of a test binary, at trace, for what must never be in one.

use std::io;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// App key and secret, the account, the keys and tokens of the mock server, and what the tests send as secrets.
pub(crate) const SECRETS: [&str; 22] = [
    "PSmock00000000000000000000000000mock",
    "mock-app-secret-that-opens-nothing-but-the-mock-server==",
    "50001234",
    "mock-token-",
    "mock-approval-",
    "personal-sec-key",
    "01099998888",
    "00000001^",
    "proxy-password",
    "dXNlcjpwcm94eS1wYXNzd29yZA",
    "first-key",
    "second-key",
    "a-wrong-one",
    "failing-app-key",
    "failing-app-secret",
    "pace-app-key",
    "pace-app-secret",
    "pace-token",
    "12345678",
    "mock-cipher-",
    "mock-hts-id",
    "모의계좌",
];

static LINES: AtomicUsize = AtomicUsize::new(0);

/// Begins to listen; once for each test binary, whoever calls first. Gives how many lines there were so far.
pub(crate) fn the_log() -> usize {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let all = tracing_subscriber::filter::LevelFilter::TRACE;
        tracing_subscriber::fmt().with_max_level(all).with_ansi(false).with_writer(|| Line).init();
    });
    LINES.load(Ordering::Relaxed)
}

/// Reads one line and forgets it.
struct Line;

impl io::Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        if let Some(secret) = SECRETS.iter().find(|secret| text.contains(**secret)) {
            // A panic could be lost in a task that nobody waits for.
            eprintln!("a log line shows {secret}: {text}");
            std::process::abort();
        }
        LINES.fetch_add(1, Ordering::Relaxed);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
