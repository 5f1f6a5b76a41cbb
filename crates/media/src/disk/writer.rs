//! A body being stored: never more than was signed, in its place only when it's right.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use tokio::{fs::File, io::AsyncWriteExt};

use super::{Disk, PutGrant, settle, unavailable};
use crate::{Error, Stored, signature::hex};

/// Takes a body piece by piece. Dropped before [`Writer::finish`], it leaves nothing behind.
pub struct Writer {
    disk: Disk,
    grant: PutGrant,
    file: File,
    unfinished: PathBuf,
    path: PathBuf,
    written: u64,
    digest: Sha256,
}

impl Disk {
    /// Begins to store what was granted.
    pub async fn writer(&self, grant: PutGrant) -> Result<Writer, Error> {
        let path = self.path(&grant.key)?;
        let unfinished = self.unfinished();
        let file = File::create_new(&unfinished).await.map_err(unavailable)?;
        let disk = self.clone();
        Ok(Writer { disk, grant, file, unfinished, path, written: 0, digest: Sha256::new() })
    }
}

impl Writer {
    /// Adds a piece; refuses the first byte beyond the signed size.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.written = self.written.saturating_add(piece.len() as u64);
        if self.written > self.grant.size {
            return Err(Error::TooLarge);
        }
        self.digest.update(piece);
        self.file.write_all(piece).await.map_err(unavailable)
    }

    /// Checks size and checksum, then puts the object in its place durably.
    pub async fn finish(mut self) -> Result<Stored, Error> {
        if self.written != self.grant.size {
            return Err(Error::Mismatch("size"));
        }
        if hex(&self.digest.finalize_reset()) != self.grant.sha256 {
            return Err(Error::Mismatch("checksum"));
        }
        self.file.flush().await.map_err(unavailable)?;
        self.file.sync_all().await.map_err(unavailable)?;
        let size = self.written;
        tokio::task::spawn_blocking(move || settle(&self.disk.0.root, &self.unfinished, &self.path))
            .await
            .map_err(|error| Error::Unavailable(error.to_string()))?
            .map_err(unavailable)?;
        Ok(Stored::of_size(size))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // After `finish` the file has moved and there is nothing here to remove.
        let _gone = std::fs::remove_file(&self.unfinished);
    }
}
