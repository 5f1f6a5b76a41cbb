//! The contract suite on the in-process engine and on a real server.

use bus::contract::server::{Server, shared};

#[tokio::test]
async fn the_local_bus_keeps_its_promises() {
    bus::contract::keeps_its_promises(&bus::Bus::local()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_valkey_bus_keeps_its_promises() {
    let url = shared();
    bus::contract::keeps_its_promises(&Server::bus(&url).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_hear_each_other_and_share_what_they_count() {
    let url = shared();
    let (here, there) = (Server::bus(&url).await, Server::bus(&url).await);
    bus::contract::nodes::hear_each_other(&here, &there).await;
    for health in [here.health(), there.health()] {
        assert!(health.is_connected, "{health:?}");
        assert_eq!((health.fallbacks, health.undecodable, health.reconnects), (0, 0, 0), "{health:?}");
        assert_eq!(health.engine, "valkey");
    }
    assert!(here.health().published > 1_000 && there.health().received > 1_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_installations_on_one_server_know_nothing_of_each_other() {
    use std::time::Duration;

    use bus::{Decision, News, Quota, Received};
    use protocol::{SessionId, UserId, frame::Presence};

    let (pier, quay) = (Server::bus(&shared()).await, Server::bus(&shared()).await);
    let (mut ears, ada) = (quay.subscribe(), UserId::new());
    pier.publish(News::Revoked { sessions: vec![SessionId::new()] }).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_millis(500), ears.next()).await;
    assert!(!matches!(heard, Ok(Received::News(_))), "another installation's news");
    let quota = Quota { burst: 1, period: Duration::from_secs(600) };
    for bus in [&pier, &quay] {
        assert_eq!(bus.take("ada", quota).await.unwrap(), Decision::Go);
    }
    pier.present(ada, 1, Some(Presence::Active)).await.unwrap();
    assert_eq!(quay.presence(&[ada]).await.unwrap(), []);
}
