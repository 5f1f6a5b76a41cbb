//! Several nodes that write the same feeds at once.

use std::sync::atomic::Ordering::SeqCst;

use protocol::MessageId;
use store::{
    contract::{Town, message},
    messages::NewMessage,
};
use tokio::task::JoinSet;

use crate::{crowd::Crowd, fresh::Fresh};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_appears_below_a_cursor_while_two_nodes_write() {
    let fresh = Fresh::new().await;
    let nodes = vec![fresh.node().await, fresh.node().await];
    let crowd = Crowd::new(nodes, false).await;
    let enough = async {
        while crowd.acknowledged.load(SeqCst) < 200 {
            crowd.until_acknowledged().await;
        }
    };
    crowd.talk(4, enough).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_nonce_on_two_nodes_at_once_is_one_message() {
    let fresh = Fresh::new().await;
    let nodes = [fresh.node().await, fresh.node().await];
    let town = Town::new(&nodes[0]).await;
    for round in 0..10 {
        let one = message(town.general, town.bela, &format!("once {round}"));
        let mut tries = JoinSet::new();
        for number in 0..10 {
            let (node, again) =
                (nodes[number % 2].clone(), NewMessage { id: MessageId::new(), ..one.clone() });
            tries.spawn(async move { node.append(again).await.unwrap() });
        }
        let done = tries.join_all().await;
        let first = done.iter().filter(|it| it.value.1).count();
        assert_eq!(first, 1, "one of them was first");
        assert!(done.iter().all(|it| it.value.0 == done[0].value.0), "all were told the same");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_nodes_may_open_an_empty_database_at_once() {
    let fresh = Fresh::new().await;
    let (one, two, three) = tokio::join!(fresh.node(), fresh.node(), fresh.node());
    let epoch = one.epoch().await.unwrap();
    assert_eq!(two.epoch().await.unwrap(), epoch);
    let town = Town::new(&three).await;
    assert_eq!(two.account(town.ada).await.unwrap().handle, "ada");
}
