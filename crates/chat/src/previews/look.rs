//! Looking at what waits. Each message is put off before its pages are asked, so that one
//! whose page is the end of this process isn't the first thing that the next one does.

use std::{collections::HashSet, time::Duration};

use protocol::{File, FileId, FileState, MessageId, Preview, Timestamp, WorkspaceId};
use store::{
    files::StoredFile,
    previews::{Page, Picture, Waiting},
};
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

use super::{key_of, pages::picture_of};
use crate::{Chat, Result, files::picture_key, flight::Flight};

/// How often what waits is looked for.
const LOOK: Duration = Duration::from_millis(500);
/// Gone through at a time: many more than one host may hold up.
const SEEN: usize = 500;
/// Messages at once, and of one host: whose pages don't answer holds up nobody else's.
const AT_ONCE: usize = 16;
const PER_HOST: usize = 2;
/// Seconds until what didn't come to an end is looked at again…
const AGAIN: i64 = 60;
/// …and after which it's old news, so that nothing is tried for ever.
const STALE: i64 = 900;

/// One at a time for each message, and the pages that it asks.
type Looks = Flight<MessageId, Vec<Url>>;

/// Whoever asks for what is asked already waits, and finds it kept.
fn has_room_for(flight: &Looks, message: MessageId, urls: &[Url]) -> bool {
    let under_way = || flight.under_way().flatten();
    let hosts = |url: &Url| under_way().filter(|it| it.host() == url.host()).count();
    flight.len() < AT_ONCE
        && !flight.contains(message)
        && urls.iter().all(|url| hosts(url) < PER_HOST && under_way().all(|it| it != url))
}

impl Chat {
    pub(super) async fn keep_looking(&self) {
        let mut flight = Looks::default();
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_more = false;
        loop {
            flight.has_room(&mut ticks, is_more).await;
            match self.begin_looking(&mut flight, self.now()).await {
                Ok(left) => is_more = left > 0,
                Err(error) => tracing::warn!(%error, "links aren't looked at: tried again in a moment"),
            }
        }
    }

    /// Looks at all that waits by then; what [`Chat::keep_previewing`] does by itself.
    ///
    /// # Errors
    /// The store's.
    pub async fn look_at_links(&self, by: Timestamp) -> Result<()> {
        let mut flight = Looks::default();
        loop {
            self.begin_looking(&mut flight, by).await?;
            if !flight.landed().await {
                return Ok(());
            }
        }
    }

    /// Begins as many as there is room for; how many were left.
    async fn begin_looking(&self, flight: &mut Looks, now: Timestamp) -> Result<usize> {
        let mut left = 0;
        for waiting in self.store().waiting_links(now, SEEN).await? {
            let Some(previewing) = self.previewing() else { return Ok(0) };
            let urls: Vec<Url> = waiting.links.iter().filter_map(|it| previewing.address_of(it)).collect();
            if !has_room_for(flight, waiting.message, &urls) {
                left += 1;
                continue;
            }
            self.store().put_off_links(waiting.message, now.plus_seconds(AGAIN)).await?;
            let chat = self.clone();
            flight.begin(waiting.message, urls, async move {
                if let Err(error) = chat.look_at(&waiting, now).await {
                    tracing::warn!(%error, "links weren't looked at: tried again soon");
                }
            });
        }
        Ok(left)
    }

    async fn look_at(&self, waiting: &Waiting, now: Timestamp) -> Result<()> {
        let Waiting { channel, message: id, links, .. } = waiting;
        let mut found = Vec::new();
        let message = match self.store().message(*channel, *id).await {
            Err(store::Error::NotFound) => None,
            other => Some(other?),
        };
        let written = message.as_ref().map(|it| it.edited_at.unwrap_or(it.ts));
        if let Some(message) = message
            && written.is_some_and(|it| it.plus_seconds(STALE) > now)
        {
            let workspace = self.store().channel(*channel).await?.workspace;
            let mut seen = HashSet::new();
            for link in links {
                // Two links that differ behind `#` alone lead to one page.
                let Some(url) = self.previewing().and_then(|it| it.address_of(link)) else { continue };
                if !seen.insert(url.clone()) {
                    continue;
                }
                let Some(page) = self.page_at(&url).await? else { continue };
                let image = match &page.picture {
                    Some(picture) => self.hang_up(&url, picture, message.author, workspace).await?,
                    None => None,
                };
                let Page { site, title, description, .. } = page;
                found.push(Preview { url: link.clone(), site, title, description, image });
            }
        }
        let committed = self.store().put_previews(*channel, *id, links.clone(), found).await?;
        self.announce(committed).await;
        Ok(())
    }

    /// A message's own copy of what is kept of a page's picture: it goes when the message
    /// does, and is seen by who may read that.
    async fn hang_up(
        &self,
        url: &Url,
        picture: &Picture,
        owner: protocol::UserId,
        workspace: WorkspaceId,
    ) -> Result<Option<File>> {
        let media = &self.shelf()?.media;
        let bytes = match media.read(&picture_of(&key_of(url)), picture.size).await {
            // Gone with what was kept, a moment ago.
            Err(media::Error::NotFound) => return Ok(None),
            other => other?,
        };
        let id = FileId::new();
        let Picture { media_type, size, sha256, image } = picture.clone();
        let kind = media_type.strip_prefix("image/").unwrap_or("jpeg");
        let file = File {
            id,
            owner,
            name: format!("preview.{kind}"),
            size,
            sha256,
            alt: String::new(),
            state: FileState::Ready,
            image: Some(image),
            created_at: self.now(),
            media_type,
        };
        let prefix = format!("{workspace}/{id}");
        let key = picture_key(&prefix);
        let stored = StoredFile { file: file.clone(), workspace, prefix, channel: None, avatar: false };
        // Noted first, so that no bytes are anywhere that the sweep doesn't know of.
        self.store().create_file(stored).await?;
        media.write(&key, bytes).await?;
        Ok(Some(file))
    }
}
