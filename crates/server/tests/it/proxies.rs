//! Whose word on the client's address is taken.

use serde_json::json;

use crate::stage::{Answer, Stage};

/// Asks without being signed in until told to wait, from these claimed addresses in turn.
async fn exhausts(stage: &Stage, claimed: impl Fn(usize) -> String) -> bool {
    for round in 0..60 {
        let request = reqwest::Client::new()
            .post(stage.server.api("/session"))
            .header("x-forwarded-for", claimed(round));
        if Answer::of(request.json(&json!({"email": "x@example.org", "password": "x"}))).await.status == 429 {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_client_cannot_claim_another_address() {
    let stage = Stage::set_with(&[("WORKLOOP_ANONYMOUS_REQUESTS_PER_MINUTE", "20")]).await;
    assert!(exhausts(&stage, |round| format!("203.0.113.{round}")).await);
}
