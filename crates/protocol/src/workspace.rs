//! A workspace: the people and channels of one team.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, FileId, Timestamp, WorkspaceId};

/// One team's space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name, 1–80 characters.
    pub name: String,
    /// Its picture.
    #[schema(required)]
    pub icon: Option<FileId>,
    /// The channel that everyone but guests joins, and can't leave.
    pub default_channel: ChannelId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Position of the latest change in the workspace feed.
    pub rev: u64,
}
