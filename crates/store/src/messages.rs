//! Messages: the append that everything else is built around.

use async_trait::async_trait;
use protocol::{
    ChannelId, File, FileId, Message, MessageId, MessageKind, Poll, Timestamp, UserId, mention::Mentions,
    message::Revision,
};
use sha2::{Digest, Sha256};

use crate::{Committed, Result};

/// A message to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    /// Chosen by the caller; the stored message keeps the first one's id on a retry.
    pub id: MessageId,
    /// Where; the author is in it and it isn't archived (checked again in the commit:
    /// NotFound, or Conflict `archived`).
    pub channel: ChannelId,
    /// The root, for a reply: a message of this channel that is no reply itself.
    pub thread: Option<MessageId>,
    /// Who.
    pub author: UserId,
    /// Idempotency key, unique for ever per channel and author.
    pub nonce: String,
    /// Checked Markdown.
    pub text: String,
    /// Whom it mentions.
    pub mentions: Mentions,
    /// The author's own ready files, each on one message only. Conflict `file` otherwise.
    pub files: Vec<FileId>,
    /// Links of the text that are to be looked at: see [`Previews`](crate::Previews).
    pub links: Vec<String>,
    /// A question with no votes yet.
    pub poll: Option<Poll>,
    /// When; moved later by the store as needed to stay unique in the channel.
    pub now: Timestamp,
}

/// Earlier texts kept of one message.
pub(crate) const REVISIONS: u8 = 100;

/// Numbers for a new message.
pub(crate) struct Place {
    /// In the channel feed.
    pub rev: u64,
    /// In the conversation.
    pub seq: u64,
    /// Unique in the channel.
    pub ts: Timestamp,
}

impl Place {
    /// A message here that says nothing yet.
    fn message(self, id: MessageId, channel: ChannelId, author: UserId, kind: MessageKind) -> Message {
        Message {
            id,
            channel,
            thread: None,
            seq: self.seq,
            rev: self.rev,
            ts: self.ts,
            author,
            kind,
            text: String::new(),
            files: Vec::new(),
            previews: Vec::new(),
            poll: None,
            reactions: Vec::new(),
            mentions: Vec::new(),
            mentions_all: false,
            nonce: None,
            edited_at: None,
            deleted_at: None,
            pinned_at: None,
            pinned_by: None,
            replies: None,
        }
    }

    /// What happened in a channel, as a message of its own conversation.
    pub fn event(self, channel: ChannelId, author: UserId, kind: MessageKind) -> Message {
        self.message(MessageId::new(), channel, author, kind)
    }
}

impl NewMessage {
    /// What the nonce stands for: the thread, the text and the files. The same for every
    /// engine, since a nonce outlives a move from one to another.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        if let Some(thread) = self.thread {
            hash.update(thread.to_u128().to_be_bytes());
        }
        hash.update([self.files.len() as u8, u8::from(self.thread.is_some())]);
        for file in &self.files {
            hash.update(file.to_u128().to_be_bytes());
        }
        hash.update(self.text.as_bytes());
        if let Some(poll) = &self.poll {
            // What the text doesn't say.
            hash.update([u8::from(poll.multiple), u8::from(poll.anonymous)]);
            hash.update(poll.closes_at.map_or(0, |at| at.0).to_be_bytes());
        }
        hash.finalize().into()
    }

    /// As it is stored, with the files that were found for it.
    pub(crate) fn at(self, place: Place, files: Vec<File>) -> Message {
        Message {
            thread: self.thread,
            text: self.text,
            files,
            poll: self.poll,
            mentions: self.mentions.users,
            mentions_all: self.mentions.all,
            nonce: Some(self.nonce),
            ..place.message(self.id, self.channel, self.author, MessageKind::Text)
        }
    }
}

/// Which part of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The newest.
    Latest,
    /// Those before this `seq`.
    Before(u64),
    /// Those after this `seq`.
    After(u64),
    /// This `seq` with half a page on each side.
    Around(u64),
}

/// A part of a conversation, by `seq` ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The messages, tombstones included.
    pub messages: Vec<Message>,
    /// There are earlier ones.
    pub more_before: bool,
    /// There are later ones.
    pub more_after: bool,
    /// Head of the channel feed, read in the same transaction.
    pub head: u64,
}

/// Messages.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Appends. The same nonce with the same thread, text and files answers the first
    /// message and no changes (`bool` false); with another body: Conflict `nonce`. A reply
    /// moves its root's summary too, and makes the root's author, the replier and the
    /// mentioned members follow the thread.
    async fn append(&self, message: NewMessage) -> Result<Committed<(Message, bool)>>;
    /// One message, whoever asks.
    async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Message>;
    /// The message that somebody sent with a nonce, if there is one.
    async fn sent(&self, channel: ChannelId, author: UserId, nonce: &str) -> Result<Option<MessageId>>;
    /// Replaces the text, keeping the old one as a revision (at most 100). No change when
    /// the text is the same. NotFound when deleted. Of the text's links that are worth a look,
    /// those that are new wait for it; previews of links that are gone go with them.
    async fn edit(
        &self,
        channel: ChannelId,
        id: MessageId,
        text: String,
        mentions: Mentions,
        links: Vec<String>,
        now: Timestamp,
    ) -> Result<Committed<Message>>;
    /// Leaves a tombstone: text, revisions, reactions and files go; files become Deleted.
    /// Answers the tombstone and the files whose bytes must go.
    async fn delete(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<(Message, Vec<FileId>)>>;
    /// Adds or takes back one's reaction; no change when it is so already. Conflict
    /// `reactions` past the limit of different emoji.
    async fn react(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        emoji: &str,
        on: bool,
    ) -> Result<Committed<Message>>;
    /// Earlier texts, oldest first.
    async fn revisions(&self, channel: ChannelId, id: MessageId) -> Result<Vec<Revision>>;
    /// Part of the channel's conversation, or of a thread's (without its root): at most `limit`
    /// messages, and about [`PAGE_BYTES`](protocol::limits::PAGE_BYTES) of them.
    async fn history(
        &self,
        channel: ChannelId,
        thread: Option<MessageId>,
        window: Window,
        limit: usize,
    ) -> Result<History>;
}
