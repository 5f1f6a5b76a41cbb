//! Groups: who keeps them, who sees them, and whom naming one means.

use chat::{Refusal, groups::NewGroup};
use protocol::{ChannelKind, GroupId, Message, UserGroup, UserId};
use store::{groups::GroupPatch, people::AccountPatch};

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil, Fay, Hana, Ivo},
    Stage,
};

fn new(handle: &str, people: Vec<UserId>) -> NewGroup {
    NewGroup { handle: handle.into(), name: format!("The {handle}"), people }
}

impl Stage {
    fn users(&self, cast: &[Cast]) -> Vec<UserId> {
        let mut users: Vec<_> = cast.iter().map(|&it| self.who(it).user).collect();
        users.sort_unstable();
        users
    }

    async fn group(&self, handle: &str, cast: &[Cast]) -> UserGroup {
        let ada = self.chat.fellow(self.who(Ada), self.workspace).await.unwrap();
        self.chat.create_group(&ada, new(handle, self.users(cast))).await.unwrap()
    }

    async fn change(&self, group: GroupId, patch: GroupPatch) -> UserGroup {
        let ada = self.chat.fellow(self.who(Ada), self.workspace).await.unwrap();
        self.chat.update_group(&ada, group, patch).await.unwrap()
    }
}

fn named(message: &Message) -> Vec<UserId> {
    let mut named = message.mentions.clone();
    named.sort_unstable();
    named
}

#[tokio::test]
async fn admins_keep_groups_and_nobody_else() {
    let stage = Stage::new().await;
    let (chat, workspace) = (&stage.chat, stage.workspace);
    let crew = stage.group("crew", &[Bela, Cleo]).await;
    let fellow = async |who| chat.fellow(who, workspace).await;
    let make = async |who| {
        let handle = format!("g{}", UserId::new()).to_lowercase();
        chat.create_group(&fellow(who).await?, new(&handle, vec![])).await
    };
    stage.expect("make a group", "++ffff+00", make).await;
    let rename = async |who| {
        let patch = GroupPatch { name: Some("Crew".into()), ..GroupPatch::default() };
        chat.update_group(&fellow(who).await?, crew.id, patch).await
    };
    stage.expect("rename a group", "++ffff+00", rename).await;
    let delete = async |who| {
        let other = stage.group(&format!("d{}", UserId::new()).to_lowercase(), &[]).await;
        chat.delete_group(&fellow(who).await?, other.id).await
    };
    stage.expect("delete a group", "++ffff+00", delete).await;
    let list = async |who| chat.groups(&fellow(who).await?).await;
    stage.expect("list groups", "+++++++00", list).await;
}

#[tokio::test]
async fn a_guest_sees_of_groups_whom_they_see_anyway() {
    let stage = Stage::new().await;
    let seen = async |cast| {
        let fellow = stage.chat.fellow(stage.who(cast), stage.workspace).await.unwrap();
        let groups = stage.chat.groups(&fellow).await.unwrap();
        let snapshot = stage.chat.snapshot(stage.who(cast)).await.unwrap();
        assert_eq!(snapshot.workspaces[0].groups, groups);
        groups.into_iter().map(|it| (it.handle, it.people)).collect::<Vec<_>>()
    };
    stage.group("crew", &[Bela, Dora, Fay]).await;
    stage.group("office", &[Dora, Ivo]).await;
    let crew = |cast: &[Cast]| ("crew".to_owned(), stage.users(cast));
    assert_eq!(seen(Cleo).await, [crew(&[Bela, Dora, Fay]), ("office".into(), stage.users(&[Dora, Ivo]))]);
    assert_eq!(seen(Emil).await, [crew(&[Bela, Fay])], "dora and ivo are in none of their channels");
    assert_eq!(seen(Fay).await, [crew(&[Fay])], "they see ada, emil and themselves");
}

#[tokio::test]
async fn naming_a_group_names_who_may_read_it() {
    let stage = Stage::new().await;
    let crew = stage.group("crew", &[Bela, Cleo, Dora, Emil, Fay, Hana]).await;
    let text = format!("<@{}> ahoy", crew.id);
    let open = stage.say(Ada, &stage.harbour, &text).await;
    assert_eq!(named(&open), stage.users(&[Bela, Cleo, Dora, Emil]), "not fay, a guest elsewhere");
    let secret = stage.say(Ada, &stage.cove, &text).await;
    assert_eq!(named(&secret), stage.users(&[Bela, Cleo, Emil]));
    let by_guest = stage.say(Emil, &stage.harbour, &text).await;
    assert_eq!(named(&by_guest), stage.users(&[Bela, Cleo, Emil]), "a guest reaches those inside");
    let code = stage.say(Ada, &stage.harbour, &format!("`<@{}>`", crew.id)).await;
    assert_eq!(named(&code), []);
    let both = format!("<@{}> <@{}>", stage.who(Ivo).user, crew.id);
    let both = stage.say(Ada, &stage.cove, &both).await;
    assert_eq!(both.mentions[0], stage.who(Ivo).user, "by name as ever");
    let stranger = stage.say(Ada, &stage.harbour, &format!("<@{}>", GroupId::new())).await;
    assert_eq!(named(&stranger), []);
    let reader = stage.chat.reader(stage.who(Cleo), stage.harbour.id).await.unwrap();
    let joined = stage.chat.joined(&reader).await.unwrap().unwrap();
    assert_eq!(joined.mentions, [open.seq, by_guest.seq], "it counts as a mention does");
}

#[tokio::test]
async fn a_reply_that_names_a_group_makes_it_follow() {
    let stage = Stage::new().await;
    let crew = stage.group("crew", &[Cleo, Dora]).await;
    let root = stage.say(Ada, &stage.harbour, "ahoy").await;
    let insider = stage.inside(Ada, &stage.harbour).await;
    let text = format!("<@{}> see", crew.id);
    let reply = chat::messages::Sending { thread: Some(root.id), ..crate::stage::sending(&text) };
    stage.chat.send(&insider, reply).await.unwrap();
    let follows = async |cast| {
        let snapshot = stage.chat.snapshot(stage.who(cast)).await.unwrap();
        snapshot.threads.iter().any(|it| it.root.id == root.id && it.mentions == [1])
    };
    assert!(follows(Cleo).await);
    assert!(!follows(Dora).await, "one who isn't inside has no place for it");
}

#[tokio::test]
async fn who_comes_later_is_not_named_by_what_was_said() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let crew = stage.group("crew", &[Bela]).await;
    let office = stage.group("office", &[Emil]).await;
    let said = stage.say(Ada, &stage.harbour, &format!("<@{}> ahoy", crew.id)).await;
    let add = stage.users(&[Cleo]);
    stage.change(crew.id, GroupPatch { add, remove: stage.users(&[Bela]), ..GroupPatch::default() }).await;
    let insider = stage.inside(Ada, &stage.harbour).await;
    let edit = async |text: String| named(&chat.edit(&insider, said.id, &text).await.unwrap());
    assert_eq!(edit(format!("<@{}> ahoy!", crew.id)).await, stage.users(&[Bela]), "as when it was said");
    let both = format!("<@{}> and <@{}>", crew.id, office.id);
    assert_eq!(edit(both).await, stage.users(&[Bela, Emil]), "what is new means who is in it now");
    assert_eq!(edit(format!("<@{}> alone", office.id)).await, stage.users(&[Emil]));
    assert_eq!(edit("nobody".into()).await, []);
    assert_eq!(edit(format!("<@{}> again", crew.id)).await, stage.users(&[Cleo]));
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    chat.delete_group(&ada, crew.id).await.unwrap();
    assert_eq!(edit(format!("<@{}> still", crew.id)).await, stage.users(&[Cleo]), "said is said");
    let late = stage.say(Ada, &stage.harbour, &format!("<@{}>", crew.id)).await;
    assert_eq!(named(&late), []);
}

#[tokio::test]
async fn handles_and_names_are_well_formed_and_ones_own() {
    let stage = Stage::new().await;
    let ada = stage.chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    let code = async |handle: &str, name: &str| {
        let group = NewGroup { handle: handle.into(), name: name.into(), people: vec![] };
        stage.chat.create_group(&ada, group).await.map_or_else(|it| it.code().to_owned(), |it| it.handle)
    };
    assert_eq!(code(" @Crew ", "Crew").await, "crew");
    for (handle, name) in
        [("channel", "All"), ("here", "All"), ("a b", "x"), ("", "x"), ("ok", ""), ("ok", "a\nb")]
    {
        assert_eq!(code(handle, name).await, "invalid", "{handle:?} {name:?}");
    }
    assert_eq!(code("crew", "Another").await, "handle_taken");
    assert_eq!(code("bela", "A person").await, "handle_taken");
    let patch = AccountPatch { handle: Some("crew".into()), ..AccountPatch::default() };
    let refused = stage.chat.update_account(stage.who(Cleo), patch).await.unwrap_err();
    assert_eq!(refused.code(), "handle_taken", "nor is a group's handle a person's");
    let crowd = (0..101).map(|_| UserId::new()).collect();
    let crowd = stage.chat.create_group(&ada, new("crowd", crowd)).await.unwrap_err();
    assert_eq!(crowd.field(), Some("people"));
    let strange = stage.chat.create_group(&ada, new("strange", vec![UserId::new()])).await.unwrap_err();
    assert_eq!(strange, Refusal::NotFound("person"));
}

#[tokio::test]
async fn a_message_names_so_many_groups_and_no_more() {
    let stage = Stage::new().await;
    let insider = stage.inside(Ada, &stage.harbour).await;
    let many: String = (0..11).map(|_| format!("<@{}>", GroupId::new())).collect();
    let refused = stage.chat.send(&insider, crate::stage::sending(&many)).await.unwrap_err();
    assert_eq!(refused.field(), Some("text"));
    let ada = stage.chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    let quay = stage.chat.create_channel(&ada, ChannelKind::Private, "quay", "", vec![]).await.unwrap();
    let crew = stage.group("crew", &[Bela]).await;
    let alone = stage.say(Ada, &quay, &format!("<@{}>", crew.id)).await;
    assert_eq!(named(&alone), [], "bela can't read it");
}
