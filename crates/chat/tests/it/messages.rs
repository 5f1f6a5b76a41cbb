//! Sending, changing and reading back.

use chat::messages::Sending;
use protocol::{MessageId, MessageKind};
use store::messages::Window;

use crate::stage::{Cast::*, Stage, sending};

#[tokio::test]
async fn the_same_nonce_is_the_same_message() {
    let stage = Stage::new().await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let again = |text: &str| Sending { nonce: "n1".into(), ..sending(text) };
    let (first, new) = stage.chat.send(&cleo, again("ahoy")).await.unwrap();
    assert!(new);
    let (second, new) = stage.chat.send(&cleo, again("ahoy")).await.unwrap();
    assert!(!new && second == first);
    let other = stage.chat.send(&cleo, again("farewell")).await.unwrap_err();
    assert_eq!(other.code(), "nonce_reused");
    // Another author's nonce is another's.
    let ada = stage.inside(Ada, &stage.harbour).await;
    assert!(stage.chat.send(&ada, again("ahoy")).await.unwrap().1);
}

#[tokio::test]
async fn what_is_malformed_is_refused_by_field() {
    let stage = Stage::new().await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let long = "a".repeat(16_001);
    for (sending, field) in [
        (sending(" \n "), "text"),
        (sending(&long), "text"),
        (sending("nul \0"), "text"),
        (Sending { nonce: String::new(), ..sending("hello") }, "nonce"),
        (Sending { nonce: "n".repeat(65), ..sending("hello") }, "nonce"),
        (Sending { nonce: "ü".into(), ..sending("hello") }, "nonce"),
    ] {
        let refusal = stage.chat.send(&cleo, sending).await.unwrap_err();
        assert_eq!((refusal.code(), refusal.field()), ("invalid", Some(field)));
    }
    let file = protocol::FileId::new();
    let unknown = Sending { files: vec![file, file], ..sending("look") };
    assert_eq!(stage.chat.send(&cleo, unknown).await.unwrap_err().code(), "file_unusable");
    let nowhere = Sending { thread: Some(MessageId::new()), ..sending("re") };
    assert_eq!(stage.chat.send(&cleo, nowhere).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn mentions_name_people_here_and_nobody_else() {
    let stage = Stage::new().await;
    let [bela, gus, hana] = [Bela, Gus, Hana].map(|it| stage.who(it).user);
    let text = format!("<@{bela}> <@{gus}> <@{hana}> `<!here>`");
    let said = stage.say(Cleo, &stage.harbour, &text).await;
    assert_eq!(said.mentions, [bela]);
    assert!(!said.mentions_all);
}

#[tokio::test]
async fn an_edit_keeps_what_was_and_a_deletion_nothing() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let said = stage.say(Cleo, &stage.harbour, "anchors aweigh").await;
    let edited = chat.edit(&cleo, said.id, "anchors away").await.unwrap();
    assert!(edited.edited_at.is_some() && edited.rev > said.rev && edited.seq == said.seq);
    assert_eq!(chat.revisions(&cleo, said.id).await.unwrap()[0].text, "anchors aweigh");
    let emptied = chat.edit(&cleo, said.id, " ").await.unwrap_err();
    assert_eq!(emptied.field(), Some("text"));
    let gone = chat.delete(&cleo, said.id).await.unwrap();
    assert!(gone.deleted_at.is_some() && gone.text.is_empty());
    assert!(chat.revisions(&cleo, said.id).await.unwrap().is_empty());
    assert_eq!(chat.edit(&cleo, said.id, "back").await.unwrap_err().code(), "not_found");
    assert_eq!(chat.delete(&cleo, said.id).await.unwrap_err().code(), "not_found");
    assert_eq!(chat.react(&cleo, said.id, "👍", true).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn what_the_server_tells_is_nobodys_to_change() {
    let stage = Stage::new().await;
    let ada = stage.inside(Ada, &stage.harbour).await;
    let history = stage.chat.history(&ada, None, Window::Latest, 100).await.unwrap();
    let created = history.messages.iter().find(|it| it.kind == MessageKind::Created).unwrap();
    assert_eq!(created.author, ada.user);
    let edited = stage.chat.edit(&ada, created.id, "I never did").await.unwrap_err();
    assert_eq!(edited.code(), "forbidden");
    assert_eq!(stage.chat.delete(&ada, created.id).await.unwrap_err().code(), "forbidden");
}

#[tokio::test]
async fn a_message_is_found_only_in_its_own_channel() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let secret = stage.say(Cleo, &stage.cove, "treasure").await.id;
    let dora = chat.reader(stage.who(Dora), stage.harbour.id).await.unwrap();
    assert_eq!(chat.message(&dora, secret).await.unwrap_err().code(), "not_found");
    assert_eq!(chat.revisions(&dora, secret).await.unwrap_err().code(), "not_found");
    let thread = chat.history(&dora, Some(secret), Window::Latest, 10).await.unwrap();
    assert!(thread.messages.is_empty());
    let bela = stage.inside(Bela, &stage.harbour).await;
    assert_eq!(chat.delete(&bela, secret).await.unwrap_err().code(), "not_found");
    assert_eq!(chat.react(&bela, secret, "👍", true).await.unwrap_err().code(), "not_found");
    let reply = Sending { thread: Some(secret), ..sending("found it") };
    assert_eq!(chat.send(&bela, reply).await.unwrap_err().code(), "not_found");
}

#[tokio::test]
async fn a_reply_counts_at_its_root() {
    let stage = Stage::new().await;
    let root = stage.say(Cleo, &stage.harbour, "who sails?").await;
    let bela = stage.inside(Bela, &stage.harbour).await;
    let reply = Sending { thread: Some(root.id), ..sending("I do") };
    let reply = stage.chat.send(&bela, reply).await.unwrap().0;
    assert_eq!((reply.thread, reply.seq), (Some(root.id), 1));
    let root = stage.chat.message(&bela, root.id).await.unwrap();
    assert_eq!(root.replies.unwrap().people, [bela.user]);
    let nested = Sending { thread: Some(reply.id), ..sending("me too") };
    assert!(stage.chat.send(&bela, nested).await.is_err());
}

#[tokio::test]
async fn haste_is_slowed_for_one_and_not_for_another() {
    let stage = Stage::new().await;
    let (cleo, bela) = (stage.inside(Cleo, &stage.harbour).await, stage.inside(Bela, &stage.harbour).await);
    let mut refused = None;
    for _ in 0..200 {
        if let Err(refusal) = stage.chat.send(&cleo, sending("spam")).await {
            refused = Some(refusal);
            break;
        }
    }
    assert_eq!(refused.unwrap().code(), "too_many_requests");
    stage.chat.send(&bela, sending("calm")).await.unwrap();
}
