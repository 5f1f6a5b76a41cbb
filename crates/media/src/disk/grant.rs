//! What a signed URL allows, once its signature holds.

use std::collections::HashMap;

use protocol::Timestamp;
use url::form_urlencoded;

use super::Disk;
use crate::{Error, check_key, disposition};

/// Leave to store exactly this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutGrant {
    /// Under which key.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
    /// Lower-case hex SHA-256.
    pub sha256: String,
}

/// Leave to fetch one object, told to the browser like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewGrant {
    /// Under which key.
    pub key: String,
    /// `Content-Type`.
    pub media_type: String,
    /// `Content-Disposition`, RFC 6266.
    pub content_disposition: String,
    /// When the URL stops working; caches may keep the bytes until then.
    pub expires_at: Timestamp,
}

impl Disk {
    /// Checks a `PUT` to `key` (the path beneath the base path, undecoded) with this query.
    /// `header` answers a request header by its lower-case name.
    pub fn verify_put(
        &self,
        key: &str,
        query: &str,
        header: impl Fn(&str) -> Option<String>,
    ) -> Result<PutGrant, Error> {
        check_key(key)?;
        let mut query = pairs(query);
        let mut take = |name: &str| query.remove(name).ok_or(Error::BadSignature);
        let (size, media_type, sha256) = (take("size")?, take("type")?, take("sha256")?);
        let (expires, signature) = (take("expires")?, take("signature")?);
        self.0.signer.verify(&["PUT", key, &size, &media_type, &sha256, &expires], &signature)?;
        expiry(&expires)?;
        let size: u64 = size.parse().map_err(|_| Error::BadSignature)?;
        if header("content-type").as_deref() != Some(&*media_type) {
            return Err(Error::Mismatch("type"));
        }
        match header("content-length").map(|length| length.parse::<u64>()) {
            Some(Ok(length)) if length > size => Err(Error::TooLarge),
            Some(Ok(length)) if length < size => Err(Error::Mismatch("size")),
            Some(Err(_)) => Err(Error::Mismatch("size")),
            _ => Ok(PutGrant { key: key.to_owned(), size, media_type, sha256 }),
        }
    }

    /// Checks a `GET` or `HEAD` of `key` with this query.
    pub fn verify_get(&self, key: &str, query: &str) -> Result<ViewGrant, Error> {
        check_key(key)?;
        let mut query = pairs(query);
        let mut take = |name: &str| query.remove(name).ok_or(Error::BadSignature);
        let (name, media_type, how) = (take("name")?, take("type")?, take("as")?);
        let (expires, signature) = (take("expires")?, take("signature")?);
        self.0.signer.verify(&["GET", key, &name, &media_type, &how, &expires], &signature)?;
        let expires_at = expiry(&expires)?;
        let content_disposition = disposition::header(&how, &name);
        Ok(ViewGrant { key: key.to_owned(), media_type, content_disposition, expires_at })
    }
}

/// The query's fields; of one said twice the last counts, and the signature covers that one.
fn pairs(query: &str) -> HashMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn expiry(expires: &str) -> Result<Timestamp, Error> {
    let expires: i64 = expires.parse().map_err(|_| Error::BadSignature)?;
    let expires = Timestamp(0).plus_seconds(expires);
    if expires > Timestamp::now() { Ok(expires) } else { Err(Error::Expired) }
}
