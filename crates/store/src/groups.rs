//! Groups of people that are named together.

use std::collections::BTreeSet;

use async_trait::async_trait;
use protocol::{ChannelId, GroupId, UserGroup, UserId, WorkspaceId, limits};

use crate::{Committed, Error, Result};

/// What changes about a group; what is left out stays. People are put in and taken out one
/// by one, so that of two who do so at once neither undoes the other.
#[derive(Debug, Clone, Default)]
pub struct GroupPatch {
    /// Another handle.
    pub handle: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// Who comes in.
    pub add: Vec<UserId>,
    /// Who goes; wins over `add`.
    pub remove: Vec<UserId>,
}

impl GroupPatch {
    /// The group as it is with this.
    pub(crate) fn applied(&self, before: &UserGroup) -> Result<UserGroup> {
        let mut people: BTreeSet<UserId> = before.people.iter().chain(&self.add).copied().collect();
        people.retain(|user| !self.remove.contains(user));
        if people.len() > limits::USER_GROUP_PEOPLE {
            return Err(Error::Conflict("group_people"));
        }
        Ok(UserGroup {
            handle: self.handle.clone().unwrap_or_else(|| before.handle.clone()),
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            people: people.into_iter().collect(),
            ..before.clone()
        })
    }
}

/// Groups. Each change is told in the workspace's feed.
#[async_trait]
pub trait Groups: Send + Sync {
    /// Makes one. NotFound when somebody isn't of the workspace. Conflict: `handle` when a
    /// person or a group has it; `groups` when there are [`GROUPS`](protocol::limits::GROUPS).
    async fn create_group(&self, group: UserGroup) -> Result<Committed<UserGroup>>;
    /// Changes one that wasn't deleted; no change when it is so already. NotFound and
    /// Conflict as for a new one, and `group_people` when too many would be in it.
    async fn update_group(
        &self,
        workspace: WorkspaceId,
        id: GroupId,
        patch: GroupPatch,
    ) -> Result<Committed<UserGroup>>;
    /// Deletes one: what is left has nobody in it, and its handle is free.
    async fn delete_group(&self, workspace: WorkspaceId, id: GroupId) -> Result<Committed<UserGroup>>;
    /// All of a workspace that weren't deleted, by handle.
    async fn groups(&self, workspace: WorkspaceId) -> Result<Vec<UserGroup>>;
    /// Who is in any of these groups and may read a channel of their workspace now: its
    /// members, and where `open` all who aren't guests. Sorted, each once.
    async fn audience(&self, channel: ChannelId, groups: &[GroupId], open: bool) -> Result<Vec<UserId>>;
}
