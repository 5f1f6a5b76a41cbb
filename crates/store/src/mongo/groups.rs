//! Groups of people that are named together.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use mongodb::bson::doc;
use protocol::{ChannelId, FeedId, GroupId, Role, UserGroup, UserId, WorkspaceId, limits};

use super::{
    Mongo, docs,
    fault::Work,
    join::channel_of,
    look::{Cut, Look},
    people::{free_handle, persons},
    read,
    schema::{GROUPS, MEMBERS, PERSONS},
    tx::Tx,
    write,
};
use crate::{Committed, Error, Groups, Result, groups::GroupPatch};

#[async_trait]
impl Groups for Mongo {
    async fn create_group(&self, group: UserGroup) -> Result<Committed<UserGroup>> {
        write!(self, FeedId::Workspace(group.workspace), |tx| create(tx, &group))
    }

    async fn update_group(
        &self,
        workspace: WorkspaceId,
        id: GroupId,
        patch: GroupPatch,
    ) -> Result<Committed<UserGroup>> {
        write!(self, FeedId::Workspace(workspace), |tx| update(tx, workspace, id, &patch))
    }

    async fn delete_group(&self, workspace: WorkspaceId, id: GroupId) -> Result<Committed<UserGroup>> {
        write!(self, FeedId::Workspace(workspace), |tx| delete(tx, workspace, id))
    }

    async fn groups(&self, workspace: WorkspaceId) -> Result<Vec<UserGroup>> {
        read!(self, |look| live_groups(look, workspace))
    }

    async fn audience(&self, channel: ChannelId, groups: &[GroupId], open: bool) -> Result<Vec<UserId>> {
        read!(self, |look| audience(look, channel, groups, open))
    }
}

async fn live_groups(look: &mut Look, workspace: WorkspaceId) -> Work<Vec<UserGroup>> {
    let live = doc! { "workspace": workspace.to_string(), "active": true };
    look.all(GROUPS, live, Cut::by(doc! { "handle": 1 }, limits::GROUPS)).await
}

async fn audience(look: &mut Look, channel: ChannelId, groups: &[GroupId], open: bool) -> Work<Vec<UserId>> {
    let workspace = channel_of(look, channel).await?.workspace;
    let ids: Vec<String> = groups.iter().map(GroupId::to_string).collect();
    let meant = doc! { "_id": { "$in": ids }, "workspace": workspace.to_string(), "active": true };
    let meant: Vec<UserGroup> = look.all(GROUPS, meant, Cut::default()).await?;
    let people: BTreeSet<UserId> = meant.into_iter().flat_map(|it| it.people).collect();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = people.iter().map(UserId::to_string).collect();
    let places = doc! { "workspace": workspace.to_string(), "user": { "$in": &ids } };
    let places = look.all(PERSONS, places, Cut::default()).await?;
    let persons = persons(look, places).await?;
    let roles: HashMap<UserId, Role> =
        persons.into_iter().filter(|it| it.active).map(|it| (it.user, it.role)).collect();
    let inside = doc! { "channel": channel.to_string(), "active": true, "user": { "$in": &ids } };
    let seats: Vec<docs::Seat> = look.all(MEMBERS, inside, Cut::default()).await?;
    let inside: BTreeSet<UserId> = seats.into_iter().map(|it| it.user).collect();
    let reads = |user: &UserId| {
        let role = roles.get(user);
        role.is_some_and(|role| inside.contains(user) || open && *role > Role::Guest)
    };
    Ok(people.into_iter().filter(reads).collect())
}

async fn create(tx: &mut Tx, group: &UserGroup) -> Work<UserGroup> {
    free_handle(tx, &group.handle).await?;
    are_people(tx, group.workspace, &group.people).await?;
    let live = doc! { "workspace": group.workspace.to_string(), "active": true };
    if tx.count(GROUPS, live).await? >= limits::GROUPS as u64 {
        Err(Error::Conflict("groups"))?;
    }
    let group = UserGroup { rev: tx.next(FeedId::Workspace(group.workspace)).await?, ..group.clone() };
    tx.insert(GROUPS, docs::write(&group)?).await?;
    Ok(group)
}

async fn update(tx: &mut Tx, workspace: WorkspaceId, id: GroupId, patch: &GroupPatch) -> Work<UserGroup> {
    let before = live_group(tx, workspace, id).await?;
    if let Some(handle) = patch.handle.as_ref().filter(|handle| **handle != before.handle) {
        free_handle(tx, handle).await?;
    }
    let after = patch.applied(&before)?;
    let new: Vec<UserId> = after.people.iter().copied().filter(|it| !before.people.contains(it)).collect();
    are_people(tx, workspace, &new).await?;
    if after == before { Ok(before) } else { save(tx, &before, after).await }
}

async fn delete(tx: &mut Tx, workspace: WorkspaceId, id: GroupId) -> Work<UserGroup> {
    let before = live_group(tx, workspace, id).await?;
    let after = UserGroup { active: false, people: Vec::new(), ..before.clone() };
    save(tx, &before, after).await
}

async fn are_people(look: &mut Look, workspace: WorkspaceId, users: &[UserId]) -> Work<()> {
    if users.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = users.iter().map(UserId::to_string).collect();
    let known = doc! { "workspace": workspace.to_string(), "user": { "$in": ids } };
    if look.count(PERSONS, known).await? == users.len() as u64 { Ok(()) } else { Err(Error::NotFound)? }
}

async fn live_group(look: &mut Look, workspace: WorkspaceId, id: GroupId) -> Work<UserGroup> {
    let live = doc! { "_id": id.to_string(), "workspace": workspace.to_string(), "active": true };
    Ok(look.one(GROUPS, live).await?.ok_or(Error::NotFound)?)
}

/// Writes what is another, at the workspace feed's next position.
async fn save(tx: &mut Tx, before: &UserGroup, after: UserGroup) -> Work<UserGroup> {
    let after = UserGroup { rev: tx.next(FeedId::Workspace(after.workspace)).await?, ..after };
    let change = doc! { "$set": docs::different(&docs::write(before)?, docs::write(&after)?) };
    tx.set(GROUPS, doc! { "_id": after.id.to_string() }, change).await?;
    Ok(after)
}
