//! Making channels, entering and leaving them: the steps that several operations share.

use protocol::{
    Channel, ChannelId, ChannelKind, FeedId, Level, MessageKind, Role, Timestamp, UserId, WorkspaceId,
};
use rusqlite::{Connection, params};

use super::{
    Sql, Tx, rows,
    sql::{Id, keys, word},
    tail,
};
use crate::{Error, Result, channels::NewChannel};

/// A channel by id.
pub fn channel_of(conn: &Connection, id: ChannelId) -> Result<Channel> {
    conn.one("SELECT * FROM channels WHERE id = ?1", params![id.key()], rows::channel)?.ok_or(Error::NotFound)
}

/// Whether somebody is an active person of a workspace, and as what.
pub fn role_of(conn: &Connection, workspace: WorkspaceId, user: UserId) -> Result<Option<Role>> {
    conn.one(
        &format!("{} WHERE p.workspace = ?1 AND p.user = ?2 AND u.active", rows::PERSONS),
        params![workspace.key(), user.key()],
        rows::person,
    )
    .map(|person| person.map(|person| person.role))
}

/// Whether somebody is in a channel now.
pub fn is_member(conn: &Connection, channel: ChannelId, user: UserId) -> Result<bool> {
    conn.any(
        "SELECT 1 FROM members WHERE channel = ?1 AND user = ?2 AND active",
        params![channel.key(), user.key()],
    )
}

/// Writes the channel, everyone in it, and its `created` message.
pub fn make_channel(tx: &mut Tx<'_>, new: &NewChannel, people: &[UserId]) -> Result<()> {
    let rev = tx.next(FeedId::Channel(new.id))?;
    let workspace_rev = match new.kind {
        ChannelKind::Public => tx.next(FeedId::Workspace(new.workspace))?,
        _ => 0,
    };
    tx.conn.run(
        "INSERT INTO channels (id, workspace, kind, name, description, creator, created_at, people, rev, workspace_rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.id.key(),
            new.workspace.key(),
            word(new.kind)?,
            new.name,
            new.description,
            new.creator.key(),
            new.now.0,
            if new.kind.is_direct() { keys(people) } else { Vec::new() },
            rev,
            workspace_rev,
        ],
    )?;
    tail::tell(tx, new.id, new.creator, MessageKind::Created, new.now)?;
    for &user in people {
        enter(tx, new.id, user, new.now, new.kind)?;
    }
    Ok(())
}

/// Puts somebody in, with everything before read. False when they were in already.
pub fn enter(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    user: UserId,
    now: Timestamp,
    kind: ChannelKind,
) -> Result<bool> {
    if is_member(tx.conn, channel, user)? {
        return Ok(false);
    }
    let rev = tx.next(FeedId::Channel(channel))?;
    let user_rev = tx.next(FeedId::User(user))?;
    let level = if kind.is_direct() { Level::All } else { Level::Mentions };
    tx.conn.run(
        "INSERT INTO members (channel, user, active, joined_at, rev, level, user_rev) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6)
         ON CONFLICT (channel, user) DO UPDATE SET active = 1, joined_at = ?3, rev = ?4, user_rev = ?6",
        params![channel.key(), user.key(), now.0, rev, word(level)?, user_rev],
    )?;
    let (_, last_seq, _) = tail::last(tx.conn, channel)?;
    let reading_rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "INSERT INTO readings (user, channel, thread, read_seq, generation, following, rev) VALUES (?1, ?2, ?3, ?4, 0, 1, ?5)
         ON CONFLICT (user, channel, thread) DO UPDATE SET read_seq = ?4, rev = ?5",
        params![user.key(), channel.key(), Vec::<u8>::new(), last_seq, reading_rev],
    )?;
    Ok(true)
}

/// Puts people in with one `joined` message by `by`; answers who is new.
pub fn enter_all(
    tx: &mut Tx<'_>,
    channel: &Channel,
    by: UserId,
    users: &[UserId],
    now: Timestamp,
) -> Result<Vec<UserId>> {
    let mut new: Vec<UserId> = Vec::new();
    for &user in users {
        if !new.contains(&user) && !is_member(tx.conn, channel.id, user)? {
            new.push(user);
        }
    }
    if !new.is_empty() {
        tail::tell(tx, channel.id, by, MessageKind::Joined { users: new.clone() }, now)?;
        for &user in &new {
            enter(tx, channel.id, user, now, channel.kind)?;
        }
    }
    Ok(new)
}
