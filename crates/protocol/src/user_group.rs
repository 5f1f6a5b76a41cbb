//! A group of people that goes by a handle of its own: naming it names them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{GroupId, Timestamp, UserId, WorkspaceId};

/// People who are named together, as `@design`. Who is meant is decided when a message is
/// sent: whoever comes later isn't named by what was said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserGroup {
    /// Which.
    pub id: GroupId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Typed after `@`, of the same kind as people's: no person and no other group has it.
    pub handle: String,
    /// What it is called, 1–80 characters.
    pub name: String,
    /// Who is in it, sorted; at most 100. Guests see whom they may see of them.
    pub people: Vec<UserId>,
    /// False once deleted; its handle is free again.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Position of the latest change in the workspace feed.
    pub rev: u64,
}
