//! Files on messages, listed: an index holds each channel's in order, and the database
//! merges as many such lists as it is willing to at once.

use std::collections::HashMap;

use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FileId, MessageId, SharedFile};

use super::{
    docs::{self, FileDocument},
    fault::Work,
    look::{Cut, Look},
    schema::{FILES, MESSAGES},
};
use crate::{Error, previews::PICTURES};

/// Lists that one query merges; beyond 200 the database would sort instead.
const LISTS: usize = 150;

/// The newest of many channels, in order.
pub async fn newest(
    look: &mut Look,
    channels: &[ChannelId],
    media_types: &[&'static str],
    before: Option<FileId>,
    limit: usize,
) -> Work<Vec<SharedFile>> {
    let mut found: Vec<FileDocument> = Vec::new();
    let index = Some(if media_types.is_empty() { "shared" } else { "typed" });
    // Once there are enough, only what is newer than the last of them counts.
    let mut least = None;
    for some in channels.chunks(LISTS / media_types.len().max(1)) {
        let filter = on_messages(some, media_types, before, least);
        let cut = Cut { index, ..Cut::by(doc! { "_id": -1 }, limit) };
        found.extend(look.all::<FileDocument>(FILES, filter, cut).await?);
        found.sort_unstable_by_key(|it| std::cmp::Reverse(it.file.id));
        if found.len() >= limit {
            found.truncate(limit);
            least = found.last().map(|it| it.file.id);
        }
    }
    let places = places(look, &found).await?;
    let shared = found.into_iter().filter_map(|it| {
        let (channel, message) = (it.channel?, it.message?);
        let (thread, seq) = places.get(&message).copied()?;
        Some(SharedFile { file: it.file, channel, message, thread, seq })
    });
    Ok(shared.collect())
}

/// The conditions are those of the indexes, and that it is no preview's picture.
fn on_messages(
    channels: &[ChannelId],
    media_types: &[&'static str],
    before: Option<FileId>,
    least: Option<FileId>,
) -> Document {
    let channels: Vec<String> = channels.iter().map(ChannelId::to_string).collect();
    let mut filter = doc! { "channel": { "$in": channels }, "message": { "$gt": "" }, "state": "ready", "place": { "$lt": docs::number(PICTURES) } };
    if !media_types.is_empty() {
        filter.insert("media_type", doc! { "$in": media_types });
    }
    let mut between = Document::new();
    between.extend(before.map(|id| ("$lt".to_owned(), id.to_string().into())));
    between.extend(least.map(|id| ("$gt".to_owned(), id.to_string().into())));
    if !between.is_empty() {
        filter.insert("_id", between);
    }
    filter
}

/// Where their messages stand: thread and place.
async fn places(
    look: &mut Look,
    files: &[FileDocument],
) -> Work<HashMap<MessageId, (Option<MessageId>, u64)>> {
    let mut channels: Vec<String> = files.iter().filter_map(|it| Some(it.channel?.to_string())).collect();
    channels.sort_unstable();
    channels.dedup();
    let messages: Vec<String> = files.iter().filter_map(|it| Some(it.message?.to_string())).collect();
    let fields = doc! { "thread": 1, "seq": 1 };
    let cut = Cut { fields: Some(fields), ..Cut::default() };
    let filter = doc! { "channel": { "$in": channels }, "_id": { "$in": messages } };
    let mut places = HashMap::with_capacity(files.len());
    for it in look.documents(MESSAGES, filter, cut).await? {
        let id = |field: &str| it.get_str(field).ok().map(str::parse::<MessageId>).transpose();
        let (message, thread) = match (id("_id"), id("thread")) {
            (Ok(Some(message)), Ok(thread)) => (message, thread),
            _ => Err(Error::Internal("a stored message has no id".to_owned()))?,
        };
        places.insert(message, (thread, docs::number_of(&it, "seq")?));
    }
    Ok(places)
}
