//! HMAC-SHA256 over the fields of a URL. Each field is preceded by its length, so that no
//! two sets of fields sign alike.

use hmac::{Hmac, Mac};
use protocol::Timestamp;
use sha2::Sha256;

use crate::Error;

/// Seconds of a window within which a view URL stays the same. It lives one to two of them,
/// so never more than five minutes.
pub const WINDOW_SECONDS: i64 = 150;

/// The key that signs; not shown by `Debug` because it has none.
#[derive(Clone)]
pub struct Signer([u8; 64]);

impl Signer {
    /// Signs with this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        // HMAC fills a short key up with zeros; done here it needs no fallible constructor.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&secret);
        Self(key)
    }

    /// The signature of these fields, lower-case hex.
    pub fn sign(&self, fields: &[&str]) -> String {
        hex(&self.mac(fields).finalize().into_bytes())
    }

    /// Compares in constant time.
    pub fn verify(&self, fields: &[&str], signature: &str) -> Result<(), Error> {
        let bytes = unhex(signature).ok_or(Error::BadSignature)?;
        self.mac(fields).verify_slice(&bytes).map_err(|_| Error::BadSignature)
    }

    fn mac(&self, fields: &[&str]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as Mac>::new(&self.0.into());
        mac.update(b"workloop media 1");
        for field in fields {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field.as_bytes());
        }
        mac
    }
}

/// When a view URL made now stops working: the end of the window after this one.
pub fn window_end(now: Timestamp) -> Timestamp {
    window_start(now).plus_seconds(2 * WINDOW_SECONDS)
}

/// When the window that holds this moment began.
pub fn window_start(now: Timestamp) -> Timestamp {
    Timestamp(0).plus_seconds(now.seconds().div_euclid(WINDOW_SECONDS) * WINDOW_SECONDS)
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// Reads lower-case hex; one spelling only.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some((digit(pair[0])? << 4) | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_between_fields_breaks_the_signature() {
        let signer = Signer::new([7; 32]);
        let signature = signer.sign(&["ab", "c"]);
        assert_eq!(signer.verify(&["ab", "c"], &signature), Ok(()));
        assert_eq!(signer.verify(&["a", "bc"], &signature), Err(Error::BadSignature));
        assert_eq!(Signer::new([8; 32]).verify(&["ab", "c"], &signature), Err(Error::BadSignature));
        for odd in ["", "zz", "abc", "é0", &signature.to_uppercase()] {
            assert_eq!(signer.verify(&["ab", "c"], odd), Err(Error::BadSignature));
        }
    }

    #[test]
    fn a_window_lasts_until_the_end_of_the_next() {
        assert_eq!(window_end(Timestamp(0)), Timestamp(300_000_000));
        assert_eq!(window_end(Timestamp(149_999_999)), Timestamp(300_000_000));
        assert_eq!(window_end(Timestamp(150_000_000)), Timestamp(450_000_000));
    }
}
