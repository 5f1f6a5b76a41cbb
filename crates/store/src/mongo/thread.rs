//! Threads: the summary on the root, and who follows.

use mongodb::bson::doc;
use protocol::{ChannelId, FeedId, Message, MessageId, Reading, ThreadSummary, UserId};

use super::{
    docs,
    fault::Work,
    feeds::id_of,
    join::is_member,
    look::Look,
    messages::message_of,
    reading::{put_reading, stored_reading},
    schema::MESSAGES,
    tx::Tx,
};
use crate::Error;

/// The root of a thread: a message of the channel that is no reply itself.
pub async fn root_of(look: &mut Look, channel: ChannelId, id: MessageId) -> Work<Message> {
    let root = message_of(look, channel, id).await?;
    if root.thread.is_some() { Err(Error::NotFound)? } else { Ok(root) }
}

/// Counts a new reply on its root and makes those it concerns follow.
pub async fn note_reply(tx: &mut Tx, root: &Message, reply: &Message) -> Work<()> {
    let mut people = vec![reply.author];
    let before = root.replies.iter().flat_map(|it| &it.people);
    people.extend(before.copied().filter(|&user| user != reply.author).take(4));
    let replies = root.replies.as_ref().map_or(0, |it| it.replies) + 1;
    let summary = ThreadSummary { replies, last_seq: reply.seq, last_at: reply.ts, people };
    summarise(tx, root, summary).await?;
    // Whoever unfollowed comes back by replying or by being addressed, not as the author.
    let (channel, thread) = (reply.channel, root.id);
    follow(tx, channel, thread, reply.author, reply.seq, true).await?;
    for &user in &reply.mentions {
        follow(tx, channel, thread, user, reply.seq - 1, true).await?;
    }
    follow(tx, channel, thread, root.author, 0, false).await
}

/// Counts again after a reply was deleted.
pub async fn recount(tx: &mut Tx, channel: ChannelId, root: MessageId) -> Work<()> {
    let root = message_of(tx, channel, root).await?;
    let Some(before) = root.replies.clone() else { return Ok(()) };
    let latest = tx
        .aggregate(
            MESSAGES,
            vec![
                doc! { "$match": {
                    "channel": channel.to_string(), "thread": root.id.to_string(), "seq": { "$gt": 0_i64 },
                    "deleted_at": null,
                } },
                doc! { "$group": { "_id": "$author", "latest": { "$max": "$seq" } } },
                doc! { "$sort": { "latest": -1 } },
                doc! { "$limit": 5 },
            ],
        )
        .await?;
    let people = latest.iter().map(|it| id_of(it, "_id")).collect::<Work<_>>()?;
    let replies = before.replies.saturating_sub(1);
    summarise(tx, &root, ThreadSummary { replies, people, ..before }).await
}

async fn summarise(tx: &mut Tx, root: &Message, summary: ThreadSummary) -> Work<()> {
    let rev = tx.next(FeedId::Channel(root.channel)).await?;
    let key = doc! { "channel": root.channel.to_string(), "_id": root.id.to_string() };
    let change = doc! { "$set": { "replies": docs::write(&summary)?, "rev": docs::number(rev) } };
    tx.set(MESSAGES, key, change).await.map(drop)
}

/// Makes somebody follow, from there on if they never did; `again`: even if they chose not to.
pub async fn follow(
    tx: &mut Tx,
    channel: ChannelId,
    thread: MessageId,
    user: UserId,
    read_seq: u64,
    again: bool,
) -> Work<()> {
    let thread = Some(thread);
    let before = stored_reading(tx, user, channel, thread).await?;
    let wanted = match &before {
        Some(before) if before.following => false,
        Some(_) => again,
        None => true,
    };
    if !wanted || !is_member(tx, channel, user).await? {
        return Ok(());
    }
    let rev = tx.next(FeedId::User(user)).await?;
    let reading = match before {
        Some(before) => Reading { following: true, rev, ..before },
        None => Reading { channel, thread, read_seq, generation: 0, following: true, rev },
    };
    put_reading(tx, user, &reading).await
}
