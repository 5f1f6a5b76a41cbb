//! Channels and who is in them.

use async_trait::async_trait;
use protocol::{
    Channel, ChannelId, ChannelKind, FeedId, Member, Membership, MessageKind, Role, Timestamp, UserId,
    WorkspaceId,
};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx,
    alerts::alerts_after,
    join::{channel_of, enter_all, is_member, make_channel, role_of},
    rows,
    sql::{Columns, Id, keys, word},
    tail,
};
use crate::{
    Channels, Committed, Error, Page, PageRequest, Result,
    channels::{ChannelPatch, Joined, Listed, MembershipPatch, NewChannel},
};

#[async_trait]
impl Channels for Sqlite {
    async fn create_channel(&self, channel: NewChannel) -> Result<Committed<Channel>> {
        self.write(move |tx| create(tx, &channel)).await
    }

    async fn channel(&self, id: ChannelId) -> Result<Channel> {
        self.read(move |conn| channel_of(conn, id)).await
    }

    async fn readable_channel(&self, id: ChannelId, user: UserId) -> Result<Option<(Channel, bool)>> {
        self.read(move |conn| {
            let channel = match channel_of(conn, id) {
                Err(Error::NotFound) => return Ok(None),
                other => other?,
            };
            let Some(role) = role_of(conn, channel.workspace, user)? else { return Ok(None) };
            let inside = is_member(conn, id, user)?;
            let open = channel.kind == ChannelKind::Public && role > Role::Guest;
            Ok((inside || open).then_some((channel, inside)))
        })
        .await
    }

    async fn readable_channels(
        &self,
        workspace: WorkspaceId,
        user: UserId,
    ) -> Result<Vec<(ChannelId, String)>> {
        self.read(move |conn| {
            let Some(role) = role_of(conn, workspace, user)? else { return Ok(Vec::new()) };
            conn.all(
                "SELECT c.id, c.name FROM channels c
                 WHERE c.workspace = ?1 AND ((c.kind = 'public' AND ?3) OR EXISTS (
                   SELECT 1 FROM members m WHERE m.channel = c.id AND m.user = ?2 AND m.active))
                 ORDER BY c.id LIMIT 10000",
                params![workspace.key(), user.key(), role > Role::Guest],
                |row| Ok((row.id("id")?, row.get("name")?)),
            )
        })
        .await
    }

    async fn update_channel(
        &self,
        id: ChannelId,
        by: UserId,
        patch: ChannelPatch,
        now: Timestamp,
    ) -> Result<Committed<Channel>> {
        self.write(move |tx| update(tx, id, by, patch, now)).await
    }

    async fn join(
        &self,
        id: ChannelId,
        by: UserId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<Committed<Vec<Member>>> {
        let users = users.to_vec();
        self.write(move |tx| {
            let channel = channel_of(tx.conn, id)?;
            if channel.archived {
                return Err(Error::Conflict("archived"));
            }
            for &user in &users {
                role_of(tx.conn, channel.workspace, user)?.ok_or(Error::NotFound)?;
            }
            let new = enter_all(tx, &channel, by, &users, now)?;
            new.into_iter().map(|user| member_of(tx.conn, id, user)).collect()
        })
        .await
    }

    async fn leave(&self, id: ChannelId, by: UserId, user: UserId, now: Timestamp) -> Result<Committed<()>> {
        self.write(move |tx| {
            if !is_member(tx.conn, id, user)? {
                return Err(Error::NotFound);
            }
            tail::tell(tx, id, by, MessageKind::Left { users: vec![user] }, now)?;
            let rev = tx.next(FeedId::Channel(id))?;
            let user_rev = tx.next(FeedId::User(user))?;
            tx.conn.run(
                "UPDATE members SET active = 0, rev = ?3, user_rev = ?4 WHERE channel = ?1 AND user = ?2",
                params![id.key(), user.key(), rev, user_rev],
            )?;
            Ok(())
        })
        .await
    }

    async fn members(&self, id: ChannelId, page: PageRequest) -> Result<Page<Member>> {
        self.read(move |conn| {
            let rows = conn.all(
                "SELECT * FROM members WHERE channel = ?1 AND user > ?2 AND active ORDER BY user LIMIT ?3",
                params![id.key(), after_user(&page)?, page.limit + 1],
                rows::member,
            )?;
            Ok(Page::cut(rows, page.limit, |row| row.user.to_string()))
        })
        .await
    }

    async fn joined(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Joined>> {
        self.read(move |conn| {
            let channels = conn.all(
                "SELECT c.* FROM members m JOIN channels c ON c.id = m.channel
                 WHERE m.user = ?1 AND m.active AND c.workspace = ?2 ORDER BY c.id LIMIT 5000",
                params![user.key(), workspace.key()],
                rows::channel,
            )?;
            channels.into_iter().map(|channel| joined_of(conn, channel, user)).collect()
        })
        .await
    }

    async fn joined_channel(&self, id: ChannelId, user: UserId) -> Result<Option<Joined>> {
        self.read(move |conn| {
            if is_member(conn, id, user)? {
                joined_of(conn, channel_of(conn, id)?, user).map(Some)
            } else {
                Ok(None)
            }
        })
        .await
    }

    async fn joined_ids(&self, user: UserId) -> Result<Vec<ChannelId>> {
        self.read(move |conn| {
            conn.all(
                "SELECT channel FROM members WHERE user = ?1 AND active ORDER BY channel",
                params![user.key()],
                |row| row.id("channel"),
            )
        })
        .await
    }

    async fn browse(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        query: &str,
        archived: bool,
        page: PageRequest,
    ) -> Result<Page<Listed>> {
        let query = query.to_lowercase();
        self.read(move |conn| browse(conn, workspace, user, &query, archived, &page)).await
    }

    async fn update_membership(
        &self,
        id: ChannelId,
        user: UserId,
        patch: MembershipPatch,
    ) -> Result<Committed<Membership>> {
        self.write(move |tx| {
            let before = membership_of(tx.conn, id, user)?;
            let mut after = before.clone();
            after.starred = patch.starred.unwrap_or(after.starred);
            after.muted = patch.muted.unwrap_or(after.muted);
            after.level = patch.level.unwrap_or(after.level);
            if after == before {
                return Ok(before);
            }
            after.rev = tx.next(FeedId::User(user))?;
            tx.conn.run(
                "UPDATE members SET starred = ?3, muted = ?4, level = ?5, user_rev = ?6 WHERE channel = ?1 AND user = ?2",
                params![id.key(), user.key(), after.starred, after.muted, word(after.level)?, after.rev],
            )?;
            Ok(after)
        })
        .await
    }
}

fn create(tx: &mut Tx<'_>, new: &NewChannel) -> Result<Channel> {
    let mut people = new.people.clone();
    people.push(new.creator);
    people.sort_unstable();
    people.dedup();
    role_of(tx.conn, new.workspace, new.creator)?.ok_or(Error::NotFound)?;
    if new.kind.is_direct() {
        let existing = tx.conn.one(
            "SELECT * FROM channels WHERE workspace = ?1 AND people = ?2 AND kind IN ('dm', 'group')",
            params![new.workspace.key(), keys(&people)],
            rows::channel,
        )?;
        if let Some(channel) = existing {
            return Ok(channel);
        }
    } else {
        free_name(tx.conn, new.workspace, &new.name)?;
    }
    for &user in &people {
        role_of(tx.conn, new.workspace, user)?.ok_or(Error::NotFound)?;
    }
    make_channel(tx, new, &people)?;
    channel_of(tx.conn, new.id)
}

fn free_name(conn: &Connection, workspace: WorkspaceId, name: &str) -> Result<()> {
    let taken = conn.any(
        "SELECT 1 FROM channels WHERE workspace = ?1 AND name = ?2 AND kind IN ('public', 'private')",
        params![workspace.key(), name],
    )?;
    if taken { Err(Error::Conflict("name")) } else { Ok(()) }
}

fn update(
    tx: &mut Tx<'_>,
    id: ChannelId,
    by: UserId,
    patch: ChannelPatch,
    now: Timestamp,
) -> Result<Channel> {
    let before = channel_of(tx.conn, id)?;
    let mut after = before.clone();
    after.description = patch.description.unwrap_or(after.description);
    if let Some(name) = patch.name.filter(|name| *name != before.name) {
        free_name(tx.conn, before.workspace, &name)?;
        tail::tell(tx, id, by, MessageKind::Renamed { from: before.name.clone(), to: name.clone() }, now)?;
        after.name = name;
    }
    if let Some(topic) = patch.topic.filter(|topic| *topic != before.topic) {
        tail::tell(tx, id, by, MessageKind::Topic { to: topic.clone() }, now)?;
        after.topic = topic;
    }
    if let Some(archived) = patch.archived.filter(|&archived| archived != before.archived) {
        let kind = if archived { MessageKind::Archived } else { MessageKind::Unarchived };
        tail::tell(tx, id, by, kind, now)?;
        after.archived = archived;
    }
    if after == before {
        return Ok(before);
    }
    after.rev = tx.next(FeedId::Channel(id))?;
    if before.kind == ChannelKind::Public {
        after.workspace_rev = tx.next(FeedId::Workspace(before.workspace))?;
    }
    tx.conn.run(
        "UPDATE channels SET name = ?2, topic = ?3, description = ?4, archived = ?5, rev = ?6, workspace_rev = ?7 WHERE id = ?1",
        params![id.key(), after.name, after.topic, after.description, after.archived, after.rev, after.workspace_rev],
    )?;
    Ok(after)
}

fn member_of(conn: &Connection, id: ChannelId, user: UserId) -> Result<Member> {
    conn.one(
        "SELECT * FROM members WHERE channel = ?1 AND user = ?2",
        params![id.key(), user.key()],
        rows::member,
    )?
    .ok_or(Error::NotFound)
}

fn membership_of(conn: &Connection, id: ChannelId, user: UserId) -> Result<Membership> {
    conn.one(
        &format!("{} WHERE m.channel = ?1 AND m.user = ?2 AND m.active", rows::MEMBERSHIPS),
        params![id.key(), user.key()],
        rows::membership,
    )?
    .ok_or(Error::NotFound)
}

fn joined_of(conn: &Connection, channel: Channel, user: UserId) -> Result<Joined> {
    let membership = membership_of(conn, channel.id, user)?;
    let reading = rows::reading_of(conn, user, channel.id, None)?;
    let (head, last_seq, last_at) = tail::last(conn, channel.id)?;
    let (mut mentions, mut alerts) = (Vec::new(), Vec::new());
    if last_seq > reading.read_seq {
        mentions = tail::mentions_after(conn, user, channel.id, None, reading.read_seq)?;
        alerts = alerts_after(conn, user, channel.id, None, reading.read_seq)?;
    }
    Ok(Joined { channel, membership, reading, head, last_seq, last_at, mentions, alerts })
}

fn browse(
    conn: &Connection,
    workspace: WorkspaceId,
    user: UserId,
    query: &str,
    archived: bool,
    page: &PageRequest,
) -> Result<Page<Listed>> {
    // Matched here, because SQLite folds the case of ASCII only.
    let matching = conn
        .all(
            "SELECT * FROM channels WHERE workspace = ?1 AND kind = 'public' AND archived = ?2 AND name > ?3 ORDER BY name",
            params![workspace.key(), archived, page.after.as_deref().unwrap_or_default()],
            rows::channel,
        )?
        .into_iter()
        .filter(|it| it.name.to_lowercase().contains(query) || it.topic.to_lowercase().contains(query))
        .take(page.limit + 1);
    let mut rows = Vec::new();
    for channel in matching {
        let members = conn.one(
            "SELECT count(*) FROM members WHERE channel = ?1 AND active",
            params![channel.id.key()],
            |row| row.get(0),
        )?;
        let joined = is_member(conn, channel.id, user)?;
        rows.push(Listed { members: members.unwrap_or(0), joined, channel });
    }
    Ok(Page::cut(rows, page.limit, |row| row.channel.name.clone()))
}

/// The cursor of lists by person; empty at the start.
pub fn after_user(page: &PageRequest) -> Result<Vec<u8>> {
    match page.after.as_deref() {
        None => Ok(Vec::new()),
        Some(after) => after.parse::<UserId>().map(|id| id.key().to_vec()).map_err(|_| Error::NotFound),
    }
}
