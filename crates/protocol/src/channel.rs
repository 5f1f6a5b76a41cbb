//! Channels: public and private ones, direct messages and groups.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, Timestamp, UserId, WorkspaceId};

/// Who can find and enter a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Listed for all members, who may join.
    Public,
    /// Seen only by those in it; one is added by somebody inside.
    Private,
    /// Between two people (or one, with themselves); its people never change.
    Dm,
    /// Between three to nine people; its people never change.
    Group,
}

impl ChannelKind {
    /// True for direct messages of two or more.
    pub const fn is_direct(self) -> bool {
        matches!(self, Self::Dm | Self::Group)
    }
}

/// A conversation and its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Channel {
    /// Which.
    pub id: ChannelId,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// Who can find and enter it.
    pub kind: ChannelKind,
    /// Unique among the workspace's public and private channels: `[\p{Ll}\p{N}_-]{1,80}`;
    /// empty for direct messages.
    pub name: String,
    /// What is talked about now, 0–250 characters.
    pub topic: String,
    /// What the channel is for, 0–1000 characters.
    pub description: String,
    /// Nobody can write any more; history stays.
    pub archived: bool,
    /// Who made it.
    pub creator: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// For direct messages: everyone in it, sorted. Empty for the other kinds.
    pub people: Vec<UserId>,
    /// Position of the latest change in the channel's own feed.
    pub rev: u64,
    /// Position of the latest change in the workspace feed; 0 unless public.
    pub workspace_rev: u64,
}
