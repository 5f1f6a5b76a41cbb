//! Uploaded files: where their bytes live and who may fetch them, by signed URLs alone.
//!
//! Reading order: [`Engine`] is the promise; [`signature`] signs and checks; [`disk`] keeps
//! the promise in a folder, [`s3`] in a bucket; [`sniff`] tells a file's real type from its
//! first bytes and [`disposition`] what a browser does with it; [`image`] looks into
//! pictures and [`location`] takes out where they were made. The `contract` suite holds
//! every engine to its promises.

#[cfg(feature = "contract")]
pub mod contract;
pub mod disk;
pub mod disposition;
pub mod image;
pub mod location;
pub mod s3;
pub mod signature;
pub mod sniff;

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use protocol::Timestamp;

pub use disk::Disk;
pub use s3::Bucket;
pub use sniff::inline_type;

/// Why the bytes can't be had or kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No such object.
    #[error("no such object")]
    NotFound,
    /// More bytes than allowed.
    #[error("more bytes than allowed")]
    TooLarge,
    /// Size, type or checksum isn't the signed one.
    #[error("the {0} is not the one that was signed")]
    Mismatch(&'static str),
    /// The URL wasn't signed by us, or was changed.
    #[error("the signature is not valid")]
    BadSignature,
    /// The URL was good once.
    #[error("the URL has expired")]
    Expired,
    /// A key outside `[A-Za-z0-9._-]` segments joined by `/`.
    #[error("not a valid key")]
    BadKey,
    /// The store of bytes fails; trying later may help.
    #[error("media are unavailable: {0}")]
    Unavailable(String),
}

/// A request the client makes itself to send the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// `PUT`.
    pub method: &'static str,
    /// Where to; a path when we serve it ourselves.
    pub url: String,
    /// Headers to be sent as they are.
    pub headers: Vec<(String, String)>,
    /// When the URL stops working.
    pub expires_at: Timestamp,
}

/// Where to fetch an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUrl {
    /// The same for everyone within a window, so that caches work.
    pub url: String,
    /// When the URL stops working.
    pub expires_at: Timestamp,
}

/// Whether a browser may show the object or only save it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Shown, if [`inline_type`] agrees; saved otherwise.
    Inline,
    /// Saved.
    Attachment,
}

/// What is stored under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Bytes.
    pub size: u64,
    /// Lower-case hex SHA-256, where the engine keeps it; it was compared on the way in.
    pub sha256: Option<String>,
}

impl Stored {
    /// Of which only the size is known.
    pub fn of_size(size: u64) -> Self {
        Self { size, sha256: None }
    }
}

/// The longest an upload URL lives.
const UPLOAD_LIFE: Duration = Duration::from_secs(600);

/// The promises an engine keeps. Keys are the server's choice: segments of
/// `[A-Za-z0-9._-]`, none beginning with a dot, joined by `/`, at most 512 bytes.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Whom browsers talk to for bytes (`https://host`); none when that's ourselves.
    fn origin(&self) -> Option<&str>;
    /// Whether bytes could be reached when they were last asked for.
    fn is_reachable(&self) -> bool;
    /// How large objects come in parts; none when every object comes in one request.
    fn parts(&self) -> Option<&dyn Parts>;
    /// A request that stores exactly these bytes: key, size, type and SHA-256 (lower-case
    /// hex) are bound by the signature. Valid for at most ten minutes.
    async fn upload_url(
        &self,
        key: &str,
        size: u64,
        media_type: &str,
        sha256: &str,
        expires_in: Duration,
    ) -> Result<SignedRequest, Error>;
    /// A URL stable within a window of 2½ minutes and valid until the next one's end. What
    /// the browser is told of name, type and disposition is bound by the signature.
    async fn view_url(
        &self,
        key: &str,
        file_name: &str,
        media_type: &str,
        disposition: Disposition,
    ) -> Result<SignedUrl, Error>;
    /// What is stored under the key, if anything.
    async fn head(&self, key: &str) -> Result<Option<Stored>, Error>;
    /// The first `length` bytes, fewer if there are no more.
    async fn read_prefix(&self, key: &str, length: u64) -> Result<Bytes, Error>;
    /// All bytes, refused as [`Error::TooLarge`] beyond `max`.
    async fn read(&self, key: &str, max: u64) -> Result<Bytes, Error>;
    /// Stores the bytes, replacing what was there at once or not at all.
    async fn write(&self, key: &str, bytes: Bytes) -> Result<(), Error>;
    /// Copies the object into a new file of this path, in bounded memory; its bytes.
    async fn copy_out(&self, key: &str, path: &Path) -> Result<Stored, Error>;
    /// Stores the contents of this file, like [`Engine::write`] but in bounded memory.
    async fn copy_in(&self, key: &str, path: &Path) -> Result<(), Error>;
    /// Removes the object of this key and all beneath `prefix/`, and what is on its way
    /// there in parts. Nothing there is fine.
    async fn delete_prefix(&self, prefix: &str) -> Result<(), Error>;
    /// Up to `limit` keys beneath `prefix` (all when empty) that follow `after`, ascending.
    async fn list_keys(&self, prefix: &str, after: &str, limit: usize) -> Result<Vec<String>, Error>;
}

/// Objects that come in parts, numbered from 1, all of one size but the last. Nothing is
/// stored until they are joined, and beginning leaves nothing to remember.
#[async_trait]
pub trait Parts: Send + Sync {
    /// Bytes of each part but the last.
    fn size(&self) -> u64;
    /// Begins an object. Deleting its key gives it up.
    async fn begin(&self, key: &str, media_type: &str) -> Result<(), Error>;
    /// A request that stores exactly these bytes as this part, like [`Engine::upload_url`];
    /// [`Error::NotFound`] when nothing is begun.
    async fn sign(
        &self,
        key: &str,
        number: u32,
        size: u64,
        sha256: &str,
        expires_in: Duration,
    ) -> Result<SignedRequest, Error>;
    /// Makes the object, of all parts that arrived. [`Error::NotFound`] when nothing is
    /// begun, [`Error::Mismatch`] while they aren't so many bytes.
    async fn join(&self, key: &str, size: u64) -> Result<(), Error>;
}

/// A handle on whichever engine the configuration names.
#[derive(Clone)]
pub struct Media(Arc<dyn Engine>);

impl Media {
    /// Wraps an engine.
    pub fn new(engine: impl Engine + 'static) -> Self {
        Self(Arc::new(engine))
    }

    /// Files in a folder, served by ourselves beneath `base_path` (`/media`). The second
    /// handle is what the route needs to serve them.
    pub fn disk(root: PathBuf, secret: [u8; 32], base_path: &str) -> Result<(Self, Disk), Error> {
        let disk = Disk::open(root, secret, base_path)?;
        Ok((Self::new(disk.clone()), disk))
    }
}

impl Deref for Media {
    type Target = dyn Engine;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

/// Refuses keys that could leave the folder or need escaping.
pub fn check_key(key: &str) -> Result<(), Error> {
    let segment = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    if key.len() <= 512 && key.split('/').all(segment) { Ok(()) } else { Err(Error::BadKey) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_keys_pass() {
        for good in ["W1/F1/original", "W1/F1/640.webp", "a"] {
            assert_eq!(check_key(good), Ok(()), "{good}");
        }
        for bad in ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.", ".tmp/a", "a\\b", "a\0", "a b", "ä"] {
            assert_eq!(check_key(bad), Err(Error::BadKey), "{bad}");
        }
        assert_eq!(check_key(&"a".repeat(513)), Err(Error::BadKey));
    }
}
