//! `/channels/{c}/pins` and `/channels/{c}/messages/{m}/pin`.

use reqwest::StatusCode;
use serde_json::json;

use crate::stage::{Stage, text};

#[tokio::test]
async fn a_pinned_message_is_listed_until_it_is_unpinned() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let pins = format!("/channels/{}/pins", stage.general);
    assert_eq!(bela.get(&pins).await.ok()["rows"], json!([]));
    let mut paths = Vec::new();
    for said in ["tides", "moorings"] {
        let said = stage.ada.say(&stage.general, said).await;
        paths.push(format!("/channels/{}/messages/{}", stage.general, text(&said["id"])));
    }
    for path in &paths {
        let pinned = bela.put(&format!("{path}/pin"), json!({})).await.ok();
        assert_eq!(pinned["pinned_by"], json!(bela.id));
        assert!(pinned["pinned_at"].is_number());
    }
    let rows = stage.ada.get(&pins).await.ok()["rows"].clone();
    let texts: Vec<_> = rows.as_array().unwrap().iter().map(|row| text(&row["text"])).collect();
    assert_eq!(texts, ["moorings", "tides"], "the latest pinned first");
    let loose = stage.ada.delete(&format!("{}/pin", paths[1])).await.ok();
    assert_eq!((&loose["pinned_at"], &loose["pinned_by"]), (&json!(null), &json!(null)));
    assert_eq!(bela.get(&paths[1]).await.ok()["pinned_at"], json!(null));
    stage.ada.delete(&paths[0]).await.ok();
    assert_eq!(bela.get(&pins).await.ok()["rows"], json!([]), "what is deleted isn't pinned");
}

#[tokio::test]
async fn pins_of_a_private_channel_are_for_those_inside() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let said = stage.ada.say(&bridge, "the code is 4711").await;
    let pin = format!("/channels/{bridge}/messages/{}/pin", text(&said["id"]));
    stage.ada.put(&pin, json!({})).await.ok();
    bela.get(&format!("/channels/{bridge}/pins")).await.refused(404, "not_found");
    bela.delete(&pin).await.refused(404, "not_found");
    let elsewhere = format!("/channels/{}/messages/{}/pin", stage.general, text(&said["id"]));
    bela.put(&elsewhere, json!({})).await.refused(404, "not_found");
}

#[tokio::test]
async fn what_happened_and_what_is_archived_is_not_pinned() {
    let stage = Stage::set().await;
    let docks = stage.channel("public", "docks").await;
    let history = stage.ada.get(&format!("/channels/{docks}/messages")).await.ok();
    let created = text(&history["messages"][0]["id"]);
    let refused = stage.ada.put(&format!("/channels/{docks}/messages/{created}/pin"), json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let said = stage.ada.say(&docks, "ahoy").await;
    stage.ada.patch(&format!("/channels/{docks}"), json!({"archived": true})).await.ok();
    let pin = format!("/channels/{docks}/messages/{}/pin", text(&said["id"]));
    stage.ada.put(&pin, json!({})).await.refused(409, "channel_archived");
}
