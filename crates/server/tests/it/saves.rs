//! `/saved` and `/channels/{c}/messages/{m}/saved`.

use serde_json::{Value, json};

use crate::stage::{Stage, text};

fn texts(page: &Value) -> Vec<Value> {
    page["rows"].as_array().unwrap().iter().map(|row| row["message"]["text"].clone()).collect()
}

#[tokio::test]
async fn what_one_saves_is_ones_own_list() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    for word in ["one", "two", "three"] {
        let said = stage.ada.say(&stage.general, word).await;
        let path = format!("/channels/{}/messages/{}/saved", stage.general, text(&said["id"]));
        let saved = bela.put(&path, json!({})).await.ok();
        assert_eq!((&saved["message"], &saved["channel"]), (&said["id"], &json!(stage.general)));
    }
    let first = bela.get("/saved?limit=2").await.ok();
    assert_eq!(texts(&first), ["three", "two"]);
    // What the page ended with may go meanwhile.
    let ended = text(&first["rows"][1]["saved"]["message"]);
    bela.delete(&format!("/saved/{ended}")).await.ok();
    let rest = bela.get(&format!("/saved?limit=2&after={}", text(&first["next"]))).await.ok();
    assert_eq!((texts(&rest), &rest["next"]), (vec![json!("one")], &json!(null)));
    assert_eq!(bela.get("/snapshot").await.ok()["saved"].as_array().unwrap().len(), 2);
    assert_eq!(stage.ada.get("/saved").await.ok()["rows"], json!([]));
    assert_eq!(stage.ada.get("/snapshot").await.ok()["saved"], json!([]));
    stage.ada.delete(&format!("/saved/{ended}")).await.refused(404, "not_found");
    assert_eq!(bela.delete(&format!("/saved/{ended}")).await.ok()["saved_at"], json!(null));
    assert_eq!(texts(&bela.get("/saved").await.ok()), ["three", "one"]);
    bela.get("/saved?after=nonsense").await.refused(422, "invalid");
}

#[tokio::test]
async fn what_one_may_not_read_any_more_says_nothing() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let said = stage.ada.say(&bridge, "the code is 4711").await;
    let path = format!("/channels/{bridge}/messages/{}/saved", text(&said["id"]));
    bela.put(&path, json!({})).await.refused(404, "not_found");
    let members = format!("/channels/{bridge}/members");
    stage.ada.post(&members, json!({"users": [bela.id]})).await.ok();
    bela.put(&path, json!({})).await.ok();
    assert_eq!(texts(&bela.get("/saved").await.ok()), ["the code is 4711"]);
    stage.ada.delete(&format!("{members}/{}", bela.id)).await;
    let page = bela.get("/saved").await.ok();
    assert_eq!(page["rows"][0]["message"], json!(null));
    assert!(!page.to_string().contains("4711"));
    // It can be taken off all the same.
    bela.delete(&format!("/saved/{}", text(&said["id"]))).await.ok();
    assert_eq!(bela.get("/saved").await.ok()["rows"], json!([]));
}

#[tokio::test]
async fn what_is_deleted_says_so_and_what_happened_is_not_saved() {
    let stage = Stage::set().await;
    let said = stage.ada.say(&stage.general, "forget it").await;
    let message = format!("/channels/{}/messages/{}", stage.general, text(&said["id"]));
    stage.ada.put(&format!("{message}/saved"), json!({})).await.ok();
    stage.ada.delete(&message).await.ok();
    let row = stage.ada.get("/saved").await.ok()["rows"][0].clone();
    assert!(row["message"]["deleted_at"].is_number());
    let docks = stage.channel("public", "docks").await;
    let history = stage.ada.get(&format!("/channels/{docks}/messages")).await.ok();
    let created = text(&history["messages"][0]["id"]);
    stage
        .ada
        .put(&format!("/channels/{docks}/messages/{created}/saved"), json!({}))
        .await
        .refused(403, "forbidden");
}
