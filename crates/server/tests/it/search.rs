//! `/workspaces/{w}/search`.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stage::{PASSWORD, Person, Server, Stage, text, workloop};

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
async fn a_node_without_an_index_begins_with_the_snapshot() {
    let stage = Stage::set_with(&[("WORKLOOP_SEARCH_SNAPSHOTS", "on")]).await;
    stage.ada.say(&stage.general, "the lighthouse is lit").await;
    let path = format!("/workspaces/{}/search?q=lighthouse", stage.workspace);
    assert_eq!(find(&stage.ada, &path, 1).await["total"], 1);
    let snapshots = stage.folder.path().join("data/media/search");
    let list = || Some(std::fs::read_dir(&snapshots).ok()?.next()?.ok()?.path().join("list"));
    let started = Instant::now();
    while !list().is_some_and(|list| list.exists()) {
        assert!(started.elapsed() < Duration::from_secs(20), "no snapshot was made");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let metrics = reqwest::get(format!("{}/metrics", stage.server.url)).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("workloop_duty_search_snapshot 1"), "{metrics}");
    let archive = stage.folder.path().join("backup.tar");
    let backed_up = workloop(stage.folder.path()).arg("backup").arg(&archive).status().unwrap();
    assert!(backed_up.success());
    let mut archive = tar::Archive::new(std::fs::File::open(archive).unwrap());
    let mut names = archive.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().into_owned());
    assert!(!names.any(|name| name.starts_with("media/search")), "a backup has no use for it");
    let Stage { server, folder, .. } = stage;
    server.stop();
    std::fs::remove_dir_all(folder.path().join("data/search")).unwrap();
    let server = Server::start_in(folder.path(), &[("WORKLOOP_SEARCH_SNAPSHOTS", "on")]);
    let ada = Person::stranger(&server);
    let body = serde_json::json!({"email": "ada@example.org", "password": PASSWORD});
    ada.post("/session", body).await.ok();
    assert_eq!(find(&ada, &path, 1).await["total"], 1);
    let log = server.log.lock().unwrap().clone();
    assert!(log.contains("the search index begins with a snapshot"), "{log}");
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

#[tokio::test]
async fn who_named_one_is_listed_while_one_may_read_it() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let members = format!("/channels/{bridge}/members");
    stage.ada.post(&members, serde_json::json!({"users": [bela.id]})).await.ok();
    let path = format!("/workspaces/{}/mentions", stage.workspace);
    let said = stage.ada.say(&stage.general, &format!("the tide is early, <@{}>", bela.id)).await;
    stage.ada.say(&bridge, &format!("<@{}> has the watch", bela.id)).await;
    stage.ada.say(&stage.general, "<!channel> all hands").await;
    bela.say(&stage.general, &format!("I, <@{}>, do", bela.id)).await;
    let found = find(&bela, &path, 2).await;
    let texts: Vec<_> = found["rows"].as_array().unwrap().iter().map(|row| text(&row["text"])).collect();
    assert!(texts[0].ends_with("has the watch") && texts[1].starts_with("the tide"), "{texts:?}");
    assert_eq!(stage.ada.get(&path).await.ok()["rows"], serde_json::json!([]), "nobody named her");
    stage.ada.delete(&format!("{members}/{}", bela.id)).await;
    let found = bela.get(&path).await.ok();
    assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    assert!(!found.to_string().contains("watch"));
    let edit = format!("/channels/{}/messages/{}", stage.general, text(&said["id"]));
    stage.ada.patch(&edit, serde_json::json!({"text": "the tide is early"})).await.ok();
    assert_eq!(bela.get(&path).await.ok()["rows"], serde_json::json!([]), "she isn't named any more");
    bela.get(&format!("{path}?after=x")).await.refused(422, "invalid");
}
