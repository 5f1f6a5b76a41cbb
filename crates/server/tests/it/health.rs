//! `/healthz`, `/readyz`, `/metrics`.

use crate::stage::{Stage, workloop};

#[tokio::test]
async fn a_ready_server_says_so_and_counts() {
    let stage = Stage::set().await;
    let ask = async |path: &str| reqwest::get(format!("{}{path}", stage.server.url)).await.unwrap();
    assert_eq!(ask("/healthz").await.status(), 200);
    let ready = ask("/readyz").await;
    assert_eq!(ready.status(), 200);
    let body: serde_json::Value = ready.json().await.unwrap();
    assert_eq!((&body["ready"], &body["writable"]), (&true.into(), &true.into()));
    assert_eq!(
        body["duties"],
        serde_json::json!(["hear", "planned", "previews", "sweep"]),
        "a single node does everything"
    );
    stage.ada.say(&stage.general, "one").await;
    let metrics = ask("/metrics").await.text().await.unwrap();
    assert!(metrics.contains(r#"workloop_http_requests_total{route="/api/v1/channels/{c}/messages",method="POST",status="201"} 1"#), "{metrics}");
    assert!(metrics.contains("workloop_messages_sent_total 1"));
    assert!(metrics.contains("workloop_duty_sweep 1"));
}

#[tokio::test]
async fn the_health_command_asks_the_running_server() {
    let stage = Stage::set().await;
    let address = stage.server.url.trim_start_matches("http://");
    let asked = |address: &str| {
        workloop(stage.folder.path()).env("WORKLOOP_LISTEN", address).arg("health").output().unwrap()
    };
    assert!(asked(address).status.success());
    assert!(!asked("127.0.0.1:1").status.success());
}
