//! `/account` and `/snapshot`.

use serde_json::{Value, json};

use crate::stage::{PASSWORD, Person, Stage};

#[tokio::test]
async fn ada_changes_her_profile() {
    let stage = Stage::set().await;
    let changed =
        stage.ada.patch("/account", json!({"title": "Captain", "preferences": {"theme": "dark"}})).await.ok();
    assert_eq!(changed["title"], "Captain");
    assert_eq!(changed["name"], "Ada");
    let snapshot = stage.ada.get("/snapshot").await.ok();
    assert_eq!(snapshot["account"]["preferences"]["theme"], "dark");
    assert_eq!(snapshot["workspaces"][0]["people"][0]["title"], "Captain");
}

#[tokio::test]
async fn ada_says_where_she_is_and_takes_it_back() {
    let stage = Stage::set().await;
    let status = json!({"emoji": "🌴", "text": "On holiday", "until": null, "quiet": true});
    let changed = stage
        .ada
        .patch("/account", json!({"status": {"emoji": "🌴", "text": " On holiday ", "quiet": true}}))
        .await
        .ok();
    assert_eq!(changed["status"], status);
    let bela = stage.member("Bela").await;
    let people = format!("/workspaces/{}/people?limit=10", stage.workspace);
    assert_eq!(bela.get(&people).await.ok()["rows"][0]["status"], status);
    // Changing something else leaves it.
    assert_eq!(stage.ada.patch("/account", json!({"title": "Captain"})).await.ok()["status"], status);
    let bad = json!({"status": {"emoji": "🌴", "text": "", "until": 1}});
    assert_eq!(stage.ada.patch("/account", bad).await.refused(422, "invalid")["field"], "until");
    assert_eq!(stage.ada.get("/account").await.ok()["status"], status);
    stage.ada.patch("/account", json!({"status": null})).await.ok();
    assert!(bela.get(&people).await.ok()["rows"][0]["status"].is_null());
}

#[tokio::test]
async fn a_bad_change_names_the_field() {
    let stage = Stage::set().await;
    let bad = stage.ada.patch("/account", json!({"handle": "No Spaces!"})).await.refused(422, "invalid");
    assert_eq!(bad["field"], "handle");
    let bad = stage.ada.patch("/account", json!({"shoe_size": 43})).await.refused(422, "invalid");
    assert_eq!(bad["field"], "shoe_size");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let stage = Stage::set().await;
    let phone = Person::stranger(&stage.server);
    phone.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await.ok();
    let wrong = stage
        .ada
        .post("/account/password", json!({"current": "wrong", "new": "a much longer password"}))
        .await;
    assert!(wrong.status.is_client_error());
    phone.get("/account").await.ok();
    stage
        .ada
        .post("/account/password", json!({"current": PASSWORD, "new": "a much longer password"}))
        .await
        .ok();
    phone.get("/account").await.refused(401, "signed_out");
    stage.ada.get("/account").await.ok();
    let old = phone.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await;
    assert!(old.status.is_client_error());
}

#[tokio::test]
async fn keywords_are_ones_own_and_bounded() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let set = async |keywords: Value| bela.patch("/account", json!({"keywords": keywords})).await;
    assert_eq!(
        set(json!([" tide ", "TIDE", "Köhlbrand"])).await.ok()["keywords"],
        json!(["tide", "Köhlbrand"])
    );
    let snapshot = bela.get("/snapshot").await.ok();
    assert_eq!(snapshot["account"]["keywords"], json!(["tide", "Köhlbrand"]));
    let people = stage.ada.get(&format!("/workspaces/{}/people?limit=10", stage.workspace)).await.ok();
    assert!(!people.to_string().contains("Köhlbrand"));
    let many: Vec<String> = (0..26).map(|it| format!("word {it}")).collect();
    for bad in [json!(many), json!(["x".repeat(61)]), json!([""]), json!(["two\nlines"])] {
        set(bad).await.refused(422, "invalid");
    }
    set(json!("tide")).await.refused(422, "invalid");
    assert_eq!(bela.get("/account").await.ok()["keywords"], json!(["tide", "Köhlbrand"]));
    set(json!([])).await.ok();
    assert_eq!(bela.get("/account").await.ok()["keywords"], json!([]));
}
