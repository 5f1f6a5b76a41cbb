//! Full-text search over messages, embedded: an index derived from the feeds, never the
//! truth. It can be thrown away and built again from cursor 0.
//!
//! Reading order: [`tokens`] cuts and folds text; [`query`] reads what a person typed;
//! [`highlight`] marks what matched; [`index`] keeps and asks the index.

pub mod highlight;
pub mod index;
pub mod query;
pub mod tokens;

use protocol::{ChannelId, MessageId, Timestamp, UserId, WorkspaceId};

pub use index::{Search, VERSION, unpack};
pub use query::{Typed, parse};

/// Why the index can't answer.
#[derive(Debug, thiserror::Error)]
#[error("the search index is unavailable: {0}")]
pub struct Unavailable(pub String);

/// A message as the index knows it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which.
    pub message: MessageId,
    /// In which channel.
    pub channel: ChannelId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// By whom.
    pub author: UserId,
    /// The thread's root, for a reply.
    pub thread: Option<MessageId>,
    /// Number in the channel's conversation.
    pub seq: u64,
    /// When it was sent.
    pub ts: Timestamp,
    /// Position of its latest change; an older one never replaces a newer.
    pub rev: u64,
    /// Its text.
    pub text: String,
    /// Names of its files; found like the text.
    pub file_names: Vec<String>,
    /// Whether it carries a file.
    pub has_file: bool,
    /// Whether its text has a link.
    pub has_link: bool,
    /// Whether it carries a picture.
    pub has_image: bool,
    /// Whom it mentions.
    pub mentions: Vec<UserId>,
}

/// Which hits come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match.
    #[default]
    Relevance,
    /// The latest.
    Newest,
}

/// What to look for. All parts must hold; an empty list of authors or wanted kinds asks
/// nothing, an empty list of channels finds nothing.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words and phrases, all of which must be found, none of those excluded.
    pub terms: Vec<query::Word>,
    /// The channels that the asker may see, and wants to.
    pub channels: Vec<ChannelId>,
    /// By any of these.
    pub from: Vec<UserId>,
    /// With all of these.
    pub has: Vec<query::Has>,
    /// Sent at or after.
    pub since: Option<Timestamp>,
    /// Sent before.
    pub until: Option<Timestamp>,
    /// Only replies in threads.
    pub in_thread: bool,
    /// Only this thread.
    pub thread: Option<MessageId>,
    /// Mentioning this person.
    pub mentions: Option<UserId>,
    /// Which first.
    pub sort: Sort,
    /// Hits wanted, 1 to 100.
    pub limit: usize,
    /// Hits to pass over, at most 10 000.
    pub offset: usize,
}

/// A message found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Which.
    pub message: MessageId,
    /// In which channel.
    pub channel: ChannelId,
    /// When it was sent.
    pub ts: Timestamp,
    /// How well it matches; comparable within one page.
    pub score: f32,
    /// Where in `text` the words stand: `[start, end)` in characters, ascending, apart.
    pub highlights: Vec<[usize; 2]>,
    /// The text as indexed.
    pub text: String,
}

/// Some of the messages found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The hits, at most `limit`.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// `offset` of the next page, if there is one.
    pub next: Option<usize>,
}
