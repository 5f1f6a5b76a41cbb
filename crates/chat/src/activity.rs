//! What concerns one, over all channels of a workspace, in its present state and as far as one
//! may read it now.

use std::collections::{HashMap, hash_map::Entry};

use protocol::{ChannelId, Message, MessageId, Timestamp};
use store::{Page, PageRequest, concerns::Which};

use crate::{Chat, Fellow, Refusal, Result};

/// A message that concerns one.
pub struct Happened {
    /// When it was written, or last reacted to.
    pub at: Timestamp,
    /// The message: somebody else's that mentions one or has a keyword, or one's own with
    /// reactions.
    pub message: Message,
}

impl Chat {
    /// A page of it, the latest first; it may have fewer than asked for.
    pub async fn activity(&self, fellow: &Fellow, which: Which, page: PageRequest) -> Result<Page<Happened>> {
        let after = page.after.as_deref().map(place).transpose()?;
        let found = self.store().concerns(fellow.user, which, after, page.limit + 1).await?;
        let next = (found.len() > page.limit).then(|| &found[page.limit - 1]);
        let next = next.map(|it| format!("{}/{}", it.at.0, it.message));
        let mut readable = HashMap::new();
        let mut rows = Vec::with_capacity(page.limit);
        for it in found.into_iter().take(page.limit) {
            if !self.is_readable(fellow, it.channel, &mut readable).await? {
                continue;
            }
            match self.store().message(it.channel, it.message).await {
                Err(store::Error::NotFound) => {}
                found => rows.push(Happened { at: it.at, message: found? }),
            }
        }
        rows.retain(|it| it.message.deleted_at.is_none());
        Ok(Page { rows, next })
    }

    /// Whether one may read a channel of the workspace; each is asked about once.
    async fn is_readable(
        &self,
        fellow: &Fellow,
        channel: ChannelId,
        known: &mut HashMap<ChannelId, bool>,
    ) -> Result<bool> {
        Ok(match known.entry(channel) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let found = self.store().readable_channel(channel, fellow.user).await?;
                *unknown.insert(found.is_some_and(|(it, _)| it.workspace == fellow.workspace))
            }
        })
    }
}

/// Where a page ended.
fn place(after: &str) -> Result<(Timestamp, MessageId)> {
    let parts =
        after.split_once('/').and_then(|(at, message)| Some((at.parse().ok()?, message.parse().ok()?)));
    let (at, message) =
        parts.ok_or_else(|| Refusal::invalid("after", "after must be `next` of another page"))?;
    Ok((Timestamp(at), message))
}
