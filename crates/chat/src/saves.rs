//! What people keep for themselves. What is kept is where a message is; what it says is read
//! anew each time, by whoever may read it then.

use std::collections::{HashMap, hash_map::Entry};

use protocol::{ChannelId, Message, MessageId, MessageKind, Saved, Timestamp};
use store::{Page, PageRequest};

use crate::{Chat, Reader, Refusal, Result, SignedIn, messages::no_message};

/// A saved message as its owner sees it now.
pub struct Kept {
    /// Which, and since when.
    pub saved: Saved,
    /// The message, unless one may not read it (any more).
    pub message: Option<Message>,
}

impl Chat {
    /// Saves a message for oneself.
    pub async fn save(&self, reader: &Reader, id: MessageId) -> Result<Saved> {
        if self.message(reader, id).await?.kind != MessageKind::Text {
            return Err(Refusal::Forbidden("only what somebody said can be saved"));
        }
        self.writing(reader.user).await?;
        let committed = self.store().save(reader.user, reader.channel.id, id, self.now()).await;
        Ok(self.announce(committed.map_err(no_message)?).await)
    }

    /// Takes a message off one's list, whether one may still read it or not.
    pub async fn unsave(&self, who: SignedIn, id: MessageId) -> Result<Saved> {
        self.writing(who.user).await?;
        let committed = self.store().unsave(who.user, id).await.map_err(|error| match error {
            store::Error::NotFound => Refusal::NotFound("saved message"),
            other => other.into(),
        })?;
        Ok(self.announce(committed).await)
    }

    /// A page of what one has saved, the latest first.
    pub async fn saved(&self, who: SignedIn, page: PageRequest) -> Result<Page<Kept>> {
        let after = page.after.as_deref().map(place).transpose()?;
        let mut left = self.store().saved(who.user).await?;
        // By place and not by what stood there: that may have been taken off meanwhile.
        left.retain(|it| after.is_none_or(|after| (it.saved_at, it.message) < after));
        let more = left.len() > page.limit;
        left.truncate(page.limit);
        let last = left.last().filter(|_| more).and_then(|it| Some((it.saved_at?, it.message)));
        let next = last.map(|(at, message)| format!("{}/{message}", at.0));
        let mut readable = HashMap::new();
        let mut rows = Vec::with_capacity(left.len());
        for saved in left {
            let message = self.if_readable(who, &saved, &mut readable).await?;
            rows.push(Kept { saved, message });
        }
        Ok(Page { rows, next })
    }

    /// The message, if one may read it now; each channel is asked about once.
    async fn if_readable(
        &self,
        who: SignedIn,
        saved: &Saved,
        readable: &mut HashMap<ChannelId, bool>,
    ) -> Result<Option<Message>> {
        let may = match readable.entry(saved.channel) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let found = self.store().readable_channel(saved.channel, who.user).await?;
                *unknown.insert(found.is_some())
            }
        };
        if !may {
            return Ok(None);
        }
        match self.store().message(saved.channel, saved.message).await {
            Err(store::Error::NotFound) => Ok(None),
            found => Ok(Some(found?)),
        }
    }
}

/// Where a page ended.
fn place(after: &str) -> Result<(Option<Timestamp>, MessageId)> {
    let parts =
        after.split_once('/').and_then(|(at, message)| Some((at.parse().ok()?, message.parse().ok()?)));
    let (at, message) =
        parts.ok_or_else(|| Refusal::invalid("after", "after must be `next` of another page"))?;
    Ok((Some(Timestamp(at)), message))
}
