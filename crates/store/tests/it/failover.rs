//! Servers that step down, die, freeze, or lose their majority while people talk: nothing
//! acknowledged is lost, nothing is there twice, and it goes on by itself.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::{Duration, Instant},
};

use mongodb::bson::doc;
use protocol::MessageId;
use store::{
    Error, Store,
    contract::{Town, message},
    messages::{NewMessage, Window},
    mongo::Mongo,
};
use tokio::{task::JoinSet, time::sleep};

use crate::{crowd::Crowd, replica::ReplicaSet};

/// How soon writes are acknowledged again.
const SOON: Duration = Duration::from_secs(15);

async fn crowd(set: &ReplicaSet) -> Arc<Crowd> {
    let mut nodes = Vec::new();
    for _ in 0..2 {
        nodes.push(Store::new(Mongo::open(&set.url()).await.unwrap()));
    }
    Crowd::new(nodes, true).await
}

/// Says what happened, for whoever reads the test's output.
fn tell(crowd: &Crowd, pauses: &[Duration]) {
    let count = |it: &std::sync::atomic::AtomicU64| it.load(SeqCst);
    println!(
        "{} acknowledged, {} refused, {} unknown of which {} were stored; pauses of {pauses:?}",
        count(&crowd.acknowledged),
        count(&crowd.refused),
        count(&crowd.unknown),
        count(&crowd.repeated)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_steps_down_loses_nothing() {
    let set = ReplicaSet::start().await;
    let crowd = crowd(&set).await;
    let mut pauses = Vec::new();
    let faults = async {
        for _ in 0..3 {
            crowd.until_acknowledged().await;
            let primary = set.primary(None).await;
            // It answers or cuts the connection.
            let _ = set.members[primary].ask(doc! { "replSetStepDown": 5, "force": true }).await;
            assert_ne!(set.primary(Some(primary)).await, primary);
            let pause = crowd.until_acknowledged().await;
            assert!(pause < SOON, "writes stood still for {pause:?}");
            pauses.push(pause);
        }
    };
    crowd.talk(3, faults).await;
    tell(&crowd, &pauses);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_primary_loses_nothing() {
    let mut set = ReplicaSet::start().await;
    let crowd = crowd(&set).await;
    let mut pauses = Vec::new();
    let faults = async {
        for _ in 0..3 {
            crowd.until_acknowledged().await;
            let primary = set.primary(None).await;
            set.members[primary].kill();
            let pause = crowd.until_acknowledged().await;
            assert!(pause < SOON, "writes stood still for {pause:?}");
            pauses.push(pause);
            set.members[primary].start_again();
            set.until_whole().await;
        }
    };
    crowd.talk(3, faults).await;
    tell(&crowd, &pauses);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_primary_loses_nothing() {
    let set = ReplicaSet::start().await;
    let crowd = crowd(&set).await;
    let mut pauses = Vec::new();
    let faults = async {
        crowd.until_acknowledged().await;
        let primary = set.primary(None).await;
        set.members[primary].freeze();
        // Connections stand open and nobody answers: only waiting tells.
        let pause = crowd.until_acknowledged().await;
        assert!(pause < SOON * 2, "writes stood still for {pause:?}");
        assert!(pause > Duration::from_secs(1), "it was felt: {pause:?}");
        pauses.push(pause);
        set.members[primary].thaw();
        set.until_whole().await;
        crowd.until_acknowledged().await;
    };
    crowd.talk(3, faults).await;
    tell(&crowd, &pauses);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_majority_nothing_is_promised() {
    let mut set = ReplicaSet::start().await;
    let store = Store::new(Mongo::open(&set.url()).await.unwrap());
    let town = Town::new(&store).await;
    let primary = set.primary(None).await;
    let others = [(primary + 1) % 3, (primary + 2) % 3];
    for other in others {
        set.members[other].kill();
    }
    let new = message(town.general, town.ada, "is anybody there");
    let waiting: JoinSet<Duration> = (0..8)
        .map(|number| {
            let (store, new) = (store.clone(), message(town.general, town.bela, "nor I"));
            async move {
                // Behind the first, which takes its time.
                sleep(Duration::from_millis(500 * number)).await;
                let asked = Instant::now();
                let refused = store.append(new).await;
                assert!(matches!(refused, Err(Error::Unavailable(_) | Error::Unknown(_))), "{refused:?}");
                asked.elapsed()
            }
        })
        .collect();
    for _ in 0..2 {
        let asked = Instant::now();
        let refused = store.append(NewMessage { id: MessageId::new(), ..new.clone() }).await;
        assert!(matches!(refused, Err(Error::Unavailable(_) | Error::Unknown(_))), "{refused:?}");
        assert!(asked.elapsed() < Duration::from_secs(25), "an answer took {:?}", asked.elapsed());
    }
    for waited in waiting.join_all().await {
        assert!(waited < Duration::from_secs(15), "an answer took {waited:?}");
    }
    for other in others {
        set.members[other].start_again();
    }
    set.until_whole().await;
    let begun = Instant::now();
    let sent = loop {
        match store.append(NewMessage { id: MessageId::new(), ..new.clone() }).await {
            Ok(done) => break done.value.0,
            Err(Error::Unavailable(_) | Error::Unknown(_)) if begun.elapsed() < SOON => {}
            Err(error) => panic!("{error}"),
        }
        sleep(Duration::from_millis(50)).await;
    };
    let after = store.append(message(town.general, town.ada, "yes")).await.unwrap().value.0;
    assert!(after.seq > sent.seq);
    let all = store.history(town.general, None, Window::Latest, 100).await.unwrap().messages;
    let of_ada = all.iter().filter(|it| it.nonce.as_ref() == Some(&new.nonce)).count();
    assert_eq!(of_ada, 1, "what was refused or unknown is there once");
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
