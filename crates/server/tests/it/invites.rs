//! Invites: `/workspaces/{w}/invites` and `/invites/{code}`.

use reqwest::StatusCode;
use serde_json::json;

use crate::stage::{PASSWORD, Person, Stage, text};

#[tokio::test]
async fn an_invite_leads_in_once() {
    let stage = Stage::set().await;
    let path = format!("/workspaces/{}/invites", stage.workspace);
    let made = stage
        .ada
        .post(&path, json!({"role": "member", "hours": 24, "max_uses": 1}))
        .await
        .expect(StatusCode::CREATED);
    let code = text(&made["code"]);
    assert_eq!(made["url"], format!("{}/invite/{code}", stage.server.url));
    let bela = Person::stranger(&stage.server);
    let preview = bela.get(&format!("/invites/{code}")).await.ok();
    assert_eq!((&preview["workspace_name"], &preview["inviter_name"]), (&json!("Harbour"), &json!("Ada")));
    let join =
        |name: &str| json!({"name": name, "email": format!("{name}@example.org"), "password": PASSWORD});
    bela.post(&format!("/invites/{code}"), join("bela")).await.expect(StatusCode::CREATED);
    bela.get("/account").await.ok();
    let cleo = Person::stranger(&stage.server);
    let spent = cleo.post(&format!("/invites/{code}"), join("cleo")).await;
    assert!(spent.status.is_client_error());
    cleo.get("/account").await.refused(401, "signed_out");
}

#[tokio::test]
async fn a_revoked_or_invented_invite_leads_nowhere() {
    let stage = Stage::set().await;
    let path = format!("/workspaces/{}/invites", stage.workspace);
    let made = stage.ada.post(&path, json!({"role": "member", "hours": 24})).await.ok();
    stage.ada.delete(&format!("{path}/{}", text(&made["invite"]["id"]))).await.ok();
    let bela = Person::stranger(&stage.server);
    bela.get(&format!("/invites/{}", text(&made["code"]))).await.refused(404, "not_found");
    bela.get("/invites/abcdefgh").await.refused(404, "not_found");
    assert_eq!(stage.ada.get(&path).await.ok()["rows"], json!([]));
}

#[tokio::test]
async fn a_member_may_not_invite() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let path = format!("/workspaces/{}/invites", stage.workspace);
    bela.post(&path, json!({"role": "member", "hours": 24})).await.refused(403, "forbidden");
}
