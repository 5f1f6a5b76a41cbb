//! Read cursors, followed threads and drafts.

use async_trait::async_trait;
use protocol::{ChannelId, Draft, FeedId, Message, MessageId, Reading, Timestamp, UserId, WorkspaceId};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx,
    alerts::alerts_after,
    join::is_member,
    rows,
    sql::{Id, thread_key},
    tail, thread as threads,
};
use crate::{Committed, Error, Readings, Result, reading::FollowedThread};

#[async_trait]
impl Readings for Sqlite {
    async fn mark_read(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
        generation: u64,
    ) -> Result<Committed<Reading>> {
        self.write(move |tx| {
            let mut reading = own_reading(tx.conn, user, channel, thread)?;
            let seq = seq.min(last_seq(tx.conn, channel, thread)?);
            if generation != reading.generation || seq <= reading.read_seq {
                return Ok(reading);
            }
            reading.read_seq = seq;
            save(tx, user, reading)
        })
        .await
    }

    async fn mark_unread(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
    ) -> Result<Committed<Reading>> {
        self.write(move |tx| {
            let mut reading = own_reading(tx.conn, user, channel, thread)?;
            reading.read_seq = reading.read_seq.min(seq.saturating_sub(1));
            reading.generation += 1;
            save(tx, user, reading)
        })
        .await
    }

    async fn follow(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: MessageId,
        following: bool,
    ) -> Result<Committed<Reading>> {
        self.write(move |tx| {
            let mut reading = own_reading(tx.conn, user, channel, Some(thread))?;
            if reading.following == following {
                return Ok(reading);
            }
            reading.following = following;
            if following && reading.rev == 0 {
                // What was there before one cared isn't news.
                reading.read_seq = last_seq(tx.conn, channel, Some(thread))?;
            }
            save(tx, user, reading)
        })
        .await
    }

    async fn threads(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<FollowedThread>> {
        self.read(move |conn| {
            let roots: Vec<Message> = rows::whole(
                conn,
                conn.all(
                    "SELECT root.* FROM readings r
                     JOIN members m ON m.channel = r.channel AND m.user = r.user AND m.active
                     JOIN channels c ON c.id = r.channel AND c.workspace = ?2
                     JOIN messages root ON root.id = r.thread
                     WHERE r.user = ?1 AND r.thread <> x'' AND r.following
                     ORDER BY root.reply_at DESC, root.id DESC LIMIT 100",
                    params![user.key(), workspace.key()],
                    rows::bare,
                )?,
            )?;
            roots.into_iter().map(|root| followed(conn, user, root)).collect()
        })
        .await
    }

    async fn put_draft(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        text: String,
        updated_at: Timestamp,
    ) -> Result<Committed<Draft>> {
        self.write(move |tx| put_draft(tx, user, Draft { channel, thread, text, updated_at, rev: 0 })).await
    }

    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM drafts WHERE user = ?1 AND text <> '' ORDER BY updated_at DESC LIMIT 200",
                params![user.key()],
                rows::draft,
            )
        })
        .await
    }
}

fn own_reading(
    conn: &Connection,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
) -> Result<Reading> {
    may_read(conn, user, channel, thread)?;
    rows::reading_of(conn, user, channel, thread)
}

fn may_read(conn: &Connection, user: UserId, channel: ChannelId, thread: Option<MessageId>) -> Result<()> {
    if !is_member(conn, channel, user)? {
        return Err(Error::NotFound);
    }
    thread.map_or(Ok(()), |root| threads::root_of(conn, channel, root).map(drop))
}

fn last_seq(conn: &Connection, channel: ChannelId, thread: Option<MessageId>) -> Result<u64> {
    match thread {
        None => Ok(tail::last(conn, channel)?.1),
        Some(root) => {
            let last =
                conn.one("SELECT reply_seq FROM messages WHERE id = ?1", params![root.key()], |row| {
                    row.get(0)
                })?;
            last.ok_or(Error::NotFound)
        }
    }
}

fn save(tx: &mut Tx<'_>, user: UserId, mut reading: Reading) -> Result<Reading> {
    reading.rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "INSERT INTO readings (user, channel, thread, read_seq, generation, following, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (user, channel, thread) DO UPDATE SET read_seq = ?4, generation = ?5, following = ?6, rev = ?7",
        params![
            user.key(),
            reading.channel.key(),
            thread_key(reading.thread),
            reading.read_seq,
            reading.generation,
            reading.following,
            reading.rev
        ],
    )?;
    Ok(reading)
}

fn followed(conn: &Connection, user: UserId, root: Message) -> Result<FollowedThread> {
    let reading = rows::reading_of(conn, user, root.channel, Some(root.id))?;
    let mentions = tail::mentions_after(conn, user, root.channel, Some(root.id), reading.read_seq)?;
    let alerts = alerts_after(conn, user, root.channel, Some(root.id), reading.read_seq)?;
    Ok(FollowedThread { root, reading, mentions, alerts })
}

fn put_draft(tx: &mut Tx<'_>, user: UserId, mut draft: Draft) -> Result<Draft> {
    let thread = thread_key(draft.thread);
    let stored = tx.conn.one(
        "SELECT * FROM drafts WHERE user = ?1 AND channel = ?2 AND thread = ?3",
        params![user.key(), draft.channel.key(), thread],
        rows::draft,
    )?;
    match stored {
        Some(stored) if stored.updated_at > draft.updated_at || stored.text == draft.text => {
            return Ok(stored);
        }
        None if draft.text.is_empty() => return Ok(draft),
        _ => {}
    }
    may_read(tx.conn, user, draft.channel, draft.thread)?;
    draft.rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "INSERT INTO drafts (user, channel, thread, text, updated_at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (user, channel, thread) DO UPDATE SET text = ?4, updated_at = ?5, rev = ?6",
        params![user.key(), draft.channel.key(), thread, draft.text, draft.updated_at.0, draft.rev],
    )?;
    Ok(draft)
}
