//! `/workspaces/{w}/search`.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stage::{Person, Stage};

/// The index follows the feeds, a moment behind.
async fn find(person: &Person, path: &str, wanted: usize) -> Value {
    let started = Instant::now();
    loop {
        let found = person.get(path).await.ok();
        if found["rows"].as_array().unwrap().len() == wanted || started.elapsed() > Duration::from_secs(10) {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn only_what_one_may_read_is_found() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    stage.ada.say(&stage.general, "the lighthouse is lit").await;
    stage.ada.say(&bridge, "the lighthouse keeper is asleep").await;
    let path = format!("/workspaces/{}/search?q=lighthouse", stage.workspace);
    assert_eq!(find(&stage.ada, &path, 2).await["total"], 2);
    let found = find(&bela, &path, 1).await;
    assert_eq!(found["rows"][0]["message"]["text"], "the lighthouse is lit");
    assert_eq!(found["rows"][0]["highlights"][0], serde_json::json!([4, 14]));
}
