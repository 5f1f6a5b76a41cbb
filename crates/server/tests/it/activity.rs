//! `/workspaces/{w}/activity`.

use serde_json::json;

use crate::stage::{Person, Stage, text};

#[tokio::test]
async fn mentions_and_reactions_are_listed_the_latest_first() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let activity = format!("/workspaces/{}/activity", stage.workspace);
    assert_eq!(bela.get(&activity).await.ok(), json!({"rows": [], "next": null}));
    let named = stage.ada.say(&stage.general, &format!("<@{}> look", bela.id)).await;
    let mine = bela.say(&stage.general, "aye").await;
    let path = format!("/channels/{}/messages/{}/reactions/👍", stage.general, text(&mine["id"]));
    stage.ada.put(&path, json!({})).await.ok();
    let ids = async |query: &str| {
        let rows = bela.get(&format!("{activity}{query}")).await.ok()["rows"].clone();
        rows.as_array().unwrap().iter().map(|it| it["message"]["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, [mine["id"].clone(), named["id"].clone()]);
    assert_eq!(ids("?only=mentions").await, [named["id"].clone()]);
    assert_eq!(ids("?only=reactions").await, [mine["id"].clone()]);
    let first = bela.get(&format!("{activity}?limit=1")).await.ok();
    let rest = format!("?limit=1&after={}", text(&first["next"]));
    assert_eq!(ids(&rest).await, [named["id"].clone()]);
    assert_eq!(stage.ada.get(&activity).await.ok()["rows"], json!([]), "nobody else's");
    stage.ada.delete(&path).await.ok();
    assert_eq!(ids("").await, [named["id"].clone()]);
}

#[tokio::test]
async fn activity_is_for_those_of_the_workspace() {
    let stage = Stage::set().await;
    let activity = format!("/workspaces/{}/activity", stage.workspace);
    Person::stranger(&stage.server).get(&activity).await.refused(401, "signed_out");
    let elsewhere = format!("/workspaces/W{}/activity", "0".repeat(26));
    stage.ada.get(&elsewhere).await.refused(404, "not_found");
    for (query, field) in [("limit=0", "limit"), ("after=x", "after"), ("only=likes", "only")] {
        let bad = stage.ada.get(&format!("{activity}?{query}")).await.refused(422, "invalid");
        assert_eq!(bad["field"], field, "{query}");
    }
}
