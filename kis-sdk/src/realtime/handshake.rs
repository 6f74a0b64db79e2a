//! The keys of a handshake (RFC 6455, 4.2.2). Messages are the library's; connections come from HTTP libraries, which know
//! nothing of these.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What every server appends to the key of a handshake.
const APPENDED: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// A key for `sec-websocket-key`: 16 random bytes.
pub(crate) fn key() -> String {
    STANDARD.encode(uuid::Uuid::new_v4().as_bytes())
}

/// What a server answers to it as `sec-websocket-accept`.
pub(crate) fn accept_key(key: &[u8]) -> String {
    let mut hash = sha1_smol::Sha1::new();
    hash.update(key);
    hash.update(APPENDED);
    STANDARD.encode(hash.digest().bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        assert_eq!(accept_key(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(STANDARD.decode(key()).map(|key| key.len()), Ok(16));
        assert_ne!(key(), key());
    }
}
