//! A server that dies, forgets, freezes or talks nonsense.

use std::time::{Duration, Instant};

use bus::{
    Bus, Decision, News, Quota,
    contract::nodes::{follow, missed},
};
use bytes::Bytes;
use protocol::{ChannelId, FeedId, UserId, frame::Presence};

use bus::contract::server::Server;

/// Any call, whatever the server does.
const BOUND: Duration = Duration::from_millis(1_500);

fn moved(feed: FeedId, to: u64) -> News {
    News::Changed { feed, from: to - 1, to, frame: Bytes::from_static(b"{}") }
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let end = Instant::now() + Duration::from_secs(15);
    while !is_so().await {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the other node's news of a feed that is followed here arrives.
async fn hears(bus: &Bus, other: &Bus, feed: FeedId) {
    let mut ears = bus.subscribe();
    other.publish(moved(feed, 9)).await.unwrap();
    let heard = async {
        loop {
            match ears.next().await {
                bus::Received::News(News::Changed { feed: its, .. }) if its == feed => return,
                bus::Received::Closed => panic!("the bus is gone"),
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), heard).await.expect("it is heard again");
}

async fn bounded<T>(what: impl Future<Output = T>) -> T {
    let from = Instant::now();
    let answer = what.await;
    assert!(from.elapsed() < BOUND, "took {:?}", from.elapsed());
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_and_started_again_is_used_again() {
    let mut server = Server::start(&[]);
    let (here, there) = (Server::bus(&server.url()).await, Server::bus(&server.url()).await);
    let (feed, ada) = (FeedId::Channel(ChannelId::new()), UserId::new());
    let mut ears = here.subscribe();
    follow(&here, &mut ears, feed).await;
    here.present(ada, 1, Some(Presence::Active)).await.unwrap();
    hears(&here, &there, feed).await;

    server.kill();
    until("the loss is noticed", async || !here.health().is_connected && !there.health().is_connected).await;
    // Each node goes on by itself, its budgets and presence its own.
    let quota = Quota { burst: 2, period: Duration::from_secs(600) };
    for bus in [&here, &there] {
        for _ in 0..2 {
            assert_eq!(bounded(bus.take("key", quota)).await.unwrap(), Decision::Go);
        }
        assert!(matches!(bounded(bus.take("key", quota)).await.unwrap(), Decision::Wait(_)));
    }
    assert_eq!(bounded(here.presence(&[ada])).await.unwrap(), [(ada, Presence::Active)]);
    assert_eq!(bounded(there.presence(&[ada])).await.unwrap(), []);
    let mut own = here.subscribe();
    bounded(here.publish(moved(feed, 1))).await.unwrap();
    let heard = tokio::time::timeout(BOUND, own.next()).await.unwrap();
    assert!(matches!(heard, bus::Received::News(News::Changed { .. })), "a node hears itself");
    let health = here.health();
    assert!(health.dropped > 0 && health.fallbacks > 0, "{health:?}");

    let mut ears = here.subscribe();
    server.start_again();
    missed(&mut ears, Duration::from_secs(10)).await;
    until("both are back", async || here.health().is_connected && there.health().is_connected).await;
    hears(&here, &there, feed).await;
    // The server has forgotten all; who is here was told to it anew.
    until("presence is there again", async || {
        there.presence(&[ada]).await.unwrap() == [(ada, Presence::Active)]
    })
    .await;
    assert_eq!(here.take("another", quota).await.unwrap(), Decision::Go);
    assert_eq!(there.take("another", quota).await.unwrap(), Decision::Go);
    assert!(matches!(here.take("another", quota).await.unwrap(), Decision::Wait(_)), "shared again");
    assert_eq!(here.health().reconnects, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moved_while_a_node_was_cut_off_is_told_when_it_is_back() {
    let server = Server::start(&[]);
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    let mut set_user = async |state: &str| {
        let rules = [state, ">x", "~*", "&*", "+@all"];
        redis::cmd("ACL").arg("SETUSER").arg("there").arg(&rules).exec_async(&mut wire).await.unwrap();
        if state == "off" {
            let kill = redis::cmd("CLIENT").arg("KILL").arg("USER").arg("there").to_owned();
            kill.exec_async(&mut wire).await.unwrap();
        }
    };
    set_user("on").await;
    let here = Server::bus(&server.url()).await;
    let there = Server::bus(&format!("valkey://there:x@127.0.0.1:{}", server.port)).await;
    set_user("off").await;
    until("the loss is noticed", async || !there.health().is_connected).await;
    let (feed, mut ears) = (FeedId::Channel(ChannelId::new()), here.subscribe());
    there.publish(moved(feed, 5)).await.unwrap();
    set_user("on").await;
    let told = async {
        loop {
            match ears.next().await {
                bus::Received::News(News::Moved { feeds }) if feeds.contains(&(feed, 5)) => return,
                bus::Received::News(_) => {}
                _ => panic!("the other node was there all the time"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), told).await.expect("it's told");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_thousands_of_feeds_are_followed_again() {
    let mut server = Server::start(&[]);
    let (here, there) = (Server::bus(&server.url()).await, Server::bus(&server.url()).await);
    let feeds: Vec<FeedId> = (0..12_000).map(|_| FeedId::Channel(ChannelId::new())).collect();
    let mut ears = here.subscribe();
    feeds.iter().for_each(|feed| here.follow(*feed));
    let all = async {
        let mut followed = 0;
        while followed < feeds.len() {
            if let bus::Received::News(News::Followed { feeds }) = ears.next().await {
                followed += feeds.len();
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), all).await.expect("all are followed");
    server.kill();
    until("the loss is noticed", async || !here.health().is_connected && !there.health().is_connected).await;
    // Some go while it's away.
    feeds[6_000..].iter().for_each(|feed| here.unfollow(*feed));
    server.start_again();
    until("both are back", async || here.health().is_connected && there.health().is_connected).await;
    for feed in feeds[..6_000].iter().step_by(1_000) {
        hears(&here, &there, *feed).await;
    }
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    let channels: Vec<String> = redis::cmd("PUBSUB").arg("CHANNELS").query_async(&mut wire).await.unwrap();
    assert_eq!(channels.len(), 6_001, "those that are followed, and everyone's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_wiped_learns_anew() {
    let server = Server::start(&[]);
    let (here, there) = (Server::bus(&server.url()).await, Server::bus(&server.url()).await);
    let (quota, ada) = (Quota { burst: 1, period: Duration::from_secs(600) }, UserId::new());
    assert_eq!(here.take("key", quota).await.unwrap(), Decision::Go);
    assert!(matches!(there.take("key", quota).await.unwrap(), Decision::Wait(_)));
    here.present(ada, 1, Some(Presence::Active)).await.unwrap();
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    redis::cmd("FLUSHALL").exec_async(&mut wire).await.unwrap();
    redis::cmd("SCRIPT").arg("FLUSH").exec_async(&mut wire).await.unwrap();
    assert_eq!(there.take("key", quota).await.unwrap(), Decision::Go, "the budget is full again");
    assert!(matches!(here.take("key", quota).await.unwrap(), Decision::Wait(_)), "and shared");
    assert_eq!(there.presence(&[ada]).await.unwrap(), []);
    // What the next heartbeat does.
    here.present(ada, 1, Some(Presence::Active)).await.unwrap();
    assert_eq!(there.presence(&[ada]).await.unwrap(), [(ada, Presence::Active)]);
    assert_eq!(here.health().fallbacks, 0, "the server was there all the time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_freezes_keeps_nobody_waiting() {
    let server = Server::start(&[]);
    let (here, there) = (Server::bus(&server.url()).await, Server::bus(&server.url()).await);
    let (feed, ada) = (FeedId::Channel(ChannelId::new()), UserId::new());
    let mut ears = here.subscribe();
    follow(&here, &mut ears, feed).await;
    let quota = Quota { burst: 100_000, period: Duration::from_secs(600) };
    server.freeze();
    let frozen = Instant::now();
    let mut calls = 0;
    while frozen.elapsed() < Duration::from_secs(5) {
        assert_eq!(bounded(here.take("key", quota)).await.unwrap(), Decision::Go);
        bounded(here.present(ada, 1, Some(Presence::Active))).await.unwrap();
        assert_eq!(bounded(here.presence(&[ada])).await.unwrap(), [(ada, Presence::Active)]);
        bounded(here.publish(moved(feed, 1))).await.unwrap();
        calls += 1;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // Waiting half a second each, there were no more than ten.
    assert!(calls > 200, "{calls} calls in five seconds");
    let mut ears = here.subscribe();
    server.thaw();
    missed(&mut ears, Duration::from_secs(10)).await;
    until("both are back", async || here.health().is_connected && there.health().is_connected).await;
    hears(&here, &there, feed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_at_the_start_is_no_reason_not_to_start() {
    let mut server = Server::start(&[]);
    let url = server.url();
    server.kill();
    let from = Instant::now();
    let bus = Server::bus(&url).await;
    assert!(from.elapsed() < Duration::from_secs(4), "{:?}", from.elapsed());
    assert!(!bus.health().is_connected);
    let feed = FeedId::Channel(ChannelId::new());
    bus.follow(feed);
    server.start_again();
    let other = Server::bus(&url).await;
    until("it comes", async || bus.health().is_connected).await;
    hears(&bus, &other, feed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_a_gap() {
    let server = Server::start(&[]);
    let bus = Server::bus(&server.url()).await;
    let mut ears = bus.subscribe();
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    for nonsense in [&b"\xff newer than we know"[..], b"", b"\x01"] {
        let publish = redis::cmd("PUBLISH").arg("{workloop:all}").arg(nonsense).to_owned();
        publish.exec_async(&mut wire).await.unwrap();
    }
    missed(&mut ears, Duration::from_secs(5)).await;
    until("all are counted", async || bus.health().undecodable == 3).await;
    assert!(bus.health().is_connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_no_crash_and_the_right_one_works() {
    let server = Server::start(&["--requirepass", "p@ss"]);
    let wrong = Server::bus(&format!("valkey://:wrong@127.0.0.1:{}", server.port)).await;
    assert!(!wrong.health().is_connected);
    let right = Server::bus(&format!("redis://default:p%40ss@127.0.0.1:{}", server.port)).await;
    assert!(right.health().is_connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rights_that_the_manual_asks_for_are_enough() {
    let manual = include_str!("../../../../docs/OPERATING.md");
    let rights = manual.split("ACLs: `").nth(1).and_then(|rest| rest.split('`').next());
    let rights: Vec<&str> = rights.expect("the manual names them").split(' ').collect();
    let server = Server::start(&[]);
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    let mut user = redis::cmd("ACL");
    user.arg("SETUSER").arg("workloop").arg("on").arg(">x").arg(&rights);
    user.exec_async(&mut wire).await.unwrap();
    let url = format!("valkey://workloop:x@127.0.0.1:{}", server.port);
    let (here, there) = (Server::bus(&url).await, Server::bus(&url).await);
    bus::contract::nodes::hear_each_other(&here, &there).await;
    assert_eq!(here.health().fallbacks + there.health().fallbacks, 0);
    // A server that refuses is seen as none.
    redis::cmd("ACL").arg("SETUSER").arg("workloop").arg("-@scripting").exec_async(&mut wire).await.unwrap();
    assert!(!Server::bus(&url).await.health().is_connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_that_is_not_renewed_expires() {
    // The server's clock decides; what it keeps has an end.
    let server = Server::start(&[]);
    let (bus, ada) = (Server::bus(&server.url()).await, UserId::new());
    bus.present(ada, 1, Some(Presence::Active)).await.unwrap();
    bus.take("key", Quota { burst: 2, period: Duration::from_secs(60) }).await.unwrap();
    let client = redis::Client::open(server.url()).unwrap();
    let mut wire = client.get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<String> = redis::cmd("KEYS").arg("*").query_async(&mut wire).await.unwrap();
    assert_eq!(keys.len(), 2, "{keys:?}");
    for key in &keys {
        let left: i64 = redis::cmd("PTTL").arg(key).query_async(&mut wire).await.unwrap();
        assert!((1..=60_000).contains(&left), "{key}: {left}");
    }
    // A connection that vanished, of somebody who is still there with another.
    let key = keys.iter().find(|key| key.contains(":p")).unwrap();
    redis::cmd("HSET").arg(key).arg("gone:7").arg("12").exec_async(&mut wire).await.unwrap();
    let answer = bus.present(ada, 1, Some(Presence::Away)).await.unwrap();
    assert_eq!(answer, (Presence::Active, Presence::Away), "the vanished one counts for nothing");
    let left: usize = redis::cmd("HLEN").arg(key).query_async(&mut wire).await.unwrap();
    assert_eq!(left, 1, "and is swept away");
}
