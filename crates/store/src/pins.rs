//! Pins: what a channel keeps at hand. A pin is a part of its message, so that it is told
//! and followed as the message is.

use async_trait::async_trait;
use protocol::{ChannelId, Message, MessageId, Timestamp, UserId};

use crate::{Committed, Result};

/// Pinning.
#[async_trait]
pub trait Pins: Send + Sync {
    /// Pins a message, or takes the pin away; no change when it is so already. NotFound when
    /// deleted; Conflict `pins` beyond [`protocol::limits::PINS`] in the channel.
    async fn pin(
        &self,
        channel: ChannelId,
        id: MessageId,
        by: UserId,
        on: bool,
        now: Timestamp,
    ) -> Result<Committed<Message>>;
    /// A channel's pinned messages, those of threads too, the latest pinned first.
    async fn pins(&self, channel: ChannelId) -> Result<Vec<Message>>;
}
