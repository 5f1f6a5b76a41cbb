//! `/session`, `/sessions`, `/tokens`: signing in and out.

use reqwest::header;
use serde_json::json;

use crate::stage::{Answer, PASSWORD, Person, Server, Stage, text};

#[tokio::test]
async fn ada_signs_in_and_out() {
    let stage = Stage::set().await;
    let phone = Person::stranger(&stage.server);
    let answer = phone.post("/session", json!({"email": "ADA@example.org", "password": PASSWORD})).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    for part in ["wl=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.ok()["account"]["id"], stage.ada.id);
    phone.get("/account").await.ok();
    phone.delete("/session").await.ok();
    phone.get("/account").await.refused(401, "signed_out");
    stage.ada.get("/account").await.ok();
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let stage = Stage::set().await;
    let stranger = Person::stranger(&stage.server);
    let wrong =
        stranger.post("/session", json!({"email": "ada@example.org", "password": "not this one"})).await;
    let unknown =
        stranger.post("/session", json!({"email": "nobody@example.org", "password": "not this one"})).await;
    assert_eq!(wrong.status, unknown.status);
    assert!(wrong.status.is_client_error());
    assert_eq!(wrong.body["code"], unknown.body["code"]);
    assert_eq!(wrong.body["detail"], unknown.body["detail"]);
    stranger.get("/account").await.refused(401, "signed_out");
}

#[tokio::test]
async fn https_makes_the_cookie_host_bound_and_secure() {
    let Stage { server, folder, .. } = Stage::set().await;
    server.stop();
    let server = Server::start_in(folder.path(), &[("WORKLOOP_PUBLIC_URL", "https://chat.example.org")]);
    let phone = Person::stranger(&server);
    let request = phone
        .http
        .post(server.api("/session"))
        .header(header::ORIGIN, "https://chat.example.org")
        .json(&json!({"email": "ada@example.org", "password": PASSWORD}));
    let answer = Answer::of(request).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-wl=") && cookie.contains("Secure"), "{cookie}");
    assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
}

#[tokio::test]
async fn a_token_serves_scripts_until_it_is_ended() {
    let stage = Stage::set().await;
    let token = stage.ada.token().await;
    assert!(token.starts_with("wl_"));
    let script = reqwest::Client::new();
    let ask = || script.get(stage.server.api("/account")).bearer_auth(&token);
    assert_eq!(Answer::of(ask()).await.ok()["id"], stage.ada.id);
    let sessions = stage.ada.get("/sessions").await.ok();
    let rows = sessions["rows"].as_array().unwrap();
    assert_eq!(rows.iter().filter(|row| row["current"] == true).count(), 1);
    let row = rows.iter().find(|row| row["kind"] == "token").unwrap();
    assert!(!sessions.to_string().contains(&token));
    let bela = stage.member("Bela").await;
    bela.delete(&format!("/sessions/{}", text(&row["id"]))).await.refused(404, "not_found");
    stage.ada.delete(&format!("/sessions/{}", text(&row["id"]))).await.ok();
    Answer::of(ask()).await.refused(401, "signed_out");
}

#[tokio::test]
async fn signing_out_elsewhere_leaves_only_this_browser() {
    let stage = Stage::set().await;
    let phone = Person::stranger(&stage.server);
    phone.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await.ok();
    phone.delete("/sessions").await.ok();
    stage.ada.get("/account").await.refused(401, "signed_out");
    phone.get("/account").await.ok();
}
