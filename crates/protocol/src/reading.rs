//! Read cursors and drafts: one person's, on all their devices.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, MessageId, Timestamp};

/// How far one has read a channel, or a followed thread in it. Unread is the
/// conversation's last `seq` less `read_seq`; it is never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// Where.
    pub channel: ChannelId,
    /// The thread's root, for a thread's cursor.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// Everything up to this `seq` is read.
    pub read_seq: u64,
    /// Raised by "mark unread": a late "mark read" of an earlier generation does nothing.
    pub generation: u64,
    /// For a thread: whether one wants to hear of it. Always true for a channel.
    pub following: bool,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}

/// A text not yet sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    /// For which channel.
    pub channel: ChannelId,
    /// For which thread, if any.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// The text; empty when the draft was sent or thrown away.
    pub text: String,
    /// When it was last written to, by the device's clock.
    pub updated_at: Timestamp,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}
