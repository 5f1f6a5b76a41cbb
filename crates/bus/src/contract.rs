//! What every engine promises, as tests that any engine can be put through.

pub mod nodes;
pub mod server;

use std::time::Duration;

use bytes::Bytes;
use protocol::{ChannelId, FeedId, UserId, frame::Presence};

use crate::{Bus, Decision, News, Quota, Received, Subscription};

/// Runs the whole suite; panics with the promise that was broken.
pub async fn keeps_its_promises(bus: &Bus) {
    everyone_who_subscribed_hears_news_in_order(bus).await;
    a_subscriber_who_sleeps_is_told_what_it_missed(bus).await;
    a_budget_is_one_persons_own(bus).await;
    presence_follows_the_most_present_device(bus).await;
}

fn moved(feed: FeedId, to: u64) -> News {
    News::Changed { feed, from: to - 1, to, frame: Bytes::from_static(b"{}") }
}

async fn position(subscription: &mut Subscription, feed: FeedId) -> Option<u64> {
    loop {
        match tokio::time::timeout(Duration::from_secs(5), subscription.next()).await.ok()? {
            Received::News(News::Changed { feed: its, to, .. }) if its == feed => return Some(to),
            Received::News(_) => {}
            Received::Missed | Received::Closed => return None,
        }
    }
}

async fn everyone_who_subscribed_hears_news_in_order(bus: &Bus) {
    let feed = FeedId::Channel(ChannelId::new());
    let (mut ada, mut bela) = (bus.subscribe(), bus.subscribe());
    for to in 1..=50 {
        bus.publish(moved(feed, to)).await.expect("publishes");
    }
    for to in 1..=50 {
        assert_eq!(position(&mut ada, feed).await, Some(to), "ada hears each piece, in order");
        assert_eq!(position(&mut bela, feed).await, Some(to), "bela hears each piece, in order");
    }
}

async fn a_subscriber_who_sleeps_is_told_what_it_missed(bus: &Bus) {
    let feed = FeedId::Channel(ChannelId::new());
    let mut sleeper = bus.subscribe();
    for to in 1..=20_000 {
        bus.publish(moved(feed, to)).await.expect("a publisher never waits for a subscriber");
    }
    assert_eq!(position(&mut sleeper, feed).await, None, "the gap is told, not hidden");
}

async fn a_budget_is_one_persons_own(bus: &Bus) {
    let quota = Quota { burst: 3, period: Duration::from_secs(600) };
    let (ada, bela) = (UserId::new().to_string(), UserId::new().to_string());
    for _ in 0..3 {
        assert_eq!(bus.take(&ada, quota).await.expect("takes"), Decision::Go);
    }
    let Decision::Wait(wait) = bus.take(&ada, quota).await.expect("takes") else {
        panic!("a fourth must wait");
    };
    assert!(wait <= Duration::from_secs(200), "the wait is one share of the period: {wait:?}");
    assert_eq!(bus.take(&bela, quota).await.expect("takes"), Decision::Go, "not bela's haste");
}

async fn presence_follows_the_most_present_device(bus: &Bus) {
    let (ada, stranger) = (UserId::new(), UserId::new());
    let set = |connection, state| bus.present(ada, connection, state);
    assert_eq!(set(1, Some(Presence::Away)).await.expect("sets").1, Presence::Away);
    assert_eq!(set(2, Some(Presence::Active)).await.expect("sets").1, Presence::Active);
    let present = bus.presence(&[ada, stranger]).await.expect("answers");
    assert_eq!(present, [(ada, Presence::Active)], "a stranger is offline, so left out");
    assert_eq!(set(2, None).await.expect("sets"), (Presence::Active, Presence::Away));
    assert_eq!(set(1, None).await.expect("sets"), (Presence::Away, Presence::Offline));
}
