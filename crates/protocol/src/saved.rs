//! What one keeps for oneself: messages to come back to, on all one's devices.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, MessageId, Timestamp};

/// A message that one saved. It says where the message is and nothing of what it says:
/// whether one may (still) read that is asked each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Saved {
    /// Which.
    pub message: MessageId,
    /// Where.
    pub channel: ChannelId,
    /// When it was saved; null once it was taken off the list.
    #[schema(required)]
    pub saved_at: Option<Timestamp>,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}
