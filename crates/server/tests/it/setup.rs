//! `/status` and `/setup`.

use reqwest::StatusCode;
use serde_json::json;

use crate::stage::{PASSWORD, Person, Server, Stage};

fn body(code: &str) -> serde_json::Value {
    json!({"code": code, "name": "Ada", "email": "ada@example.org", "password": PASSWORD, "workspace": "Harbour"})
}

#[tokio::test]
async fn the_first_visitor_needs_the_printed_code() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    let visitor = Person::stranger(&server);
    assert_eq!(visitor.get("/status").await.ok()["set_up"], false);
    let refused = visitor.post("/setup", body("AAAA-BBBB-CCCC")).await;
    assert!(refused.status.is_client_error() && refused.status != StatusCode::CONFLICT, "{}", refused.body);
    let code = server.code.clone().expect("a code is printed");
    let answer = visitor.post("/setup", body(&code)).await.expect(StatusCode::CREATED);
    assert_eq!(answer["account"]["name"], "Ada");
    assert_eq!(visitor.get("/status").await.ok()["set_up"], true);
    assert_eq!(visitor.get("/account").await.ok()["email"], "ada@example.org");
}

#[tokio::test]
async fn nobody_sets_it_up_twice() {
    let stage = Stage::set().await;
    let bela = Person::stranger(&stage.server);
    let code = stage.server.code.clone().unwrap();
    bela.post("/setup", body(&code)).await.refused(409, "already_set_up");
    bela.get("/account").await.refused(401, "signed_out");
}

#[tokio::test]
async fn a_restart_keeps_everything_and_prints_no_code() {
    let stage = Stage::set().await;
    stage.ada.say(&stage.general, "still here").await;
    let Stage { server, folder, general, .. } = stage;
    assert!(server.stop().success());
    let server = Server::start_in(folder.path(), &[]);
    assert_eq!(server.code, None);
    let ada = Person::stranger(&server);
    ada.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await.ok();
    let history = ada.get(&format!("/channels/{general}/messages")).await.ok();
    assert!(history["messages"].as_array().unwrap().iter().any(|message| message["text"] == "still here"));
}
