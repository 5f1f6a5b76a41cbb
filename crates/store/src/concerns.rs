//! What concerns somebody, over all channels, the latest first: what names them or everyone,
//! what has a keyword of theirs, and what others thought of their own messages.

use async_trait::async_trait;
use protocol::{ChannelId, Message, MessageId, Timestamp, UserId};

use crate::Result;

/// Which of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// Messages of others that name one, everyone in a channel one is in, or a keyword.
    pub mentions: bool,
    /// One's own messages with reactions of others.
    pub reactions: bool,
}

/// Where a message is that concerns somebody, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concern {
    /// When it was written, or last reacted to.
    pub at: Timestamp,
    /// Which.
    pub message: MessageId,
    /// Where.
    pub channel: ChannelId,
}

/// What concerns people. Nothing is kept for it but where it's found: it goes with the mention,
/// the alert or the reaction that it comes from.
#[async_trait]
pub trait Concerns: Send + Sync {
    /// At most so many, each message once, the latest first; `after` is where the page before
    /// ended. Whether somebody may read the channels is the caller's to ask; everyone is named
    /// only in those they are in, and not before they came.
    async fn concerns(
        &self,
        user: UserId,
        which: Which,
        after: Option<(Timestamp, MessageId)>,
        limit: usize,
    ) -> Result<Vec<Concern>>;
}

/// The latest of several lists, each message once.
pub(crate) fn latest(mut found: Vec<Concern>, limit: usize) -> Vec<Concern> {
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    found.truncate(limit);
    found
}

/// When others reacted to a message of which only its present state is known: not before it
/// was written.
pub(crate) fn reacted_at(message: &Message) -> Option<Timestamp> {
    let mut users = message.reactions.iter().flat_map(|it| &it.users);
    users.any(|user| *user != message.author).then_some(message.ts)
}
