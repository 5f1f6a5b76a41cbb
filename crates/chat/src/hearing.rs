//! From the channels' feeds to whom messages concern: one more follower with a cursor per
//! channel, on one node. It finds people's keywords ([`alerts`]), whose browsers to wake
//! ([`crate::push`]) and whom to write to ([`crate::misses`]). News only says where to look.
//! Nothing here is waited for by whoever writes.

mod alerts;

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use bus::Received;
use protocol::{ChannelId, FeedId, Item, Message, MessageId, Timestamp, UserId, limits};
use store::wakes::Heard;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use crate::{Chat, Result, duty::Held, index::moved, push::is_fresh};

/// The duty of hearing what is said.
pub const HEAR: &str = "hear";
/// A dead node's is taken over within twice as long: people wait for it.
const TERM: Duration = Duration::from_secs(10);

/// News gathered before it's looked at together.
const GATHER: Duration = Duration::from_millis(500);
/// How often heads are compared, for hints that were lost.
const COMPARE: Duration = Duration::from_secs(30);
/// Channels looked at in one go.
const CHANNELS: usize = 500;
/// How far a channel was heard is written down when somebody was found, and else as seldom:
/// hearing a minute of it again finds nobody new.
const WRITE: Duration = Duration::from_secs(60);

/// Noted in one transaction: a large channel has thousands.
const TOGETHER: usize = 500;

/// Whom which messages alert.
pub type Alerted = HashSet<(UserId, MessageId)>;

/// How far each channel was heard.
#[derive(Default)]
pub(super) struct Places(HashMap<ChannelId, Place>);

#[derive(Clone, Copy)]
struct Place {
    stored: Option<Heard>,
    at: Heard,
    written: Instant,
}

impl Place {
    fn of(stored: Option<Heard>) -> Self {
        let at = stored.unwrap_or(Heard { rev: 0, ts: Timestamp(0) });
        Self { stored, at, written: Instant::now() }
    }
}

impl Chat {
    /// Finds whom messages concern, and wakes and writes to people, while that is this node's duty.
    pub async fn keep_hearing(self) {
        let chat = self.clone();
        let work = |held| {
            let chat = chat.clone();
            async move {
                tokio::join!(chat.follow_channels(held), chat.keep_waking(), chat.keep_writing());
            }
        };
        self.on_duty(HEAR, TERM, work).await;
    }

    /// Hears what is said, as news comes.
    async fn follow_channels(&self, held: Held) {
        let mut news = self.subscribe();
        let mut compare = interval(COMPARE);
        compare.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut places, mut waiting, mut due) = (Places::default(), HashSet::new(), Instant::now());
        loop {
            tokio::select! {
                _ = compare.tick() => self.hear_missed(held, &mut places).await,
                received = news.next() => match received {
                    Received::News(news) => {
                        if waiting.is_empty() {
                            due = Instant::now() + GATHER;
                        }
                        waiting.extend(moved(news));
                    }
                    Received::Missed => self.hear_missed(held, &mut places).await,
                    Received::Closed => return,
                },
                () = sleep_until(due), if !waiting.is_empty() => {
                    for channel in waiting.drain() {
                        if let Err(error) = self.hear_channel(&mut places, channel).await {
                            tracing::warn!(%error, "a channel isn't looked through: tried again soon");
                        }
                    }
                }
            }
        }
    }

    async fn hear_missed(&self, held: Held, places: &mut Places) {
        let heard = async {
            self.begin_hearing(held, places).await?;
            self.hear_all(places).await
        };
        if let Err(error) = heard.await {
            tracing::warn!(%error, "channels aren't looked through: tried again soon");
        }
    }

    /// In a database that was never followed, or not since it was restored, what is there
    /// already is no news.
    async fn begin_hearing(&self, held: Held, places: &mut Places) -> Result<()> {
        let epoch = self.store().epoch().await?;
        if self.store().lease(HEAR).await?.note == epoch {
            return Ok(());
        }
        places.0.clear();
        let (now, mut after) = (self.now(), None);
        loop {
            let channels = self.store().all_channels(after, CHANNELS).await?;
            let heads = self.heads_of(&channels).await?;
            let at: Vec<_> =
                heads.into_iter().map(|(channel, rev)| (channel, Heard { rev, ts: now })).collect();
            self.store().begin_hearing(&at).await?;
            if channels.len() < CHANNELS {
                break;
            }
            after = channels.last().copied();
        }
        Ok(self.store().note_lease(HEAR, held.fence, &epoch).await?)
    }

    async fn heads_of(&self, channels: &[ChannelId]) -> Result<Vec<(ChannelId, u64)>> {
        let feeds: Vec<FeedId> = channels.iter().map(|id| FeedId::Channel(*id)).collect();
        Ok(channels.iter().copied().zip(self.store().heads(&feeds).await?).collect())
    }

    /// Finds whom all that wasn't looked through yet concerns; what [`Chat::keep_hearing`] does
    /// by itself.
    ///
    /// # Errors
    /// The store's.
    pub async fn hear_now(&self) -> Result<()> {
        self.hear_all(&mut Places::default()).await
    }

    async fn hear_all(&self, places: &mut Places) -> Result<()> {
        let mut after = None;
        loop {
            let channels = self.store().all_channels(after, CHANNELS).await?;
            let new: Vec<_> = channels.iter().copied().filter(|it| !places.0.contains_key(it)).collect();
            let stored = self.store().heard(&new).await?;
            places.0.extend(new.into_iter().zip(stored.into_iter().map(Place::of)));
            for (channel, head) in self.heads_of(&channels).await? {
                if places.0.get(&channel).is_some_and(|it| it.at.rev < head) {
                    self.hear_channel(places, channel).await?;
                }
            }
            if channels.len() < CHANNELS {
                return Ok(());
            }
            after = channels.last().copied();
        }
    }

    async fn hear_channel(&self, places: &mut Places, channel: ChannelId) -> Result<()> {
        let mut place = match places.0.get(&channel) {
            Some(place) => *place,
            None => Place::of(self.store().heard(&[channel]).await?.into_iter().next().flatten()),
        };
        // An edit or a reaction moves a message's position, never its time: what was decided
        // stays so. Pages may come in another order than the times, so that counts at the end.
        let decided = place.at.ts;
        let mut newest = decided;
        loop {
            let changes =
                self.store().changes(FeedId::Channel(channel), place.at.rev, limits::CATCH_UP).await?;
            if changes.to <= place.at.rev {
                break;
            }
            let (to, more) = (changes.to, changes.more);
            let now = self.now();
            let messages = changes.items.into_iter().filter_map(|item| match item {
                Item::Message(message) => Some(message),
                _ => None,
            });
            let mut fresh: Vec<Message> = messages.collect();
            let alerted = self.alert_of(channel, &fresh, decided, now).await?;
            fresh.retain(|it| it.ts > decided);
            newest = fresh.iter().map(|it| it.ts).fold(newest, Timestamp::max);
            fresh.retain(|it| is_fresh(it.ts, now));
            place.at = Heard { rev: to, ts: if more { decided } else { newest } };
            let mut wakes = self.whom_to_wake(channel, &fresh, &alerted).await?;
            let missed = self.who_may_miss(channel, &fresh, &alerted).await?;
            let found = !wakes.is_empty() || !alerted.is_empty() || !missed.is_empty();
            if !missed.is_empty() {
                // Once more after a crash changes nothing: it isn't due yet.
                self.store().add_missed(missed).await?;
            }
            // Others write between the pieces. The last goes with the place, so that one cut off
            // is noted again, where it grows what is there already.
            while wakes.len() > TOGETHER {
                self.store().add_wakes(wakes.drain(..TOGETHER).collect()).await?;
            }
            if found || place.written.elapsed() >= WRITE {
                if !self.store().hear(channel, place.stored, place.at, wakes).await? {
                    // Another node has been here: from there on, the next time.
                    places.0.remove(&channel);
                    return Ok(());
                }
                (place.stored, place.written) = (Some(place.at), Instant::now());
            }
            places.0.insert(channel, place);
            if !more {
                break;
            }
        }
        Ok(())
    }
}
