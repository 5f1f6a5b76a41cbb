//! Making, finding and leaving channels.

use chat::Refusal;
use protocol::{ChannelKind, UserId};
use store::{PageRequest, channels::ChannelPatch};

use crate::stage::{Cast::*, Stage};

const PAGE: PageRequest = PageRequest { after: None, limit: 50 };

#[tokio::test]
async fn the_first_channel_is_not_left_nor_archived() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let first = chat.snapshot(stage.who(Ada)).await.unwrap().workspaces[0].workspace.default_channel;
    let dora = chat.insider(stage.who(Dora), first).await.unwrap();
    assert_eq!(chat.leave(&dora, dora.user).await.unwrap_err().code(), "forbidden");
    let ada = chat.insider(stage.who(Ada), first).await.unwrap();
    assert_eq!(chat.leave(&ada, dora.user).await.unwrap_err().code(), "forbidden");
    let archive = ChannelPatch { archived: Some(true), ..ChannelPatch::default() };
    assert_eq!(chat.update_channel(&ada, archive).await.unwrap_err().code(), "forbidden");
}

#[tokio::test]
async fn who_left_hears_nothing_more() {
    let stage = Stage::new().await;
    let (chat, cleo) = (&stage.chat, stage.who(Cleo));
    let inside = stage.inside(Cleo, &stage.cove).await;
    chat.leave(&inside, cleo.user).await.unwrap();
    assert_eq!(chat.reader(cleo, stage.cove.id).await.unwrap_err(), Refusal::NotFound("channel"));
    let snapshot = chat.snapshot(cleo).await.unwrap();
    assert!(snapshot.workspaces[0].channels.iter().all(|it| it.channel.id != stage.cove.id));
    assert!(!snapshot.cursors.contains_key(&protocol::FeedId::Channel(stage.cove.id)));
    assert_eq!(chat.leave(&inside, cleo.user).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn browsing_finds_public_channels_only() {
    let stage = Stage::new().await;
    let dora = stage.chat.fellow(stage.who(Dora), stage.workspace).await.unwrap();
    let found = stage.chat.browse(&dora, "", false, PAGE).await.unwrap().rows;
    let names: Vec<_> = found.iter().map(|it| (it.channel.name.as_str(), it.joined)).collect();
    assert_eq!(names, [("general", true), ("harbour", false)]);
    assert!(stage.chat.browse(&dora, "cove", false, PAGE).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn a_direct_message_is_one_whoever_opens_it() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let (cleo, dora) = (stage.who(Cleo).user, stage.who(Dora).user);
    let of = async |cast| chat.fellow(stage.who(cast), stage.workspace).await.unwrap();
    let one = chat.open_direct(&of(Cleo).await, vec![dora, dora, cleo]).await.unwrap();
    let other = chat.open_direct(&of(Dora).await, vec![cleo]).await.unwrap();
    assert_eq!((one.id, one.kind), (other.id, ChannelKind::Dm));
    let alone = chat.open_direct(&of(Cleo).await, vec![]).await.unwrap();
    assert_eq!(alone.people, [cleo]);
    let crowd: Vec<UserId> = [Ada, Bela, Dora, Emil].map(|it| stage.who(it).user).to_vec();
    let group = chat.open_direct(&of(Cleo).await, crowd).await.unwrap();
    assert_eq!((group.kind, group.people.len()), (ChannelKind::Group, 5));
    for gone in [Gus, Hana] {
        let refused = chat.open_direct(&of(Cleo).await, vec![stage.who(gone).user]).await;
        assert_eq!(refused.unwrap_err().code(), "not_found");
    }
}

#[tokio::test]
async fn a_members_own_channel_is_theirs_to_manage() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let cleo = chat.fellow(stage.who(Cleo), stage.workspace).await.unwrap();
    let dora = stage.who(Dora).user;
    let made = chat.create_channel(&cleo, ChannelKind::Private, "Crew Only", "", vec![dora]).await.unwrap();
    assert_eq!(made.name, "crew-only");
    let inside = chat.insider(stage.who(Cleo), made.id).await.unwrap();
    chat.leave(&inside, dora).await.unwrap();
    let patch = ChannelPatch { name: Some("crew".into()), ..ChannelPatch::default() };
    assert_eq!(chat.update_channel(&inside, patch).await.unwrap().name, "crew");
    let again = chat.create_channel(&cleo, ChannelKind::Public, "crew", "", vec![]).await;
    assert_eq!(again.unwrap_err().code(), "name_taken");
    let nameless = chat.create_channel(&cleo, ChannelKind::Public, "a/b", "", vec![]).await;
    assert_eq!(nameless.unwrap_err().field(), Some("name"));
}
