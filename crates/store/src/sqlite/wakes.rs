//! Whose browsers are to be woken.

use async_trait::async_trait;
use protocol::{ChannelId, MessageId, Reading, SessionId, Timestamp, UserId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, rows,
    sql::{Columns, Id, thread_key},
};
use crate::{
    Result, Wakes,
    wakes::{About, Heard, Listener, Wake},
};

#[async_trait]
impl Wakes for Sqlite {
    async fn kept(&self, name: &str) -> Result<Option<String>> {
        let name = key(name);
        self.read(move |conn| {
            conn.one("SELECT value FROM meta WHERE key = ?1", params![name], |row| row.get(0))
        })
        .await
    }

    async fn keep(&self, name: &str, value: &str) -> Result<String> {
        let (name, value) = (key(name), value.to_owned());
        self.write(move |tx| {
            let first = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            tx.conn.run(first, params![name, value])?;
            let kept =
                tx.conn.one("SELECT value FROM meta WHERE key = ?1", params![name], |row| row.get(0))?;
            Ok(kept.unwrap_or(value))
        })
        .await
        .map(|done| done.value)
    }

    async fn listeners(&self, channel: ChannelId, now: Timestamp) -> Result<Vec<Listener>> {
        self.read(move |conn| {
            conn.all(
                "SELECT m.user, m.muted, m.level, s.id FROM members m
                 JOIN users u ON u.id = m.user JOIN sessions s ON s.user = m.user
                 WHERE m.channel = ?1 AND m.active AND u.active AND s.push_endpoint IS NOT NULL AND s.expires_at > ?2
                 ORDER BY m.user, s.id",
                params![channel.key(), now.0],
                |row| {
                    let (muted, level) = (row.get("muted")?, row.word("level")?);
                    Ok(Listener { user: row.id("user")?, session: row.id("id")?, muted, level })
                },
            )
        })
        .await
    }

    async fn readings(
        &self,
        channel: ChannelId,
        thread: MessageId,
        users: &[UserId],
    ) -> Result<Vec<(UserId, Reading)>> {
        let users = users.to_vec();
        self.read(move |conn| {
            let mut found = Vec::new();
            for user in users {
                found.extend(conn.one(
                    "SELECT * FROM readings WHERE user = ?1 AND channel = ?2 AND thread = ?3",
                    params![user.key(), channel.key(), thread_key(Some(thread))],
                    |row| Ok((user, rows::reading(row)?)),
                )?);
            }
            Ok(found)
        })
        .await
    }

    async fn heard(&self, channels: &[ChannelId]) -> Result<Vec<Option<Heard>>> {
        let channels = channels.to_vec();
        self.read(move |conn| channels.into_iter().map(|it| heard_of(conn, it)).collect()).await
    }

    async fn begin_hearing(&self, at: &[(ChannelId, Heard)]) -> Result<()> {
        let at = at.to_vec();
        self.write(move |tx| at.iter().try_for_each(|(channel, heard)| set_heard(tx.conn, *channel, *heard)))
            .await
            .map(|done| done.value)
    }

    async fn hear(
        &self,
        channel: ChannelId,
        from: Option<Heard>,
        to: Heard,
        wakes: Vec<Wake>,
    ) -> Result<bool> {
        self.write(move |tx| {
            if heard_of(tx.conn, channel)? != from {
                return Ok(false);
            }
            set_heard(tx.conn, channel, to)?;
            wakes.iter().try_for_each(|wake| add(tx.conn, wake))?;
            Ok(true)
        })
        .await
        .map(|done| done.value)
    }

    async fn add_wakes(&self, wakes: Vec<Wake>) -> Result<()> {
        self.write(move |tx| wakes.iter().try_for_each(|wake| add(tx.conn, wake)))
            .await
            .map(|done| done.value)
    }

    async fn due_wakes(&self, by: Timestamp, limit: usize) -> Result<Vec<Wake>> {
        self.read(move |conn| {
            let due = "SELECT * FROM wakes WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
            let found =
                conn.all(due, params![by.0, limit], |row| Ok((bare(row)?, row.get::<_, String>("about")?)))?;
            found.into_iter().map(|(wake, word)| Ok(Wake { about: About::read(&word)?, ..wake })).collect()
        })
        .await
    }

    async fn end_wake(&self, wake: &Wake, rest: Timestamp) -> Result<()> {
        let wake = wake.clone();
        self.write(move |tx| {
            let about = wake.about.word();
            tx.conn.run(
                "DELETE FROM wakes WHERE session = ?1 AND channel = ?2 AND about = ?3 AND last <= ?4",
                params![wake.session.key(), wake.channel.key(), about, wake.last],
            )?;
            tx.conn
                .run(
                    "UPDATE wakes SET first = ?4, due_at = ?5, tries = 0
                     WHERE session = ?1 AND channel = ?2 AND about = ?3",
                    params![wake.session.key(), wake.channel.key(), about, wake.last + 1, rest.0],
                )
                .map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn put_off_wakes(&self, session: SessionId, until: Timestamp) -> Result<()> {
        self.write(move |tx| {
            let sql = "UPDATE wakes SET due_at = max(due_at, ?2), tries = tries + 1 WHERE session = ?1";
            tx.conn.run(sql, params![session.key(), until.0]).map(drop)
        })
        .await
        .map(|done| done.value)
    }
}

/// What is kept by name stands apart from what the store knows of itself.
fn key(name: &str) -> String {
    format!("kept {name}")
}

fn heard_of(conn: &Connection, channel: ChannelId) -> Result<Option<Heard>> {
    conn.one("SELECT rev, ts FROM heard WHERE channel = ?1", params![channel.key()], |row| {
        Ok(Heard { rev: row.get("rev")?, ts: rows::time(row, "ts")? })
    })
}

fn set_heard(conn: &Connection, channel: ChannelId, heard: Heard) -> Result<()> {
    conn.run(
        "INSERT OR REPLACE INTO heard (channel, rev, ts) VALUES (?1, ?2, ?3)",
        params![channel.key(), heard.rev, heard.ts.0],
    )
    .map(drop)
}

fn add(conn: &Connection, it: &Wake) -> Result<()> {
    conn.run(
        "INSERT INTO wakes (session, channel, about, user, first, last, due_at, tries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (session, channel, about) DO UPDATE
         SET first = min(first, excluded.first), last = max(last, excluded.last)",
        params![
            it.session.key(),
            it.channel.key(),
            it.about.word(),
            it.user.key(),
            it.first,
            it.last,
            it.due_at.0,
            it.tries
        ],
    )
    .map(drop)
}

/// From `wakes`, but for what it is about.
fn bare(row: &Row<'_>) -> rusqlite::Result<Wake> {
    Ok(Wake {
        session: row.id("session")?,
        user: row.id("user")?,
        channel: row.id("channel")?,
        about: About::Channel,
        first: row.get("first")?,
        last: row.get("last")?,
        due_at: rows::time(row, "due_at")?,
        tries: row.get("tries")?,
    })
}
