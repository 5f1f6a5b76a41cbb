//! From the channels' feeds to whom to wake: one more follower with a cursor per channel.
//! News only says where to look. Nothing here is waited for by whoever writes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use bus::Received;
use protocol::{ChannelId, FeedId, Item, Message, MessageId, Planned, SessionId, Timestamp, UserId, limits};
use store::wakes::{About, Heard, Wake};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::{
    PUSH,
    rules::{Wants, is_fresh},
};
use crate::{Chat, Result, duty::Held, index::moved};

/// News gathered before it's looked at together.
const GATHER: Duration = Duration::from_millis(500);
/// How often heads are compared, for hints that were lost.
const COMPARE: Duration = Duration::from_secs(30);
/// Channels looked at in one go.
const CHANNELS: usize = 500;
/// How far a channel was heard is written down with whom to wake, and else as seldom: hearing
/// a minute of it again wakes nobody new.
const WRITE: Duration = Duration::from_secs(60);

/// Noted in one transaction: a large channel has thousands.
const TOGETHER: usize = 500;

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
    /// Notes whom to wake, as news comes.
    pub(super) async fn follow_to_wake(&self, held: Held) {
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
        if self.store().lease(PUSH).await?.note == epoch {
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
        Ok(self.store().note_lease(PUSH, held.fence, &epoch).await?)
    }

    async fn heads_of(&self, channels: &[ChannelId]) -> Result<Vec<(ChannelId, u64)>> {
        let feeds: Vec<FeedId> = channels.iter().map(|id| FeedId::Channel(*id)).collect();
        Ok(channels.iter().copied().zip(self.store().heads(&feeds).await?).collect())
    }

    /// Notes whom to wake for all that wasn't looked through yet; what [`Chat::keep_pushing`]
    /// does by itself.
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
            let mut fresh: Vec<Message> = messages.filter(|it| it.ts > decided).collect();
            newest = fresh.iter().map(|it| it.ts).fold(newest, Timestamp::max);
            fresh.retain(|it| is_fresh(it.ts, now));
            place.at = Heard { rev: to, ts: if more { decided } else { newest } };
            let mut wakes = self.whom_to_wake(channel, &fresh).await?;
            // Others write between the pieces. The last goes with the place, so that one cut off
            // is noted again, where it grows what is there already.
            while wakes.len() > TOGETHER {
                self.store().add_wakes(wakes.drain(..TOGETHER).collect()).await?;
            }
            if !wakes.is_empty() || place.written.elapsed() >= WRITE {
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

    /// The sessions that these messages concern, each once for a conversation.
    async fn whom_to_wake(&self, channel: ChannelId, fresh: &[Message]) -> Result<Vec<Wake>> {
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let listeners = self.store().listeners(channel, now).await?;
        if listeners.is_empty() {
            return Ok(Vec::new());
        }
        let due_at = Timestamp(now.0.saturating_add(self.pusher()?.wait_micros()));
        let users: Vec<UserId> =
            listeners.iter().map(|it| it.user).collect::<HashSet<_>>().into_iter().collect();
        let mut followers: HashMap<MessageId, HashSet<UserId>> = HashMap::new();
        let mut wakes: BTreeMap<(SessionId, About), Wake> = BTreeMap::new();
        for message in fresh {
            let about = message.thread.map_or(About::Channel, About::Thread);
            if let Some(root) = message.thread
                && !followers.contains_key(&root)
            {
                let found = self.store().readings(channel, root, &users).await?;
                let following = found.into_iter().filter(|(_, it)| it.following).map(|(user, _)| user);
                followers.insert(root, following.collect());
            }
            for listener in &listeners {
                let user = listener.user;
                let follows = message
                    .thread
                    .is_some_and(|root| followers.get(&root).is_some_and(|it| it.contains(&user)));
                let wants = Wants { user, muted: listener.muted, level: listener.level, follows };
                if wants.wants(message) {
                    let (session, seq) = (listener.session, message.seq);
                    let wake = wakes.entry((session, about)).or_insert(Wake {
                        session,
                        user,
                        channel,
                        about,
                        first: seq,
                        last: seq,
                        due_at,
                        tries: 0,
                    });
                    (wake.first, wake.last) = (wake.first.min(seq), wake.last.max(seq));
                }
            }
        }
        Ok(wakes.into_values().collect())
    }

    /// Notes that somebody is to be woken for a reminder, unless they dismiss it first.
    pub(crate) async fn wake_for_reminder(&self, user: UserId, planned: &Planned) -> Result<()> {
        let Ok(pusher) = self.pusher() else { return Ok(()) };
        let now = self.now();
        let devices = self.store().devices(user, now).await?;
        let due_at = Timestamp(now.0.saturating_add(pusher.wait_micros()));
        let (channel, about) = (planned.channel, About::Reminder(planned.id));
        let wake = |session| Wake { session, user, channel, about, first: 0, last: 0, due_at, tries: 0 };
        let wakes: Vec<Wake> = devices.into_iter().map(|(session, _)| wake(session)).collect();
        if wakes.is_empty() { Ok(()) } else { Ok(self.store().add_wakes(wakes).await?) }
    }
}
