//! Channels, direct messages and who is in them.

use serde_json::json;

use crate::stage::{Stage, text};

#[tokio::test]
async fn a_public_channel_is_found_and_joined() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let docks = stage.channel("public", "docks").await;
    let found = bela.get(&format!("/workspaces/{}/channels?query=dock", stage.workspace)).await.ok();
    assert_eq!(found["rows"][0]["channel"]["id"], docks.as_str());
    assert_eq!(found["rows"][0]["joined"], false);
    bela.post(&format!("/channels/{docks}/members"), json!({"users": []})).await.ok();
    let view = bela.get(&format!("/channels/{docks}")).await.ok();
    assert_eq!(view["members"], 2);
    assert_eq!(view["joined"]["membership"]["state"], "joined");
    bela.delete(&format!("/channels/{docks}/members/{}", bela.id)).await.ok();
    assert!(bela.get(&format!("/channels/{docks}")).await.ok()["joined"].is_null());
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_private_channel() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    bela.get(&format!("/channels/{bridge}")).await.refused(404, "not_found");
    bela.get(&format!("/channels/{bridge}/messages")).await.refused(404, "not_found");
    bela.get(&format!("/channels/{bridge}/members")).await.refused(404, "not_found");
    bela.post(&format!("/channels/{bridge}/messages"), json!({"nonce": "n", "text": "hi"}))
        .await
        .refused(404, "not_found");
    bela.get(&format!("/changes?feed={bridge}&since=0")).await.refused(404, "not_found");
    stage.ada.post(&format!("/channels/{bridge}/members"), json!({"users": [bela.id]})).await.ok();
    bela.get(&format!("/channels/{bridge}")).await.ok();
    stage.ada.delete(&format!("/channels/{bridge}/members/{}", bela.id)).await.ok();
    bela.get(&format!("/channels/{bridge}/messages")).await.refused(404, "not_found");
}

#[tokio::test]
async fn names_are_taken_once() {
    let stage = Stage::set().await;
    stage.channel("public", "docks").await;
    let path = format!("/workspaces/{}/channels", stage.workspace);
    stage.ada.post(&path, json!({"kind": "public", "name": "docks"})).await.refused(409, "name_taken");
    let bad =
        stage.ada.post(&path, json!({"kind": "public", "name": "what?!"})).await.refused(422, "invalid");
    assert_eq!(bad["field"], "name");
    let bad = stage.ada.post(&path, json!({"kind": "dm", "name": "x"})).await.refused(422, "invalid");
    assert_eq!(bad["field"], "kind");
}

#[tokio::test]
async fn a_direct_message_is_made_once() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let path = format!("/workspaces/{}/direct", stage.workspace);
    let made = stage.ada.post(&path, json!({"people": [bela.id]})).await.ok();
    let again = bela.post(&path, json!({"people": [stage.ada.id]})).await.ok();
    assert_eq!(made["id"], again["id"]);
    let cleo = stage.member("Cleo").await;
    cleo.get(&format!("/channels/{}", text(&made["id"]))).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_archived_channel_takes_no_messages() {
    let stage = Stage::set().await;
    let docks = stage.channel("public", "docks").await;
    let path = format!("/channels/{docks}");
    assert_eq!(stage.ada.patch(&path, json!({"archived": true})).await.ok()["archived"], true);
    stage
        .ada
        .post(&format!("{path}/messages"), json!({"nonce": "n", "text": "hi"}))
        .await
        .refused(409, "channel_archived");
    stage.ada.patch(&path, json!({"archived": false, "topic": "open again"})).await.ok();
    stage.ada.say(&docks, "hi").await;
    let starred = stage
        .ada
        .patch(&format!("{path}/membership"), json!({"starred": true, "level": "mentions"}))
        .await
        .ok();
    assert_eq!((&starred["starred"], &starred["level"]), (&json!(true), &json!("mentions")));
}
