//! A cluster of three, each with a third of the slots.

use std::time::{Duration, Instant};

use bus::{
    News, Received,
    contract::{
        nodes::{hear_each_other, missed},
        server::Server,
    },
};
use protocol::SessionId;
use tokio::time::timeout;

/// Starts three servers and makes them a cluster.
async fn cluster() -> Vec<Server> {
    let members: Vec<Server> = (0..3)
        .map(|_| Server::start(&["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"]))
        .collect();
    for (number, member) in members.iter().enumerate() {
        let mut wire = connection(member).await;
        let (first, last) = (number * 16_384 / 3, (number + 1) * 16_384 / 3 - 1);
        redis::cmd("CLUSTER").arg("ADDSLOTSRANGE").arg(first).arg(last).exec_async(&mut wire).await.unwrap();
        let epoch = number + 1;
        redis::cmd("CLUSTER").arg("SET-CONFIG-EPOCH").arg(epoch).exec_async(&mut wire).await.unwrap();
    }
    let mut wire = connection(&members[0]).await;
    for other in &members[1..] {
        let meet = redis::cmd("CLUSTER").arg("MEET").arg("127.0.0.1").arg(other.port).to_owned();
        meet.exec_async(&mut wire).await.unwrap();
    }
    let end = Instant::now() + Duration::from_secs(30);
    for member in &members {
        let mut wire = connection(member).await;
        loop {
            let state: String = redis::cmd("CLUSTER").arg("INFO").query_async(&mut wire).await.unwrap();
            if state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:3") {
                break;
            }
            assert!(Instant::now() < end, "no cluster: {state}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    members
}

async fn connection(member: &Server) -> redis::aio::MultiplexedConnection {
    redis::Client::open(member.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_cluster_news_is_sharded_and_a_lost_member_is_lived_without() {
    let mut members = cluster().await;
    let one = format!("{}?cluster=true", members[0].url());
    let all =
        format!("{}?nodes=127.0.0.1:{},127.0.0.1:{}", members[2].url(), members[0].port, members[1].port);
    let (here, there) = (Server::bus(&one).await, Server::bus(&all).await);
    assert!(here.health().is_connected && there.health().is_connected);
    hear_each_other(&here, &there).await;
    assert_eq!((here.health().fallbacks, here.health().reconnects), (0, 0), "{:?}", here.health());

    // Feeds went over all members, and never to all of them.
    let feeds: Vec<_> = (0..60).map(|_| protocol::FeedId::Channel(protocol::ChannelId::new())).collect();
    let mut ears = here.subscribe();
    for feed in &feeds {
        here.follow(*feed);
    }
    let mut followed = 0;
    while followed < feeds.len() {
        if let bus::Received::News(bus::News::Followed { feeds }) = ears.next().await {
            followed += feeds.len();
        }
    }
    for member in &members {
        let channels: Vec<String> = redis::cmd("PUBSUB")
            .arg("SHARDCHANNELS")
            .query_async(&mut connection(member).await)
            .await
            .unwrap();
        assert!((2..60).contains(&channels.len()), "{} of {}", channels.len(), feeds.len());
    }

    members[1].kill();
    let end = Instant::now() + Duration::from_secs(10);
    while here.health().is_connected {
        assert!(Instant::now() < end, "the loss is noticed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let from = Instant::now();
    here.presence(&[protocol::UserId::new()]).await.unwrap();
    assert!(from.elapsed() < Duration::from_secs(1));

    let mut ears = here.subscribe();
    members[1].start_again();
    missed(&mut ears, Duration::from_secs(30)).await;
    let end = Instant::now() + Duration::from_secs(20);
    while !there.health().is_connected {
        assert!(Instant::now() < end, "the other comes back too");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    hear_each_other(&here, &there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_that_moves_to_another_member_is_followed_there() {
    let members = cluster().await;
    let url = format!("{}?cluster=true", members[0].url());
    let (here, there) = (Server::bus(&url).await, Server::bus(&url).await);
    let (mut wires, mut ids) = (vec![], vec![]);
    for member in &members {
        let mut wire = connection(member).await;
        let id: String = redis::cmd("CLUSTER").arg("MYID").query_async(&mut wire).await.unwrap();
        wires.push(wire);
        ids.push(id);
    }
    let keyslot = redis::cmd("CLUSTER").arg("KEYSLOT").arg("{workloop:all}").to_owned();
    let slot: usize = keyslot.query_async(&mut wires[0]).await.unwrap();
    let from = (0..3).find(|number| slot < (number + 1) * 16_384 / 3).unwrap();
    let to = (from + 1) % 3;
    let mut set = async |at: usize, how: &str, node: usize| {
        let set = redis::cmd("CLUSTER").arg("SETSLOT").arg(slot).arg(how).arg(&ids[node]).to_owned();
        set.exec_async(&mut wires[at]).await.unwrap();
    };
    set(to, "IMPORTING", from).await;
    set(from, "MIGRATING", to).await;
    for at in [to, from, 3 - to - from] {
        set(at, "NODE", to).await;
    }
    let mut ears = there.subscribe();
    let session = SessionId::new();
    let heard = async {
        loop {
            here.publish(News::Revoked { sessions: vec![session] }).await.unwrap();
            match timeout(Duration::from_millis(200), ears.next()).await {
                Ok(Received::News(News::Revoked { sessions })) if sessions == [session] => return,
                Ok(Received::Closed) => panic!("the bus is gone"),
                _ => {}
            }
        }
    };
    timeout(Duration::from_secs(20), heard).await.expect("it's heard where the slot is now");
    assert!(there.health().reconnects > 0, "{:?}", there.health());
}
