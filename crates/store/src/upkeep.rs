//! Looking after the database: health, backup, consistency.

use std::path::Path;

use async_trait::async_trait;
use protocol::Clock;

use crate::Result;

/// How big and how well the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// `sqlite 3.x`.
    pub engine: String,
    /// Schema version.
    pub schema: u32,
    /// Bytes on disk.
    pub bytes: u64,
    /// Whether writes are accepted.
    pub writable: bool,
}

/// Upkeep.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Tells the time to all who write here: an engine that many machines share tells its
    /// own, so that one of them whose clock is wrong neither dates nor does anything wrongly.
    fn clock(&self) -> &Clock;
    /// Answers quickly; an error means not ready.
    async fn health(&self) -> Result<Health>;
    /// Copies a consistent snapshot to a new file while writes go on.
    async fn backup_to(&self, file: &Path) -> Result<()>;
    /// Reads everything and says what is wrong; empty when all is well.
    async fn check(&self) -> Result<Vec<String>>;
    /// Takes a new epoch, so that every client starts from a snapshot.
    async fn renew_epoch(&self) -> Result<()>;
    /// Stops accepting writes and waits for those under way.
    async fn close(&self) -> Result<()>;
}
