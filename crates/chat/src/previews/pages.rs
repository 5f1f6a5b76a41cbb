//! What pages said, kept for a while for all nodes: a link that is passed on is asked once.

use std::time::Duration;

use media::image::{SmallCopy, small_copy, thumbnail_type};
use protocol::Timestamp;
use sha2::{Digest as _, Sha256};
use store::previews::{Kept, Page, Picture};
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

use super::key_of;
use crate::{Chat, Result};

/// Seconds that a page is believed to be as it was…
const KEPT: i64 = 24 * 3_600;
/// …and to have nothing to say, or to be away.
const KEPT_NOTHING: i64 = 600;
/// Pages kept; those that end first go first.
const MOST: u64 = 20_000;
/// Forgotten in one go.
const TOGETHER: usize = 200;
/// How often what is old is forgotten.
const EVERY: Duration = Duration::from_secs(600);
/// Pixels of the longer side of a picture's copy…
const LONGEST: u32 = 720;
/// …and of the shorter side of one that shows anything.
const SHORTEST: u32 = 32;

/// Where a kept picture is.
pub fn picture_of(key: &str) -> String {
    format!("{}/picture", prefix_of(key))
}

fn prefix_of(key: &str) -> String {
    format!("previews/{key}")
}

impl Chat {
    /// What there is at an address; nothing where nothing is said, or nobody there.
    pub(super) async fn page_at(&self, url: &Url) -> Result<Option<Page>> {
        let key = key_of(url);
        if let Some(kept) = self.store().page(&key).await?
            && kept.until > self.now()
        {
            return Ok(kept.page);
        }
        let page = self.ask(url, &key).await?;
        let seconds = if page.is_some() { KEPT } else { KEPT_NOTHING };
        let until: Timestamp = self.now().plus_seconds(seconds);
        self.store().keep_page(Kept { key, page: page.clone(), until }).await?;
        Ok(page)
    }

    async fn ask(&self, url: &Url, key: &str) -> Result<Option<Page>> {
        let Some(previewing) = self.previewing() else { return Ok(None) };
        let page = match previewing.egress.page(url.clone()).await {
            Ok(Some(page)) => page,
            Ok(None) => return Ok(None),
            Err(error) => {
                // Which address it was is between those who wrote and read it.
                tracing::debug!(%error, "a linked page doesn't answer");
                return Ok(None);
            }
        };
        let picture = match &page.image {
            Some(image) => self.copy(image, key).await?,
            None => None,
        };
        let egress::page::Page { site, title, description, .. } = page;
        Ok(Some(Page { site, title, description, picture }))
    }

    /// Keeps a small copy of a picture, where it is one.
    async fn copy(&self, image: &Url, key: &str) -> Result<Option<Picture>> {
        let Some(previewing) = self.previewing() else { return Ok(None) };
        let Ok(Some(bytes)) = previewing.egress.picture(image.clone()).await else { return Ok(None) };
        let Ok(Some(SmallCopy { image, bytes })) = small_copy(bytes, LONGEST).await else { return Ok(None) };
        if image.width.min(image.height) < SHORTEST {
            return Ok(None);
        }
        let picture = Picture {
            media_type: thumbnail_type(&image).to_owned(),
            size: bytes.len() as u64,
            sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            image,
        };
        self.shelf()?.media.write(&picture_of(key), bytes).await?;
        Ok(Some(picture))
    }

    pub(super) async fn keep_pages_few(&self) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.forget_pages(self.now()).await {
                tracing::warn!(%error, "old pages aren't forgotten: tried again in ten minutes");
            }
        }
    }

    /// Forgets what isn't believed any more by then.
    ///
    /// # Errors
    /// The store's.
    pub async fn forget_pages(&self, by: Timestamp) -> Result<()> {
        loop {
            let stale = self.store().stale_pages(by, MOST, TOGETHER).await?;
            for key in &stale {
                self.shelf()?.media.delete_prefix(&prefix_of(key)).await?;
            }
            self.store().forget_pages(&stale).await?;
            if stale.len() < TOGETHER {
                return Ok(());
            }
        }
    }
}
