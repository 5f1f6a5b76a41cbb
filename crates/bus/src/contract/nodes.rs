//! What an engine of many nodes promises between them.

use std::time::Duration;

use bytes::Bytes;
use protocol::{ChannelId, FeedId, SessionId, UserId, WorkspaceId, frame::Presence};
use tokio::time::{Instant, timeout, timeout_at};

use super::moved;
use crate::{Bus, Decision, News, Quota, Received, Subscription};

/// Long enough for anything that happens at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs the suite on two nodes of one installation; panics with the promise that was broken.
pub async fn hear_each_other(here: &Bus, there: &Bus) {
    what_is_followed_is_heard_once_and_in_order(here, there).await;
    what_is_not_followed_is_only_known_to_have_moved(here, there).await;
    whoever_stops_following_hears_no_more(here, there).await;
    fleeting_news_goes_where_it_belongs(here, there).await;
    what_concerns_everyone_needs_no_following(here, there).await;
    a_budget_is_shared(here, there).await;
    presence_is_over_all_nodes(here, there).await;
}

async fn news(subscription: &mut Subscription) -> News {
    match timeout(PATIENCE, subscription.next()).await.expect("news in time") {
        Received::News(news) => news,
        Received::Missed => panic!("nothing was missed"),
        Received::Closed => panic!("the bus is gone"),
    }
}

/// Follows a feed, and waits until that is so.
pub async fn follow(bus: &Bus, subscription: &mut Subscription, feed: FeedId) {
    bus.follow(feed);
    loop {
        if let News::Followed { feeds } = news(subscription).await
            && feeds.contains(&feed)
        {
            return;
        }
    }
}

async fn what_is_followed_is_heard_once_and_in_order(here: &Bus, there: &Bus) {
    let feeds = [FeedId::Channel(ChannelId::new()), FeedId::User(UserId::new())];
    for feed in feeds {
        let mut ears = there.subscribe();
        follow(there, &mut ears, feed).await;
        for to in 1..=500 {
            here.publish(moved(feed, to)).await.expect("publishes");
        }
        for expected in 1..=500 {
            loop {
                match news(&mut ears).await {
                    News::Changed { feed: its, from, to, frame } if its == feed => {
                        assert_eq!((from, to), (expected - 1, expected), "each once, in order");
                        assert_eq!(frame, Bytes::from_static(b"{}"), "as it was published");
                        break;
                    }
                    _ => {}
                }
            }
        }
        there.unfollow(feed);
    }
}

async fn what_is_not_followed_is_only_known_to_have_moved(here: &Bus, there: &Bus) {
    let feed = FeedId::Channel(ChannelId::new());
    let mut ears = there.subscribe();
    for to in 1..=7 {
        here.publish(moved(feed, to)).await.expect("publishes");
    }
    let mut reached = 0;
    while reached < 7 {
        match news(&mut ears).await {
            News::Moved { feeds } => {
                reached = feeds.iter().find(|(its, _)| *its == feed).map_or(reached, |(_, to)| *to);
            }
            News::Changed { feed: its, .. } => assert_ne!(its, feed, "nobody follows it there"),
            _ => {}
        }
    }
}

async fn whoever_stops_following_hears_no_more(here: &Bus, there: &Bus) {
    let (left, kept) = (FeedId::Channel(ChannelId::new()), FeedId::Channel(ChannelId::new()));
    let mut ears = there.subscribe();
    follow(there, &mut ears, left).await;
    there.unfollow(left);
    // Said after it, so it has been left when this is so.
    follow(there, &mut ears, kept).await;
    here.publish(moved(left, 1)).await.expect("publishes");
    here.publish(moved(kept, 1)).await.expect("publishes");
    loop {
        match news(&mut ears).await {
            News::Changed { feed, .. } if feed == kept => break,
            News::Changed { feed, .. } => assert_ne!(feed, left, "it was left"),
            _ => {}
        }
    }
    there.unfollow(kept);
}

async fn fleeting_news_goes_where_it_belongs(here: &Bus, there: &Bus) {
    let (channel, user) = (ChannelId::new(), UserId::new());
    let (workspace, elsewhere) = (WorkspaceId::new(), WorkspaceId::new());
    let mut ears = there.subscribe();
    follow(there, &mut ears, FeedId::Channel(channel)).await;
    follow(there, &mut ears, FeedId::Workspace(workspace)).await;
    here.publish(News::Typing { channel: ChannelId::new(), thread: None, user }).await.expect("publishes");
    here.publish(News::Typing { channel, thread: None, user }).await.expect("publishes");
    let workspaces = vec![elsewhere, workspace];
    here.publish(News::Presence { user, state: Presence::Away, workspaces }).await.expect("publishes");
    let (mut is_typing, mut is_away) = (false, false);
    while !(is_typing && is_away) {
        match news(&mut ears).await {
            News::Typing { channel: its, thread: None, user: who } => {
                assert_eq!((its, who), (channel, user), "only of the channel that is followed");
                is_typing = true;
            }
            News::Presence { user: who, state, workspaces } => {
                assert_eq!((who, state), (user, Presence::Away));
                assert_eq!(workspaces, [workspace], "only where somebody listens");
                is_away = true;
            }
            _ => {}
        }
    }
    there.unfollow(FeedId::Channel(channel));
    there.unfollow(FeedId::Workspace(workspace));
}

async fn what_concerns_everyone_needs_no_following(here: &Bus, there: &Bus) {
    let (feed, session) = (FeedId::Workspace(WorkspaceId::new()), SessionId::new());
    let mut ears = there.subscribe();
    here.publish(moved(feed, 1)).await.expect("publishes");
    here.publish(News::Revoked { sessions: vec![session] }).await.expect("publishes");
    let mut is_told = false;
    loop {
        match news(&mut ears).await {
            News::Changed { feed: its, .. } if its == feed => is_told = true,
            News::Revoked { sessions } => {
                assert_eq!(sessions, [session]);
                break;
            }
            _ => {}
        }
    }
    assert!(is_told, "a workspace's changes are told to all nodes");
}

async fn a_budget_is_shared(here: &Bus, there: &Bus) {
    let quota = Quota { burst: 3, period: Duration::from_secs(6) };
    let key = UserId::new().to_string();
    for bus in [here, there, here] {
        assert_eq!(bus.take(&key, quota).await.expect("takes"), Decision::Go);
    }
    for bus in [here, there] {
        let Decision::Wait(wait) = bus.take(&key, quota).await.expect("takes") else {
            panic!("the three were taken, wherever");
        };
        assert!(wait <= Duration::from_secs(2), "one share of the period: {wait:?}");
    }
    // Taken at once from both, one more than there is: exactly one must wait.
    let key = UserId::new().to_string();
    let (a, b, c, d) = tokio::join!(
        here.take(&key, quota),
        there.take(&key, quota),
        here.take(&key, quota),
        there.take(&key, quota)
    );
    let went = [a, b, c, d].into_iter().filter(|taken| matches!(taken, Ok(Decision::Go))).count();
    assert_eq!(went, 3, "no more than the budget: {:?} {:?}", here.health(), there.health());
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(there.take(&key, quota).await.expect("takes"), Decision::Go, "it refills");
}

async fn presence_is_over_all_nodes(here: &Bus, there: &Bus) {
    let (ada, stranger) = (UserId::new(), UserId::new());
    // The nodes number their connections for themselves.
    let set = |bus: &Bus, state| {
        let bus = bus.clone();
        async move { bus.present(ada, 1, state).await.expect("sets") }
    };
    assert_eq!(set(here, Some(Presence::Away)).await, (Presence::Offline, Presence::Away));
    assert_eq!(set(there, Some(Presence::Active)).await, (Presence::Away, Presence::Active));
    for bus in [here, there] {
        let present = bus.presence(&[stranger, ada]).await.expect("answers");
        assert_eq!(present, [(ada, Presence::Active)]);
    }
    assert_eq!(set(there, None).await, (Presence::Active, Presence::Away));
    assert_eq!(set(here, None).await, (Presence::Away, Presence::Offline));
    assert_eq!(there.presence(&[ada]).await.expect("answers"), []);
    let many: Vec<UserId> = (0..1_500).map(|_| UserId::new()).collect();
    for user in &many {
        here.present(*user, 2, Some(Presence::Active)).await.expect("sets");
    }
    assert_eq!(there.presence(&many).await.expect("answers").len(), many.len(), "however many");
}

/// Waits until subscribers are told that something was missed.
pub async fn missed(subscription: &mut Subscription, within: Duration) {
    let end = Instant::now() + within;
    loop {
        match timeout_at(end, subscription.next()).await.expect("told of the gap in time") {
            Received::Missed => return,
            Received::News(_) => {}
            Received::Closed => panic!("the bus is gone"),
        }
    }
}
