//! Snapshots, announcing, following.

use bus::{News, Received, Subscription};
use chat::messages::Sending;
use protocol::{FeedId, Item, frame::Presence, frame::ServerFrame};

use crate::stage::{Cast::*, Stage, sending};

async fn heard(news: &mut Subscription) -> News {
    let next = tokio::time::timeout(std::time::Duration::from_secs(5), news.next());
    match next.await.expect("some news") {
        Received::News(news) => news,
        _ => panic!("news were missed"),
    }
}

#[tokio::test]
async fn what_was_sent_is_announced_once_as_the_gateway_tells_it() {
    let stage = Stage::new().await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let mut news = stage.chat.subscribe();
    let said = Sending { nonce: "n1".into(), ..sending("ahoy") };
    let message = stage.chat.send(&cleo, said).await.unwrap().0;
    let News::Changed { feed, to, frame, .. } = heard(&mut news).await else { panic!("a change") };
    assert_eq!((feed, to), (FeedId::Channel(stage.harbour.id), message.rev));
    let Ok(ServerFrame::Changes(changes)) = serde_json::from_slice(&frame) else { panic!("a frame") };
    assert_eq!(changes.items, [Item::Message(message)]);
    // A repeated nonce changed nothing: the next news is of something else.
    let again = Sending { nonce: "n1".into(), ..sending("ahoy") };
    stage.chat.send(&cleo, again).await.unwrap();
    stage.chat.typing(cleo.user, stage.harbour.id, None).await.unwrap();
    assert!(matches!(heard(&mut news).await, News::Typing { .. }));
}

#[tokio::test]
async fn ended_sessions_are_announced() {
    let stage = Stage::new().await;
    let cleo = stage.who(Cleo);
    let mut news = stage.chat.subscribe();
    stage.chat.end_session(cleo, cleo.session).await.unwrap();
    let News::Revoked { sessions } = heard(&mut news).await else { panic!("a revocation") };
    assert_eq!(sessions, [cleo.session]);
}

#[tokio::test]
async fn a_snapshot_and_what_follows_its_cursors_is_everything() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let snapshot = chat.snapshot(stage.who(Cleo)).await.unwrap();
    let said = stage.say(Ada, &stage.cove, &format!("<@{}>", stage.who(Cleo).user)).await;
    let feed = FeedId::Channel(stage.cove.id);
    let changes = chat.changes(stage.who(Cleo), feed, snapshot.cursors[&feed], 100).await.unwrap();
    assert_eq!(changes.items, [Item::Message(said.clone())]);
    let after = chat.snapshot(stage.who(Cleo)).await.unwrap();
    let cove = after.workspaces[0].channels.iter().find(|it| it.channel.id == stage.cove.id).unwrap();
    assert_eq!((cove.last_seq, cove.mentions.as_slice()), (said.seq, [said.seq].as_slice()));
    assert_eq!(after.cursors[&feed], said.rev);
}

#[tokio::test]
async fn presence_is_told_when_it_changes_and_to_whom_may_see_it() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let (cleo, dora) = (stage.who(Cleo).user, stage.who(Dora).user);
    let mut news = chat.subscribe();
    chat.present(cleo, 1, Some(Presence::Active)).await.unwrap();
    let News::Presence { user, state, workspaces } = heard(&mut news).await else { panic!("presence") };
    assert_eq!((user, state, workspaces), (cleo, Presence::Active, vec![stage.workspace]));
    // The same again is no news; another's is.
    chat.present(cleo, 1, Some(Presence::Active)).await.unwrap();
    chat.present(dora, 2, Some(Presence::Away)).await.unwrap();
    let News::Presence { user, .. } = heard(&mut news).await else { panic!("presence") };
    assert_eq!(user, dora);
    let seen = chat.presence_around(stage.who(Bela).user).await.unwrap();
    assert_eq!((seen.get(&cleo), seen.get(&dora)), (Some(&Presence::Active), Some(&Presence::Away)));
    assert!(chat.presence_around(stage.who(Fay).user).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_cursor_is_one_on_all_devices() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let said = stage.say(Ada, &stage.harbour, "ahoy").await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let read = chat.mark_read(&cleo, None, said.seq + 100, 0).await.unwrap();
    assert_eq!(read.read_seq, said.seq);
    let unread = chat.mark_unread(&cleo, None, said.seq).await.unwrap();
    assert_eq!((unread.read_seq, unread.generation), (said.seq - 1, read.generation + 1));
    // A late "read" of the time before is ignored.
    let late = chat.mark_read(&cleo, None, said.seq, read.generation).await.unwrap();
    assert_eq!(late.read_seq, said.seq - 1);
    assert_eq!(chat.mark_unread(&cleo, None, 0).await.unwrap_err().field(), Some("seq"));
}
