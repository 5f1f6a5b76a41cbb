//! A message that contains one of one's own keywords: it concerns one as a mention does.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, MessageId, Timestamp};

/// Says where the message is and nothing of what it says: whether one may (still) read that
/// is asked each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Alert {
    /// Which.
    pub message: MessageId,
    /// Where.
    pub channel: ChannelId,
    /// The thread's root, when it is a reply.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// Its number in the conversation.
    pub seq: u64,
    /// When it was written.
    pub ts: Timestamp,
    /// False once it was deleted, or edited so that it doesn't contain one any more.
    pub active: bool,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}
