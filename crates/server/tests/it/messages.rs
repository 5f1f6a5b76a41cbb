//! `/channels/{c}/messages`.

use reqwest::StatusCode;
use serde_json::json;

use crate::stage::{Stage, text};

#[tokio::test]
async fn the_same_nonce_makes_one_message() {
    let stage = Stage::set().await;
    let path = format!("/channels/{}/messages", stage.general);
    let first =
        stage.ada.post(&path, json!({"nonce": "one", "text": "ahoy"})).await.expect(StatusCode::CREATED);
    let again = stage.ada.post(&path, json!({"nonce": "one", "text": "ahoy"})).await.expect(StatusCode::OK);
    assert_eq!(first["id"], again["id"]);
    stage.ada.post(&path, json!({"nonce": "one", "text": "other"})).await.refused(409, "nonce_reused");
    let history = stage.ada.get(&path).await.ok();
    let found =
        history["messages"].as_array().unwrap().iter().filter(|message| message["text"] == "ahoy").count();
    assert_eq!(found, 1);
}

#[tokio::test]
async fn a_message_lives_and_dies() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let said = stage.ada.say(&stage.general, "ahoi").await;
    let path = format!("/channels/{}/messages/{}", stage.general, text(&said["id"]));
    assert_eq!(stage.ada.patch(&path, json!({"text": "ahoy"})).await.ok()["text"], "ahoy");
    let refused = bela.patch(&path, json!({"text": "mine"})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.ada.get(&format!("{path}/revisions")).await.ok()["rows"][0]["text"], "ahoi");
    let reacted = bela.put(&format!("{path}/reactions/👍"), json!({})).await.ok();
    assert_eq!(reacted["reactions"][0]["users"], json!([bela.id]));
    assert_eq!(bela.delete(&format!("{path}/reactions/👍")).await.ok()["reactions"], json!([]));
    let gone = stage.ada.delete(&path).await.ok();
    assert_eq!(gone["text"], "");
    assert!(gone["deleted_at"].is_number());
    assert_eq!(bela.get(&path).await.ok()["text"], "");
}

#[tokio::test]
async fn replies_hang_on_their_root() {
    let stage = Stage::set().await;
    let root = stage.ada.say(&stage.general, "who is on watch?").await;
    let path = format!("/channels/{}/messages", stage.general);
    stage
        .ada
        .post(&path, json!({"nonce": "r", "text": "me", "thread": root["id"]}))
        .await
        .expect(StatusCode::CREATED);
    let thread = stage.ada.get(&format!("{path}?thread={}", text(&root["id"]))).await.ok();
    assert_eq!(thread["messages"][0]["text"], "me");
    assert_eq!(stage.ada.get(&format!("{path}/{}", text(&root["id"]))).await.ok()["replies"]["replies"], 1);
}

#[tokio::test]
async fn a_conversation_is_read_in_pages() {
    let stage = Stage::set().await;
    for number in 0..7 {
        stage.ada.say(&stage.general, &format!("message {number}")).await;
    }
    let path = format!("/channels/{}/messages", stage.general);
    let latest = stage.ada.get(&format!("{path}?limit=3")).await.ok();
    assert_eq!(latest["more_before"], true);
    let first = latest["messages"][0]["seq"].as_u64().unwrap();
    let before = stage.ada.get(&format!("{path}?limit=3&before={first}")).await.ok();
    assert_eq!(before["messages"][2]["seq"].as_u64().unwrap(), first - 1);
    stage.ada.get(&format!("{path}?limit=0")).await.refused(422, "invalid");
    stage.ada.get(&format!("{path}?before=3&after=1")).await.refused(422, "invalid");
}

#[tokio::test]
async fn an_empty_or_endless_text_is_refused() {
    let stage = Stage::set().await;
    let path = format!("/channels/{}/messages", stage.general);
    assert_eq!(
        stage.ada.post(&path, json!({"nonce": "a", "text": ""})).await.refused(422, "invalid")["field"],
        "text"
    );
    assert_eq!(
        stage
            .ada
            .post(&path, json!({"nonce": "b", "text": "x".repeat(16_001)}))
            .await
            .refused(422, "invalid")["field"],
        "text"
    );
    assert_eq!(
        stage.ada.post(&path, json!({"nonce": "", "text": "x"})).await.refused(422, "invalid")["field"],
        "nonce"
    );
}
