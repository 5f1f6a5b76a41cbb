//! `workloop backup` while the server runs, and `workloop restore`.

use std::{path::Path, process::Output};

use serde_json::json;

use crate::{
    files,
    stage::{PASSWORD, Person, Server, Stage, text, workloop},
};

fn run(folder: &Path, command: &str, file: &Path) -> Output {
    workloop(folder).arg(command).arg(file).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn a_backup_of_a_running_server_restores_to_the_same() {
    let stage = Stage::set().await;
    stage.ada.say(&stage.general, "worth keeping").await;
    let file = files::upload(&stage, &stage.ada, "chart.png", &files::png()).await;
    let chart = json!({"nonce": "chart", "text": "here", "files": [file["id"]]});
    stage.ada.post(&format!("/channels/{}/messages", stage.general), chart).await.ok();
    let archive = stage.folder.path().join("backup.tar");
    let made = run(stage.folder.path(), "backup", &archive);
    assert!(made.status.success(), "{}", said(&made));
    stage.ada.say(&stage.general, "too late").await;
    let path = format!("/channels/{}/messages", stage.general);
    let before = stage.ada.get(&path).await.ok();
    let epoch = stage.ada.get("/status").await.ok()["epoch"].clone();

    let elsewhere = tempfile::tempdir().unwrap();
    let restored = run(elsewhere.path(), "restore", &archive);
    assert!(restored.status.success(), "{}", said(&restored));
    let server = Server::start_in(elsewhere.path(), &[]);
    assert_eq!(server.code, None);
    let ada = Person::stranger(&server);
    ada.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await.ok();
    let after = ada.get(&path).await.ok();
    let kept = &before["messages"].as_array().unwrap()[..after["messages"].as_array().unwrap().len()];
    assert_eq!(after["messages"].as_array().unwrap(), kept);
    assert_eq!(kept.len() + 1, before["messages"].as_array().unwrap().len());
    assert_ne!(ada.get("/status").await.ok()["epoch"], epoch, "clients must start anew");
    let led = ada.get(&format!("/files/{}", text(&file["id"]))).await;
    let url = format!("{}{}", server.url, led.headers["location"].to_str().unwrap());
    assert_eq!(reqwest::get(url).await.unwrap().bytes().await.unwrap(), files::png());
}

#[tokio::test]
async fn a_damaged_backup_or_a_full_folder_is_refused() {
    let stage = Stage::set().await;
    let archive = stage.folder.path().join("backup.tar");
    assert!(run(stage.folder.path(), "backup", &archive).status.success());
    let twice = run(stage.folder.path(), "backup", &archive);
    assert!(!twice.status.success() && said(&twice).contains("already"));
    let into_full = run(stage.folder.path(), "restore", &archive);
    assert!(!into_full.status.success() && said(&into_full).contains("empty"), "{}", said(&into_full));

    let mut bytes = std::fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&archive, &bytes).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let damaged = run(elsewhere.path(), "restore", &archive);
    assert!(!damaged.status.success() && said(&damaged).contains("damaged"), "{}", said(&damaged));
    std::fs::write(&archive, &bytes[..middle]).unwrap();
    assert!(!run(elsewhere.path(), "restore", &archive).status.success());
    assert!(!elsewhere.path().join("data/workloop.sqlite").exists());
}
