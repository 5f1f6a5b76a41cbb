//! Web Push: a short text for one browser, by the push service that the browser chose. It is
//! encrypted for that browser (RFC 8291), so that the service reads nothing of it, and signed
//! by this installation (RFC 8292), so that nobody else can send there.

mod vapid;

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use p256::PublicKey;
use url::Url;
use web_push_native::Auth;

use crate::{Bounds, Egress, Error, Request};

pub use vapid::Vapid;

/// Bytes that every push service takes, with what encryption adds.
pub const TEXT_BYTES: usize = 3_000;
/// Characters of an endpoint.
const ENDPOINT_CHARS: usize = 2_000;
/// A push service answers in this time, and never elsewhere.
const BOUNDS: Bounds = Bounds { redirects: 0, total: Duration::from_secs(10), body: 16 * 1024, cut: false };
/// The longest that a service's wish to be left alone is granted.
const LEFT_ALONE: Duration = Duration::from_secs(6 * 3600);

/// A browser that wants to be woken.
#[derive(Clone)]
pub struct Device {
    endpoint: Url,
    key: PublicKey,
    secret: Auth,
}

/// What is sent, and how.
#[derive(Debug, Clone)]
pub struct Push {
    /// What the browser's worker gets.
    pub text: Vec<u8>,
    /// How long it is worth something.
    pub for_seconds: u32,
    /// Replaces what waits at the service under the same word: at most 32 of base64url's
    /// characters.
    pub topic: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The service has it.
    Taken,
    /// The browser doesn't want any more: forget it.
    Gone,
    /// Perhaps later; not before, where the service says so.
    Later(Option<Duration>, String),
    /// Not this, however often.
    Refused(String),
}

impl Device {
    /// From what a browser says of its subscription, once it's looked at.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(egress: &Egress, endpoint: &str, p256dh: &str, auth: &str) -> Result<Self, &'static str> {
        if endpoint.len() > ENDPOINT_CHARS {
            return Err("the endpoint is too long");
        }
        let endpoint: Url = endpoint.parse().map_err(|_| "the endpoint isn't an address")?;
        if endpoint.scheme() != "https" && !egress.is_inside(&endpoint) {
            return Err("the endpoint must be an https address");
        }
        egress.look_at(&endpoint).map_err(|error| match error {
            Error::Refused(why) => why,
            _ => "the endpoint can't be asked",
        })?;
        let key = BASE64.decode(p256dh.trim_end_matches('=')).map_err(|_| "p256dh isn't base64url")?;
        let key = PublicKey::from_sec1_bytes(&key).map_err(|_| "p256dh isn't a key on P-256")?;
        let secret = BASE64.decode(auth.trim_end_matches('=')).map_err(|_| "auth isn't base64url")?;
        let secret: [u8; 16] = secret.try_into().map_err(|_| "auth isn't 16 bytes")?;
        Ok(Self { endpoint, key, secret: secret.into() })
    }
}

impl Egress {
    /// Sends it to a browser's push service. `contact` is whom the service may turn to: a
    /// `mailto:` or `https:` address.
    pub async fn push(&self, device: &Device, vapid: &Vapid, contact: &str, push: Push) -> Outcome {
        if push.text.len() > TEXT_BYTES {
            return Outcome::Refused(format!("more than {TEXT_BYTES} bytes"));
        }
        let body = match web_push_native::encrypt(push.text, &device.key, &device.secret) {
            Ok(body) => body.into(),
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        let mut headers = vec![
            ("authorization", vapid.authorization(&device.endpoint, contact)),
            ("content-encoding", "aes128gcm".into()),
            ("content-type", "application/octet-stream".into()),
            ("ttl", push.for_seconds.to_string()),
            ("urgency", "high".into()),
        ];
        headers.extend(push.topic.map(|topic| ("topic", topic)));
        let request = Request { url: device.endpoint.clone(), headers, body: Some(body) };
        match self.ask(request, BOUNDS).await {
            Ok(answer) => judge(answer.status, answer.header("retry-after")),
            Err(error @ (Error::Refused(_) | Error::Redirects)) => Outcome::Refused(error.to_string()),
            Err(error) => Outcome::Later(None, error.to_string()),
        }
    }
}

fn judge(status: u16, retry_after: Option<&str>) -> Outcome {
    match status {
        200..=299 => Outcome::Taken,
        404 | 410 => Outcome::Gone,
        408 | 429 | 500..=599 => {
            let seconds = retry_after.and_then(|it| it.trim().parse().ok());
            Outcome::Later(
                seconds.map(|it| Duration::from_secs(it).min(LEFT_ALONE)),
                format!("answered {status}"),
            )
        }
        status => Outcome::Refused(format!("answered {status}")),
    }
}

#[cfg(test)]
mod tests;
