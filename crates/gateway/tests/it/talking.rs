//! What is said is heard, once and in order.

use std::time::Duration;

use protocol::frame::{ClientFrame, Presence, ServerFrame};

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn all_hear_the_same_in_one_order() {
    // [P3, P4, P5, P6]
    let stage = Stage::new().await;
    let mut ears = vec![];
    for who in [stage.ada, stage.bela, stage.bela] {
        ears.push(stage.client(who).await);
    }
    let talk = async |who, name: &str| {
        for number in 0..150 {
            stage.say(who, stage.harbour.id, &format!("{name} {number}")).await;
        }
    };
    tokio::join!(talk(stage.ada, "ada"), talk(stage.bela, "bela"));
    for client in &mut ears {
        client.hears("ada 149").await;
        client.hears("bela 149").await;
        client.agrees(stage.harbour.id).await;
        for name in ["ada", "bela"] {
            let own: Vec<_> = client.heard.iter().filter(|text| text.starts_with(name)).collect();
            let expected: Vec<_> = (0..150).map(|number| format!("{name} {number}")).collect();
            assert_eq!(own, expected.iter().collect::<Vec<_>>());
        }
    }
    assert_eq!(ears[0].heard, ears[1].heard);
    assert_eq!(ears[1].heard, ears[2].heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_and_a_deletion_reach_those_who_saw_the_message() {
    let stage = Stage::new().await;
    let mut bela = stage.client(stage.bela).await;
    let ada = stage.inside(stage.ada, stage.harbour.id).await;
    let (kept, dropped) = (
        stage.say(stage.ada, ada.channel.id, "one").await,
        stage.say(stage.ada, ada.channel.id, "two").await,
    );
    stage.chat.edit(&ada, kept.id, "uno").await.unwrap();
    let gone = stage.chat.delete(&ada, dropped.id).await.unwrap();
    bela.reaches(stage.feed(), gone.rev).await;
    bela.agrees(stage.harbour.id).await;
    let texts: Vec<_> = bela.messages[&stage.feed()].values().map(|it| it.text.as_str()).collect();
    assert!(texts.contains(&"uno") && !texts.contains(&"two"), "{texts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_told_to_those_in_the_channel() {
    let stage = Stage::new().await;
    let (mut bela, mut cleo) = (stage.client(stage.bela).await, stage.client(stage.cleo).await);
    let typing = ClientFrame::Typing { channel: stage.harbour.id, thread: None };
    cleo.send(&typing).await;
    let mut ada = stage.client(stage.ada).await;
    ada.send(&typing).await;
    loop {
        if let ServerFrame::Typing { user, .. } = bela.take().await.unwrap() {
            // Cleo isn't in it, so hers went nowhere.
            assert_eq!(user, stage.ada.user);
            break;
        }
    }
    let end = tokio::time::Instant::now() + Duration::from_millis(300);
    while let Ok(frame) = tokio::time::timeout_at(end, cleo.take()).await {
        assert!(!matches!(frame.unwrap(), ServerFrame::Typing { .. }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_comes_changes_and_goes() {
    let stage = Stage::new().await;
    let mut ada = stage.client(stage.ada).await;
    let told = async |client: &mut crate::client::Client| loop {
        if let ServerFrame::Presence { user, state } = client.take().await.unwrap()
            && user == stage.bela.user
        {
            return state;
        }
    };
    let mut bela = stage.client(stage.bela).await;
    assert_eq!(told(&mut ada).await, Presence::Active);
    bela.send(&ClientFrame::Presence { state: Presence::Away }).await;
    assert_eq!(told(&mut ada).await, Presence::Away);
    drop(bela);
    assert_eq!(told(&mut ada).await, Presence::Offline);
}
