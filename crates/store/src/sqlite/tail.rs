//! The end of a channel's conversation: where the next message goes.

use protocol::{ChannelId, FeedId, Message, MessageId, MessageKind, Timestamp, UserId};
use rusqlite::{Connection, params};

use super::{
    Sql, Tx,
    sql::{Id, feed_key, json, keys, thread_key},
};
use crate::{Result, messages::Place};

/// Takes the next place of a conversation; `reply` is the last `seq` of the thread.
pub fn take(tx: &mut Tx<'_>, channel: ChannelId, reply: Option<u64>, now: Timestamp) -> Result<Place> {
    let (rev, seq, ts) = tx
        .conn
        .one(
            "INSERT INTO feeds (id, head, last_seq, last_at, last_ts) VALUES (?1, 1, ?3, ?2, ?2)
             ON CONFLICT (id) DO UPDATE SET head = head + 1, last_seq = last_seq + ?3,
               last_ts = max(?2, last_ts + 1), last_at = iif(?3, max(?2, last_ts + 1), last_at)
             RETURNING head, last_seq, last_ts",
            params![feed_key(FeedId::Channel(channel)), now.0, u8::from(reply.is_none())],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .unwrap_or((1, 1, now.0));
    tx.note(FeedId::Channel(channel), rev);
    Ok(Place { rev, seq: reply.map_or(seq, |last| last + 1), ts: Timestamp(ts) })
}

/// Writes a new message's row. `body` is the digest that its nonce stands for.
pub fn insert(conn: &Connection, message: &Message, body: Option<[u8; 32]>) -> Result<()> {
    let kind = match message.kind {
        MessageKind::Text => String::new(),
        ref kind => json(kind)?,
    };
    let thread = thread_key(message.thread);
    conn.run(
        "INSERT INTO messages (id, channel, thread, seq, rev, ts, author, kind, text, mentions, mentions_all, nonce, body, has_files, poll)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            message.id.key(),
            message.channel.key(),
            thread,
            message.seq,
            message.rev,
            message.ts.0,
            message.author.key(),
            kind,
            message.text,
            keys(&message.mentions),
            message.mentions_all,
            message.nonce,
            body,
            !message.files.is_empty(),
            super::polls::column(message)?,
        ],
    )?;
    note_mentions(conn, message)
}

/// Replaces what the index of mentions says of a message.
pub fn note_mentions(conn: &Connection, message: &Message) -> Result<()> {
    let thread = thread_key(message.thread);
    let all = message.mentions_all.then(Vec::new);
    for user in message.mentions.iter().map(|user| user.key().to_vec()).chain(all) {
        conn.run(
            "INSERT OR IGNORE INTO mentions (channel, thread, user, seq, ts) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![message.channel.key(), thread, user, message.seq, message.ts.0],
        )?;
    }
    Ok(())
}

/// Takes a message out of the index of mentions.
pub fn forget_mentions(conn: &Connection, message: &Message) -> Result<()> {
    let thread = thread_key(message.thread);
    let all = message.mentions_all.then(Vec::new);
    for user in message.mentions.iter().map(|user| user.key().to_vec()).chain(all) {
        conn.run(
            "DELETE FROM mentions WHERE channel = ?1 AND thread = ?2 AND user = ?3 AND seq = ?4",
            params![message.channel.key(), thread, user, message.seq],
        )?;
    }
    Ok(())
}

/// `seq` of messages after `read` that mention somebody, ascending, at most 100.
pub fn mentions_after(
    conn: &Connection,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
    read: u64,
) -> Result<Vec<u64>> {
    conn.all(
        "SELECT seq FROM mentions WHERE channel = ?1 AND thread = ?2 AND user = ?3 AND seq > ?5
         UNION SELECT seq FROM mentions WHERE channel = ?1 AND thread = ?2 AND user = ?4 AND seq > ?5
         ORDER BY seq LIMIT 100",
        params![channel.key(), thread_key(thread), user.key(), Vec::<u8>::new(), read],
        |row| row.get(0),
    )
}

/// Appends what happened as a message of the channel's own conversation.
pub fn tell(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    author: UserId,
    kind: MessageKind,
    now: Timestamp,
) -> Result<()> {
    let place = take(tx, channel, None, now)?;
    let message = place.event(channel, author, kind);
    insert(tx.conn, &message, None)
}

/// The last `seq` and when it was written.
pub fn last(conn: &Connection, channel: ChannelId) -> Result<(u64, u64, Timestamp)> {
    let found = conn.one(
        "SELECT head, last_seq, last_at FROM feeds WHERE id = ?1",
        params![feed_key(FeedId::Channel(channel))],
        |row| Ok((row.get(0)?, row.get(1)?, Timestamp(row.get(2)?))),
    )?;
    Ok(found.unwrap_or((0, 0, Timestamp(0))))
}
