//! Channels and who is in them.

use async_trait::async_trait;
use protocol::{
    Channel, ChannelId, ChannelKind, Level, Member, Membership, Reading, Timestamp, UserId, WorkspaceId,
};

use crate::{Committed, Page, PageRequest, Result};

/// A new channel; its creator and `people` are in it from the start.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// Chosen by the caller.
    pub id: ChannelId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Public, private, dm or group.
    pub kind: ChannelKind,
    /// Empty for direct messages.
    pub name: String,
    /// What it's for.
    pub description: String,
    /// Who makes it.
    pub creator: UserId,
    /// Who else is in it.
    pub people: Vec<UserId>,
    /// When.
    pub now: Timestamp,
}

/// Changes to a channel; `None` leaves as is. Each writes its system message.
#[derive(Debug, Clone, Default)]
pub struct ChannelPatch {
    /// New name.
    pub name: Option<String>,
    /// New topic.
    pub topic: Option<String>,
    /// New description (no system message).
    pub description: Option<String>,
    /// Archive or open again.
    pub archived: Option<bool>,
}

/// One's own settings for a channel; `None` leaves as is.
#[derive(Debug, Clone, Default)]
pub struct MembershipPatch {
    /// Keep at the top.
    pub starred: Option<bool>,
    /// Never unread.
    pub muted: Option<bool>,
    /// What to be told.
    pub level: Option<Level>,
}

/// A channel of one's sidebar, with all that its unread state is derived from.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The channel.
    pub channel: Channel,
    /// One's place in it.
    pub membership: Membership,
    /// One's cursor in it.
    pub reading: Reading,
    /// Head of the channel feed when this was read.
    pub head: u64,
    /// `seq` of the newest message of the channel's own conversation; 0 when empty.
    pub last_seq: u64,
    /// When that was written; the channel's creation when empty.
    pub last_at: Timestamp,
    /// `seq` of unread messages (not in threads) that mention one, ascending, at most 100.
    pub mentions: Vec<u64>,
    /// `seq` of unread messages (not in threads) with one of one's keywords, alike.
    pub alerts: Vec<u64>,
}

/// A public channel in the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The channel.
    pub channel: Channel,
    /// How many are in it.
    pub members: u32,
    /// Whether one is.
    pub joined: bool,
}

/// Channels and memberships.
#[async_trait]
pub trait Channels: Send + Sync {
    /// Makes a channel (with its `created` message). A direct message between the same
    /// people is made once: the existing one is answered. Conflict: `name`.
    async fn create_channel(&self, channel: NewChannel) -> Result<Committed<Channel>>;
    /// One channel, whoever asks.
    async fn channel(&self, id: ChannelId) -> Result<Channel>;
    /// The channel, if this active person may read it: is in it, or it's public and they
    /// are in its workspace as more than a guest. `bool`: whether they are in it.
    async fn readable_channel(&self, id: ChannelId, user: UserId) -> Result<Option<(Channel, bool)>>;
    /// Ids and names (none for direct messages) of all channels of a workspace that this
    /// active person may read, archived ones too; at most 10,000.
    async fn readable_channels(
        &self,
        workspace: WorkspaceId,
        user: UserId,
    ) -> Result<Vec<(ChannelId, String)>>;
    /// Changes it. Conflict: `name`.
    async fn update_channel(
        &self,
        id: ChannelId,
        by: UserId,
        patch: ChannelPatch,
        now: Timestamp,
    ) -> Result<Committed<Channel>>;
    /// Puts people in (one `joined` system message by `by`); those already in are left out.
    async fn join(
        &self,
        id: ChannelId,
        by: UserId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<Committed<Vec<Member>>>;
    /// Takes somebody out: the `left` system message, then the inactive member, in this
    /// order in the channel feed; then the membership in the person's feed.
    async fn leave(&self, id: ChannelId, by: UserId, user: UserId, now: Timestamp) -> Result<Committed<()>>;
    /// Who is in it, by id.
    async fn members(&self, id: ChannelId, page: PageRequest) -> Result<Page<Member>>;
    /// One's sidebar in a workspace: all channels one is in, at most 5,000.
    async fn joined(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Joined>>;
    /// One channel of the sidebar.
    async fn joined_channel(&self, id: ChannelId, user: UserId) -> Result<Option<Joined>>;
    /// Ids of all channels one is in, over all workspaces.
    async fn joined_ids(&self, user: UserId) -> Result<Vec<ChannelId>>;
    /// Public channels whose name or topic contains `query` (case-insensitive), by name.
    async fn browse(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        query: &str,
        archived: bool,
        page: PageRequest,
    ) -> Result<Page<Listed>>;
    /// One's own settings.
    async fn update_membership(
        &self,
        id: ChannelId,
        user: UserId,
        patch: MembershipPatch,
    ) -> Result<Committed<Membership>>;
}
