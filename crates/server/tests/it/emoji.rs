//! `/workspaces/{w}/emoji`, and reactions with what is there.

use serde_json::{Value, json};

use crate::{
    files::{png, upload, url},
    stage::{Person, Stage, text},
};

async fn add(stage: &Stage, person: &Person, name: &str) -> crate::stage::Answer {
    let image = upload(stage, person, "picture.png", &png()).await;
    let body = json!({"name": name, "image": image["id"]});
    person.post(&format!("/workspaces/{}/emoji", stage.workspace), body).await
}

async fn names(stage: &Stage, person: &Person) -> Vec<String> {
    let page = person.get(&format!("/workspaces/{}/emoji", stage.workspace)).await.ok();
    page["rows"].as_array().unwrap().iter().map(|row| text(&row["name"])).collect()
}

#[tokio::test]
async fn an_emoji_is_added_seen_by_all_and_taken_away() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let cleo = stage.member("Cleo").await;
    let guest = stage.join("Gil", "guest").await;
    let path = format!("/workspaces/{}/emoji", stage.workspace);
    let added = add(&stage, &bela, "polly").await.expect(reqwest::StatusCode::CREATED);
    assert_eq!((&added["creator"], &added["name"]), (&json!(bela.id), &json!("polly")));
    add(&stage, &stage.ada, "boat-2").await.expect(reqwest::StatusCode::CREATED);
    for person in [&stage.ada, &cleo, &guest] {
        assert_eq!(names(&stage, person).await, ["boat-2", "polly"]);
        let picture: Value = json!({"id": added["image"]});
        let at = url(&stage, person, &picture).await.expect("everyone sees it");
        let answer = reqwest::get(crate::files::absolute(&stage.server, &at)).await.unwrap();
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("image/"));
        assert_ne!(answer.bytes().await.unwrap(), png(), "drawn anew");
    }
    let first = cleo.get(&format!("{path}?limit=1")).await.ok();
    let rest = cleo.get(&format!("{path}?limit=1&after={}", text(&first["next"]))).await.ok();
    assert_eq!((&rest["rows"][0]["name"], &rest["next"]), (&json!("polly"), &json!(null)));
    cleo.get(&format!("{path}?limit=1001")).await.refused(422, "invalid");

    cleo.delete(&format!("{path}/polly")).await.refused(403, "forbidden");
    let gone = stage.ada.delete(&format!("{path}/polly")).await.ok();
    assert_eq!(gone["image"], json!(null));
    bela.delete(&format!("{path}/polly")).await.refused(404, "not_found");
    assert_eq!(names(&stage, &cleo).await, ["boat-2"]);
    assert_eq!(url(&stage, &cleo, &json!({"id": added["image"]})).await, None);
}

#[tokio::test]
async fn an_emoji_has_a_name_of_its_own_and_a_picture_of_ones_own() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let guest = stage.join("Gil", "guest").await;
    let path = format!("/workspaces/{}/emoji", stage.workspace);
    add(&stage, &guest, "polly").await.refused(403, "forbidden");
    for bad in ["p", "Parrot", "a b", ":a:", "pârrot", "<b>", "-ab", &"a".repeat(33)] {
        let refused = add(&stage, &bela, bad).await.refused(422, "invalid");
        assert_eq!(refused["field"], "name", "{bad}");
    }
    add(&stage, &bela, "tada").await.refused(409, "emoji_standard");
    add(&stage, &bela, "polly").await.expect(reqwest::StatusCode::CREATED);
    add(&stage, &stage.ada, "polly").await.refused(409, "emoji_taken");
    let others = upload(&stage, &stage.ada, "picture.png", &png()).await;
    let body = json!({"name": "mine", "image": others["id"]});
    bela.post(&path, body.clone()).await.refused(404, "not_found");
    let words = upload(&stage, &bela, "words.txt", b"words").await;
    let refused =
        bela.post(&path, json!({"name": "words", "image": words["id"]})).await.refused(422, "invalid");
    assert_eq!(refused["field"], "image");
    let elsewhere = Stage::set().await;
    elsewhere.ada.get(&path).await.refused(404, "not_found");
    elsewhere.ada.post(&path, body).await.refused(404, "not_found");
    elsewhere.ada.delete(&format!("{path}/polly")).await.refused(404, "not_found");
}

#[tokio::test]
async fn one_reacts_with_what_the_workspace_has() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let said = stage.ada.say(&stage.general, "ahoy").await;
    let reactions = format!("/channels/{}/messages/{}/reactions", stage.general, text(&said["id"]));
    let refused = bela.put(&format!("{reactions}/:polly:"), json!({})).await.refused(422, "invalid");
    assert_eq!(refused["field"], "emoji");
    add(&stage, &bela, "polly").await.expect(reqwest::StatusCode::CREATED);
    let reacted = bela.put(&format!("{reactions}/:polly:"), json!({})).await.ok();
    assert_eq!(reacted["reactions"], json!([{"emoji": ":polly:", "users": [bela.id]}]));
    stage.ada.put(&format!("{reactions}/:polly:"), json!({})).await.ok();
    bela.delete(&format!("/workspaces/{}/emoji/polly", stage.workspace)).await.ok();
    let path = format!("/channels/{}/messages/{}", stage.general, text(&said["id"]));
    assert_eq!(bela.get(&path).await.ok()["reactions"][0]["emoji"], ":polly:", "it stays readable");
    let without = bela.delete(&format!("{reactions}/:polly:")).await.ok();
    assert_eq!(without["reactions"][0]["users"], json!([stage.ada.id]), "and can be taken back");
    bela.put(&format!("{reactions}/:polly:"), json!({})).await.refused(422, "invalid");
}
