//! `/workspaces/{w}/search`.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stage::{Person, Stage, workloop};

/// The index follows the feeds, a moment behind.
async fn find(person: &Person, path: &str, wanted: usize) -> Value {
    let started = Instant::now();
    loop {
        let answer = person.get(path).await;
        let late = started.elapsed() > Duration::from_secs(10);
        if answer.status == 503 && !late {
            assert_eq!(answer.headers["retry-after"], "5");
            answer.refused(503, "search_catching_up");
        } else {
            let found = answer.ok();
            if found["rows"].as_array().unwrap().len() == wanted || late {
                return found;
            }
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

#[tokio::test]
async fn a_rebuilt_index_finds_the_same_and_a_lost_one_comes_back() {
    let stage = Stage::set().await;
    stage.ada.say(&stage.general, "the lighthouse is lit").await;
    let path = format!("/workspaces/{}/search?q=lighthouse", stage.workspace);
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let stage = stage
        .while_stopped(|folder| {
            let said = workloop(folder).arg("reindex").output().unwrap();
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            assert!(said.contains("built anew from"), "{said}");
        })
        .await;
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let stage =
        stage.while_stopped(|folder| std::fs::remove_dir_all(folder.join("data/search")).unwrap()).await;
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let ready: Value =
        reqwest::get(format!("{}/readyz", stage.server.url)).await.unwrap().json().await.unwrap();
    assert_eq!(ready["search_caught_up"], true);
}

#[tokio::test]
async fn a_damaged_index_is_built_anew_by_itself() {
    let stage = Stage::set().await;
    stage.ada.say(&stage.general, "the lighthouse is lit").await;
    let path = format!("/workspaces/{}/search?q=lighthouse", stage.workspace);
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let damage = |folder: &std::path::Path| {
        let index = std::fs::read_dir(folder.join("data/search")).unwrap();
        let store = index
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|kind| kind == "store"))
            .expect("a segment's texts");
        let mut bytes = std::fs::read(&store).unwrap();
        bytes[8] ^= 0xff;
        std::fs::write(store, bytes).unwrap();
    };
    let stage = stage.while_stopped(damage).await;
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let log = stage.server.log.lock().unwrap().clone();
    assert!(log.contains("the search index is damaged"), "{log}");
    assert!(stage.folder.path().join("data/search.damaged").is_dir());
}
