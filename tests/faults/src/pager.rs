//! A device that also takes pages over REST, from any node, and is slow with half of them: what
//! comes late, doubled or ahead of its feed must lead to the same state (P8).

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use client::Api;
use protocol::{Changes, ChannelId, FeedId, Item};
use tokio::sync::watch;
use url::Url;

use crate::{cast::Person, chance::Chance, fresh, reader::Shared};

/// Between two pages, at most.
const PAUSE: Duration = Duration::from_millis(400);
/// How long a page is held back, at most.
const HELD: Duration = Duration::from_secs(4);
/// Pages held back at a time, at most.
const HOLDING: usize = 40;
/// Objects of a page, at most.
const PAGE: usize = 25;
/// How far behind what it has a page may begin.
const BEHIND: usize = 60;

/// See the module.
pub struct Pager {
    /// Whose.
    pub person: Person,
    /// Where there is history.
    pub rooms: [ChannelId; 2],
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// The device, whose gateway is followed by somebody else.
    pub shared: Shared,
    /// This device's own.
    pub chance: Chance,
    /// True once it is to end.
    pub ended: watch::Receiver<bool>,
}

/// Objects of a feed, as they were at some time since it was last forgotten.
struct Page {
    feed: FeedId,
    forgotten: u64,
    items: Vec<Item>,
}

impl Pager {
    /// Until it's ended; what is held back by then is taken last.
    pub async fn run(mut self) {
        let mut held: Vec<(Instant, Page)> = Vec::new();
        while !*self.ended.borrow() {
            // A node that doesn't answer is asked again by and by.
            if let Ok(page) = self.fetch().await {
                if held.len() < HOLDING && self.chance.percent(50) {
                    held.push((Instant::now() + self.chance.time(HELD), page));
                } else {
                    self.take(page);
                }
            }
            let now = Instant::now();
            for (_, page) in held.extract_if(.., |(until, _)| *until <= now) {
                self.take(page);
            }
            tokio::time::sleep(self.chance.time(PAUSE)).await;
        }
        for (_, page) in held {
            self.take(page);
        }
    }

    async fn fetch(&mut self) -> anyhow::Result<Page> {
        let node = self.chance.below(self.nodes.len());
        let api = self.person.at(&self.nodes[node]);
        let feed = match self.chance.below(10) {
            0 => FeedId::User(self.person.user),
            1..6 => FeedId::Channel(self.rooms[self.chance.below(self.rooms.len())]),
            _ => {
                let feeds: Vec<FeedId> = self.shared.lock().0.cursors.keys().copied().collect();
                *self.chance.pick(&feeds).context("it follows nothing yet")?
            }
        };
        let (forgotten, cursor) = {
            let replica = &self.shared.lock().0;
            (replica.forgotten.get(&feed).copied().unwrap_or(0), replica.cursors.get(&feed).copied())
        };
        let cursor = cursor.context("it doesn't follow it")?;
        let items = match feed {
            FeedId::User(_) if self.chance.percent(50) => self.readings(node).await?,
            FeedId::Channel(room) if self.chance.percent(60) => self.history(&api, room).await?,
            _ => {
                let since = cursor.saturating_sub(self.chance.below(BEHIND) as u64);
                let path = format!("/changes?feed={feed}&since={since}&limit={PAGE}");
                let page: Changes = serde_json::from_value(api.call("GET", &path, None).await?)?;
                page.items
            }
        };
        Ok(Page { feed, forgotten, items })
    }

    /// A window of a conversation, anywhere.
    async fn history(&mut self, api: &Api, room: ChannelId) -> anyhow::Result<Vec<Item>> {
        let seqs = self.shared.lock().0.feeds.get(&FeedId::Channel(room)).map_or(0, |objects| objects.len());
        let after = self.chance.below(seqs + 1);
        let page = fresh::window(api, room, after as u64, PAGE).await?;
        Ok(page.messages.into_iter().map(Item::Message).collect())
    }

    /// The read cursors of a snapshot.
    async fn readings(&self, node: usize) -> anyhow::Result<Vec<Item>> {
        let own = fresh::own(&self.person, &self.nodes[node]).await?;
        Ok(own.channels.into_values().map(|channel| Item::Reading(channel.reading)).collect())
    }

    /// The higher position wins; a feed that was forgotten since knows nothing of the page.
    fn take(&self, page: Page) {
        let Page { feed, forgotten, items } = page;
        let replica = &mut self.shared.lock().0;
        let is_same = replica.forgotten.get(&feed).copied().unwrap_or(0) == forgotten;
        if is_same && replica.cursors.contains_key(&feed) {
            replica.pages += 1;
            replica.keep(&Changes { feed, from: 0, to: 0, items, more: false });
        }
    }
}
