//! Polls: in the documents of their messages, with who chose what beside them.

use async_trait::async_trait;
use mongodb::bson::{Bson, Document, deserialize_from_document, doc};
use protocol::{ChannelId, FeedId, Message, MessageId, Timestamp, UserId, poll::Vote};

use super::{
    Mongo, docs,
    fault::Work,
    look::Look,
    messages::{live_message, save},
    read,
    schema::MESSAGES,
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Polls, Result,
    polls::{VOTES, chosen, chosen_anew},
};

#[async_trait]
impl Polls for Mongo {
    async fn vote(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        options: &[u8],
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        write!(self, FeedId::Channel(channel), |tx| vote(tx, channel, id, user, options, now))
    }

    async fn votes_of(&self, channel: ChannelId, id: MessageId, user: UserId) -> Result<Vec<u8>> {
        read!(self, |look| votes_of(look, channel, id, user))
    }

    async fn close_poll(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        write!(self, FeedId::Channel(channel), |tx| close(tx, channel, id, now))
    }
}

async fn vote(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    user: UserId,
    options: &[u8],
    now: Timestamp,
) -> Work<Message> {
    let mut message = live_message(tx, channel, id).await?;
    let poll = message.poll.as_mut().ok_or(Error::NotFound)?;
    if poll.is_closed(now) {
        Err(Error::Conflict("poll_closed"))?;
    }
    let before = votes(tx, channel, id).await?;
    if chosen(&before, user) == options {
        return Ok(message);
    }
    let after = chosen_anew(&before, user, options);
    if after.len() > VOTES && after.len() > before.len() {
        Err(Error::Conflict("poll_full"))?;
    }
    poll.count(&after);
    save(tx, message, doc! { "$set": { "votes": list(&after)? } }).await
}

async fn votes_of(look: &mut Look, channel: ChannelId, id: MessageId, user: UserId) -> Work<Vec<u8>> {
    super::messages::message_of(look, channel, id).await?.poll.ok_or(Error::NotFound)?;
    Ok(chosen(&votes(look, channel, id).await?, user))
}

async fn close(tx: &mut Tx, channel: ChannelId, id: MessageId, now: Timestamp) -> Work<Message> {
    let mut message = live_message(tx, channel, id).await?;
    let poll = message.poll.as_mut().ok_or(Error::NotFound)?;
    if poll.closed_at.is_some() {
        return Ok(message);
    }
    poll.closed_at = Some(now);
    save(tx, message, Document::new()).await
}

async fn votes(look: &mut Look, channel: ChannelId, id: MessageId) -> Work<Vec<Vote>> {
    let key = doc! { "channel": channel.to_string(), "_id": id.to_string() };
    let found = look.document(MESSAGES, key, Some(doc! { "votes": 1 })).await?.ok_or(Error::NotFound)?;
    votes_in(&found)
}

/// Who chose what, in a message's document.
pub fn votes_in(document: &Document) -> Work<Vec<Vote>> {
    let Ok(all) = document.get_array("votes") else { return Ok(Vec::new()) };
    all.iter().filter_map(Bson::as_document).map(|it| Ok(deserialize_from_document(it.clone())?)).collect()
}

/// For a message's document.
pub fn list(votes: &[Vote]) -> Work<Vec<Document>> {
    votes.iter().map(docs::write).collect()
}
