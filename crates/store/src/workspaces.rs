//! Workspaces and the invites into them.

use async_trait::async_trait;
use protocol::{Account, ChannelId, FileId, InviteId, Role, Timestamp, UserId, Workspace, WorkspaceId};
use serde::{Deserialize, Serialize};

use crate::{Committed, Result, people::NewUser};

/// The first workspace with its default channel (`general`).
#[derive(Debug, Clone)]
pub struct NewWorkspace {
    /// Chosen by the caller.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Chosen by the caller, for the default channel.
    pub default_channel: ChannelId,
}

/// A link that lets people in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Which.
    pub id: InviteId,
    /// Into which workspace.
    pub workspace: WorkspaceId,
    /// Who made it.
    pub creator: UserId,
    /// The role it gives.
    pub role: Role,
    /// Channels joined besides the default one; all that a guest gets.
    pub channels: Vec<ChannelId>,
    /// How often it may be used; `None` for as often as wanted.
    pub max_uses: Option<u32>,
    /// How often it was.
    pub uses: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Taken back.
    pub revoked: bool,
}

/// Workspaces and invites.
#[async_trait]
pub trait Workspaces: Send + Sync {
    /// Whether any account exists yet.
    async fn is_set_up(&self) -> Result<bool>;
    /// Makes the first owner and workspace, atomically. Conflict `set_up` once any exists.
    async fn set_up(&self, workspace: NewWorkspace, owner: NewUser) -> Result<Committed<Account>>;
    /// One workspace.
    async fn workspace(&self, id: WorkspaceId) -> Result<Workspace>;
    /// Where one is an active person, with one's role; by id.
    async fn workspaces_of(&self, user: UserId) -> Result<Vec<(Workspace, Role)>>;
    /// Renames it or changes its icon.
    async fn update_workspace(
        &self,
        id: WorkspaceId,
        name: Option<String>,
        icon: Option<Option<FileId>>,
    ) -> Result<Committed<Workspace>>;
    /// Adds an invite; the code's SHA-256 is what is kept.
    async fn create_invite(&self, invite: Invite, code_hash: [u8; 32]) -> Result<()>;
    /// Invites of a workspace that aren't revoked or over, newest first, at most 100.
    async fn invites(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<Invite>>;
    /// A usable invite: not revoked, not over, not spent.
    async fn invite(&self, code_hash: [u8; 32], now: Timestamp) -> Result<Option<Invite>>;
    /// Takes an invite back.
    async fn revoke_invite(&self, workspace: WorkspaceId, id: InviteId) -> Result<()>;
    /// Counts a use and adds the account, its person and its channel memberships, all or
    /// nothing. Conflict: `spent`, `email`, `handle`.
    async fn redeem_invite(&self, code_hash: [u8; 32], user: NewUser) -> Result<Committed<Account>>;
}
