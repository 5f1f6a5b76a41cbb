//! `/workspaces/{w}/groups`.

use reqwest::StatusCode;
use serde_json::json;

use crate::stage::{Person, Stage, text};

#[tokio::test]
async fn a_group_is_made_changed_and_deleted() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let groups = format!("/workspaces/{}/groups", stage.workspace);
    assert_eq!(bela.get(&groups).await.ok()["rows"], json!([]));
    let body = json!({"handle": "@Design", "name": "Designers", "people": [bela.id]});
    let made = stage.ada.post(&groups, body.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.ok();
    assert_eq!((&made["handle"], &made["people"]), (&json!("design"), &json!([bela.id])));
    assert_eq!(bela.get(&groups).await.ok()["rows"], json!([made]));
    assert_eq!(bela.get("/snapshot").await.ok()["workspaces"][0]["groups"], json!([made]));
    let path = format!("{groups}/{}", text(&made["id"]));
    let patch = json!({"name": "Design", "add": [stage.ada.id], "remove": [bela.id]});
    let changed = stage.ada.patch(&path, patch).await.ok();
    assert_eq!((&changed["name"], &changed["people"]), (&json!("Design"), &json!([stage.ada.id])));
    stage.ada.post(&groups, body).await.refused(409, "handle_taken");
    bela.patch("/account", json!({"handle": "design"})).await.refused(409, "handle_taken");
    stage.ada.patch(&path, json!({"handle": "bela"})).await.refused(409, "handle_taken");
    let gone = stage.ada.delete(&path).await.ok();
    assert_eq!((&gone["active"], &gone["people"]), (&json!(false), &json!([])));
    assert_eq!(bela.get(&groups).await.ok()["rows"], json!([]));
    bela.patch("/account", json!({"handle": "design"})).await.ok();
}

#[tokio::test]
async fn groups_are_kept_by_admins_of_their_workspace() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let groups = format!("/workspaces/{}/groups", stage.workspace);
    let made = stage.ada.post(&groups, json!({"handle": "crew", "name": "Crew"})).await.ok();
    let path = format!("{groups}/{}", text(&made["id"]));
    bela.post(&groups, json!({"handle": "mine", "name": "Mine"})).await.refused(403, "forbidden");
    bela.patch(&path, json!({"add": [bela.id]})).await.refused(403, "forbidden");
    bela.delete(&path).await.refused(403, "forbidden");
    let stranger = Person::stranger(&stage.server);
    stranger.get(&groups).await.refused(401, "signed_out");
    stranger.post(&groups, json!({"handle": "x", "name": "X"})).await.refused(401, "signed_out");
    let elsewhere = format!("/workspaces/W{}/groups", "0".repeat(26));
    stage.ada.get(&elsewhere).await.refused(404, "not_found");
    stage.ada.post(&elsewhere, json!({"handle": "x", "name": "X"})).await.refused(404, "not_found");
    stage.ada.delete(&format!("{groups}/nothing")).await.refused(404, "not_found");
    let unknown = format!("{groups}/G{}", "0".repeat(26));
    stage.ada.patch(&unknown, json!({"name": "X"})).await.refused(404, "not_found");
    let bad = stage.ada.post(&groups, json!({"handle": "here", "name": "X"})).await.refused(422, "invalid");
    assert_eq!(bad["field"], "handle");
}

#[tokio::test]
async fn naming_a_group_names_its_people() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let groups = format!("/workspaces/{}/groups", stage.workspace);
    let body = json!({"handle": "crew", "name": "Crew", "people": [bela.id]});
    let made = stage.ada.post(&groups, body).await.ok();
    let said = stage.ada.say(&stage.general, &format!("<@{}> look", text(&made["id"]))).await;
    assert_eq!(said["mentions"], json!([bela.id]));
    let joined = bela.get(&format!("/channels/{}", stage.general)).await.ok()["joined"].clone();
    assert_eq!(joined["mentions"], json!([said["seq"]]));
}
