//! What people keep for themselves, in the person feed: which messages, not what they say.

use async_trait::async_trait;
use protocol::{ChannelId, MessageId, Saved, Timestamp, UserId};

use crate::{Committed, Result};

/// Saving messages.
#[async_trait]
pub trait Saves: Send + Sync {
    /// Saves a message of this channel; no change when it is already. NotFound when there is
    /// no such message in it or it was deleted; Conflict `saved` beyond
    /// [`protocol::limits::SAVED`].
    async fn save(
        &self,
        user: UserId,
        channel: ChannelId,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Saved>>;
    /// Takes a message off one's list; no change when it is off already, NotFound when it was
    /// never on it.
    async fn unsave(&self, user: UserId, message: MessageId) -> Result<Committed<Saved>>;
    /// All that one has saved, the latest first.
    async fn saved(&self, user: UserId) -> Result<Vec<Saved>>;
}
