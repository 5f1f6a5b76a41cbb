//! Pins, in the rows of their messages.

use async_trait::async_trait;
use protocol::{ChannelId, FeedId, Message, MessageId, Timestamp, UserId, limits};
use rusqlite::{Connection, params};

use super::{Sql, Sqlite, Tx, messages::live_message, rows, sql::Id};
use crate::{Committed, Error, Pins, Result};

#[async_trait]
impl Pins for Sqlite {
    async fn pin(
        &self,
        channel: ChannelId,
        id: MessageId,
        by: UserId,
        on: bool,
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        self.write(move |tx| pin(tx, channel, id, by, on, now)).await
    }

    async fn pins(&self, channel: ChannelId) -> Result<Vec<Message>> {
        self.read(move |conn| {
            let bare = conn.all(
                "SELECT * FROM messages WHERE channel = ?1 AND pinned_at IS NOT NULL AND deleted_at IS NULL
                 ORDER BY pinned_at DESC, key DESC LIMIT ?2",
                params![channel.key(), limits::PINS],
                rows::bare,
            )?;
            rows::whole(conn, bare)
        })
        .await
    }
}

fn pin(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    by: UserId,
    on: bool,
    now: Timestamp,
) -> Result<Message> {
    let mut message = live_message(tx.conn, channel, id)?;
    if message.pinned_at.is_some() == on {
        return Ok(message);
    }
    if on && count(tx.conn, channel)? >= limits::PINS {
        return Err(Error::Conflict("pins"));
    }
    (message.pinned_at, message.pinned_by) = on.then_some((now, by)).unzip();
    message.rev = tx.next(FeedId::Channel(channel))?;
    tx.conn.run(
        "UPDATE messages SET pinned_at = ?2, pinned_by = ?3, rev = ?4 WHERE id = ?1",
        params![id.key(), message.pinned_at.map(|at| at.0), message.pinned_by.map(Id::key), message.rev],
    )?;
    Ok(message)
}

fn count(conn: &Connection, channel: ChannelId) -> Result<usize> {
    let sql = "SELECT count(*) FROM messages WHERE channel = ?1 AND pinned_at IS NOT NULL";
    Ok(conn.one(sql, params![channel.key()], |row| row.get(0))?.unwrap_or(0))
}
