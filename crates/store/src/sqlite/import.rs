//! Taking neutral records in. A row that is there already stays: the same one came before.

use protocol::{Message, MessageKind, UserId};
use rusqlite::{Connection, params};

use super::{
    Sql, alerts, emoji, groups, planned, polls, previews,
    sql::{Id, feed_key, json, keys, thread_key, word},
    tail,
};
use crate::{
    Error, Result,
    transfer::{FileRecord, Import, Kind, Record},
};

/// Where the import's state is kept.
const STATE: &str = "import";

/// The import that was begun and not finished.
pub fn state(conn: &Connection) -> Result<Option<Import>> {
    let found: Option<String> =
        conn.one("SELECT value FROM meta WHERE key = ?1", params![STATE], |row| row.get(0))?;
    let read = |text: String| serde_json::from_str(&text).map_err(|error| Error::Internal(error.to_string()));
    found.map(read).transpose()
}

/// Begins one, or goes on.
pub fn begin(conn: &Connection, epoch: String) -> Result<Import> {
    if let Some(begun) = state(conn)? {
        return if begun.epoch == epoch { Ok(begun) } else { Err(Error::Conflict("import")) };
    }
    for table in ["users", "workspaces", "feeds", "files"] {
        if conn.any(&format!("SELECT 1 FROM {table} LIMIT 1"), [])? {
            return Err(Error::Conflict("not_empty"));
        }
    }
    let begun = Import { epoch, kind: Kind::Accounts, after: None };
    note(conn, &begun)?;
    Ok(begun)
}

/// Takes records in; how far it is, is kept in the same transaction.
pub fn put(conn: &Connection, records: &[Record], so_far: &Import) -> Result<()> {
    if state(conn)?.is_none_or(|begun| begun.epoch != so_far.epoch) {
        return Err(Error::Conflict("import"));
    }
    for record in records {
        put_one(conn, record)?;
    }
    note(conn, so_far)
}

/// Takes the epoch on and forgets that it was an import.
pub fn finish(conn: &Connection) -> Result<()> {
    let begun = state(conn)?.ok_or(Error::Conflict("import"))?;
    conn.run("UPDATE meta SET value = ?1 WHERE key = 'epoch'", params![begun.epoch])?;
    conn.run("DELETE FROM meta WHERE key = ?1", params![STATE]).map(drop)
}

fn note(conn: &Connection, so_far: &Import) -> Result<()> {
    conn.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", params![STATE, json(so_far)?])
        .map(drop)
}

fn put_one(conn: &Connection, record: &Record) -> Result<()> {
    match record {
        Record::Account { account: it, password_hash, active } => conn.run(
            "INSERT INTO users (id, email, name, handle, title, time_zone, avatar, preferences, password_hash, created_at, active, rev, status, keywords, notices)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO NOTHING",
            params![
                it.id.key(), it.email, it.name, it.handle, it.title, it.time_zone, it.avatar.map(Id::key),
                json(&it.preferences)?, password_hash, it.created_at.0, active, it.rev,
                it.status.as_ref().map(json).transpose()?, alerts::keywords(it)?, json(&it.notices)?
            ],
        ),
        Record::Session { session: it, token_hash, device } => conn.run(
            "INSERT INTO sessions (id, user, kind, label, created_at, seen_at, expires_at, token_hash,
               push_endpoint, push_key, push_secret, push_since, push_text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
            params![
                it.id.key(), it.user.key(), it.kind.word(), it.label, it.created_at.0, it.seen_at.0,
                it.expires_at.0, token_hash, device.as_ref().map(|it| &it.endpoint),
                device.as_ref().map(|it| &it.p256dh), device.as_ref().map(|it| &it.auth),
                device.as_ref().map(|it| it.since.0), device.as_ref().map(|it| it.text)
            ],
        ),
        Record::Workspace(it) => conn.run(
            "INSERT INTO workspaces (id, name, icon, default_channel, created_at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            params![it.id.key(), it.name, it.icon.map(Id::key), it.default_channel.key(), it.created_at.0, it.rev],
        ),
        Record::Person { workspace, user, role, rev } => conn.run(
            "INSERT INTO persons (workspace, user, role, rev) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![workspace.key(), user.key(), word(role)?, rev],
        ),
        Record::Group(it) => groups::insert(conn, it),
        Record::Invite { invite: it, code_hash } => conn.run(
            "INSERT INTO invites (id, workspace, creator, role, channels, max_uses, uses, created_at, expires_at, revoked, code_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
            params![
                it.id.key(), it.workspace.key(), it.creator.key(), word(it.role)?, keys(&it.channels), it.max_uses,
                it.uses, it.created_at.0, it.expires_at.0, it.revoked, code_hash
            ],
        ),
        Record::Channel(it) => conn.run(
            "INSERT INTO channels (id, workspace, kind, name, topic, description, archived, creator, created_at, people, rev, workspace_rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
            params![
                it.id.key(), it.workspace.key(), word(it.kind)?, it.name, it.topic, it.description, it.archived,
                it.creator.key(), it.created_at.0, keys(&it.people), it.rev, it.workspace_rev
            ],
        ),
        Record::Member { member: it, starred, muted, level, user_rev } => conn.run(
            "INSERT INTO members (channel, user, active, joined_at, rev, starred, muted, level, user_rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
            params![
                it.channel.key(), it.user.key(), it.active, it.joined_at.0, it.rev, starred, muted, word(level)?,
                user_rev
            ],
        ),
        Record::Reading { user, reading: it } => conn.run(
            "INSERT INTO readings (user, channel, thread, read_seq, generation, following, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            params![
                user.key(), it.channel.key(), thread_key(it.thread), it.read_seq, it.generation, it.following, it.rev
            ],
        ),
        Record::Draft { user, draft: it } => conn.run(
            "INSERT INTO drafts (user, channel, thread, text, updated_at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            params![user.key(), it.channel.key(), thread_key(it.thread), it.text, it.updated_at.0, it.rev],
        ),
        Record::Alert { user, alert } => alerts::insert(conn, *user, alert),
        Record::Saved { user, saved: it } => conn.run(
            "INSERT INTO saves (user, message, channel, saved_at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![user.key(), it.message.key(), it.channel.key(), it.saved_at.map(|at| at.0), it.rev],
        ),
        Record::Planned { user, nonce, planned: it } => planned::insert(conn, *user, nonce, it),
        Record::File(it) => file(conn, it),
        Record::Message { message, body, revisions, votes } => {
            for (n, vote) in votes.iter().enumerate() {
                polls::note(conn, message.id, n, *vote)?;
            }
            for (n, revision) in revisions.iter().enumerate() {
                conn.run(
                    "INSERT INTO revisions (message, n, text, written_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    params![message.id.key(), n + 1, revision.text, revision.written_at.0],
                )?;
            }
            put_message(conn, message, *body)
        }
        Record::Emoji(it) => emoji::put(conn, it),
        Record::Feed { feed, head, last_seq, last_at, last_ts } => conn.run(
            "INSERT INTO feeds (id, head, last_seq, last_at, last_ts) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![feed_key(*feed), head, last_seq, last_at.0, last_ts.0],
        ),
    }
    .map(drop)
}

fn file(conn: &Connection, it: &FileRecord) -> Result<usize> {
    let FileRecord { file, workspace, prefix, avatar, on, place, gone } = it;
    conn.run(
        "INSERT INTO files (id, workspace, owner, name, size, media_type, sha256, alt, state, image, created_at, prefix, avatar,
           channel, message, place, gone)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) ON CONFLICT DO NOTHING",
        params![
            file.id.key(), workspace.key(), file.owner.key(), file.name, file.size, file.media_type, file.sha256,
            file.alt, word(file.state)?, file.image.as_ref().map(json).transpose()?, file.created_at.0, prefix,
            avatar, on.map(|(channel, _)| channel.key()), on.map(|(_, message)| message.key()), place, gone
        ],
    )
}

fn put_message(conn: &Connection, it: &Message, body: Option<[u8; 32]>) -> Result<usize> {
    let kind = match it.kind {
        MessageKind::Text => String::new(),
        ref kind => json(kind)?,
    };
    let replies = it.replies.as_ref();
    let put = conn.run(
        "INSERT INTO messages (id, channel, thread, seq, rev, ts, author, kind, text, mentions, mentions_all, nonce, body,
           edited_at, deleted_at, has_files, has_reactions, replies, reply_seq, reply_at, reply_people,
           pinned_at, pinned_by, previews, poll, reacted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
         ON CONFLICT DO NOTHING",
        params![
            it.id.key(), it.channel.key(), thread_key(it.thread), it.seq, it.rev, it.ts.0, it.author.key(), kind,
            it.text, keys(&it.mentions), it.mentions_all, it.nonce, body, it.edited_at.map(|at| at.0),
            it.deleted_at.map(|at| at.0), !it.files.is_empty(), !it.reactions.is_empty(),
            replies.map_or(0, |it| it.replies), replies.map_or(0, |it| it.last_seq),
            replies.map_or(0, |it| it.last_at.0), replies.map(|it| keys(&it.people)).unwrap_or_default(),
            it.pinned_at.map(|at| at.0), it.pinned_by.map(Id::key),
            previews::column(it)?, polls::column(it)?,
            crate::concerns::reacted_at(it).map(|at| at.0)
        ],
    )?;
    // Numbered as they are shown; later ones get the feed's positions, which are higher.
    let each = it.reactions.iter().flat_map(|it| it.users.iter().map(move |user| (&it.emoji, user)));
    for (n, (emoji, user)) in (1_u64..).zip(each) {
        let user: &UserId = user;
        conn.run(
            "INSERT INTO reactions (message, emoji, user, n) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![it.id.key(), emoji, user.key(), n],
        )?;
    }
    tail::note_mentions(conn, it)?;
    Ok(put)
}
