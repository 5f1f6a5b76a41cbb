//! The end of a feed, and of a channel's conversation: where the next message goes.

use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, MessageKind, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::{
    docs,
    fault::Work,
    look::Look,
    schema::{FEEDS, MESSAGES},
    tx::Tx,
};
use crate::messages::Place;

/// A feed's document; all but the head is a channel's only.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Tail {
    pub head: u64,
    #[serde(default)]
    pub last_seq: u64,
    #[serde(default)]
    pub last_at: i64,
    #[serde(default)]
    pub last_ts: i64,
}

/// Takes the next place of a conversation; `reply` is the last `seq` of the thread.
pub async fn take(tx: &mut Tx, channel: ChannelId, reply: Option<u64>, now: Timestamp) -> Work<Place> {
    let tail = tx.tail_mut(FeedId::Channel(channel)).await?;
    tail.head += 1;
    tail.last_ts = now.0.max(tail.last_ts + 1);
    if reply.is_none() {
        tail.last_seq += 1;
        tail.last_at = tail.last_ts;
    }
    let place = Place {
        rev: tail.head,
        seq: reply.map_or(tail.last_seq, |last| last + 1),
        ts: Timestamp(tail.last_ts),
    };
    tx.note(FeedId::Channel(channel), place.rev);
    Ok(place)
}

/// Appends what happened as a message of the channel's own conversation.
pub async fn tell(
    tx: &mut Tx,
    channel: ChannelId,
    author: UserId,
    kind: MessageKind,
    now: Timestamp,
) -> Work<()> {
    let place = take(tx, channel, None, now).await?;
    let message = place.event(channel, author, kind);
    tx.insert(MESSAGES, docs::message(&message, None)?).await
}

/// The end as it's stored, outside of a transaction.
pub async fn stored(look: &mut Look, feed: FeedId) -> Work<Tail> {
    Ok(look.one(FEEDS, doc! { "_id": feed.to_string() }).await?.unwrap_or_default())
}

/// All but what a message shows nobody.
pub fn shown() -> Document {
    doc! { "revisions": 0, "body": 0, "addressed": 0, "votes": 0, "reacted_at": 0 }
}
