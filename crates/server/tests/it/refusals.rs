//! Bad requests of every kind get a problem document, never axum's own words.

use reqwest::{Method, header};
use serde_json::json;

use crate::stage::{Answer, Stage};

#[tokio::test]
async fn unknown_routes_methods_and_ids() {
    let stage = Stage::set().await;
    stage.ada.get("/nothing/here").await.refused(404, "not_found");
    stage.ada.get("/channels/not-an-id").await.refused(404, "not_found");
    let answer = stage.ada.delete("/status").await;
    assert!(answer.headers.contains_key(header::ALLOW));
    answer.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn bad_bodies() {
    let stage = Stage::set().await;
    let send = |body: String, kind: &'static str| {
        let request = stage.ada.request(Method::POST, &format!("/channels/{}/messages", stage.general));
        Answer::of(request.header(header::CONTENT_TYPE, kind).body(body))
    };
    send("{".into(), "application/json").await.refused(400, "invalid");
    send("[]".into(), "application/json").await.refused(422, "invalid");
    assert_eq!(
        send(r#"{"nonce":1}"#.into(), "application/json").await.refused(422, "invalid")["field"],
        "nonce"
    );
    assert_eq!(
        send(r#"{"text":"x"}"#.into(), "application/json").await.refused(422, "invalid")["field"],
        "nonce"
    );
    assert_eq!(
        send(r#"{"nonce":"x","tetx":"x"}"#.into(), "application/json").await.refused(422, "invalid")["field"],
        "tetx"
    );
    send("x=1".into(), "application/x-www-form-urlencoded").await.refused(415, "unsupported_media_type");
    send(json!({"nonce": "n", "text": "x".repeat(2 * 1024 * 1024)}).to_string(), "application/json")
        .await
        .refused(413, "too_large");
    send("[".repeat(10_000), "application/json").await.refused(422, "invalid");
}

#[tokio::test]
async fn oversized_addresses_and_headers() {
    let stage = Stage::set().await;
    stage.ada.get(&format!("/channels/{}", "x".repeat(3_000))).await.refused(414, "too_long");
    let request = stage.ada.request(Method::GET, "/account").header("x-padding", "x".repeat(20_000));
    Answer::of(request).await.refused(431, "too_large");
}

#[tokio::test]
async fn haste_is_answered_with_a_wait() {
    let stage = Stage::set_with(&[("WORKLOOP_REQUESTS_PER_MINUTE", "20")]).await;
    let bela = stage.member("Bela").await;
    let mut waits = 0;
    for _ in 0..40 {
        let answer = bela.get("/account").await;
        if answer.status.as_u16() == 429 {
            assert!(answer.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() >= 1);
            answer.refused(429, "too_many_requests");
            waits += 1;
        }
    }
    assert!(waits > 0);
    stage.ada.get("/account").await.ok();
}

#[tokio::test]
async fn the_log_holds_no_secrets() {
    let stage = Stage::set_with(&[("WORKLOOP_LOG", "debug")]).await;
    let token = stage.ada.token().await;
    stage.ada.say(&stage.general, "between ourselves").await;
    let script = reqwest::Client::new().get(stage.server.api("/account")).bearer_auth(&token);
    Answer::of(script).await.ok();
    let log = stage.server.log.lock().unwrap().clone();
    assert!(
        !log.contains(&token) && !log.contains("between ourselves") && !log.contains(crate::stage::PASSWORD)
    );
}
