//! Polls: asked by a message, voted on, ended.

use serde_json::{Value, json};

use crate::stage::{Person, Stage, micros, nonce, text};

async fn ask(person: &Person, channel: &str, poll: Value) -> crate::stage::Answer {
    person.post(&format!("/channels/{channel}/messages"), json!({"nonce": nonce(), "poll": poll})).await
}

fn tea() -> Value {
    json!({"question": "What?", "options": ["tea", "coffee", "rum"]})
}

fn with(key: &str, value: Value) -> Value {
    let mut poll = tea();
    poll[key] = value;
    poll
}

async fn asked(person: &Person, channel: &str, poll: Value) -> (Value, String) {
    let message = ask(person, channel, poll).await.expect(reqwest::StatusCode::CREATED);
    let path = format!("/channels/{channel}/messages/{}", text(&message["id"]));
    (message, path)
}

#[tokio::test]
async fn a_poll_is_asked_voted_on_and_ended() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let (message, path) = asked(&stage.ada, &stage.general, tea()).await;
    assert_eq!(message["text"], "📊 What?\n\n1. tea\n2. coffee\n3. rum", "older clients read it");
    let vote = format!("{path}/vote");
    let voted = bela.put(&vote, json!({"options": [1]})).await.ok();
    assert_eq!(voted["poll"]["options"][1], json!({"text": "coffee", "votes": 1, "users": [bela.id]}));
    let same = bela.put(&vote, json!({"options": [1]})).await.ok();
    assert_eq!(same["rev"], voted["rev"], "again changes nothing");
    bela.put(&vote, json!({"options": [2]})).await.ok();
    assert_eq!(bela.get(&vote).await.ok(), json!({"options": [2]}));
    assert_eq!(stage.ada.get(&vote).await.ok(), json!({"options": []}));
    let back = bela.put(&vote, json!({"options": []})).await.ok();
    assert_eq!(back["poll"]["voters"], 0);
    bela.put(&vote, json!({"options": [0]})).await.ok();
    bela.post(&format!("{path}/poll/close"), json!({})).await.refused(403, "forbidden");
    let closed = stage.ada.post(&format!("{path}/poll/close"), json!({})).await.ok();
    assert!(closed["poll"]["closed_at"].is_number());
    bela.put(&vote, json!({"options": []})).await.refused(409, "poll_closed");
    stage.ada.patch(&path, json!({"text": "What else?"})).await.refused(409, "poll_fixed");
    let gone = stage.ada.delete(&path).await.ok();
    assert_eq!(gone["poll"], json!(null));
    bela.put(&vote, json!({"options": [0]})).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_malformed_poll_or_vote_is_refused() {
    let stage = Stage::set().await;
    let long = "a".repeat(101);
    for (poll, field) in [
        (with("question", json!("")), "poll.question"),
        (with("question", json!("a".repeat(301))), "poll.question"),
        (with("question", json!("a\u{202e}b")), "poll.question"),
        (with("options", json!(["one"])), "poll.options"),
        (with("options", json!(["one", "one"])), "poll.options"),
        (with("options", json!(["one", ""])), "poll.options"),
        (with("options", json!(["one", long])), "poll.options"),
        (with("options", json!((0..11).map(|it| it.to_string()).collect::<Vec<_>>())), "poll.options"),
        (with("closes_at", json!(micros(-60))), "poll.closes_at"),
        (with("closes_at", json!(micros(367 * 86_400))), "poll.closes_at"),
    ] {
        let refused = ask(&stage.ada, &stage.general, poll.clone()).await.refused(422, "invalid");
        assert_eq!(refused["field"], field, "{poll}");
    }
    let both = json!({"nonce": nonce(), "text": "and this", "poll": tea()});
    let messages = format!("/channels/{}/messages", stage.general);
    assert_eq!(stage.ada.post(&messages, both).await.refused(422, "invalid")["field"], "text");
    let (_, path) = asked(&stage.ada, &stage.general, tea()).await;
    for options in [json!([3]), json!([0, 1])] {
        stage.ada.put(&format!("{path}/vote"), json!({"options": options})).await.refused(422, "invalid");
    }
    let said = stage.ada.say(&stage.general, "no poll").await;
    let none = format!("{messages}/{}/vote", text(&said["id"]));
    stage.ada.put(&none, json!({"options": [0]})).await.refused(404, "not_found");
    stage.ada.get(&none).await.refused(404, "not_found");
    let (_, path) = asked(&stage.ada, &stage.general, with("multiple", json!(true))).await;
    let voted = stage.ada.put(&format!("{path}/vote"), json!({"options": [2, 0, 2]})).await.ok();
    assert_eq!(voted["poll"]["voters"], 1);
}

#[tokio::test]
async fn nobody_is_told_who_voted_in_an_anonymous_poll() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let (message, path) = asked(&stage.ada, &stage.general, with("anonymous", json!(true))).await;
    let voted = bela.put(&format!("{path}/vote"), json!({"options": [1]})).await.ok();
    let since = message["rev"].as_u64().unwrap() - 1;
    let changes = format!("/changes?feed={}&since={since}&limit=10", stage.general);
    for seen in [
        voted,
        stage.ada.get(&path).await.ok(),
        stage.ada.get(&changes).await.ok(),
        stage.ada.get(&format!("/channels/{}/messages?limit=1", stage.general)).await.ok(),
    ] {
        assert!(seen.to_string().contains("\"voters\":1"), "{seen}");
        assert!(!seen.to_string().contains(&bela.id), "{seen}");
    }
    assert_eq!(bela.get(&format!("{path}/vote")).await.ok(), json!({"options": [1]}));
    assert_eq!(stage.ada.get(&format!("{path}/vote")).await.ok(), json!({"options": []}));
}

#[tokio::test]
async fn one_votes_where_one_may_write() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let (_, path) = asked(&stage.ada, &bridge, tea()).await;
    bela.put(&format!("{path}/vote"), json!({"options": [0]})).await.refused(404, "not_found");
    bela.get(&format!("{path}/vote")).await.refused(404, "not_found");
    bela.post(&format!("{path}/poll/close"), json!({})).await.refused(404, "not_found");
    ask(&bela, &bridge, tea()).await.refused(404, "not_found");
    let docks = stage.channel("public", "docks").await;
    let (_, path) = asked(&stage.ada, &docks, tea()).await;
    bela.put(&format!("{path}/vote"), json!({"options": [0]})).await.refused(403, "forbidden");
    stage.ada.patch(&format!("/channels/{docks}"), json!({"archived": true})).await.ok();
    stage.ada.put(&format!("{path}/vote"), json!({"options": [0]})).await.refused(409, "channel_archived");
    stage.ada.post(&format!("{path}/poll/close"), json!({})).await.refused(409, "channel_archived");
}
