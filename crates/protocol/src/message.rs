//! Messages and what hangs on them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, File, MessageId, Poll, Preview, Timestamp, UserId};

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageKind {
    /// Written by a person.
    Text,
    /// These people joined (or were added by the author).
    Joined {
        /// Who is in now.
        users: Vec<UserId>,
    },
    /// These people left (or were removed by the author).
    Left {
        /// Who is out now.
        users: Vec<UserId>,
    },
    /// The channel was made by the author.
    Created,
    /// The author gave the channel another name.
    Renamed {
        /// The name before.
        from: String,
        /// The name now.
        to: String,
    },
    /// The author set the topic.
    Topic {
        /// The topic now.
        to: String,
    },
    /// The author archived the channel.
    Archived,
    /// The author opened the channel again.
    Unarchived,
}

/// One emoji on a message and who put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reaction {
    /// The emoji itself (`👍`), 1–64 bytes.
    pub emoji: String,
    /// Who, in order of reacting.
    pub users: Vec<UserId>,
}

/// What the root of a thread says of its replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadSummary {
    /// Replies that are not deleted.
    pub replies: u32,
    /// `seq` of the newest reply, deleted ones too; unread is this less the read cursor.
    pub last_seq: u64,
    /// When the newest reply was written.
    pub last_at: Timestamp,
    /// Up to five people who replied, most recent first.
    pub people: Vec<UserId>,
}

/// A message in its present state; a tombstone once `deleted_at` is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub channel: ChannelId,
    /// The thread's root, when this is a reply.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// Number in the conversation (the channel's, or the thread's): dense, from 1, fixed.
    pub seq: u64,
    /// Position of the latest change in the channel feed.
    pub rev: u64,
    /// Creation time, strictly increasing and so unique within the channel.
    pub ts: Timestamp,
    /// Who wrote it, or did what it tells of.
    pub author: UserId,
    /// What it is.
    #[serde(flatten)]
    pub kind: MessageKind,
    /// Markdown, with `<@U…>`, `<@G…>`, `<#C…>`, `<!channel>` and `<!here>` for mentions; at most
    /// 16,000 characters; empty when deleted.
    pub text: String,
    /// Files in the order the author gave.
    pub files: Vec<File>,
    /// What its links lead to, in the order of the text; at most three.
    #[serde(default)]
    #[schema(required)]
    pub previews: Vec<Preview>,
    /// The question it asks; its text has question and answers in words.
    #[serde(default)]
    #[schema(required)]
    pub poll: Option<Poll>,
    /// Reactions in order of first use.
    pub reactions: Vec<Reaction>,
    /// Whom the text mentions.
    pub mentions: Vec<UserId>,
    /// The text has `<!channel>` or `<!here>`.
    pub mentions_all: bool,
    /// What the author's client called it before it had an id: matches a pending message.
    #[schema(required)]
    pub nonce: Option<String>,
    /// When the text was last changed.
    #[schema(required)]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    #[schema(required)]
    pub deleted_at: Option<Timestamp>,
    /// When it was pinned, while it is.
    #[schema(required)]
    pub pinned_at: Option<Timestamp>,
    /// Who pinned it, while it is.
    #[schema(required)]
    pub pinned_by: Option<UserId>,
    /// The replies, when there are any.
    #[schema(required)]
    pub replies: Option<ThreadSummary>,
}

/// An earlier text of an edited message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revision {
    /// The text as it was.
    pub text: String,
    /// When that text was written.
    pub written_at: Timestamp,
}
