//! Keeps the link: connects, subscribes to what is followed, asks for signs of life, and
//! begins again when it breaks. While there is none, nobody waits for one.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use parking_lot::Mutex;
use protocol::FeedId;
use redis::RedisResult;
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{Shared, link::Link, link::breaks};
use crate::News;

/// Between signs of life.
const PING: Duration = Duration::from_secs(1);
/// Before the second attempt; doubled for each further one.
const FIRST: Duration = Duration::from_millis(50);
/// Longest between attempts.
const LONGEST: Duration = Duration::from_secs(2);
/// A link that lasted so long was a good one.
const LASTING: Duration = Duration::from_secs(5);
/// Subscriptions wait so long for others to go with them.
const GATHER: Duration = Duration::from_millis(2);

/// What is followed on this node.
#[derive(Default)]
pub struct Wanted {
    feeds: Mutex<Feeds>,
    changed: Notify,
}

#[derive(Default)]
struct Feeds {
    /// By how many.
    followers: HashMap<FeedId, usize>,
    /// Those that came or went since the subscriptions were last looked at.
    changed: HashSet<FeedId>,
}

impl Wanted {
    /// One follower more.
    pub fn follow(&self, feed: FeedId) {
        let mut feeds = self.feeds.lock();
        let followers = feeds.followers.entry(feed).or_default();
        *followers += 1;
        if *followers == 1 {
            feeds.changed.insert(feed);
            self.changed.notify_one();
        }
    }

    /// One less.
    pub fn unfollow(&self, feed: FeedId) {
        let mut feeds = self.feeds.lock();
        let Some(followers) = feeds.followers.get_mut(&feed) else { return };
        *followers -= 1;
        if *followers == 0 {
            feeds.followers.remove(&feed);
            feeds.changed.insert(feed);
            self.changed.notify_one();
        }
    }

    /// All that are followed; forgets what changed.
    fn all(&self) -> HashSet<FeedId> {
        let mut feeds = self.feeds.lock();
        feeds.changed.clear();
        feeds.followers.keys().copied().collect()
    }

    /// What changed since: followed now or not.
    fn changes(&self) -> (Vec<FeedId>, Vec<FeedId>) {
        let mut feeds = self.feeds.lock();
        let changed = std::mem::take(&mut feeds.changed);
        changed.into_iter().partition(|feed| feeds.followers.contains_key(feed))
    }
}

/// Keeps a link, as long as the engine lives.
pub async fn keep(shared: Arc<Shared>) {
    let (mut number, mut delay, mut is_told) = (0, FIRST, false);
    loop {
        number += 1;
        match begin(&shared, number).await {
            Ok((link, followed)) => {
                tracing::info!(server = %shared.address, "the bus is connected");
                let since = Instant::now();
                let error = serve(&shared, &link, followed).await;
                shared.lost(&link);
                tracing::warn!(server = %shared.address, error, "the bus is lost: this node goes on by itself");
                is_told = true;
                if since.elapsed() >= LASTING {
                    delay = FIRST;
                }
            }
            Err(error) if is_told => tracing::debug!(server = %shared.address, %error, "still no bus"),
            Err(error) => {
                tracing::warn!(server = %shared.address, %error, "no bus: this node goes on by itself");
                is_told = true;
            }
        }
        sleep(jittered(delay)).await;
        delay = (delay * 2).min(LONGEST);
    }
}

/// Connects and subscribes; only then may others use the link, and are told to look at what
/// they may have missed.
async fn begin(shared: &Arc<Shared>, number: u64) -> RedisResult<(Link, HashSet<FeedId>)> {
    let hear = {
        let shared = shared.clone();
        Arc::new(move |bytes: Bytes| shared.hear(bytes))
    };
    let link = Link::open(number, &shared.address, hear).await?;
    let followed = shared.wanted.all();
    let mut channels = vec![shared.names.all()];
    channels.extend(followed.iter().map(|feed| shared.names.feed(*feed)));
    link.subscribe(&channels).await?;
    shared.try_scripts(&link).await?;
    shared.found(link.clone());
    Ok((link, followed))
}

/// Until the link breaks; says why.
async fn serve(shared: &Arc<Shared>, link: &Link, mut subscribed: HashSet<FeedId>) -> String {
    let mut pings = interval(PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let done = tokio::select! {
            () = link.broken() => return "the connection ended".to_owned(),
            _ = pings.tick() => link.ping().await,
            () = shared.wanted.changed.notified() => {
                sleep(GATHER).await;
                follow(shared, link, &mut subscribed).await
            }
        };
        match done {
            Ok(()) => {}
            // What it refuses now it may take after the next change.
            Err(error) if !breaks(&error) => tracing::warn!(%error, "the bus's server refuses"),
            Err(error) => return error.to_string(),
        }
    }
}

async fn follow(shared: &Shared, link: &Link, subscribed: &mut HashSet<FeedId>) -> RedisResult<()> {
    let (wanted, unwanted) = shared.wanted.changes();
    let names = |feeds: &[FeedId]| feeds.iter().map(|feed| shared.names.feed(*feed)).collect::<Vec<_>>();
    let gone: Vec<FeedId> = unwanted.into_iter().filter(|feed| subscribed.remove(feed)).collect();
    if !gone.is_empty() {
        link.unsubscribe(&names(&gone)).await?;
    }
    let come: Vec<FeedId> = wanted.into_iter().filter(|feed| subscribed.insert(*feed)).collect();
    if !come.is_empty() {
        link.subscribe(&names(&come)).await?;
        shared.hub.tell(News::Followed { feeds: come });
    }
    Ok(())
}

/// Between half of it and all of it, so that nodes don't come back all at once.
fn jittered(delay: Duration) -> Duration {
    // No randomness is no reason to stop.
    let random = getrandom::u32().unwrap_or(u32::MAX);
    delay / 2 + (delay / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use protocol::ChannelId;

    use super::*;

    #[test]
    fn only_the_first_and_the_last_follower_change_anything() {
        let (wanted, feed) = (Wanted::default(), FeedId::Channel(ChannelId::new()));
        wanted.follow(feed);
        wanted.follow(feed);
        assert_eq!(wanted.changes(), (vec![feed], vec![]));
        wanted.unfollow(feed);
        assert_eq!(wanted.changes(), (vec![], vec![]));
        wanted.unfollow(feed);
        wanted.unfollow(feed);
        assert_eq!(wanted.changes(), (vec![], vec![feed]));
        assert!(wanted.all().is_empty());
    }

    #[test]
    fn attempts_are_spread() {
        let delay = Duration::from_millis(100);
        let all: HashSet<Duration> = (0..50).map(|_| jittered(delay)).collect();
        assert!(all.len() > 10);
        assert!(all.iter().all(|each| *each >= delay / 2 && *each <= delay));
    }
}
