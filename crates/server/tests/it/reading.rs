//! Read cursors, followed threads and drafts.

use serde_json::json;

use crate::stage::{Stage, text};

#[tokio::test]
async fn a_cursor_goes_forward_and_back_by_generation() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let said = stage.ada.say(&stage.general, "ahoy").await;
    let seq = said["seq"].as_u64().unwrap();
    let path = format!("/channels/{}", stage.general);
    let read = bela.post(&format!("{path}/read"), json!({"seq": seq, "generation": 0})).await.ok();
    assert_eq!(read["read_seq"], seq);
    let unread = bela.post(&format!("{path}/unread"), json!({"seq": seq})).await.ok();
    assert_eq!(unread["read_seq"], seq - 1);
    let late =
        bela.post(&format!("{path}/read"), json!({"seq": seq, "generation": read["generation"]})).await.ok();
    assert_eq!(late["read_seq"], seq - 1, "a late reading of an earlier generation does nothing");
    let past = bela
        .post(&format!("{path}/read"), json!({"seq": 1_000_000, "generation": unread["generation"]}))
        .await
        .ok();
    assert_eq!(past["read_seq"], seq);
}

#[tokio::test]
async fn drafts_and_followed_threads_are_ones_own() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let root = stage.ada.say(&stage.general, "root").await;
    let path = format!("/channels/{}", stage.general);
    bela.put(&format!("{path}/draft"), json!({"text": "almost", "updated_at": 1})).await.ok();
    let follow = format!("{path}/threads/{}/follow", text(&root["id"]));
    assert_eq!(bela.put(&follow, json!({"following": true})).await.ok()["following"], true);
    assert_eq!(bela.get("/snapshot").await.ok()["drafts"][0]["text"], "almost");
    assert_eq!(stage.ada.get("/snapshot").await.ok()["drafts"], json!([]));
}
