//! Polls: in the rows of their messages, counted from the votes beside them.

use async_trait::async_trait;
use protocol::{
    ChannelId, FeedId, Message, MessageId, Timestamp, UserId,
    poll::{Poll, Vote},
};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx,
    messages::live_message,
    rows,
    sql::{Columns, Id, json},
};
use crate::{
    Committed, Error, Polls, Result,
    polls::{VOTES, chosen, chosen_anew},
};

#[async_trait]
impl Polls for Sqlite {
    async fn vote(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        options: &[u8],
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        let options = options.to_vec();
        self.write(move |tx| vote(tx, channel, id, user, &options, now)).await
    }

    async fn votes_of(&self, channel: ChannelId, id: MessageId, user: UserId) -> Result<Vec<u8>> {
        self.read(move |conn| {
            rows::message_of(conn, channel, id)?.poll.ok_or(Error::NotFound)?;
            Ok(chosen(&votes(conn, id)?, user))
        })
        .await
    }

    async fn close_poll(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        self.write(move |tx| {
            let message = live_message(tx.conn, channel, id)?;
            let mut poll = message.poll.clone().ok_or(Error::NotFound)?;
            if poll.closed_at.is_some() {
                return Ok(message);
            }
            poll.closed_at = Some(now);
            save(tx, message, poll)
        })
        .await
    }
}

fn vote(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    user: UserId,
    options: &[u8],
    now: Timestamp,
) -> Result<Message> {
    let message = live_message(tx.conn, channel, id)?;
    let mut poll = message.poll.clone().ok_or(Error::NotFound)?;
    if poll.is_closed(now) {
        return Err(Error::Conflict("poll_closed"));
    }
    let before = votes(tx.conn, id)?;
    if chosen(&before, user) == options {
        return Ok(message);
    }
    let after = chosen_anew(&before, user, options);
    if after.len() > VOTES && after.len() > before.len() {
        return Err(Error::Conflict("poll_full"));
    }
    tx.conn.run("DELETE FROM votes WHERE message = ?1 AND user = ?2", params![id.key(), user.key()])?;
    for (n, it) in after.iter().enumerate().filter(|(_, it)| it.user == user) {
        note(tx.conn, id, n, *it)?;
    }
    // Numbered anew, so that what was taken back leaves no place that another could get twice.
    for (n, it) in after.iter().enumerate().filter(|(_, it)| it.user != user) {
        tx.conn.run(
            "UPDATE votes SET n = ?4 WHERE message = ?1 AND option = ?2 AND user = ?3 AND n <> ?4",
            params![id.key(), it.option, it.user.key(), n],
        )?;
    }
    poll.count(&after);
    save(tx, message, poll)
}

/// Writes one vote, unless it's there.
pub fn note(conn: &Connection, message: MessageId, n: usize, vote: Vote) -> Result<usize> {
    conn.run(
        "INSERT INTO votes (message, option, user, n) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![message.key(), vote.option, vote.user.key(), n],
    )
}

/// Who chose what, in order of choosing.
pub fn votes(conn: &Connection, message: MessageId) -> Result<Vec<Vote>> {
    conn.all(
        "SELECT option, user FROM votes WHERE message = ?1 ORDER BY n, option",
        params![message.key()],
        |row| Ok(Vote { option: row.get("option")?, user: row.id("user")? }),
    )
}

fn save(tx: &mut Tx<'_>, mut message: Message, poll: Poll) -> Result<Message> {
    message.rev = tx.next(FeedId::Channel(message.channel))?;
    tx.conn.run(
        "UPDATE messages SET poll = ?2, rev = ?3 WHERE id = ?1",
        params![message.id.key(), json(&poll)?, message.rev],
    )?;
    message.poll = Some(poll);
    Ok(message)
}

/// As its column holds it: nearly no message has one.
pub fn column(message: &Message) -> Result<Option<String>> {
    message.poll.as_ref().map(json).transpose()
}
