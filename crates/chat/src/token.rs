//! Secret tokens: made from the system's randomness, shown once, kept only as a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A new token of 256 random bits behind a prefix that secret scanners can look for.
pub fn generate(prefix: &str) -> String {
    let mut bytes = [0; 32];
    #[expect(clippy::expect_used, reason = "without randomness nothing secret can be made")]
    getrandom::fill(&mut bytes).expect("the system has randomness");
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
