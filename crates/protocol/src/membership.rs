//! Being in a channel: what the channel knows of it ([`Member`]), and what only the person
//! does ([`Membership`]).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, Timestamp, UserId, WorkspaceId};

/// Somebody's place in a channel, as everyone in it sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Where.
    pub channel: ChannelId,
    /// Who.
    pub user: UserId,
    /// False once they left or were removed.
    pub active: bool,
    /// When they (last) joined.
    pub joined_at: Timestamp,
    /// Position of the latest change in the channel feed.
    pub rev: u64,
}

/// Whether one is in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MembershipState {
    /// In it.
    Joined,
    /// Left, or was removed: nothing more of the feed is told.
    Left,
}

/// What one wants to be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Every message.
    All,
    /// Mentions only.
    Mentions,
    /// Nothing.
    Nothing,
}

/// One's own place in a channel, seen by oneself on all devices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Membership {
    /// Where.
    pub channel: ChannelId,
    /// The channel's workspace.
    pub workspace: WorkspaceId,
    /// In or out.
    pub state: MembershipState,
    /// Kept at the top of the sidebar.
    pub starred: bool,
    /// Never shown as unread.
    pub muted: bool,
    /// What to be notified of.
    pub level: Level,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}
