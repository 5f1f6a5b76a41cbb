//! Joining, leaving and being removed, also in the middle of something.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use protocol::{ChannelKind, FeedId, Role};
use tokio::time::timeout;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_after_a_removal_reaches_the_removed() {
    // [P10]
    let stage = Stage::new().await;
    for round in 0..20 {
        let mut bela = stage.client(stage.bela).await;
        stage.say(stage.ada, stage.harbour.id, &format!("open {round}")).await;
        stage.remove(stage.bela).await;
        stage.say(stage.ada, stage.harbour.id, &format!("behind closed doors {round}")).await;
        while !bela.gone.contains(&stage.feed()) {
            bela.take().await.unwrap();
        }
        bela.listen(Duration::from_millis(50)).await;
        assert!(!bela.heard.iter().any(|text| text.starts_with("behind")), "{:?}", bela.heard);
        stage.bring(stage.bela).await;
        while !bela.resets.contains(&stage.feed()) {
            bela.take().await.unwrap();
        }
        stage.say(stage.ada, stage.harbour.id, &format!("again {round}")).await;
        bela.hears(&format!("again {round}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_and_let_in_at_once_one_hears_on() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    // All in one go, so that being let in is heard of before being removed has taken effect.
    stage.faults.holds.store(true, Ordering::Relaxed);
    stage.remove(stage.bela).await;
    stage.bring(stage.bela).await;
    stage.let_go().await;
    stage.say(stage.ada, stage.harbour.id, "still here?").await;
    let followed = async {
        loop {
            let known = bela.messages.get(&stage.feed());
            let is_known = known.is_some_and(|it| it.values().any(|it| it.text == "still here?"));
            if is_known || bela.heard.iter().any(|text| text == "still here?") {
                return;
            }
            bela.take().await.unwrap();
        }
    };
    timeout(Duration::from_secs(5), followed).await.expect("she is in it");
    stage.say(stage.ada, stage.harbour.id, "good").await;
    bela.hears("good").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_whose_hint_was_lost_takes_effect_before_anything_more_is_told() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    stage.faults.loses.store(true, Ordering::Relaxed);
    stage.remove(stage.bela).await;
    stage.faults.loses.store(false, Ordering::Relaxed);
    stage.say(stage.ada, stage.harbour.id, "behind closed doors").await;
    while !bela.gone.contains(&stage.feed()) {
        bela.take().await.unwrap();
    }
    assert_eq!(bela.heard, Vec::<String>::new());
}

/// The runtime's own timer is too coarse to hit a gap of some microseconds.
fn busy_for(time: Duration) {
    let end = std::time::Instant::now() + time;
    while std::time::Instant::now() < end {
        std::hint::spin_loop();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_joined_while_connecting_is_followed() {
    let stage = Arc::new(Stage::new().await);
    for round in 0..150 {
        let here = stage.clone();
        let making = tokio::spawn(async move {
            // The two meet at a different place each time.
            busy_for(Duration::from_micros(round % 75 * 8));
            let fellow = here.chat.fellow(here.ada, here.workspace).await.unwrap();
            let (name, kind) = (format!("pier-{round}"), ChannelKind::Private);
            here.chat.create_channel(&fellow, kind, &name, "", vec![here.bela.user]).await.unwrap()
        });
        let mut bela = stage.client(stage.bela).await;
        let made = making.await.unwrap();
        let feed = FeedId::Channel(made.id);
        let followed = async {
            while !bela.cursors.contains_key(&feed) {
                bela.take().await.unwrap();
            }
            stage.say(stage.ada, made.id, "all aboard").await;
            bela.hears("all aboard").await;
        };
        timeout(Duration::from_secs(5), followed).await.unwrap_or_else(|_| panic!("round {round}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_left_while_connecting_is_not_told() {
    // [P10]
    let stage = Arc::new(Stage::new().await);
    for round in 0..75 {
        let here = stage.clone();
        let removing = tokio::spawn(async move {
            busy_for(Duration::from_micros(round % 75 * 8));
            here.remove(here.bela).await;
        });
        let mut bela = stage.client(stage.bela).await;
        removing.await.unwrap();
        stage.say(stage.ada, stage.harbour.id, &format!("behind closed doors {round}")).await;
        stage.say(stage.ada, stage.everyone(), &format!("in the open {round}")).await;
        bela.hears(&format!("in the open {round}")).await;
        bela.listen(Duration::from_millis(5)).await;
        assert!(!bela.heard.iter().any(|text| text.starts_with("behind")), "round {round}");
        stage.bring(stage.bela).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_hears_nothing_of_the_workspace_until_they_are_more() {
    // [P10]
    let stage = Stage::new().await;
    let ada = stage.chat.fellow(stage.ada, stage.workspace).await.unwrap();
    let feed = FeedId::Workspace(stage.workspace);
    let make = async |name: &str| {
        stage.chat.create_channel(&ada, ChannelKind::Public, name, "", vec![]).await.unwrap();
    };
    let mut cleo = stage.client(stage.cleo).await;
    stage.chat.set_role(&ada, stage.cleo.user, Role::Guest).await.unwrap();
    while !cleo.gone.contains(&feed) {
        cleo.take().await.unwrap();
    }
    make("rumours").await;
    cleo.listen(Duration::from_millis(100)).await;
    assert!(!cleo.cursors.contains_key(&feed));
    // Nobody else on this node follows the workspace.
    stage.chat.set_role(&ada, stage.cleo.user, Role::Member).await.unwrap();
    let followed = async {
        while !cleo.cursors.contains_key(&feed) {
            cleo.take().await.unwrap();
        }
        let before = cleo.cursors[&feed];
        make("news").await;
        cleo.reaches(feed, before + 1).await;
    };
    timeout(Duration::from_secs(5), followed).await.expect("she is a member");
}
