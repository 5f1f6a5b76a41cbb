//! Lists of files that messages carry, and who sees which.

use serde_json::{Value, json};

use crate::{
    files::{png, upload},
    stage::{Person, Stage, text},
};

/// Ada says something with a file in a channel.
async fn share(stage: &Stage, channel: &str, name: &str, bytes: &[u8]) -> Value {
    let file = upload(stage, &stage.ada, name, bytes).await;
    let said = json!({"nonce": file["id"], "text": "", "files": [file["id"]]});
    stage.ada.post(&format!("/channels/{channel}/messages"), said).await.ok()
}

async fn names(person: &Person, path: &str) -> Vec<String> {
    let page = person.get(path).await.ok();
    page["rows"].as_array().unwrap().iter().map(|row| text(&row["file"]["name"])).collect()
}

#[tokio::test]
async fn files_are_listed_newest_first_by_kind_and_by_name() {
    let stage = Stage::set().await;
    let general = &stage.general;
    let chart = share(&stage, general, "Chart of the bay.png", &png()).await;
    share(&stage, general, "log.txt", b"All is well.").await;
    share(&stage, general, "bell.wav", b"RIFF\x24\0\0\0WAVEfmt ").await;
    let here = format!("/channels/{general}/files");
    assert_eq!(names(&stage.ada, &here).await, ["bell.wav", "log.txt", "Chart of the bay.png"]);
    for (kind, name) in [("picture", "Chart of the bay.png"), ("audio", "bell.wav"), ("document", "log.txt")]
    {
        assert_eq!(names(&stage.ada, &format!("{here}?kind={kind}")).await, [name]);
    }
    assert!(names(&stage.ada, &format!("{here}?kind=video")).await.is_empty());
    assert_eq!(names(&stage.ada, &format!("{here}?name=BAY%20chart")).await, ["Chart of the bay.png"]);
    assert!(names(&stage.ada, &format!("{here}?name=bay&kind=audio")).await.is_empty());
    stage.ada.get(&format!("{here}?kind=spell")).await.refused(422, "invalid");
    stage.ada.get(&format!("{here}?after=yesterday")).await.refused(422, "invalid");
    stage.ada.get(&format!("{here}?name={}", "a".repeat(101))).await.refused(422, "invalid");

    let first = stage.ada.get(&format!("{here}?limit=2")).await.ok();
    assert_eq!(first["rows"].as_array().unwrap().len(), 2);
    let rest = stage.ada.get(&format!("{here}?limit=2&after={}", text(&first["next"]))).await.ok();
    assert_eq!((rest["rows"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
    let row = &rest["rows"][0];
    assert_eq!((&row["message"], &row["seq"]), (&chart["id"], &chart["seq"]));
    assert_eq!((&row["channel"], &row["thread"]), (&json!(general), &json!(null)));
    assert_eq!(row["file"], chart["files"][0]);

    let id = text(&chart["id"]);
    stage.ada.delete(&format!("/channels/{general}/messages/{id}")).await.ok();
    assert_eq!(names(&stage.ada, &here).await, ["bell.wav", "log.txt"], "with its message it's gone");
}

#[tokio::test]
async fn nobody_sees_files_of_a_channel_that_they_may_not_read() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let cleo = stage.join("Cleo", "guest").await;
    let bridge = stage.channel("private", "bridge").await;
    let deck = stage.channel("public", "deck").await;
    share(&stage, &stage.general, "general.txt", b"general").await;
    share(&stage, &deck, "deck.txt", b"deck").await;
    share(&stage, &bridge, "bridge.txt", b"bridge").await;
    let over_all = format!("/workspaces/{}/files", stage.workspace);
    let (on_bridge, on_deck) = (format!("/channels/{bridge}/files"), format!("/channels/{deck}/files"));
    assert_eq!(names(&stage.ada, &over_all).await, ["bridge.txt", "deck.txt", "general.txt"]);

    bela.get(&on_bridge).await.refused(404, "not_found");
    assert_eq!(names(&bela, &over_all).await, ["deck.txt", "general.txt"], "public ones can be read");
    cleo.get(&on_bridge).await.refused(404, "not_found");
    cleo.get(&on_deck).await.refused(404, "not_found");
    assert_eq!(names(&cleo, &over_all).await, ["general.txt"], "a guest reads what they were put into");
    let stranger = Person::stranger(&stage.server);
    stranger.get(&on_deck).await.refused(401, "signed_out");
    stranger.get(&over_all).await.refused(401, "signed_out");

    for person in [&bela, &cleo] {
        stage.ada.post(&format!("/channels/{bridge}/members"), json!({"users": [person.id]})).await.ok();
        assert_eq!(names(person, &on_bridge).await, ["bridge.txt"]);
        assert!(names(person, &over_all).await.contains(&"bridge.txt".to_owned()));
        person.delete(&format!("/channels/{bridge}/members/{}", person.id)).await;
        person.get(&on_bridge).await.refused(404, "not_found");
        assert!(!names(person, &over_all).await.contains(&"bridge.txt".to_owned()), "who left sees no more");
    }
}
