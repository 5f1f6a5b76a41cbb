//! Setting up, accounts, roles.

use protocol::{FeedId, FileId, Role, Status, Timestamp};
use store::{PageRequest, people::AccountPatch};

use crate::stage::{CODE, Cast::*, Stage, empty, newcomer, set_up};

#[tokio::test]
async fn only_the_printed_code_sets_up_and_only_once() {
    let chat = empty();
    for wrong in ["", "ABCDEFG", "ABCDEFGHI"] {
        let refused = chat.set_up(wrong, CODE, newcomer("gus"), "Mine", "").await;
        assert_eq!(refused.err().unwrap().field(), Some("code"));
    }
    // A server without a code lets nobody in, not even one who sends none.
    assert!(chat.set_up("", "", newcomer("gus"), "Mine", "").await.is_err());
    set_up(&chat).await;
    let again = chat.set_up(CODE, CODE, newcomer("gus"), "Mine", "").await;
    assert_eq!(again.err().unwrap().code(), "already_set_up");
}

#[tokio::test]
async fn set_up_codes_are_not_tried_for_ever() {
    let chat = empty();
    let mut codes = Vec::new();
    for _ in 0..11 {
        codes.push(chat.set_up("wrong", CODE, newcomer("gus"), "Mine", "").await.err().unwrap().code());
    }
    assert_eq!(codes[9..], ["invalid", "too_many_requests"]);
}

#[tokio::test]
async fn a_guest_sees_only_those_they_share_a_channel_with() {
    let stage = Stage::new().await;
    let fay = stage.chat.fellow(stage.who(Fay), stage.workspace).await.unwrap();
    let page = PageRequest { after: None, limit: 50 };
    let seen = stage.chat.people(&fay, page).await.unwrap().rows;
    let mut handles: Vec<_> = seen.iter().map(|person| person.handle.as_str()).collect();
    handles.sort_unstable();
    assert_eq!(handles, ["ada", "emil", "fay"]);
    let snapshot = stage.chat.snapshot(stage.who(Fay)).await.unwrap();
    assert_eq!(snapshot.workspaces[0].people.len(), 3);
    assert!(!snapshot.cursors.contains_key(&FeedId::Workspace(stage.workspace)));
}

#[tokio::test]
async fn a_guest_who_becomes_a_member_enters_the_first_channel() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let first = chat.snapshot(stage.who(Ada)).await.unwrap().workspaces[0].workspace.default_channel;
    assert_eq!(chat.reader(stage.who(Fay), first).await.unwrap_err().code(), "not_found");
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    chat.set_role(&ada, stage.who(Fay).user, Role::Member).await.unwrap();
    chat.insider(stage.who(Fay), first).await.unwrap();
}

#[tokio::test]
async fn a_workspace_keeps_an_owner() {
    let stage = Stage::new().await;
    let ada = stage.chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    let resigned = stage.chat.set_role(&ada, ada.user, Role::Member).await.unwrap_err();
    assert_eq!(resigned.code(), "last_owner");
    assert_eq!(stage.chat.set_active(ada.user, false).await.unwrap_err().code(), "last_owner");
}

#[tokio::test]
async fn a_bad_profile_is_refused_by_field() {
    let stage = Stage::new().await;
    let cleo = stage.who(Cleo);
    let none = AccountPatch::default;
    let status = |emoji: &str, text: &str, seconds| {
        let until = Some(Timestamp::now().plus_seconds(seconds));
        Some(Some(Status { emoji: emoji.into(), text: text.into(), until, quiet: false }))
    };
    for (patch, field) in [
        (AccountPatch { name: Some("  ".into()), ..none() }, "name"),
        (AccountPatch { name: Some("ad\u{202e}a".into()), ..none() }, "name"),
        (AccountPatch { handle: Some("a b".into()), ..none() }, "handle"),
        (AccountPatch { title: Some("t".repeat(121)), ..none() }, "title"),
        (AccountPatch { time_zone: Some("Atlantis".into()), ..none() }, "time_zone"),
        (AccountPatch { status: status("lunch", "", 60), ..none() }, "emoji"),
        (AccountPatch { status: status("🍽️", &"t".repeat(101), 60), ..none() }, "text"),
        (AccountPatch { status: status("🍽️", "lunch", -60), ..none() }, "until"),
        (AccountPatch { status: status("🍽️", "lunch", 367 * 24 * 3_600), ..none() }, "until"),
        (AccountPatch { preferences: Some(serde_json::json!([])), ..none() }, "preferences"),
    ] {
        let refused = stage.chat.update_account(cleo, patch).await.unwrap_err();
        assert_eq!(refused.field(), Some(field));
    }
    let taken = AccountPatch { handle: Some("ada".into()), ..none() };
    assert_eq!(stage.chat.update_account(cleo, taken).await.unwrap_err().code(), "handle_taken");
    let ghost = AccountPatch { avatar: Some(Some(FileId::new())), ..none() };
    assert_eq!(stage.chat.update_account(cleo, ghost).await.unwrap_err().code(), "not_found");
}
