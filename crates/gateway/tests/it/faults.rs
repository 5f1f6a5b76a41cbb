//! A bus that loses, doubles and delays; clients that don't read.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::time::{Instant, timeout};

use crate::{client::Client, stage::Stage};

#[tokio::test(flavor = "multi_thread")]
async fn hints_lost_doubled_and_late_change_nothing() {
    // [P3, P4, P5]
    let stage = Stage::new().await;
    let mut clients = vec![stage.client(stage.ada).await, stage.client(stage.bela).await];
    stage.faults.garbles.store(true, Ordering::Relaxed);
    // Comparing heads, once a second, would find these too, but never so fast.
    timeout(Duration::from_secs(8), async {
        for number in 0..120 {
            stage.say(stage.ada, stage.harbour.id, &number.to_string()).await;
            if number % 6 == 5 {
                clients[0].hears(&(number - 2).to_string()).await;
            }
        }
    })
    .await
    .expect("gaps are filled at once");
    for client in &mut clients {
        client.hears("119").await;
        client.agrees(stage.harbour.id).await;
        assert_eq!(client.heard, (0..120).map(|number| number.to_string()).collect::<Vec<_>>());
        assert_eq!(client.resets, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_hint_lost_is_noticed_within_two_seconds() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    stage.faults.loses.store(true, Ordering::Relaxed);
    stage.say(stage.ada, stage.harbour.id, "into the void").await;
    timeout(Duration::from_secs(2), bela.hears("into the void")).await.expect("heads are compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_whose_hint_was_lost_is_followed_all_the_same() {
    let stage = Stage::new().await;
    let mut cleo = stage.client(stage.cleo).await;
    stage.faults.loses.store(true, Ordering::Relaxed);
    stage.bring(stage.cleo).await;
    stage.say(stage.ada, stage.harbour.id, "welcome").await;
    timeout(Duration::from_secs(5), async {
        while !cleo.resets.contains(&stage.feed()) {
            cleo.take().await.unwrap();
        }
    })
    .await
    .expect("heads are compared");
    cleo.agrees(stage.harbour.id).await;
    stage.say(stage.ada, stage.harbour.id, "aboard").await;
    cleo.hears("aboard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_read_costs_the_others_nothing_and_misses_nothing() {
    // [P9]
    let stage = Stage::new().await;
    let mut ada = stage.client(stage.ada).await;
    let mut stuck = stage.client(stage.bela).await;
    let long = "x".repeat(3_000);
    let begun = Instant::now();
    // More than the sockets' buffers and the ring hold together.
    for number in 0..1_000 {
        stage.say(stage.ada, stage.harbour.id, &format!("{number} {long}")).await;
        if number % 50 == 0 {
            ada.hears(&format!("{number} {long}")).await;
        }
    }
    ada.hears(&format!("999 {long}")).await;
    let others = begun.elapsed();
    assert_eq!(stuck.heard.len(), 0);
    stuck.hears(&format!("999 {long}")).await;
    assert_eq!(stuck.heard.len(), 1_000, "after {others:?}");
    stuck.agrees(stage.harbour.id).await;
    assert!(stage.gateway.counts().missed > 0, "the ring never moved on: send more");
}

#[tokio::test(flavor = "multi_thread")]
async fn newcomers_who_do_not_read_keep_no_others_waiting() {
    // [P9] More of them than are brought up to date at once, each with more to take than
    // its socket holds.
    let stage = Stage::new().await;
    let long = "x".repeat(3_900);
    let mut known = stage.client(stage.bela).await;
    for number in 0..60 {
        stage.say(stage.ada, stage.harbour.id, &format!("{number} {long}")).await;
    }
    known.hears(&format!("59 {long}")).await;
    let mut stuck = vec![];
    for _ in 0..70 {
        let mut client =
            Client::new(stage.open_narrow(stage.bela).await, stage.chat.clone(), stage.bela).await;
        client.epoch.clone_from(&known.epoch);
        client.cursors = known.cursors.keys().map(|feed| (*feed, 1)).collect();
        client.hello().await;
        stuck.push(client);
    }
    timeout(Duration::from_secs(15), stage.client(stage.ada)).await.expect("her turn comes");
}
