//! Groups of people that are named together.

use std::collections::BTreeSet;

use async_trait::async_trait;
use protocol::{ChannelId, FeedId, GroupId, Role, UserGroup, UserId, WorkspaceId, limits};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx,
    join::{channel_of, is_member, role_of},
    people::{free_handle, person_of},
    rows,
    sql::{Id, keys},
};
use crate::{Committed, Error, Groups, Result, groups::GroupPatch};

#[async_trait]
impl Groups for Sqlite {
    async fn create_group(&self, group: UserGroup) -> Result<Committed<UserGroup>> {
        self.write(move |tx| create(tx, group)).await
    }

    async fn update_group(
        &self,
        workspace: WorkspaceId,
        id: GroupId,
        patch: GroupPatch,
    ) -> Result<Committed<UserGroup>> {
        self.write(move |tx| update(tx, workspace, id, patch)).await
    }

    async fn delete_group(&self, workspace: WorkspaceId, id: GroupId) -> Result<Committed<UserGroup>> {
        self.write(move |tx| {
            let mut group = live_group(tx.conn, workspace, id)?;
            group.active = false;
            group.people.clear();
            save(tx, group)
        })
        .await
    }

    async fn groups(&self, workspace: WorkspaceId) -> Result<Vec<UserGroup>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM user_groups WHERE workspace = ?1 AND active ORDER BY handle LIMIT ?2",
                params![workspace.key(), limits::GROUPS],
                rows::group,
            )
        })
        .await
    }

    async fn audience(&self, channel: ChannelId, groups: &[GroupId], open: bool) -> Result<Vec<UserId>> {
        let groups = groups.to_vec();
        self.read(move |conn| {
            let workspace = channel_of(conn, channel)?.workspace;
            let mut people = BTreeSet::new();
            for id in groups {
                match live_group(conn, workspace, id) {
                    Err(Error::NotFound) => {}
                    found => people.extend(found?.people),
                }
            }
            let mut readers = Vec::with_capacity(people.len());
            for user in people {
                let Some(role) = role_of(conn, workspace, user)? else { continue };
                if open && role > Role::Guest || is_member(conn, channel, user)? {
                    readers.push(user);
                }
            }
            Ok(readers)
        })
        .await
    }
}

fn create(tx: &mut Tx<'_>, group: UserGroup) -> Result<UserGroup> {
    free_handle(tx.conn, &group.handle)?;
    are_people(tx.conn, group.workspace, &group.people)?;
    let count: Option<usize> = tx.conn.one(
        "SELECT count(*) FROM user_groups WHERE workspace = ?1 AND active",
        params![group.workspace.key()],
        |row| row.get(0),
    )?;
    if count.unwrap_or(0) >= limits::GROUPS {
        return Err(Error::Conflict("groups"));
    }
    save(tx, group)
}

fn update(tx: &mut Tx<'_>, workspace: WorkspaceId, id: GroupId, patch: GroupPatch) -> Result<UserGroup> {
    let before = live_group(tx.conn, workspace, id)?;
    if let Some(handle) = patch.handle.as_ref().filter(|handle| **handle != before.handle) {
        free_handle(tx.conn, handle)?;
    }
    let after = patch.applied(&before)?;
    let new: Vec<UserId> = after.people.iter().copied().filter(|it| !before.people.contains(it)).collect();
    are_people(tx.conn, workspace, &new)?;
    if after == before { Ok(before) } else { save(tx, after) }
}

fn are_people(conn: &Connection, workspace: WorkspaceId, users: &[UserId]) -> Result<()> {
    for &user in users {
        person_of(conn, workspace, user)?.ok_or(Error::NotFound)?;
    }
    Ok(())
}

fn live_group(conn: &Connection, workspace: WorkspaceId, id: GroupId) -> Result<UserGroup> {
    conn.one(
        "SELECT * FROM user_groups WHERE id = ?1 AND workspace = ?2 AND active",
        params![id.key(), workspace.key()],
        rows::group,
    )?
    .ok_or(Error::NotFound)
}

/// Writes it at the workspace feed's next position.
fn save(tx: &mut Tx<'_>, mut group: UserGroup) -> Result<UserGroup> {
    group.rev = tx.next(FeedId::Workspace(group.workspace))?;
    insert(tx.conn, &group)?;
    Ok(group)
}

/// Writes a row.
pub fn insert(conn: &Connection, it: &UserGroup) -> Result<usize> {
    conn.run(
        "INSERT INTO user_groups (id, workspace, handle, name, people, active, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET handle = ?3, name = ?4, people = ?5, active = ?6, rev = ?8",
        params![
            it.id.key(),
            it.workspace.key(),
            it.handle,
            it.name,
            keys(&it.people),
            it.active,
            it.created_at.0,
            it.rev
        ],
    )
}
