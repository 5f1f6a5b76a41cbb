//! From rows to nouns. Each constant lists the columns its function reads.

use protocol::{
    Account, Alert, Channel, ChannelId, Draft, Emoji, File, Level, Member, Membership, MembershipState,
    Message, MessageId, MessageKind, Notices, Person, Planned, Poll, Preview, Reaction, Reading, Saved,
    Status, ThreadSummary, Timestamp, UserGroup, UserId, Workspace, WorkspaceId,
};
use rusqlite::{Connection, Params, Row, params};

use super::{
    Sql,
    sql::{Columns, Id, thread_key},
};
use crate::{
    Result,
    most::{self, Most},
    previews::PICTURES,
};

/// A time column.
pub fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp)
}

/// A time or NULL.
pub fn maybe_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
}

/// From `users`.
pub fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.id("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        handle: row.get("handle")?,
        title: row.get("title")?,
        time_zone: row.get("time_zone")?,
        avatar: row.maybe("avatar")?,
        status: status(row)?,
        keywords: keywords(row)?,
        notices: notices(row)?,
        preferences: row.json("preferences")?,
        created_at: time(row, "created_at")?,
        rev: row.get("rev")?,
    })
}

fn status(row: &Row<'_>) -> rusqlite::Result<Option<Status>> {
    if row.get_ref("status")? == rusqlite::types::ValueRef::Null {
        Ok(None)
    } else {
        row.json("status").map(Some)
    }
}

/// Nobody's are NULL, so that those of a channel's members are found by few rows.
pub fn keywords(row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
    if row.get_ref("keywords")? == rusqlite::types::ValueRef::Null {
        Ok(Vec::new())
    } else {
        row.json("keywords")
    }
}

/// NULL where nobody chose anything.
pub fn notices(row: &Row<'_>) -> rusqlite::Result<Notices> {
    if row.get_ref("notices")? == rusqlite::types::ValueRef::Null {
        Ok(Notices::default())
    } else {
        row.json("notices")
    }
}

/// From `user_groups`.
pub fn group(row: &Row<'_>) -> rusqlite::Result<UserGroup> {
    Ok(UserGroup {
        id: row.id("id")?,
        workspace: row.id("workspace")?,
        handle: row.get("handle")?,
        name: row.get("name")?,
        people: row.ids("people")?,
        active: row.get("active")?,
        created_at: time(row, "created_at")?,
        rev: row.get("rev")?,
    })
}

/// Persons with their profile; add the condition.
pub const PERSONS: &str =
    "SELECT p.workspace, p.user, p.role, p.rev, u.name, u.handle, u.title, u.time_zone, u.avatar, u.status, u.active
     FROM persons p JOIN users u ON u.id = p.user";

/// From [`PERSONS`].
pub fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        user: row.id("user")?,
        workspace: row.id("workspace")?,
        name: row.get("name")?,
        handle: row.get("handle")?,
        title: row.get("title")?,
        time_zone: row.get("time_zone")?,
        avatar: row.maybe("avatar")?,
        status: status(row)?,
        role: row.word("role")?,
        active: row.get("active")?,
        rev: row.get("rev")?,
    })
}

/// From `workspaces`.
pub fn workspace(row: &Row<'_>) -> rusqlite::Result<Workspace> {
    Ok(Workspace {
        id: row.id("id")?,
        name: row.get("name")?,
        icon: row.maybe("icon")?,
        default_channel: row.id("default_channel")?,
        created_at: time(row, "created_at")?,
        rev: row.get("rev")?,
    })
}

/// From `emoji`.
pub fn emoji(row: &Row<'_>) -> rusqlite::Result<Emoji> {
    Ok(Emoji {
        workspace: row.id("workspace")?,
        name: row.get("name")?,
        image: row.maybe("image")?,
        creator: row.id("creator")?,
        created_at: time(row, "created_at")?,
        rev: row.get("rev")?,
    })
}

/// From `channels`.
pub fn channel(row: &Row<'_>) -> rusqlite::Result<Channel> {
    Ok(Channel {
        id: row.id("id")?,
        workspace: row.id("workspace")?,
        kind: row.word("kind")?,
        name: row.get("name")?,
        topic: row.get("topic")?,
        description: row.get("description")?,
        archived: row.get("archived")?,
        creator: row.id("creator")?,
        created_at: time(row, "created_at")?,
        people: row.ids("people")?,
        rev: row.get("rev")?,
        workspace_rev: row.get("workspace_rev")?,
    })
}

/// From `members`.
pub fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        channel: row.id("channel")?,
        user: row.id("user")?,
        active: row.get("active")?,
        joined_at: time(row, "joined_at")?,
        rev: row.get("rev")?,
    })
}

/// Memberships with their channel's workspace; add the condition.
pub const MEMBERSHIPS: &str =
    "SELECT m.channel, c.workspace, m.active, m.starred, m.muted, m.level, m.user_rev
     FROM members m JOIN channels c ON c.id = m.channel";

/// From [`MEMBERSHIPS`].
pub fn membership(row: &Row<'_>) -> rusqlite::Result<Membership> {
    let active: bool = row.get("active")?;
    Ok(Membership {
        channel: row.id::<ChannelId>("channel")?,
        workspace: row.id::<WorkspaceId>("workspace")?,
        state: if active { MembershipState::Joined } else { MembershipState::Left },
        starred: row.get("starred")?,
        muted: row.get("muted")?,
        level: row.word::<Level>("level")?,
        rev: row.get("user_rev")?,
    })
}

/// From `readings`.
pub fn reading(row: &Row<'_>) -> rusqlite::Result<Reading> {
    Ok(Reading {
        channel: row.id("channel")?,
        thread: row.thread("thread")?,
        read_seq: row.get("read_seq")?,
        generation: row.get("generation")?,
        following: row.get("following")?,
        rev: row.get("rev")?,
    })
}

/// One's cursor, or the untouched one.
pub fn reading_of(
    conn: &Connection,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
) -> Result<Reading> {
    let found = conn.one(
        "SELECT * FROM readings WHERE user = ?1 AND channel = ?2 AND thread = ?3",
        params![user.key(), channel.key(), thread_key(thread)],
        reading,
    )?;
    Ok(found.unwrap_or_else(|| crate::reading::untouched(channel, thread)))
}

/// From `drafts`.
pub fn draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        channel: row.id("channel")?,
        thread: row.thread("thread")?,
        text: row.get("text")?,
        updated_at: time(row, "updated_at")?,
        rev: row.get("rev")?,
    })
}

/// From `alerts`.
pub fn alert(row: &Row<'_>) -> rusqlite::Result<Alert> {
    Ok(Alert {
        message: row.id("message")?,
        channel: row.id("channel")?,
        thread: row.thread("thread")?,
        seq: row.get("seq")?,
        ts: time(row, "ts")?,
        active: row.get("active")?,
        rev: row.get("rev")?,
    })
}

/// From `saves`.
pub fn saved(row: &Row<'_>) -> rusqlite::Result<Saved> {
    Ok(Saved {
        message: row.id("message")?,
        channel: row.id("channel")?,
        saved_at: maybe_time(row, "saved_at")?,
        rev: row.get("rev")?,
    })
}

/// From `planned`.
pub fn planned(row: &Row<'_>) -> rusqlite::Result<Planned> {
    let hindered = row.get_ref("obstacle")? != rusqlite::types::ValueRef::Null;
    Ok(Planned {
        id: row.id("id")?,
        action: row.word("action")?,
        workspace: row.id("workspace")?,
        channel: row.id("channel")?,
        thread: row.thread("thread")?,
        message: row.maybe("message")?,
        text: row.get("text")?,
        due_at: time(row, "due_at")?,
        state: row.word("state")?,
        obstacle: if hindered { Some(row.word("obstacle")?) } else { None },
        created_at: time(row, "created_at")?,
        rev: row.get("rev")?,
    })
}

/// From `files`.
pub fn file(row: &Row<'_>) -> rusqlite::Result<File> {
    let pictured = row.get_ref("image")? != rusqlite::types::ValueRef::Null;
    Ok(File {
        id: row.id("id")?,
        owner: row.id("owner")?,
        name: row.get("name")?,
        size: row.get("size")?,
        media_type: row.get("media_type")?,
        sha256: row.get("sha256")?,
        alt: row.get("alt")?,
        state: row.word("state")?,
        image: if pictured { Some(row.json("image")?) } else { None },
        created_at: time(row, "created_at")?,
    })
}

/// A message still without its files and reactions; whether it has any.
pub struct Bare {
    /// What its own row holds.
    pub message: Message,
    has_files: bool,
    has_reactions: bool,
}

/// From `messages`.
pub fn bare(row: &Row<'_>) -> rusqlite::Result<Bare> {
    let reply_seq: u64 = row.get("reply_seq")?;
    let replies = if reply_seq == 0 {
        None
    } else {
        Some(ThreadSummary {
            replies: row.get("replies")?,
            last_seq: reply_seq,
            last_at: time(row, "reply_at")?,
            people: row.ids("reply_people")?,
        })
    };
    let message = Message {
        id: row.id("id")?,
        channel: row.id("channel")?,
        thread: row.thread("thread")?,
        seq: row.get("seq")?,
        rev: row.get("rev")?,
        ts: time(row, "ts")?,
        author: row.id("author")?,
        kind: kind(row)?,
        text: row.get("text")?,
        files: Vec::new(),
        previews: previews(row)?,
        poll: poll(row)?,
        reactions: Vec::new(),
        mentions: row.ids("mentions")?,
        mentions_all: row.get("mentions_all")?,
        nonce: row.get("nonce")?,
        edited_at: maybe_time(row, "edited_at")?,
        deleted_at: maybe_time(row, "deleted_at")?,
        pinned_at: maybe_time(row, "pinned_at")?,
        pinned_by: row.maybe("pinned_by")?,
        replies,
    };
    Ok(Bare { message, has_files: row.get("has_files")?, has_reactions: row.get("has_reactions")? })
}

fn poll(row: &Row<'_>) -> rusqlite::Result<Option<Poll>> {
    if row.get_ref("poll")? == rusqlite::types::ValueRef::Null {
        Ok(None)
    } else {
        row.json("poll").map(Some)
    }
}

/// Nearly no message has any, and then it's NULL.
fn previews(row: &Row<'_>) -> rusqlite::Result<Vec<Preview>> {
    if row.get_ref("previews")? == rusqlite::types::ValueRef::Null {
        Ok(Vec::new())
    } else {
        row.json("previews")
    }
}

/// Nearly every message is text, whose kind needs no parsing and is stored empty.
fn kind(row: &Row<'_>) -> rusqlite::Result<MessageKind> {
    match row.get_ref("kind")?.as_str() {
        Ok("") => Ok(MessageKind::Text),
        _ => row.json("kind"),
    }
}

impl Bare {
    /// The whole message.
    pub fn whole(self, conn: &Connection) -> Result<Message> {
        let Self { mut message, has_files, has_reactions } = self;
        if has_files {
            message.files = conn.all(
                "SELECT * FROM files WHERE message = ?1 AND place < ?2 ORDER BY place",
                params![message.id.key(), PICTURES],
                file,
            )?;
        }
        if has_reactions {
            message.reactions = reactions(conn, message.id)?;
        }
        Ok(message)
    }
}

fn reactions(conn: &Connection, message: MessageId) -> Result<Vec<Reaction>> {
    let rows = conn.all(
        "SELECT emoji, user FROM reactions WHERE message = ?1 ORDER BY n",
        params![message.key()],
        |row| Ok((row.get::<_, String>("emoji")?, row.id::<UserId>("user")?)),
    )?;
    let mut all: Vec<Reaction> = Vec::new();
    for (emoji, user) in rows {
        match all.iter_mut().find(|it| it.emoji == emoji) {
            Some(it) => it.users.push(user),
            None => all.push(Reaction { emoji, users: vec![user] }),
        }
    }
    Ok(all)
}

/// Many whole messages.
pub fn whole(conn: &Connection, bare: Vec<Bare>) -> Result<Vec<Message>> {
    bare.into_iter().map(|it| it.whole(conn)).collect()
}

/// Messages that this finds, until it is as much as there may be; whether there are more.
pub fn messages(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    most: Most,
) -> Result<(Vec<Message>, bool)> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let (mut found, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if most.is_reached(found.len(), bytes) {
            return Ok((found, true));
        }
        let message = bare(row)?.whole(conn)?;
        bytes += most::size(&message);
        found.push(message);
    }
    Ok((found, false))
}

/// One message of a channel.
pub fn message_of(conn: &Connection, channel: ChannelId, id: MessageId) -> Result<Message> {
    conn.one("SELECT * FROM messages WHERE id = ?1 AND channel = ?2", params![id.key(), channel.key()], bare)?
        .ok_or(crate::Error::NotFound)?
        .whole(conn)
}
