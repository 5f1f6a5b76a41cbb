//! Threads: the summary on the root, and who follows.

use protocol::{ChannelId, FeedId, Message, MessageId, UserId};
use rusqlite::{Connection, params};

use super::{
    Sql, Tx,
    join::is_member,
    rows,
    sql::{Columns, Id, keys, thread_key},
};
use crate::{Error, Result};

/// The root of a thread: a message of the channel that is no reply itself.
pub fn root_of(conn: &Connection, channel: ChannelId, id: MessageId) -> Result<Message> {
    let root = rows::message_of(conn, channel, id)?;
    if root.thread.is_some() { Err(Error::NotFound) } else { Ok(root) }
}

/// Counts a new reply on its root and makes those it concerns follow.
pub fn note_reply(tx: &mut Tx<'_>, root: &Message, reply: &Message) -> Result<()> {
    let mut people = vec![reply.author];
    let before = root.replies.iter().flat_map(|it| &it.people);
    people.extend(before.copied().filter(|&user| user != reply.author).take(4));
    let rev = tx.next(FeedId::Channel(reply.channel))?;
    tx.conn.run(
        "UPDATE messages SET replies = replies + 1, reply_seq = ?2, reply_at = ?3, reply_people = ?4, rev = ?5 WHERE id = ?1",
        params![root.id.key(), reply.seq, reply.ts.0, keys(&people), rev],
    )?;
    // Whoever unfollowed comes back by replying or by being addressed, not as the author.
    let (channel, thread) = (reply.channel, root.id);
    follow(tx, channel, thread, reply.author, reply.seq, true)?;
    for &user in &reply.mentions {
        follow(tx, channel, thread, user, reply.seq - 1, true)?;
    }
    follow(tx, channel, thread, root.author, 0, false)
}

/// Counts again after a reply was deleted.
pub fn recount(tx: &mut Tx<'_>, channel: ChannelId, root: MessageId) -> Result<()> {
    let people: Vec<UserId> = tx.conn.all(
        "SELECT author, max(seq) AS latest FROM messages WHERE channel = ?1 AND thread = ?2 AND deleted_at IS NULL
         GROUP BY author ORDER BY latest DESC LIMIT 5",
        params![channel.key(), root.key()],
        |row| row.id("author"),
    )?;
    let rev = tx.next(FeedId::Channel(channel))?;
    tx.conn.run(
        "UPDATE messages SET replies = replies - 1, reply_people = ?2, rev = ?3 WHERE id = ?1",
        params![root.key(), keys(&people), rev],
    )?;
    Ok(())
}

/// Makes somebody follow, from there on if they never did; `again`: even if they chose not to.
pub fn follow(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    thread: MessageId,
    user: UserId,
    read_seq: u64,
    again: bool,
) -> Result<()> {
    let thread = thread_key(Some(thread));
    let following: Option<bool> = tx.conn.one(
        "SELECT following FROM readings WHERE user = ?1 AND channel = ?2 AND thread = ?3",
        params![user.key(), channel.key(), thread],
        |row| row.get(0),
    )?;
    let wanted = match following {
        Some(true) => false,
        Some(false) => again,
        None => true,
    };
    if !wanted || !is_member(tx.conn, channel, user)? {
        return Ok(());
    }
    let rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "INSERT INTO readings (user, channel, thread, read_seq, generation, following, rev) VALUES (?1, ?2, ?3, ?4, 0, 1, ?5)
         ON CONFLICT (user, channel, thread) DO UPDATE SET following = 1, rev = ?5",
        params![user.key(), channel.key(), thread, read_seq, rev],
    )?;
    Ok(())
}
