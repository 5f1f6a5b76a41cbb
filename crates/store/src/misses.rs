//! Who is owed an e-mail about what they missed: a row each, filled from the channels' feeds
//! by one node and emptied by asking the mail server. What the e-mail says isn't kept: it's
//! looked up when it's sent.

use async_trait::async_trait;
use protocol::{ChannelId, Level, MissedMail, Timestamp, UserId};

use crate::Result;

/// Somebody in a channel who may be written to, and of what there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    /// Who.
    pub user: UserId,
    /// Nothing at all.
    pub muted: bool,
    /// Of what.
    pub level: Level,
    /// How soon; never [`MissedMail::Never`].
    pub missed: MissedMail,
    /// IANA time zone, or empty.
    pub time_zone: String,
}

/// An e-mail that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// To whom.
    pub user: UserId,
    /// When the first message was written that it may tell of.
    pub first: Timestamp,
    /// …and the last.
    pub last: Timestamp,
    /// Not before.
    pub due_at: Timestamp,
    /// How often it failed.
    pub tries: u32,
}

/// Owing e-mails.
#[async_trait]
pub trait Misses: Send + Sync {
    /// The active people of a channel who want e-mails: of these, or all.
    async fn correspondents(
        &self,
        channel: ChannelId,
        among: Option<&[UserId]>,
    ) -> Result<Vec<Correspondent>>;
    /// Notes who is owed one. Who is already, is owed one from the earlier first to the later
    /// last, at the earlier time.
    async fn add_missed(&self, missed: Vec<Missed>) -> Result<()>;
    /// Those whose time has come, by time, at most `limit`.
    async fn due_missed(&self, by: Timestamp, limit: usize) -> Result<Vec<Missed>>;
    /// It is done. What was written since its last waits until `rest`.
    async fn end_missed(&self, missed: &Missed, rest: Timestamp) -> Result<()>;
    /// Not before then; with `failed`, it has failed once more.
    async fn put_off_missed(&self, user: UserId, until: Timestamp, failed: bool) -> Result<()>;
}
