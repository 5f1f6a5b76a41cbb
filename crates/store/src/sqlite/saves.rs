//! What people keep for themselves.

use async_trait::async_trait;
use protocol::{ChannelId, FeedId, MessageId, Saved, Timestamp, UserId, limits};
use rusqlite::{Connection, params};

use super::{Sql, Sqlite, Tx, messages::live_message, rows, sql::Id};
use crate::{Committed, Error, Result, Saves};

#[async_trait]
impl Saves for Sqlite {
    async fn save(
        &self,
        user: UserId,
        channel: ChannelId,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Saved>> {
        self.write(move |tx| save(tx, user, channel, message, now)).await
    }

    async fn unsave(&self, user: UserId, message: MessageId) -> Result<Committed<Saved>> {
        self.write(move |tx| {
            let stored = stored(tx.conn, user, message)?.ok_or(Error::NotFound)?;
            if stored.saved_at.is_none() {
                return Ok(stored);
            }
            put(tx, user, Saved { saved_at: None, ..stored })
        })
        .await
    }

    async fn saved(&self, user: UserId) -> Result<Vec<Saved>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM saves WHERE user = ?1 AND saved_at IS NOT NULL
                 ORDER BY saved_at DESC, message DESC LIMIT ?2",
                params![user.key(), limits::SAVED],
                rows::saved,
            )
        })
        .await
    }
}

fn save(
    tx: &mut Tx<'_>,
    user: UserId,
    channel: ChannelId,
    message: MessageId,
    now: Timestamp,
) -> Result<Saved> {
    live_message(tx.conn, channel, message)?;
    if let Some(stored) = stored(tx.conn, user, message)?
        && stored.saved_at.is_some()
    {
        return Ok(stored);
    }
    if count(tx.conn, user)? >= limits::SAVED {
        return Err(Error::Conflict("saved"));
    }
    put(tx, user, Saved { message, channel, saved_at: Some(now), rev: 0 })
}

fn stored(conn: &Connection, user: UserId, message: MessageId) -> Result<Option<Saved>> {
    let sql = "SELECT * FROM saves WHERE user = ?1 AND message = ?2";
    conn.one(sql, params![user.key(), message.key()], rows::saved)
}

fn count(conn: &Connection, user: UserId) -> Result<usize> {
    let sql = "SELECT count(*) FROM saves WHERE user = ?1 AND saved_at IS NOT NULL";
    Ok(conn.one(sql, params![user.key()], |row| row.get(0))?.unwrap_or(0))
}

fn put(tx: &mut Tx<'_>, user: UserId, mut saved: Saved) -> Result<Saved> {
    saved.rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "INSERT INTO saves (user, message, channel, saved_at, rev) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (user, message) DO UPDATE SET saved_at = ?4, rev = ?5",
        params![
            user.key(),
            saved.message.key(),
            saved.channel.key(),
            saved.saved_at.map(|at| at.0),
            saved.rev
        ],
    )?;
    Ok(saved)
}
