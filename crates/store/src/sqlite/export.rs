//! Everything as neutral records, in pages by primary key. A page's cursor is the last
//! key's bytes in hex.

use protocol::{ChannelId, FeedId, MessageId, Reading, Timestamp, UserId, WorkspaceId, message::Revision};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, polls, rows, sessions,
    sql::{Columns, Id},
    workspaces,
};
use crate::{
    Error, Page, Result,
    epoch::hex,
    transfer::{FileRecord, Kind, Record},
};

/// Bytes of text that a page stops growing at.
const PAGE_BYTES: usize = 4_000_000;

/// How many rows a kind has.
pub fn count(conn: &Connection, kind: Kind) -> Result<u64> {
    let sql = format!("SELECT count(*) FROM {}", table(kind));
    Ok(conn.one(&sql, [], |row| row.get(0))?.unwrap_or(0))
}

fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => "users",
        Kind::Sessions => "sessions",
        Kind::Workspaces => "workspaces",
        Kind::People => "persons",
        Kind::Groups => "user_groups",
        Kind::Invites => "invites",
        Kind::Channels => "channels",
        Kind::Members => "members",
        Kind::Readings => "readings",
        Kind::Drafts => "drafts",
        Kind::Alerts => "alerts",
        Kind::Saved => "saves",
        Kind::Plans => "planned",
        Kind::Files => "files",
        Kind::Emoji => "emoji",
        Kind::Messages => "messages",
        Kind::Feeds => "feeds",
    }
}

/// A primary key as bytes, and the row's record.
type Keyed = (Vec<u8>, Record);

/// A page of a kind.
pub fn page(conn: &Connection, kind: Kind, after: Option<&str>, limit: usize) -> Result<Page<Record>> {
    let after = after.map(unhex).transpose()?.unwrap_or_default();
    let mut rows = rows_after(conn, kind, &after, limit + 1)?;
    let mut more = rows.len() > limit;
    rows.truncate(limit);
    let mut bytes = 0;
    let fit = rows.iter().take_while(|(_, record)| {
        let fits = bytes < PAGE_BYTES;
        bytes += weight(record);
        fits
    });
    let fit = fit.count();
    more |= fit < rows.len();
    rows.truncate(fit);
    let next = rows.last().filter(|_| more).map(|(key, _)| hex(key));
    Ok(Page { rows: rows.into_iter().map(|(_, record)| record).collect(), next })
}

fn weight(record: &Record) -> usize {
    match record {
        Record::Message { message, revisions, .. } => {
            message.text.len() + revisions.iter().map(|it| it.text.len()).sum::<usize>()
        }
        Record::Draft { draft, .. } => draft.text.len(),
        Record::Planned { planned, .. } => planned.text.len(),
        _ => 0,
    }
}

fn rows_after(conn: &Connection, kind: Kind, after: &[u8], limit: usize) -> Result<Vec<Keyed>> {
    let part = |from: usize, to: usize| after.get(from..to.min(after.len())).unwrap_or_default().to_vec();
    let table = table(kind);
    let by_id = format!("SELECT * FROM {table} WHERE id > ?1 ORDER BY id LIMIT ?2");
    let by = |key: &str| {
        let marks = ["?1", "?2", "?3"][..key.split(',').count()].join(", ");
        format!("SELECT * FROM {table} WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT ?4")
    };
    let two = params![part(0, 16), part(16, 32), 0, limit];
    let three = params![part(0, 16), part(16, 32), part(32, 48), limit];
    match kind {
        Kind::Accounts => conn.all(&by_id, params![after, limit], with_id(account)),
        Kind::Sessions => conn.all(&by_id, params![after, limit], with_id(session)),
        Kind::Workspaces => conn.all(
            &by_id,
            params![after, limit],
            with_id(|row| rows::workspace(row).map(Record::Workspace)),
        ),
        Kind::Groups => {
            conn.all(&by_id, params![after, limit], with_id(|row| rows::group(row).map(Record::Group)))
        }
        Kind::Invites => conn.all(&by_id, params![after, limit], with_id(invite)),
        Kind::Channels => conn.all(
            &by_id,
            params![after, limit],
            with_id(|row| rows::channel(row).map(|it| Record::Channel(Box::new(it)))),
        ),
        Kind::Plans => conn.all(&by_id, params![after, limit], with_id(planned)),
        Kind::Files => conn.all(&by_id, params![after, limit], with_id(file)),
        Kind::Feeds => conn.all(&by_id, params![after, limit], with_id(feed)),
        Kind::Emoji => conn.all(
            "SELECT * FROM emoji WHERE (workspace, name) > (?1, ?2) ORDER BY workspace, name LIMIT ?3",
            params![part(0, 16), String::from_utf8(part(16, after.len())).unwrap_or_default(), limit],
            |row| {
                let emoji = rows::emoji(row)?;
                let key = [&emoji.workspace.key()[..], emoji.name.as_bytes()].concat();
                Ok((key, Record::Emoji(emoji)))
            },
        ),
        Kind::People => {
            conn.all(&by("workspace, user"), two, |row| Ok((key(row, &["workspace", "user"])?, person(row)?)))
        }
        Kind::Members => {
            conn.all(&by("channel, user"), two, |row| Ok((key(row, &["channel", "user"])?, member(row)?)))
        }
        Kind::Readings => conn.all(&by("user, channel, thread"), three, |row| {
            let reading: Reading = rows::reading(row)?;
            Ok((
                key(row, &["user", "channel", "thread"])?,
                Record::Reading { user: row.id("user")?, reading },
            ))
        }),
        Kind::Drafts => conn.all(&by("user, channel, thread"), three, |row| {
            let draft = rows::draft(row)?;
            Ok((key(row, &["user", "channel", "thread"])?, Record::Draft { user: row.id("user")?, draft }))
        }),
        Kind::Alerts => conn.all(&by("user, message"), two, |row| {
            let alert = rows::alert(row)?;
            Ok((key(row, &["user", "message"])?, Record::Alert { user: row.id("user")?, alert }))
        }),
        Kind::Saved => conn.all(&by("user, message"), two, |row| {
            let saved = rows::saved(row)?;
            Ok((key(row, &["user", "message"])?, Record::Saved { user: row.id("user")?, saved }))
        }),
        Kind::Messages => messages(conn, after, limit),
    }
}

/// In the order in which they were written, which is also that of the file.
fn messages(conn: &Connection, after: &[u8], limit: usize) -> Result<Vec<Keyed>> {
    let after = after.try_into().map_or(0, i64::from_be_bytes);
    let found = conn.all(
        "SELECT * FROM messages WHERE key > ?1 ORDER BY key LIMIT ?2",
        params![after, limit],
        |row| {
            let key: i64 = row.get("key")?;
            Ok((key.to_be_bytes().to_vec(), rows::bare(row)?, row.get::<_, Option<[u8; 32]>>("body")?))
        },
    )?;
    let mut records = Vec::with_capacity(found.len());
    let mut bytes = 0;
    for (key, bare, body) in found {
        let is_full = bytes >= PAGE_BYTES;
        let message = Box::new(bare.whole(conn)?);
        let revisions = conn.all(
            "SELECT text, written_at FROM revisions WHERE message = ?1 ORDER BY n",
            params![message.id.key()],
            |row| Ok(Revision { text: row.get("text")?, written_at: rows::time(row, "written_at")? }),
        )?;
        let votes = if message.poll.is_some() { polls::votes(conn, message.id)? } else { Vec::new() };
        let record = Record::Message { message, body, votes, revisions };
        bytes += weight(&record);
        records.push((key, record));
        // One more than fits has shown that there are more.
        if is_full {
            break;
        }
    }
    Ok(records)
}

fn with_id(
    record: impl Fn(&Row<'_>) -> rusqlite::Result<Record>,
) -> impl Fn(&Row<'_>) -> rusqlite::Result<Keyed> {
    move |row| Ok((key(row, &["id"])?, record(row)?))
}

fn key(row: &Row<'_>, columns: &[&str]) -> rusqlite::Result<Vec<u8>> {
    let mut key = Vec::with_capacity(48);
    for column in columns {
        key.extend_from_slice(&row.get::<_, Vec<u8>>(*column)?);
    }
    Ok(key)
}

fn account(row: &Row<'_>) -> rusqlite::Result<Record> {
    let account = Box::new(rows::account(row)?);
    Ok(Record::Account { account, password_hash: row.get("password_hash")?, active: row.get("active")? })
}

fn session(row: &Row<'_>) -> rusqlite::Result<Record> {
    let (session, device) = (sessions::session(row)?, sessions::device(row)?);
    Ok(Record::Session { session, token_hash: row.get("token_hash")?, device })
}

fn invite(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record::Invite { invite: workspaces::invite(row)?, code_hash: row.get("code_hash")? })
}

fn person(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record::Person {
        workspace: row.id::<WorkspaceId>("workspace")?,
        user: row.id::<UserId>("user")?,
        role: row.word("role")?,
        rev: row.get("rev")?,
    })
}

fn member(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record::Member {
        member: rows::member(row)?,
        starred: row.get("starred")?,
        muted: row.get("muted")?,
        level: row.word("level")?,
        user_rev: row.get("user_rev")?,
    })
}

fn planned(row: &Row<'_>) -> rusqlite::Result<Record> {
    let planned = Box::new(rows::planned(row)?);
    Ok(Record::Planned { user: row.id("user")?, nonce: row.get("nonce")?, planned })
}

fn file(row: &Row<'_>) -> rusqlite::Result<Record> {
    let on = row.maybe::<ChannelId>("channel")?.zip(row.maybe::<MessageId>("message")?);
    Ok(Record::File(Box::new(FileRecord {
        file: rows::file(row)?,
        workspace: row.id("workspace")?,
        prefix: row.get("prefix")?,
        avatar: row.get("avatar")?,
        on,
        place: row.get("place")?,
        gone: row.get("gone")?,
    })))
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Record> {
    let key: [u8; 17] = row.get("id")?;
    let [letter, id @ ..] = key;
    let feed = match letter {
        b'C' => FeedId::Channel(ChannelId::of(id)),
        b'W' => FeedId::Workspace(WorkspaceId::of(id)),
        _ => FeedId::User(UserId::of(id)),
    };
    Ok(Record::Feed {
        feed,
        head: row.get("head")?,
        last_seq: row.get("last_seq")?,
        last_at: Timestamp(row.get("last_at")?),
        last_ts: Timestamp(row.get("last_ts")?),
    })
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    let bad = || Error::Internal(format!("{text} is no place of an export"));
    let pairs = text.as_bytes().as_chunks::<2>();
    if !pairs.1.is_empty() {
        return Err(bad());
    }
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.0.iter().map(|pair| byte(pair).ok_or_else(bad)).collect()
}
