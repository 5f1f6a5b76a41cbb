//! Coming back with cursors.

use protocol::FeedId;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_told_and_nothing_again() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    stage.say(stage.ada, stage.harbour.id, "before").await;
    bela.hears("before").await;
    let stream = {
        bela.socket.close(None).await.unwrap();
        for number in 0..60 {
            stage.say(stage.ada, stage.harbour.id, &format!("missed {number}")).await;
        }
        stage.open(stage.bela).await
    };
    let mut bela = bela.again(stream).await;
    bela.hello().await;
    bela.ready().await;
    assert_eq!(bela.resets, []);
    assert_eq!(bela.heard, (0..60).map(|number| format!("missed {number}")).collect::<Vec<_>>());
    bela.agrees(stage.harbour.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_a_reset_of_that_feed_alone() {
    let stage = Stage::new().await;
    let bela = stage.client(stage.bela).await;
    let quiet = bela.cursors.clone();
    for number in 0..510 {
        stage.say(stage.ada, stage.harbour.id, &number.to_string()).await;
    }
    let mut bela = bela.again(stage.open(stage.bela).await).await;
    bela.hello().await;
    bela.ready().await;
    assert_eq!(bela.resets, [stage.feed()]);
    bela.agrees(stage.harbour.id).await;
    stage.say(stage.ada, stage.harbour.id, "and on").await;
    bela.hears("and on").await;
    assert!(quiet.len() > 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_of_another_database_or_of_the_future_are_worth_nothing() {
    // [P13]
    let stage = Stage::new().await;
    let known = stage.client(stage.bela).await;
    let (epoch, cursors) = (known.epoch.clone(), known.cursors.clone());
    let mut other = stage.silent(stage.bela).await;
    (other.epoch, other.cursors) = ("another".into(), cursors.clone());
    other.hello().await;
    other.ready().await;
    assert_eq!(other.resets.len(), cursors.len());
    assert_eq!(other.epoch, epoch);
    let mut ahead = stage.silent(stage.bela).await;
    (ahead.epoch, ahead.cursors) = (epoch, cursors);
    *ahead.cursors.get_mut(&stage.feed()).unwrap() += 1_000;
    ahead.hello().await;
    let told = loop {
        if let protocol::frame::ServerFrame::Reset { feed, to } = ahead.next().await.unwrap() {
            break (feed, to);
        }
    };
    assert_eq!(told, (stage.feed(), known.cursors[&stage.feed()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_one_may_not_follow_is_gone() {
    let stage = Stage::new().await;
    let mut cleo = stage.silent(stage.cleo).await;
    let (secret, nowhere) = (stage.feed(), FeedId::Channel(protocol::ChannelId::new()));
    let others = FeedId::User(stage.ada.user);
    cleo.cursors = [(secret, 0), (nowhere, 0), (others, 0)].into();
    cleo.hello().await;
    cleo.ready().await;
    let mut gone = cleo.gone.clone();
    let mut all = vec![secret, nowhere, others];
    gone.sort_by_key(ToString::to_string);
    all.sort_by_key(ToString::to_string);
    assert_eq!(gone, all);
    assert!(!cleo.messages.contains_key(&secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_that_tells_of_a_lost_frame_has_it_told_again() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    stage.say(stage.ada, stage.harbour.id, "lost").await;
    bela.hears("lost").await;
    // As if that frame had never been applied.
    *bela.cursors.get_mut(&stage.feed()).unwrap() -= 1;
    bela.heard.clear();
    let heartbeat = protocol::frame::ClientFrame::Heartbeat {
        cursors: [(stage.feed(), bela.cursors[&stage.feed()])].into(),
    };
    bela.send(&heartbeat).await;
    bela.send(&heartbeat).await;
    bela.hears("lost").await;
    bela.agrees(stage.harbour.id).await;
}
