//! Whom a message wakes, as far as the message and their own settings say: asked when it is
//! found, and again when it is sent.

use std::time::Duration;

use protocol::{Level, Message, MessageKind, Timestamp, UserId};

/// What is older wakes nobody any more.
const FRESH: Duration = Duration::from_secs(3_600);

/// What somebody wants to hear of in a conversation.
#[derive(Debug, Clone, Copy)]
pub struct Wants {
    /// Who.
    pub user: UserId,
    /// Nothing of this channel.
    pub muted: bool,
    /// What of it.
    pub level: Level,
    /// Whether they follow the thread, where it's one.
    pub follows: bool,
}

impl Wants {
    /// Whether this message is worth waking them. In a channel: all of it, or what names them
    /// or everybody or has a keyword of theirs (`alerted`), as they chose (direct messages begin
    /// with all). In a thread: all of it when they follow it, as with what is unread; being named
    /// or alerted makes one follow.
    pub fn wants(&self, message: &Message, alerted: bool) -> bool {
        if message.author == self.user || !listens(self.muted, self.level) || !says(message) {
            return false;
        }
        match message.thread {
            Some(_) => self.follows,
            None => {
                let named = message.mentions_all || message.mentions.contains(&self.user);
                self.level == Level::All || named || alerted
            }
        }
    }
}

/// Whether somebody with such a place in a channel wants to hear of anything there.
pub fn listens(muted: bool, level: Level) -> bool {
    !muted && level != Level::Nothing
}

/// Whether anybody can be told of it: somebody wrote it and it's still there.
pub fn says(message: &Message) -> bool {
    message.kind == MessageKind::Text && message.deleted_at.is_none()
}

/// Whether it's news at that time.
pub fn is_fresh(ts: Timestamp, now: Timestamp) -> bool {
    ts >= now.plus_seconds(-FRESH.as_secs().cast_signed())
}
