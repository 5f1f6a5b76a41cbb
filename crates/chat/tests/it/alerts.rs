//! Keywords: whom a message alerts, what they are told, and what becomes of it.

use chat::messages::Sending;
use protocol::{Alert, FeedId, Item, Message};
use store::people::AccountPatch;

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil},
    Stage, sending,
};

async fn wants(stage: &Stage, cast: Cast, keywords: &[&str]) {
    let keywords = Some(keywords.iter().map(|it| (*it).to_owned()).collect());
    let patch = AccountPatch { keywords, ..AccountPatch::default() };
    stage.chat.update_account(stage.who(cast), patch).await.unwrap();
}

/// Who of these is alerted by which unread messages of #harbour.
async fn alerts(stage: &Stage, cast: &[Cast]) -> Vec<Vec<u64>> {
    stage.chat.hear_now().await.unwrap();
    let mut all = Vec::new();
    for &one in cast {
        let reader = stage.chat.reader(stage.who(one), stage.harbour.id).await.unwrap();
        all.push(stage.chat.joined(&reader).await.unwrap().map(|it| it.alerts).unwrap_or_default());
    }
    all
}

/// What of a person's feed tells of alerts.
async fn told(stage: &Stage, cast: Cast) -> Vec<Alert> {
    let who = stage.who(cast);
    let items = stage.chat.changes_of(FeedId::User(who.user), 0, 500).await.unwrap().items;
    let alert = |it| if let Item::Alert(it) = it { Some(it) } else { None };
    items.into_iter().filter_map(alert).collect()
}

fn place(message: &Message) -> Vec<u64> {
    vec![message.seq]
}

#[tokio::test]
async fn a_keyword_alerts_who_has_it_and_is_there() {
    let stage = Stage::new().await;
    for cast in [Ada, Bela, Dora, Emil] {
        wants(&stage, cast, &["high tide"]).await;
    }
    let said = stage.say(Bela, &stage.harbour, "High tide at four").await;
    stage.say(Bela, &stage.harbour, "`high tide` in code, and highs of tides").await;
    let found = alerts(&stage, &[Ada, Bela, Cleo, Dora, Emil]).await;
    assert_eq!(
        found,
        [place(&said), vec![], vec![], vec![], place(&said)],
        "not its author, nor an outsider"
    );
    let [alert] = &told(&stage, Ada).await[..] else { panic!("one is told") };
    assert_eq!(
        (alert.message, alert.channel, alert.thread, alert.active),
        (said.id, said.channel, None, true)
    );
    assert_eq!(told(&stage, Dora).await, [], "private to who is inside");
    assert_eq!(told(&stage, Cleo).await, []);
    assert_eq!(alerts(&stage, &[Ada]).await, [place(&said)], "heard again, it's the same");
    assert_eq!(told(&stage, Ada).await.len(), 1);
}

#[tokio::test]
async fn what_was_said_before_one_wanted_it_stays_unsaid() {
    let stage = Stage::new().await;
    // Where nobody is found, how far it was heard is written down now and then only.
    wants(&stage, Emil, &["tide"]).await;
    let before = stage.say(Bela, &stage.harbour, "tide").await;
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]]);
    wants(&stage, Cleo, &["tide"]).await;
    let bela = stage.inside(Bela, &stage.harbour).await;
    stage.chat.react(&bela, before.id, "🌊", true).await.unwrap();
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]], "a reaction says nothing");
    let after = stage.say(Bela, &stage.harbour, "tide").await;
    assert_eq!(alerts(&stage, &[Cleo]).await, [place(&after)]);
    wants(&stage, Cleo, &[]).await;
    stage.say(Bela, &stage.harbour, "tide").await;
    assert_eq!(alerts(&stage, &[Cleo]).await, [place(&after)], "what alerted stays until it's read");
}

#[tokio::test]
async fn an_edit_decides_anew_and_a_deletion_ends_it() {
    let stage = Stage::new().await;
    wants(&stage, Cleo, &["tide"]).await;
    let bela = stage.inside(Bela, &stage.harbour).await;
    let said = stage.say(Bela, &stage.harbour, "calm").await;
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]]);
    stage.chat.edit(&bela, said.id, "tide").await.unwrap();
    assert_eq!(alerts(&stage, &[Cleo]).await, [place(&said)]);
    stage.chat.edit(&bela, said.id, "calm again").await.unwrap();
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]]);
    stage.chat.edit(&bela, said.id, "tide, in the end").await.unwrap();
    assert_eq!(alerts(&stage, &[Cleo]).await, [place(&said)]);
    stage.chat.delete(&bela, said.id).await.unwrap();
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]]);
    let [last] = &told(&stage, Cleo).await[..] else { panic!("one object") };
    assert!(!last.active);
}

#[tokio::test]
async fn a_reply_with_a_keyword_makes_one_follow_the_thread() {
    let stage = Stage::new().await;
    wants(&stage, Cleo, &["tide"]).await;
    let root = stage.say(Ada, &stage.harbour, "root").await;
    let bela = stage.inside(Bela, &stage.harbour).await;
    let reply = Sending { thread: Some(root.id), ..sending("the tide turns") };
    let reply = stage.chat.send(&bela, reply).await.unwrap().0;
    assert_eq!(alerts(&stage, &[Cleo]).await, [[0; 0]], "not in the channel's own conversation");
    let threads = stage.chat.snapshot(stage.who(Cleo)).await.unwrap().threads;
    let [thread] = &threads[..] else { panic!("{threads:?}") };
    assert_eq!((thread.root.id, &thread.alerts), (root.id, &place(&reply)));
}

#[tokio::test]
async fn a_list_of_keywords_is_bounded_and_ones_own() {
    let stage = Stage::new().await;
    let many: Vec<String> = (0..26).map(|it| format!("word {it}")).collect();
    for bad in [many, vec!["x".repeat(61)], vec![String::new()], vec!["two\nlines".to_owned()]] {
        let patch = AccountPatch { keywords: Some(bad), ..AccountPatch::default() };
        let refused = stage.chat.update_account(stage.who(Ada), patch).await.unwrap_err();
        assert_eq!(refused.code(), "invalid");
    }
}
