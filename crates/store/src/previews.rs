//! What links lead to. The links of a message wait beside it from the commit that brought
//! them, for one node to look at; what that finds becomes a part of the message, so that it is
//! told and followed as the message is. What a page said is kept for a while for all nodes.

use async_trait::async_trait;
use protocol::{ChannelId, FileId, Image, Message, MessageId, Preview, Timestamp, link::links};
use serde::{Deserialize, Serialize};

use crate::{Committed, Result};

/// Where the pictures of previews hang on a message: behind its own files, whose places are
/// below this, and which are all that is shown and listed as such.
pub const PICTURES: u64 = 100;

/// Links of a message that nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The message's channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// The links, as they stand in it.
    pub links: Vec<String>,
    /// Not before.
    pub due_at: Timestamp,
}

/// A picture's facts, and what its bytes are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex SHA-256 of the bytes.
    pub sha256: String,
    /// Its size and placeholder.
    pub image: Image,
}

/// What a page said of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Whose it is.
    pub site: String,
    /// Its title.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// Our copy of its picture.
    pub picture: Option<Picture>,
}

/// What is kept of an address: that there was nothing, too.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// A digest of the address.
    pub key: String,
    /// What it led to.
    pub page: Option<Page>,
    /// How long that is believed.
    pub until: Timestamp,
}

/// Previews.
#[async_trait]
pub trait Previews: Send + Sync {
    /// Those whose time has come, by time, at most `limit`.
    async fn waiting_links(&self, by: Timestamp, limit: usize) -> Result<Vec<Waiting>>;
    /// Nobody looks at that message's links before then.
    async fn put_off_links(&self, message: MessageId, until: Timestamp) -> Result<()>;
    /// These links were looked at, and this is what they lead to. What was edited out
    /// meanwhile isn't added, nor what is there; a deleted message changes no more. The
    /// pictures are ready files on no message, which hang on this one from now on; those of
    /// what isn't added stay loose. `None`, and no change, when nothing is added.
    async fn put_previews(
        &self,
        channel: ChannelId,
        id: MessageId,
        looked_at: Vec<String>,
        found: Vec<Preview>,
    ) -> Result<Committed<Option<Message>>>;
    /// Takes a preview off; it doesn't come back while the link stays where it is. No change
    /// when there is none of that link. Answers the files whose bytes must go. NotFound when
    /// deleted.
    async fn remove_preview(
        &self,
        channel: ChannelId,
        id: MessageId,
        url: &str,
    ) -> Result<Committed<(Message, Vec<FileId>)>>;
    /// What is kept of an address, however old.
    async fn page(&self, key: &str) -> Result<Option<Kept>>;
    /// Keeps it, in the place of what was.
    async fn keep_page(&self, kept: Kept) -> Result<()>;
    /// Keys of what isn't believed any more, and of what is beyond so many, those that end
    /// first; at most `limit`.
    async fn stale_pages(&self, now: Timestamp, most: u64, limit: usize) -> Result<Vec<String>>;
    /// Forgets them.
    async fn forget_pages(&self, keys: &[String]) -> Result<()>;
}

/// Parts a message from the previews of links that aren't in its text any more; answers the
/// files that go with them.
pub(crate) fn part(message: &mut Message) -> Vec<FileId> {
    let links = links(&message.text);
    let (kept, gone): (Vec<_>, Vec<_>) =
        std::mem::take(&mut message.previews).into_iter().partition(|it| links.contains(&it.url));
    message.previews = kept;
    pictures(&gone)
}

/// The files of previews.
pub(crate) fn pictures(previews: &[Preview]) -> Vec<FileId> {
    previews.iter().filter_map(|it| it.image.as_ref()).map(|it| it.id).collect()
}

/// Which of a new text's links are to be looked at: those that weren't in the text before,
/// and those that still waited.
pub(crate) fn fresh(mut new: Vec<String>, text_before: &str, waiting: &[String]) -> Vec<String> {
    let before = links(text_before);
    new.retain(|it| !before.contains(it) || waiting.contains(it));
    new
}

/// Adds what was found to a message, in the order of its links; answers what was added.
pub(crate) fn join(message: &mut Message, found: Vec<Preview>) -> Vec<Preview> {
    let links = links(&message.text);
    let room = protocol::limits::PREVIEWS.saturating_sub(message.previews.len());
    let is_new =
        |it: &Preview| links.contains(&it.url) && !message.previews.iter().any(|other| other.url == it.url);
    let added: Vec<Preview> = found.into_iter().filter(is_new).take(room).collect();
    message.previews.extend(added.iter().cloned());
    message.previews.sort_by_key(|it| links.iter().position(|link| *link == it.url));
    added
}
