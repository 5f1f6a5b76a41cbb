//! Following feeds: heads and what changed.

use async_trait::async_trait;
use protocol::{Changes, ChannelId, Epoch, FeedId};

use crate::Result;

/// Feeds.
#[async_trait]
pub trait Feeds: Send + Sync {
    /// The database's epoch.
    async fn epoch(&self) -> Result<Epoch>;
    /// Heads in the order asked; 0 for a feed that has none.
    async fn heads(&self, feeds: &[FeedId]) -> Result<Vec<u64>>;
    /// Every object changed after `since`, once, in its present state, by `rev`; at most
    /// `limit`, and messages of about [`PAGE_BYTES`](protocol::limits::PAGE_BYTES); then there
    /// is `more` and `to` is the last one's `rev`, else the head.
    async fn changes(&self, feed: FeedId, since: u64, limit: usize) -> Result<Changes>;
    /// Ids of all channels after this one, for indexing and export.
    async fn all_channels(&self, after: Option<ChannelId>, limit: usize) -> Result<Vec<ChannelId>>;
}
