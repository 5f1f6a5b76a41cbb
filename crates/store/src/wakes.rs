//! Whose browsers are to be woken, and for what: an outbox that one node fills from the
//! channels' feeds and empties by asking push services. How far a channel was looked through
//! moves in the transaction that notes what was found, so that nothing falls in between.

use async_trait::async_trait;
use protocol::{ChannelId, Level, MessageId, PlannedId, Reading, SessionId, Timestamp, UserId};

use crate::{Error, Result};

/// The name of the key by which push services know this installation: whoever loses it loses
/// all subscriptions.
pub const VAPID: &str = "vapid";

/// Somebody's session in a channel that can be woken, and what they want to hear of there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Who.
    pub user: UserId,
    /// Their browser's.
    pub session: SessionId,
    /// Nothing at all.
    pub muted: bool,
    /// Of what.
    pub level: Level,
}

/// How far a channel was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Position in its feed.
    pub rev: u64,
    /// The newest message that was decided: what changes about it later wakes nobody.
    pub ts: Timestamp,
}

/// What somebody is woken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The channel's own conversation.
    Channel,
    /// A thread in it.
    Thread(MessageId),
    /// A reminder that came due.
    Reminder(PlannedId),
}

impl About {
    /// As it is stored.
    pub fn word(self) -> String {
        match self {
            Self::Channel => String::new(),
            Self::Thread(root) => root.to_string(),
            Self::Reminder(id) => id.to_string(),
        }
    }

    pub(crate) fn read(word: &str) -> Result<Self> {
        let thread = || word.parse().map(Self::Thread).ok();
        let known = if word.is_empty() { Some(Self::Channel) } else { thread() };
        known
            .or_else(|| word.parse().map(Self::Reminder).ok())
            .ok_or_else(|| Error::Internal(format!("nobody can be woken about {word}")))
    }
}

/// A session to be woken, once for all that came in one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wake {
    /// Whose browser.
    pub session: SessionId,
    /// Whose session.
    pub user: UserId,
    /// Where.
    pub channel: ChannelId,
    /// For what.
    pub about: About,
    /// `seq` of the first message of the conversation that is worth it; 0 for a reminder.
    pub first: u64,
    /// …and of the last.
    pub last: u64,
    /// Not before.
    pub due_at: Timestamp,
    /// How often it failed.
    pub tries: u32,
}

/// Waking.
#[async_trait]
pub trait Wakes: Send + Sync {
    /// What is kept under a name for all nodes, if anything is.
    async fn kept(&self, name: &str) -> Result<Option<String>>;
    /// Keeps it unless something is kept under that name; answers what is. Of many who bring
    /// something at once one wins, and all are told which.
    async fn keep(&self, name: &str, value: &str) -> Result<String>;
    /// The live sessions with a device of the active people of a channel.
    async fn listeners(&self, channel: ChannelId, now: Timestamp) -> Result<Vec<Listener>>;
    /// The cursors in a thread of those of these people that ever had one there.
    async fn readings(
        &self,
        channel: ChannelId,
        thread: MessageId,
        users: &[UserId],
    ) -> Result<Vec<(UserId, Reading)>>;
    /// How far these channels were looked through, in the order asked.
    async fn heard(&self, channels: &[ChannelId]) -> Result<Vec<Option<Heard>>>;
    /// Begins here, whatever was before.
    async fn begin_hearing(&self, at: &[(ChannelId, Heard)]) -> Result<()>;
    /// Moves on from where that channel is, and notes whom to wake. What waits already for
    /// the same session and conversation keeps its time and reaches from its first message
    /// to the latest. `false`, and nothing changes, when the channel isn't there any more.
    async fn hear(
        &self,
        channel: ChannelId,
        from: Option<Heard>,
        to: Heard,
        wakes: Vec<Wake>,
    ) -> Result<bool>;
    /// Notes whom to wake, as [`Wakes::hear`] does.
    async fn add_wakes(&self, wakes: Vec<Wake>) -> Result<()>;
    /// Those whose time has come, by time, at most `limit`.
    async fn due_wakes(&self, by: Timestamp, limit: usize) -> Result<Vec<Wake>>;
    /// It is done. What came in the same conversation meanwhile waits until `rest`.
    async fn end_wake(&self, wake: &Wake, rest: Timestamp) -> Result<()>;
    /// Nothing for that session before then; each of its wakes has failed once more.
    async fn put_off_wakes(&self, session: SessionId, until: Timestamp) -> Result<()>;
}
