//! Read cursors, followed threads and drafts.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, Draft, FeedId, Message, MessageId, Reading, Timestamp, UserId, WorkspaceId};
use serde::Serialize;

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    join::is_member,
    look::{Cut, Look},
    mentions::{alerts_after, mentions_after},
    messages::message_of,
    read,
    schema::{DRAFTS, MEMBERS, MESSAGES, READINGS},
    tail, thread as threads,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Readings, Result, reading::FollowedThread};

/// Threads of the inbox.
const THREADS: usize = 100;
/// Followed threads that are looked through for it.
const FOLLOWED: usize = 10_000;
/// Drafts that are answered.
const DRAFTS_SHOWN: usize = 200;

#[async_trait]
impl Readings for Mongo {
    async fn mark_read(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
        generation: u64,
    ) -> Result<Committed<Reading>> {
        write!(self, FeedId::User(user), |tx| mark_read(tx, user, channel, thread, seq, generation))
    }

    async fn mark_unread(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        seq: u64,
    ) -> Result<Committed<Reading>> {
        write!(self, FeedId::User(user), |tx| mark_unread(tx, user, channel, thread, seq))
    }

    async fn follow(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: MessageId,
        following: bool,
    ) -> Result<Committed<Reading>> {
        write!(self, FeedId::User(user), |tx| follow(tx, user, channel, thread, following))
    }

    async fn threads(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<FollowedThread>> {
        read!(self, |look| followed(look, workspace, user))
    }

    async fn put_draft(
        &self,
        user: UserId,
        channel: ChannelId,
        thread: Option<MessageId>,
        text: String,
        updated_at: Timestamp,
    ) -> Result<Committed<Draft>> {
        let draft = Draft { channel, thread, text, updated_at, rev: 0 };
        write!(self, FeedId::User(user), |tx| put_draft(tx, user, draft.clone()))
    }

    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>> {
        read!(self, |look| drafts(look, user))
    }
}

/// One's cursor, if it was ever moved.
pub async fn stored_reading(
    look: &mut Look,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
) -> Work<Option<Reading>> {
    look.one(READINGS, doc! { "user": user.to_string(), "_id": docs::place(user, channel, thread) }).await
}

/// One's cursor, or the untouched one.
pub async fn reading_of(
    look: &mut Look,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
) -> Work<Reading> {
    Ok(stored_reading(look, user, channel, thread)
        .await?
        .unwrap_or_else(|| crate::reading::untouched(channel, thread)))
}

/// Writes a cursor.
pub async fn put_reading(tx: &mut Tx, user: UserId, reading: &Reading) -> Work<()> {
    put_own(tx, READINGS, user, docs::place(user, reading.channel, reading.thread), reading).await
}

/// Writes something of one person's, under its key.
pub async fn put_own(tx: &mut Tx, of: &str, user: UserId, key: String, object: &impl Serialize) -> Work<()> {
    let filter = doc! { "user": user.to_string(), "_id": &key };
    tx.put_by(of, filter, own_document(user, key, object)?).await
}

/// The document of something of one person's.
pub fn own_document(user: UserId, key: String, object: &impl Serialize) -> Work<Document> {
    let mut document = docs::write(object)?;
    document.insert("user", user.to_string());
    docs::with_key(document, key)
}

async fn own_reading(
    look: &mut Look,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
) -> Work<Reading> {
    may_read(look, user, channel, thread).await?;
    reading_of(look, user, channel, thread).await
}

async fn may_read(look: &mut Look, user: UserId, channel: ChannelId, thread: Option<MessageId>) -> Work<()> {
    if !is_member(look, channel, user).await? {
        Err(Error::NotFound)?;
    }
    if let Some(root) = thread {
        threads::root_of(look, channel, root).await?;
    }
    Ok(())
}

async fn last_seq(look: &mut Look, channel: ChannelId, thread: Option<MessageId>) -> Work<u64> {
    match thread {
        None => Ok(tail::stored(look, FeedId::Channel(channel)).await?.last_seq),
        Some(root) => Ok(message_of(look, channel, root).await?.replies.as_ref().map_or(0, |it| it.last_seq)),
    }
}

async fn save(tx: &mut Tx, user: UserId, mut reading: Reading) -> Work<Reading> {
    reading.rev = tx.next(FeedId::User(user)).await?;
    put_reading(tx, user, &reading).await?;
    Ok(reading)
}

async fn mark_read(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
    seq: u64,
    generation: u64,
) -> Work<Reading> {
    let mut reading = own_reading(tx, user, channel, thread).await?;
    let seq = seq.min(last_seq(tx, channel, thread).await?);
    if generation != reading.generation || seq <= reading.read_seq {
        return Ok(reading);
    }
    reading.read_seq = seq;
    save(tx, user, reading).await
}

async fn mark_unread(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
    seq: u64,
) -> Work<Reading> {
    let mut reading = own_reading(tx, user, channel, thread).await?;
    reading.read_seq = reading.read_seq.min(seq.saturating_sub(1));
    reading.generation += 1;
    save(tx, user, reading).await
}

async fn follow(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
    thread: MessageId,
    following: bool,
) -> Work<Reading> {
    let mut reading = own_reading(tx, user, channel, Some(thread)).await?;
    if reading.following == following {
        return Ok(reading);
    }
    reading.following = following;
    if following && reading.rev == 0 {
        // What was there before one cared isn't news.
        reading.read_seq = last_seq(tx, channel, Some(thread)).await?;
    }
    save(tx, user, reading).await
}

async fn followed(look: &mut Look, workspace: WorkspaceId, user: UserId) -> Work<Vec<FollowedThread>> {
    let own = doc! { "user": user.to_string(), "active": true, "workspace": workspace.to_string() };
    let cut = Cut { fields: Some(doc! { "channel": 1, "_id": 0 }), ..Cut::default() };
    let inside = look.documents(MEMBERS, own, cut).await?;
    let inside: HashSet<ChannelId> = inside.iter().map(|it| id_of(it, "channel")).collect::<Work<_>>()?;
    // An id is after the empty string; the channel's own conversation has none.
    let followed = doc! { "user": user.to_string(), "following": true, "thread": { "$gt": "" } };
    let newest = Cut::by(doc! { "thread": -1 }, FOLLOWED);
    let readings: Vec<Reading> = look.all(READINGS, followed, newest).await?;
    let mut readings: HashMap<MessageId, Reading> = readings
        .into_iter()
        .filter(|it| inside.contains(&it.channel))
        .filter_map(|it| Some((it.thread?, it)))
        .collect();
    let channels: HashSet<ChannelId> = readings.values().map(|it| it.channel).collect();
    let channels: Vec<String> = channels.iter().map(ChannelId::to_string).collect();
    let roots: Vec<String> = readings.keys().map(MessageId::to_string).collect();
    let filter = doc! { "channel": { "$in": channels }, "_id": { "$in": roots } };
    let cut = Cut { fields: Some(tail::shown()), ..Cut::default() };
    let mut roots: Vec<Message> = look.all(MESSAGES, filter, cut).await?;
    roots.sort_unstable_by_key(|root| {
        std::cmp::Reverse((root.replies.as_ref().map_or(0, |it| it.last_at.0), root.id))
    });
    roots.truncate(THREADS);
    let mut threads = Vec::with_capacity(roots.len());
    let mut unread = Vec::new();
    for root in roots {
        let Some(reading) = readings.remove(&root.id) else { continue };
        if root.replies.as_ref().is_some_and(|it| it.last_seq > reading.read_seq) {
            unread.push(((root.channel, Some(root.id)), reading.read_seq));
        }
        threads.push(FollowedThread { root, reading, mentions: Vec::new(), alerts: Vec::new() });
    }
    let mut mentions = mentions_after(look, user, &unread).await?;
    let mut alerts = alerts_after(look, user, &unread).await?;
    for thread in &mut threads {
        let which = (thread.root.channel, Some(thread.root.id));
        thread.mentions = mentions.remove(&which).unwrap_or_default();
        thread.alerts = alerts.remove(&which).unwrap_or_default();
    }
    Ok(threads)
}

async fn put_draft(tx: &mut Tx, user: UserId, mut draft: Draft) -> Work<Draft> {
    let key = docs::place(user, draft.channel, draft.thread);
    let stored: Option<Draft> = tx.one(DRAFTS, doc! { "user": user.to_string(), "_id": &key }).await?;
    match stored {
        Some(stored) if stored.updated_at > draft.updated_at || stored.text == draft.text => {
            return Ok(stored);
        }
        None if draft.text.is_empty() => return Ok(draft),
        _ => {}
    }
    may_read(tx, user, draft.channel, draft.thread).await?;
    draft.rev = tx.next(FeedId::User(user)).await?;
    put_own(tx, DRAFTS, user, key, &draft).await?;
    Ok(draft)
}

async fn drafts(look: &mut Look, user: UserId) -> Work<Vec<Draft>> {
    let own = doc! { "user": user.to_string(), "text": { "$ne": "" } };
    look.all(DRAFTS, own, Cut::by(doc! { "updated_at": -1 }, DRAFTS_SHOWN)).await
}
