//! This installation's own key, and the proof that a push comes from it.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use url::Url;

/// How long a proof holds; services take at most 24 hours.
const HOLDS: u64 = 12 * 3600;

/// The key by which push services know this installation. Whoever has it can send to all who
/// subscribed with it.
#[derive(Clone)]
pub struct Vapid(SigningKey);

impl Vapid {
    /// A new key.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        loop {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret)?;
            // Hardly ever not a key: then the next is.
            if let Some(key) = Self::from_secret(&secret) {
                return Ok(key);
            }
        }
    }

    /// From what [`Vapid::secret`] said.
    pub fn from_secret(secret: &[u8]) -> Option<Self> {
        SigningKey::from_slice(secret).ok().map(Self)
    }

    /// To be kept, and shown to nobody.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// What browsers subscribe with (`applicationServerKey`), in base64url.
    pub fn public(&self) -> String {
        BASE64.encode(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The header for an endpoint's service.
    pub(super) fn authorization(&self, endpoint: &Url, contact: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
        let claims = serde_json::json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": now + HOLDS,
            "sub": contact,
        });
        let head = BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let said = format!("{head}.{}", BASE64.encode(claims.to_string()));
        let signature: Signature = self.0.sign(said.as_bytes());
        format!("vapid t={said}.{}, k={}", BASE64.encode(signature.to_bytes()), self.public())
    }
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Vapid").field(&self.public()).finish()
    }
}
