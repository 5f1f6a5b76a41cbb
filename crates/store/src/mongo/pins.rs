//! Pins, in the documents of their messages.

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, Message, MessageId, Timestamp, UserId, limits};

use super::{
    Mongo,
    fault::Work,
    look::{Cut, Look},
    messages::{live_message, save},
    read,
    schema::MESSAGES,
    tail,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Pins, Result};

#[async_trait]
impl Pins for Mongo {
    async fn pin(
        &self,
        channel: ChannelId,
        id: MessageId,
        by: UserId,
        on: bool,
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        write!(self, FeedId::Channel(channel), |tx| pin(tx, channel, id, by, on, now))
    }

    async fn pins(&self, channel: ChannelId) -> Result<Vec<Message>> {
        read!(self, |look| pins(look, channel))
    }
}

async fn pin(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    by: UserId,
    on: bool,
    now: Timestamp,
) -> Work<Message> {
    let mut message = live_message(tx, channel, id).await?;
    if message.pinned_at.is_some() == on {
        return Ok(message);
    }
    if on {
        let cut = Cut { limit: limits::PINS, fields: Some(doc! { "_id": 1 }), ..Cut::default() };
        if tx.documents(MESSAGES, pinned(channel), cut).await?.len() >= limits::PINS {
            Err(Error::Conflict("pins"))?;
        }
    }
    (message.pinned_at, message.pinned_by) = on.then_some((now, by)).unzip();
    save(tx, message, Document::new()).await
}

async fn pins(look: &mut Look, channel: ChannelId) -> Work<Vec<Message>> {
    let newest = Cut::by(doc! { "pinned_at": -1, "_id": -1 }, limits::PINS);
    let mut found: Vec<Message> =
        look.all(MESSAGES, pinned(channel), Cut { fields: Some(tail::shown()), ..newest }).await?;
    // A node of the version before deletes without knowing of pins.
    found.retain(|message| message.deleted_at.is_none());
    Ok(found)
}

/// In the words of the index.
fn pinned(channel: ChannelId) -> Document {
    doc! { "channel": channel.to_string(), "pinned_at": { "$gt": 0 } }
}
