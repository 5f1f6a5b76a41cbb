//! `/workspaces/{w}` and its people.

use serde_json::json;

use crate::stage::{Person, Stage};

#[tokio::test]
async fn an_owner_renames_the_workspace_and_a_member_does_not() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let path = format!("/workspaces/{}", stage.workspace);
    assert_eq!(stage.ada.patch(&path, json!({"name": "Shipyard"})).await.ok()["name"], "Shipyard");
    bela.patch(&path, json!({"name": "Mine"})).await.refused(403, "forbidden");
    Person::stranger(&stage.server).patch(&path, json!({"name": "Mine"})).await.refused(401, "signed_out");
}

#[tokio::test]
async fn people_are_listed_page_by_page() {
    let stage = Stage::set().await;
    stage.member("Bela").await;
    stage.member("Cleo").await;
    let path = format!("/workspaces/{}/people", stage.workspace);
    let first = stage.ada.get(&format!("{path}?limit=2")).await.ok();
    assert_eq!(first["rows"].as_array().unwrap().len(), 2);
    let rest = stage.ada.get(&format!("{path}?limit=2&after={}", first["next"].as_str().unwrap())).await.ok();
    assert_eq!(rest["rows"].as_array().unwrap().len(), 1);
    assert!(rest["next"].is_null());
    for limit in ["0", "101", "-1", "many"] {
        let bad = stage.ada.get(&format!("{path}?limit={limit}")).await.refused(422, "invalid");
        assert_eq!(bad["field"], "limit", "{limit}");
    }
}

#[tokio::test]
async fn roles_change_and_the_last_owner_stays() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let path = |id: &str| format!("/workspaces/{}/people/{id}", stage.workspace);
    assert_eq!(stage.ada.patch(&path(&bela.id), json!({"role": "admin"})).await.ok()["role"], "admin");
    let kept = stage.ada.patch(&path(&stage.ada.id), json!({"role": "member"})).await;
    assert!(kept.status.is_client_error(), "{}", kept.body);
    bela.patch(&path(&bela.id), json!({"role": "owner"})).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    stage.ada.delete(&format!("/workspaces/{}/people/{}", stage.workspace, bela.id)).await.ok();
    bela.get("/account").await.refused(401, "signed_out");
    let people = stage.ada.get(&format!("/workspaces/{}/people", stage.workspace)).await.ok();
    let row = people["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["user"] == bela.id.as_str())
        .unwrap()
        .clone();
    assert_eq!(row["active"], false);
}
