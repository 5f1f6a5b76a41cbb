//! What people keep for themselves.

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, MessageId, Saved, Timestamp, UserId, limits};

use super::{
    Mongo, docs,
    fault::Work,
    look::{Cut, Look},
    messages::live_message,
    read,
    reading::put_own,
    schema::SAVES,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Result, Saves};

#[async_trait]
impl Saves for Mongo {
    async fn save(
        &self,
        user: UserId,
        channel: ChannelId,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Saved>> {
        write!(self, FeedId::User(user), |tx| save(tx, user, channel, message, now))
    }

    async fn unsave(&self, user: UserId, message: MessageId) -> Result<Committed<Saved>> {
        write!(self, FeedId::User(user), |tx| unsave(tx, user, message))
    }

    async fn saved(&self, user: UserId) -> Result<Vec<Saved>> {
        read!(self, |look| saved(look, user))
    }
}

async fn save(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
    message: MessageId,
    now: Timestamp,
) -> Work<Saved> {
    live_message(tx, channel, message).await?;
    if let Some(stored) = stored(tx, user, message).await?
        && stored.saved_at.is_some()
    {
        return Ok(stored);
    }
    let cut = Cut { limit: limits::SAVED, fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    if tx.documents(SAVES, kept(user), cut).await?.len() >= limits::SAVED {
        Err(Error::Conflict("saved"))?;
    }
    put(tx, user, Saved { message, channel, saved_at: Some(now), rev: 0 }).await
}

async fn unsave(tx: &mut Tx, user: UserId, message: MessageId) -> Work<Saved> {
    let stored = stored(tx, user, message).await?.ok_or(Error::NotFound)?;
    if stored.saved_at.is_none() {
        return Ok(stored);
    }
    put(tx, user, Saved { saved_at: None, ..stored }).await
}

async fn saved(look: &mut Look, user: UserId) -> Work<Vec<Saved>> {
    look.all(SAVES, kept(user), Cut::by(doc! { "saved_at": -1, "message": -1 }, limits::SAVED)).await
}

/// In the words of the index.
fn kept(user: UserId) -> Document {
    doc! { "user": user.to_string(), "saved_at": { "$gt": 0 } }
}

async fn stored(look: &mut Look, user: UserId, message: MessageId) -> Work<Option<Saved>> {
    look.one(SAVES, doc! { "user": user.to_string(), "_id": docs::pair(user, message) }).await
}

async fn put(tx: &mut Tx, user: UserId, mut saved: Saved) -> Work<Saved> {
    saved.rev = tx.next(FeedId::User(user)).await?;
    put_own(tx, SAVES, user, docs::pair(user, saved.message), &saved).await?;
    Ok(saved)
}
