//! AES-256-CBC with PKCS#7 padding in base64, which notices come in.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use secrecy::{ExposeSecret as _, SecretBox};

const KEY: usize = 32;
const IV: usize = 16;

/// The key and the initialisation vector that an acknowledgement brought: the ASCII bytes as they came.
pub(crate) struct Cipher(SecretBox<[u8; KEY + IV]>);

impl Cipher {
    /// `None` where they don't have the length that the algorithm needs.
    pub(crate) fn new(key: &str, iv: &str) -> Option<Self> {
        let (key, iv): (&[u8; KEY], &[u8; IV]) = (key.as_bytes().try_into().ok()?, iv.as_bytes().try_into().ok()?);
        let mut both = Box::new([0; KEY + IV]);
        both[..KEY].copy_from_slice(key);
        both[KEY..].copy_from_slice(iv);
        Some(Self(SecretBox::new(both)))
    }

    fn parts(&self) -> ([u8; KEY], [u8; IV]) {
        let both = self.0.expose_secret();
        let (mut key, mut iv) = ([0; KEY], [0; IV]);
        key.copy_from_slice(&both[..KEY]);
        iv.copy_from_slice(&both[KEY..]);
        (key, iv)
    }

    /// The text of a payload, or why there is none.
    pub(crate) fn decrypt(&self, payload: &str) -> Result<String, &'static str> {
        let mut bytes = STANDARD.decode(payload.trim_ascii()).map_err(|_| "it is no base64")?;
        let (key, iv) = self.parts();
        let plain = cbc::Decryptor::<Aes256>::new(&key.into(), &iv.into())
            .decrypt_padded::<Pkcs7>(&mut bytes)
            .map_err(|_| "it was encrypted with another key")?
            .len();
        bytes.truncate(plain);
        String::from_utf8(bytes).map_err(|_| "what it decrypts to is no text: it was encrypted with another key")
    }

    /// A text as a payload.
    #[cfg(any(test, feature = "mock"))]
    pub(crate) fn encrypt(&self, text: &str) -> String {
        use cbc::cipher::BlockModeEncrypt as _;

        let (key, iv) = self.parts();
        let cipher = cbc::Encryptor::<Aes256>::new(&key.into(), &iv.into());
        STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes()))
    }

    #[cfg(test)]
    fn known() -> Self {
        Self::new("0123456789abcdef0123456789abcdef", "0123456789abcdef").expect("of the right length")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_implementation_encrypted() {
        // printf 'hong^5000123401^체결' | openssl enc -aes-256-cbc -a with the ASCII bytes of key and iv in hexadecimal.
        let payload = "iFCuJanGb09PosjVyb20IgJ7CQcwrMEb4CmqMSM/6p4=";
        assert_eq!(Cipher::known().decrypt(payload).as_deref(), Ok("hong^5000123401^체결"));
    }

    #[test]
    fn there_and_back() {
        for text in ["", "a", "0123456789abcdef", "체결통보^1^2"] {
            assert_eq!(Cipher::known().decrypt(&Cipher::known().encrypt(text)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_payload_is_refused() {
        for payload in ["", "no base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=="] {
            assert!(Cipher::known().decrypt(payload).is_err(), "{payload}");
        }
        assert!(Cipher::new("short", "0123456789abcdef").is_none());
        assert!(Cipher::new("0123456789abcdef0123456789abcdef", "").is_none());
    }
}
