//! Read cursors, followed threads and drafts, all in the person feed.

use async_trait::async_trait;
use protocol::{ChannelId, Draft, Message, MessageId, Reading, Timestamp, UserId, WorkspaceId};

use crate::{Committed, Result};

/// A followed thread with all that its unread state is derived from.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowedThread {
    /// The root, with its summary.
    pub root: Message,
    /// One's cursor.
    pub reading: Reading,
    /// `seq` of unread replies that mention one, ascending, at most 100.
    pub mentions: Vec<u64>,
    /// `seq` of unread replies with one of one's keywords, alike.
    pub alerts: Vec<u64>,
}

/// The cursor of somebody who never moved it.
pub(crate) fn untouched(channel: ChannelId, thread: Option<MessageId>) -> Reading {
    Reading { channel, thread, read_seq: 0, generation: 0, following: thread.is_none(), rev: 0 }
}

/// Reading and drafting.
#[async_trait]
pub trait Readings: Send + Sync {
    /// Moves the cursor forward to `seq` (never past the conversation's last), if the
    /// generation is the present one; otherwise nothing changes and the present is answered.
    async fn mark_read(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
        generation: u64,
    ) -> Result<Committed<Reading>>;
    /// Moves the cursor back to just before `seq` and raises the generation.
    async fn mark_unread(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
    ) -> Result<Committed<Reading>>;
    /// Follows or unfollows a thread.
    async fn follow(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: MessageId,
        following: bool,
    ) -> Result<Committed<Reading>>;
    /// Threads one follows in a workspace and may read, most recent reply first, at most 100.
    async fn threads(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<FollowedThread>>;
    /// Saves a draft; an older `updated_at` than the stored one changes nothing. Empty
    /// text clears it.
    async fn put_draft(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        text: String,
        updated_at: Timestamp,
    ) -> Result<Committed<Draft>>;
    /// One's drafts that aren't empty, newest first, at most 200.
    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>>;
}
