//! What links lead to: in the documents of their messages, and what waits and is kept beside
//! them.

use async_trait::async_trait;
use mongodb::bson::{Bson, Document, doc};
use protocol::{ChannelId, FeedId, FileId, Message, MessageId, Preview, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::{
    Mongo, docs,
    fault::{Fault, Work},
    look::{Cut, Look},
    messages::{live_message, save},
    read,
    schema::{FILES, LINKS, PAGES},
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Previews, Result,
    previews::{Kept, PICTURES, Page, Waiting, join, pictures},
};

/// Links that wait; `_id` is the message.
#[derive(Serialize, Deserialize)]
struct LinksDocument {
    id: MessageId,
    channel: ChannelId,
    links: Vec<String>,
    due_at: Timestamp,
}

/// What is kept of an address; `_id` is the key.
#[derive(Serialize, Deserialize)]
struct PageDocument {
    id: String,
    page: Option<Page>,
    until: Timestamp,
}

/// What moves no feed of its own is one node's work and shares a lane.
const LANE: FeedId = FeedId::User(UserId::from_u128(3));

#[async_trait]
impl Previews for Mongo {
    async fn waiting_links(&self, by: Timestamp, limit: usize) -> Result<Vec<Waiting>> {
        read!(self, |look| waiting(look, by, limit))
    }

    async fn put_off_links(&self, message: MessageId, until: Timestamp) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| put_off(tx, message, until));
        done.map(|done| done.value)
    }

    async fn put_previews(
        &self,
        channel: ChannelId,
        id: MessageId,
        looked_at: Vec<String>,
        found: Vec<Preview>,
    ) -> Result<Committed<Option<Message>>> {
        write!(self, FeedId::Channel(channel), |tx| put(tx, channel, id, &looked_at, &found))
    }

    async fn remove_preview(
        &self,
        channel: ChannelId,
        id: MessageId,
        url: &str,
    ) -> Result<Committed<(Message, Vec<FileId>)>> {
        write!(self, FeedId::Channel(channel), |tx| remove(tx, channel, id, url))
    }

    async fn page(&self, key: &str) -> Result<Option<Kept>> {
        read!(self, |look| page(look, key))
    }

    async fn keep_page(&self, kept: Kept) -> Result<()> {
        let kept = PageDocument { id: kept.key, page: kept.page, until: kept.until };
        let done: Result<Committed<()>> = write!(self, LANE, |tx| keep(tx, &kept));
        done.map(|done| done.value)
    }

    async fn stale_pages(&self, now: Timestamp, most: u64, limit: usize) -> Result<Vec<String>> {
        read!(self, |look| stale(look, now, most, limit))
    }

    async fn forget_pages(&self, keys: &[String]) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| forget(tx, keys));
        done.map(|done| done.value)
    }
}

async fn waiting(look: &mut Look, by: Timestamp, limit: usize) -> Work<Vec<Waiting>> {
    let cut = Cut::by(doc! { "due_at": 1, "_id": 1 }, limit);
    let found: Vec<LinksDocument> = look.all(LINKS, doc! { "due_at": { "$lte": by.0 } }, cut).await?;
    let waiting = |it: LinksDocument| {
        let LinksDocument { id, channel, links, due_at } = it;
        Waiting { channel, message: id, links, due_at }
    };
    Ok(found.into_iter().map(waiting).collect())
}

async fn put_off(tx: &mut Tx, message: MessageId, until: Timestamp) -> Work<()> {
    let key = doc! { "_id": message.to_string() };
    tx.set(LINKS, key, doc! { "$set": { "due_at": until.0 } }).await.map(drop)
}

/// Notes the links of a message that are to be looked at; none takes it off.
pub async fn note(tx: &mut Tx, message: &Message, links: Vec<String>, due_at: Timestamp) -> Work<()> {
    if links.is_empty() {
        return tx.remove(LINKS, doc! { "_id": message.id.to_string() }).await.map(drop);
    }
    let document = LinksDocument { id: message.id, channel: message.channel, links, due_at };
    tx.put(LINKS, docs::write(&document)?).await
}

/// The links of a message that wait.
pub async fn noted(look: &mut Look, id: MessageId) -> Work<Vec<String>> {
    let found: Option<LinksDocument> = look.one(LINKS, doc! { "_id": id.to_string() }).await?;
    Ok(found.map(|it| it.links).unwrap_or_default())
}

/// These files are on no message any more.
pub async fn drop_files(tx: &mut Tx, files: &[FileId]) -> Work<()> {
    if files.is_empty() {
        return Ok(());
    }
    let files: Vec<String> = files.iter().map(FileId::to_string).collect();
    let loose = doc! { "$set": { "state": "deleted", "message": null, "channel": null } };
    tx.set_all(FILES, doc! { "_id": { "$in": files } }, loose).await.map(drop)
}

async fn put(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    looked_at: &[String],
    found: &[Preview],
) -> Work<Option<Message>> {
    let mut message = match live_message(tx, channel, id).await {
        Err(Fault::Said(Error::NotFound)) => return Ok(None),
        other => other?,
    };
    let mut waiting = noted(tx, id).await?;
    let found = found.iter().filter(|it| waiting.contains(&it.url)).cloned().collect();
    waiting.retain(|it| !looked_at.contains(it));
    let due_at = message.ts;
    note(tx, &message, waiting, due_at).await?;
    let added = join(&mut message, found);
    if added.is_empty() {
        return Ok(None);
    }
    for (place, file) in (PICTURES..).zip(pictures(&added)) {
        let loose = doc! { "_id": file.to_string(), "message": null, "state": "ready" };
        let change = doc! { "$set": {
            "message": id.to_string(), "channel": channel.to_string(), "place": docs::number(place),
        } };
        if tx.set(FILES, loose, change).await? == 0 {
            Err(Error::Conflict("file"))?;
        }
    }
    save(tx, message, Document::new()).await.map(Some)
}

async fn remove(tx: &mut Tx, channel: ChannelId, id: MessageId, url: &str) -> Work<(Message, Vec<FileId>)> {
    let mut message = live_message(tx, channel, id).await?;
    let Some(at) = message.previews.iter().position(|it| it.url == url) else {
        return Ok((message, Vec::new()));
    };
    let gone = pictures(&[message.previews.remove(at)]);
    drop_files(tx, &gone).await?;
    Ok((save(tx, message, Document::new()).await?, gone))
}

async fn page(look: &mut Look, key: &str) -> Work<Option<Kept>> {
    let found: Option<PageDocument> = look.one(PAGES, doc! { "_id": key }).await?;
    Ok(found.map(|it| Kept { key: it.id, page: it.page, until: it.until }))
}

async fn keep(tx: &mut Tx, kept: &PageDocument) -> Work<()> {
    tx.put(PAGES, docs::write(kept)?).await
}

async fn stale(look: &mut Look, now: Timestamp, most: u64, limit: usize) -> Work<Vec<String>> {
    let cut = |limit| Cut { fields: Some(doc! { "_id": 1 }), ..Cut::by(doc! { "until": 1 }, limit) };
    let (over, believed) = (doc! { "until": { "$lte": now.0 } }, doc! { "until": { "$gt": now.0 } });
    let mut found = look.documents(PAGES, over, cut(limit)).await?;
    let beyond = look.count(PAGES, believed.clone()).await?.saturating_sub(most);
    let more = usize::try_from(beyond).unwrap_or(limit).min(limit - found.len());
    // No limit would be none at all.
    if more > 0 {
        found.extend(look.documents(PAGES, believed, cut(more)).await?);
    }
    let key = |it: Document| it.get("_id").and_then(Bson::as_str).map(str::to_owned);
    Ok(found.into_iter().filter_map(key).collect())
}

async fn forget(tx: &mut Tx, keys: &[String]) -> Work<()> {
    tx.remove(PAGES, doc! { "_id": { "$in": keys } }).await.map(drop)
}
