//! Who may do what: every action, tried by everyone. The columns are ada (owner), bela
//! (admin), cleo (member), dora (member outside), emil (guest), fay (guest outside), ivo
//! (admin outside), gus (no person here), hana (deactivated).

use chat::invites::NewInvite;
use protocol::{ChannelKind, FeedId, Role, Timestamp};
use store::{
    PageRequest,
    channels::{ChannelPatch, MembershipPatch},
    messages::Window,
};

use crate::stage::{Cast::*, Stage, sending};

const PAGE: PageRequest = PageRequest { after: None, limit: 50 };

#[tokio::test]
async fn reading_a_public_channel() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await.id;
    stage.expect("see it", "+++++0+00", async |who| chat.reader(who, harbour).await).await;
    stage
        .expect("read its history", "+++++0+00", async |who| {
            let reader = chat.reader(who, harbour).await?;
            chat.message(&reader, said).await?;
            chat.revisions(&reader, said).await?;
            chat.history(&reader, None, Window::Latest, 10).await
        })
        .await;
    stage
        .expect("see who is in it", "+++++0+00", async |who| {
            chat.members(&chat.reader(who, harbour).await?, PAGE).await
        })
        .await;
    stage
        .expect("follow its feed", "+++0+0000", async |who| {
            chat.changes(who, FeedId::Channel(harbour), 0, 10).await
        })
        .await;
    stage.expect("type in it", "+++0+0000", async |who| chat.typing(who.user, harbour, None).await).await;
}

#[tokio::test]
async fn writing_in_a_public_channel() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await.id;
    let inside = "+++f+0f00";
    stage
        .expect("send", inside, async |who| {
            chat.send(&chat.insider(who, harbour).await?, sending("hello")).await
        })
        .await;
    stage
        .expect("react", inside, async |who| {
            chat.react(&chat.insider(who, harbour).await?, said, "👍", true).await
        })
        .await;
    stage
        .expect("mark read", inside, async |who| {
            chat.mark_read(&chat.insider(who, harbour).await?, None, 1, 0).await
        })
        .await;
    stage
        .expect("mark unread", inside, async |who| {
            chat.mark_unread(&chat.insider(who, harbour).await?, None, 1).await
        })
        .await;
    stage
        .expect("follow a thread", inside, async |who| {
            chat.follow(&chat.insider(who, harbour).await?, said, true).await
        })
        .await;
    stage
        .expect("keep a draft", inside, async |who| {
            chat.put_draft(&chat.insider(who, harbour).await?, None, "hm", Timestamp::now()).await
        })
        .await;
    stage
        .expect("star it", inside, async |who| {
            let patch = MembershipPatch { starred: Some(true), ..MembershipPatch::default() };
            chat.update_membership(who, harbour, patch).await
        })
        .await;
}

#[tokio::test]
async fn pinning_what_cleo_wrote() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await.id;
    for on in [true, false] {
        stage
            .expect("pin it or not", "+++ff0f00", async |who| {
                chat.pin(&chat.insider(who, harbour).await?, said, on).await
            })
            .await;
    }
    stage
        .expect("see what is pinned", "+++++0+00", async |who| {
            chat.pins(&chat.reader(who, harbour).await?).await
        })
        .await;
}

#[tokio::test]
async fn saving_what_cleo_wrote() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await.id;
    stage
        .expect("save it", "+++++0+00", async |who| chat.save(&chat.reader(who, harbour).await?, said).await)
        .await;
    stage.expect("take it off", "+++++0+00", async |who| chat.unsave(who, said).await).await;
}

#[tokio::test]
async fn changing_what_cleo_wrote() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, &stage.harbour);
    let said = stage.say(Cleo, harbour, "anchors aweigh").await.id;
    stage
        .expect("edit it", "ff+ff0f00", async |who| {
            chat.edit(&chat.insider(who, harbour.id).await?, said, "anchors away").await
        })
        .await;
    stage
        .expect("delete it", "+++ff0f00", async |who| {
            let fresh = stage.say(Cleo, harbour, "anchors aweigh").await.id;
            chat.delete(&chat.insider(who, harbour.id).await?, fresh).await
        })
        .await;
}

#[tokio::test]
async fn arranging_a_public_channel() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let change = async |who, patch| chat.update_channel(&chat.insider(who, harbour).await?, patch).await;
    let patch = ChannelPatch::default;
    stage
        .expect("set the topic", "+++ff0f00", async |who| {
            change(who, ChannelPatch { topic: Some("tides".into()), ..patch() }).await
        })
        .await;
    stage
        .expect("rename it", "++fff0f00", async |who| {
            change(who, ChannelPatch { name: Some("haven".into()), ..patch() }).await
        })
        .await;
    stage
        .expect("archive it", "++fff0f00", async |who| {
            change(who, ChannelPatch { archived: Some(true), ..patch() }).await?;
            change(who, ChannelPatch { archived: Some(false), ..patch() }).await
        })
        .await;
}

#[tokio::test]
async fn coming_and_going_in_a_public_channel() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let extra = stage.extra("jon").await.user;
    let fay = stage.who(Fay).user;
    stage
        .expect("put a member in", "+++ff0f00", async |who| {
            chat.join(&chat.reader(who, harbour).await?, vec![extra]).await
        })
        .await;
    stage
        .expect("put a guest in", "++fff0f00", async |who| {
            let added = chat.join(&chat.reader(who, harbour).await?, vec![fay]).await?;
            let ada = stage.inside(Ada, &stage.harbour).await;
            chat.leave(&ada, fay).await?;
            Ok(added)
        })
        .await;
    stage
        .expect("take a member out", "++fff0f00", async |who| {
            let ada = stage.inside(Ada, &stage.harbour).await;
            chat.join(&ada, vec![extra]).await?;
            chat.leave(&chat.insider(who, harbour).await?, extra).await
        })
        .await;
    stage
        .expect("join", "++++f0+00", async |who| chat.join(&chat.reader(who, harbour).await?, vec![]).await)
        .await;
}

#[tokio::test]
async fn a_private_channel_exists_only_inside() {
    let stage = Stage::new().await;
    let (chat, cove) = (&stage.chat, stage.cove.id);
    let said = stage.say(Cleo, &stage.cove, "treasure").await.id;
    stage.expect("see it", "+++0+0000", async |who| chat.reader(who, cove).await).await;
    stage
        .expect("read in it", "+++0+0000", async |who| {
            let reader = chat.reader(who, cove).await?;
            chat.message(&reader, said).await?;
            chat.members(&reader, PAGE).await
        })
        .await;
    stage
        .expect("follow its feed", "+++0+0000", async |who| {
            chat.changes(who, FeedId::Channel(cove), 0, 10).await
        })
        .await;
    stage
        .expect("send", "+++0+0000", async |who| {
            chat.send(&chat.insider(who, cove).await?, sending("hello")).await
        })
        .await;
    stage
        .expect("join", "+++0f0000", async |who| chat.join(&chat.reader(who, cove).await?, vec![]).await)
        .await;
    stage
        .expect("rename it", "++f0f0000", async |who| {
            let patch = ChannelPatch { name: Some("cave".into()), ..ChannelPatch::default() };
            chat.update_channel(&chat.insider(who, cove).await?, patch).await
        })
        .await;
}

#[tokio::test]
async fn a_direct_message_exists_only_for_the_two() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let cleo = chat.fellow(stage.who(Cleo), stage.workspace).await.unwrap();
    let dm = chat.open_direct(&cleo, vec![stage.who(Dora).user]).await.unwrap();
    let dora = stage.who(Dora).user;
    let ivo = stage.who(Ivo).user;
    stage
        .expect("send", "00++00000", async |who| {
            chat.send(&chat.insider(who, dm.id).await?, sending("psst")).await
        })
        .await;
    stage
        .expect("add somebody", "00ff00000", async |who| {
            chat.join(&chat.reader(who, dm.id).await?, vec![ivo]).await
        })
        .await;
    stage
        .expect("leave", "00ff00000", async |who| chat.leave(&chat.insider(who, dm.id).await?, dora).await)
        .await;
    stage
        .expect("rename it", "00ff00000", async |who| {
            let patch = ChannelPatch { name: Some("us".into()), ..ChannelPatch::default() };
            chat.update_channel(&chat.insider(who, dm.id).await?, patch).await
        })
        .await;
}

#[tokio::test]
async fn an_archived_channel_is_read_and_not_written() {
    let stage = Stage::new().await;
    let (chat, harbour) = (&stage.chat, stage.harbour.id);
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await.id;
    let ada = stage.inside(Ada, &stage.harbour).await;
    let archive = ChannelPatch { archived: Some(true), ..ChannelPatch::default() };
    chat.update_channel(&ada, archive).await.unwrap();
    stage.expect("see it", "+++++0+00", async |who| chat.reader(who, harbour).await).await;
    stage
        .expect("send", "aaafa0f00", async |who| {
            chat.send(&chat.insider(who, harbour).await?, sending("hello")).await
        })
        .await;
    stage
        .expect("edit", "aaafa0f00", async |who| {
            chat.edit(&chat.insider(who, harbour).await?, said, "hello").await
        })
        .await;
    stage
        .expect("delete", "aaafa0f00", async |who| {
            chat.delete(&chat.insider(who, harbour).await?, said).await
        })
        .await;
    stage
        .expect("react", "aaafa0f00", async |who| {
            chat.react(&chat.insider(who, harbour).await?, said, "👍", true).await
        })
        .await;
    stage
        .expect("join", "aaaaa0a00", async |who| chat.join(&chat.reader(who, harbour).await?, vec![]).await)
        .await;
}

#[tokio::test]
async fn in_the_workspace() {
    let stage = Stage::new().await;
    let (chat, workspace) = (&stage.chat, stage.workspace);
    let cleo = stage.who(Cleo).user;
    stage
        .expect("list people", "+++++++00", async |who| {
            chat.people(&chat.fellow(who, workspace).await?, PAGE).await
        })
        .await;
    stage
        .expect("follow its feed", "++++00+00", async |who| {
            chat.changes(who, FeedId::Workspace(workspace), 0, 10).await
        })
        .await;
    stage
        .expect("browse", "++++ff+00", async |who| {
            chat.browse(&chat.fellow(who, workspace).await?, "", false, PAGE).await
        })
        .await;
    stage
        .expect("make a channel", "++++ff+00", async |who| {
            let (fellow, name) = (chat.fellow(who, workspace).await?, who.user.to_string());
            chat.create_channel(&fellow, ChannelKind::Public, &name, "", vec![]).await
        })
        .await;
    stage
        .expect("make a channel with a guest", "++ffff+00", async |who| {
            let (fellow, name) = (chat.fellow(who, workspace).await?, format!("{}-2", who.user));
            let guest = stage.who(Fay).user;
            chat.create_channel(&fellow, ChannelKind::Private, &name, "", vec![guest]).await
        })
        .await;
    stage
        .expect("write to cleo", "+++++0+00", async |who| {
            chat.open_direct(&chat.fellow(who, workspace).await?, vec![cleo]).await
        })
        .await;
    stage
        .expect("rename it", "++ffff+00", async |who| {
            chat.update_workspace(&chat.fellow(who, workspace).await?, Some("Quay".into()), None).await
        })
        .await;
}

#[tokio::test]
async fn over_people() {
    let stage = Stage::new().await;
    let (chat, workspace) = (&stage.chat, stage.workspace);
    let cleo = stage.who(Cleo).user;
    let role = async |who, role| chat.set_role(&chat.fellow(who, workspace).await?, cleo, role).await;
    stage
        .expect("make cleo an admin", "++ffff+00", async |who| {
            role(who, Role::Admin).await?;
            role(who, Role::Member).await
        })
        .await;
    stage
        .expect("make cleo an owner", "+ffffff00", async |who| {
            role(who, Role::Owner).await?;
            role(who, Role::Member).await
        })
        .await;
    let (ada, bela) = (stage.who(Ada).user, stage.who(Bela).user);
    stage
        .expect("deactivate the owner", "fffffff00", async |who| {
            chat.deactivate(&chat.fellow(who, workspace).await?, ada).await
        })
        .await;
    stage
        .expect("deactivate an admin", "+ffffff00", async |who| {
            chat.deactivate(&chat.fellow(who, workspace).await?, bela).await?;
            chat.set_active(bela, true).await
        })
        .await;
    stage
        .expect("deactivate a member", "++ffff+00", async |who| {
            let hana = stage.who(Hana).user;
            let fellow = chat.fellow(who, workspace).await?;
            chat.deactivate(&fellow, hana).await
        })
        .await;
}

#[tokio::test]
async fn over_invites() {
    let stage = Stage::new().await;
    let (chat, workspace) = (&stage.chat, stage.workspace);
    let new = |role| NewInvite { role, channels: vec![], max_uses: None, hours: 1 };
    stage
        .expect("invite", "++ffff+00", async |who| {
            let fellow = chat.fellow(who, workspace).await?;
            let made = chat.create_invite(who, &fellow, new(Role::Member)).await?;
            chat.revoke_invite(&fellow, made.0.id).await
        })
        .await;
    stage
        .expect("invite an owner", "fffffff00", async |who| {
            chat.create_invite(who, &chat.fellow(who, workspace).await?, new(Role::Owner)).await
        })
        .await;
    stage
        .expect("list invites", "++ffff+00", async |who| {
            chat.invites(&chat.fellow(who, workspace).await?).await
        })
        .await;
    let ada = chat.fellow(stage.who(Ada), workspace).await.unwrap();
    let (invite, _) = chat.create_invite(stage.who(Ada), &ada, new(Role::Member)).await.unwrap();
    stage
        .expect("take one back", "++ffff+00", async |who| {
            chat.revoke_invite(&chat.fellow(who, workspace).await?, invite.id).await
        })
        .await;
}

#[tokio::test]
async fn feeds_of_persons_are_their_own() {
    let stage = Stage::new().await;
    let cleo = FeedId::User(stage.who(Cleo).user);
    stage
        .expect("follow cleo's feed", "00+000000", async |who| stage.chat.changes(who, cleo, 0, 10).await)
        .await;
}
