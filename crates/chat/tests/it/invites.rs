//! Letting people in.

use chat::{Chat, Refusal, SignedIn, invites::NewInvite, people::Newcomer};
use protocol::Role;

use crate::stage::{Cast::*, Stage, newcomer};

fn member() -> NewInvite {
    NewInvite { role: Role::Member, channels: vec![], max_uses: None, hours: 1 }
}

async fn invite(stage: &Stage, who: SignedIn, new: NewInvite) -> Result<String, Refusal> {
    let fellow = stage.chat.fellow(who, stage.workspace).await?;
    Ok(stage.chat.create_invite(who, &fellow, new).await?.1)
}

async fn accept(chat: &Chat, code: &str, newcomer: Newcomer) -> Result<String, Refusal> {
    chat.accept_invite(code, newcomer, "1.2.3.4", "").await.map(|opened| opened.account.handle)
}

#[tokio::test]
async fn handles_are_derived_until_one_is_free_but_never_taken() {
    let stage = Stage::new().await;
    let code = invite(&stage, stage.who(Ada), member()).await.unwrap();
    let ada = |email: &str, handle: Option<&str>| Newcomer {
        email: email.into(),
        handle: handle.map(Into::into),
        ..newcomer("ada")
    };
    assert_eq!(accept(&stage.chat, &code, ada("a2@example.org", None)).await.unwrap(), "ada2");
    assert_eq!(accept(&stage.chat, &code, ada("a3@example.org", None)).await.unwrap(), "ada3");
    let wanted = accept(&stage.chat, &code, ada("a4@example.org", Some("ada"))).await.unwrap_err();
    assert_eq!(wanted.code(), "handle_taken");
    let known = accept(&stage.chat, &code, ada("ADA@example.org", None)).await.unwrap_err();
    assert_eq!(known.code(), "email_taken");
}

#[tokio::test]
async fn a_spent_or_revoked_invite_lets_nobody_in() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let once = NewInvite { max_uses: Some(1), ..member() };
    let code = invite(&stage, stage.who(Ada), once).await.unwrap();
    accept(chat, &code, newcomer("jon")).await.unwrap();
    assert_eq!(accept(chat, &code, newcomer("kim")).await.unwrap_err().code(), "not_found");
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    let (made, code) = chat.create_invite(stage.who(Ada), &ada, member()).await.unwrap();
    assert_eq!(chat.look_at_invite(&code, "1.2.3.4").await.unwrap().inviter_name, "ada");
    chat.revoke_invite(&ada, made.id).await.unwrap();
    assert_eq!(chat.look_at_invite(&code, "1.2.3.4").await.err().unwrap().code(), "not_found");
    assert_eq!(accept(chat, &code, newcomer("kim")).await.unwrap_err().code(), "not_found");
    assert_eq!(accept(chat, "", newcomer("kim")).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn an_invite_is_worth_what_its_maker_still_is() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let admin = NewInvite { role: Role::Admin, ..member() };
    let code = invite(&stage, stage.who(Bela), admin).await.unwrap();
    chat.look_at_invite(&code, "1.2.3.4").await.unwrap();
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    chat.set_role(&ada, stage.who(Bela).user, Role::Member).await.unwrap();
    assert_eq!(accept(chat, &code, newcomer("jon")).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn nobody_invites_into_a_channel_they_are_not_in() {
    let stage = Stage::new().await;
    let into = |channel| NewInvite { channels: vec![channel], ..member() };
    let hidden = invite(&stage, stage.who(Ivo), into(stage.cove.id)).await.unwrap_err();
    assert_eq!(hidden.code(), "not_found");
    let outside = invite(&stage, stage.who(Ivo), into(stage.harbour.id)).await.unwrap_err();
    assert_eq!(outside.code(), "forbidden");
    let nowhere = NewInvite { role: Role::Guest, ..member() };
    let nowhere = invite(&stage, stage.who(Ada), nowhere).await.unwrap_err();
    assert_eq!(nowhere.field(), Some("channels"));
}

#[tokio::test]
async fn codes_are_not_guessed_for_ever() {
    let stage = Stage::new().await;
    let mut last = "";
    for _ in 0..61 {
        last = stage.chat.look_at_invite("guess", "6.6.6.6").await.err().unwrap().code();
    }
    assert_eq!(last, "too_many_requests");
    let calm = stage.chat.look_at_invite("guess", "1.2.3.4").await.err().unwrap();
    assert_eq!(calm.code(), "not_found");
}
