//! Files that messages carry, listed: of one channel, or of all that one may read now.
//! A name is looked for among the files of a page's reach, so that no request reads
//! without end; where that reach ended short of a full page, the next one goes on from there.

use std::time::Duration;

use bus::Quota;
use protocol::{ChannelId, FileId, FileKind, SharedFile, UserId};
use store::{Page, PageRequest};

use crate::{Chat, Fellow, Reader, Refusal, Result};

/// Lists of one person: one types a name, and each letter may ask.
const LISTING: Quota = Quota { burst: 120, period: Duration::from_secs(60) };
/// Files looked through for a name by one request…
const REACH: usize = 2_000;
/// …so many at a time.
const AT_ONCE: usize = 250;
/// Characters of the name looked for.
const NAME_CHARS: usize = 100;

/// Which files.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Of this kind; of any when left out.
    pub kind: Option<FileKind>,
    /// Words that stand in the name or the description, in any order; empty for all files.
    pub name: String,
    /// Which page; the cursor is the last file that was looked at.
    pub page: PageRequest,
}

impl Chat {
    /// Files on a channel's messages, the newest upload first.
    pub async fn channel_files(&self, reader: &Reader, listing: &Listing) -> Result<Page<SharedFile>> {
        self.list_files(reader.user, &[reader.channel.id], listing).await
    }

    /// Files on the messages of every channel of a workspace that one may read now.
    pub async fn workspace_files(&self, fellow: &Fellow, listing: &Listing) -> Result<Page<SharedFile>> {
        let readable = self.store().readable_channels(fellow.workspace, fellow.user).await?;
        let channels: Vec<ChannelId> = readable.into_iter().map(|(id, _)| id).collect();
        self.list_files(fellow.user, &channels, listing).await
    }

    async fn list_files(
        &self,
        user: UserId,
        channels: &[ChannelId],
        listing: &Listing,
    ) -> Result<Page<SharedFile>> {
        let Listing { kind, name, page: PageRequest { after, limit } } = listing;
        let mut before: Option<FileId> = match after.as_deref().map(str::parse) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => return Err(Refusal::invalid("after", "after must be `next` of another page")),
        };
        if name.chars().count() > NAME_CHARS {
            return Err(Refusal::invalid("name", "at most 100 characters"));
        }
        self.budget(&format!("files/list/{user}"), LISTING).await?;
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let media_types = kind.map_or(&[][..], FileKind::media_types);
        let at_once = if words.is_empty() { limit + 1 } else { AT_ONCE };
        let (mut rows, mut looked_at) = (Vec::new(), 0);
        loop {
            let found = self.store().shared_files(channels, media_types, before, at_once).await?;
            let is_last = found.len() < at_once;
            for it in found {
                if rows.len() == *limit {
                    return Ok(Page { rows, next: before.map(|id| id.to_string()) });
                }
                before = Some(it.file.id);
                looked_at += 1;
                if is_named(&it, &words) {
                    rows.push(it);
                }
            }
            if is_last {
                return Ok(Page { rows, next: None });
            }
            if looked_at >= REACH {
                return Ok(Page { rows, next: before.map(|id| id.to_string()) });
            }
        }
    }
}

/// Whether all words stand in its name or description.
fn is_named(shared: &SharedFile, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let (name, alt) = (shared.file.name.to_lowercase(), shared.file.alt.to_lowercase());
    words.iter().all(|word| name.contains(word.as_str()) || alt.contains(word.as_str()))
}
