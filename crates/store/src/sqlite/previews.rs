//! What links lead to: in the rows of their messages, and what waits and is kept beside them.

use async_trait::async_trait;
use protocol::{ChannelId, FeedId, FileId, Message, MessageId, Preview, Timestamp};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, Tx,
    messages::live_message,
    rows,
    sql::{Columns, Id, json},
};
use crate::{
    Committed, Error, Previews, Result,
    previews::{Kept, PICTURES, Waiting, join, pictures},
};

#[async_trait]
impl Previews for Sqlite {
    async fn waiting_links(&self, by: Timestamp, limit: usize) -> Result<Vec<Waiting>> {
        self.read(move |conn| {
            let sql = "SELECT * FROM links WHERE due_at <= ?1 ORDER BY due_at, message LIMIT ?2";
            conn.all(sql, params![by.0, limit], waiting)
        })
        .await
    }

    async fn put_off_links(&self, message: MessageId, until: Timestamp) -> Result<()> {
        self.write(move |tx| {
            let sql = "UPDATE links SET due_at = ?2 WHERE message = ?1";
            tx.conn.run(sql, params![message.key(), until.0]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn put_previews(
        &self,
        channel: ChannelId,
        id: MessageId,
        looked_at: Vec<String>,
        found: Vec<Preview>,
    ) -> Result<Committed<Option<Message>>> {
        self.write(move |tx| put(tx, channel, id, &looked_at, found)).await
    }

    async fn remove_preview(
        &self,
        channel: ChannelId,
        id: MessageId,
        url: &str,
    ) -> Result<Committed<(Message, Vec<FileId>)>> {
        let url = url.to_owned();
        self.write(move |tx| remove(tx, channel, id, &url)).await
    }

    async fn page(&self, key: &str) -> Result<Option<Kept>> {
        let key = key.to_owned();
        self.read(move |conn| {
            conn.one("SELECT * FROM pages WHERE key = ?1", params![key], |row| {
                Ok(Kept { key: row.get("key")?, page: row.json("page")?, until: rows::time(row, "until")? })
            })
        })
        .await
    }

    async fn keep_page(&self, kept: Kept) -> Result<()> {
        self.write(move |tx| {
            let Kept { key, page, until } = kept;
            let sql = "INSERT OR REPLACE INTO pages (key, page, until) VALUES (?1, ?2, ?3)";
            tx.conn.run(sql, params![key, json(&page)?, until.0]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn stale_pages(&self, now: Timestamp, most: u64, limit: usize) -> Result<Vec<String>> {
        self.read(move |conn| {
            let number = |sql, of: &[i64]| -> Result<u64> {
                Ok(conn.one(sql, rusqlite::params_from_iter(of), |row| row.get(0))?.unwrap_or(0))
            };
            let beyond = number("SELECT count(*) FROM pages", &[])?.saturating_sub(most);
            let over = number("SELECT count(*) FROM pages WHERE until <= ?1", &[now.0])?;
            let limit = beyond.max(over).min(limit as u64);
            conn.all("SELECT key FROM pages ORDER BY until LIMIT ?1", params![limit], |row| row.get(0))
        })
        .await
    }

    async fn forget_pages(&self, keys: &[String]) -> Result<()> {
        let keys = keys.to_vec();
        self.write(move |tx| {
            keys.iter()
                .try_for_each(|key| tx.conn.run("DELETE FROM pages WHERE key = ?1", params![key]).map(drop))
        })
        .await
        .map(|done| done.value)
    }
}

/// Notes the links of a message that are to be looked at; none takes it off.
pub fn note(conn: &Connection, message: &Message, links: &[String], due_at: Timestamp) -> Result<()> {
    if links.is_empty() {
        return conn.run("DELETE FROM links WHERE message = ?1", params![message.id.key()]).map(drop);
    }
    conn.run(
        "INSERT OR REPLACE INTO links (message, channel, urls, due_at) VALUES (?1, ?2, ?3, ?4)",
        params![message.id.key(), message.channel.key(), json(&links)?, due_at.0],
    )
    .map(drop)
}

/// The links of a message that wait.
pub fn noted(conn: &Connection, id: MessageId) -> Result<Vec<String>> {
    let found =
        conn.one("SELECT urls FROM links WHERE message = ?1", params![id.key()], |row| row.json("urls"))?;
    Ok(found.unwrap_or_default())
}

/// These files are on no message any more.
pub fn drop_files(conn: &Connection, files: &[FileId]) -> Result<()> {
    files.iter().try_for_each(|file| {
        let sql = "UPDATE files SET state = 'deleted', message = NULL, channel = NULL WHERE id = ?1";
        conn.run(sql, params![file.key()]).map(drop)
    })
}

fn put(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    looked_at: &[String],
    mut found: Vec<Preview>,
) -> Result<Option<Message>> {
    let mut message = match live_message(tx.conn, channel, id) {
        Err(Error::NotFound) => return Ok(None),
        other => other?,
    };
    let mut waiting = noted(tx.conn, id)?;
    found.retain(|it| waiting.contains(&it.url));
    waiting.retain(|it| !looked_at.contains(it));
    note(tx.conn, &message, &waiting, message.ts)?;
    let added = join(&mut message, found);
    if added.is_empty() {
        return Ok(None);
    }
    for (place, file) in (PICTURES..).zip(pictures(&added)) {
        let hung = tx.conn.run(
            "UPDATE files SET message = ?2, channel = ?3, place = ?4
             WHERE id = ?1 AND message IS NULL AND state = 'ready'",
            params![file.key(), id.key(), channel.key(), place],
        )?;
        if hung == 0 {
            return Err(Error::Conflict("file"));
        }
    }
    save(tx, message).map(Some)
}

fn remove(tx: &mut Tx<'_>, channel: ChannelId, id: MessageId, url: &str) -> Result<(Message, Vec<FileId>)> {
    let mut message = live_message(tx.conn, channel, id)?;
    let Some(at) = message.previews.iter().position(|it| it.url == url) else {
        return Ok((message, Vec::new()));
    };
    let gone = pictures(&[message.previews.remove(at)]);
    drop_files(tx.conn, &gone)?;
    Ok((save(tx, message)?, gone))
}

fn save(tx: &mut Tx<'_>, mut message: Message) -> Result<Message> {
    message.rev = tx.next(FeedId::Channel(message.channel))?;
    tx.conn.run(
        "UPDATE messages SET previews = ?2, rev = ?3 WHERE id = ?1",
        params![message.id.key(), column(&message)?, message.rev],
    )?;
    Ok(message)
}

/// A message's previews as they are stored: nearly none has any.
pub fn column(message: &Message) -> Result<Option<String>> {
    if message.previews.is_empty() { Ok(None) } else { json(&message.previews).map(Some) }
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        channel: row.id("channel")?,
        message: row.id("message")?,
        links: row.json("urls")?,
        due_at: rows::time(row, "due_at")?,
    })
}
