//! A server with a real Valkey beside it, and without.

use std::time::{Duration, Instant};

use bus::contract::server as valkey;
use serde_json::Value;

use crate::stage::{Stage, workloop};

async fn readiness(stage: &Stage) -> Value {
    let ready = reqwest::get(format!("{}/readyz", stage.server.url)).await.unwrap();
    assert_eq!(ready.status(), 200, "without its bus it's ready all the same");
    ready.json().await.unwrap()
}

async fn until_connected(stage: &Stage, expected: bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while readiness(stage).await["bus_connected"] != expected {
        assert!(Instant::now() < end, "bus_connected is {expected}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn metric(stage: &Stage, name: &str) -> u64 {
    let text = reqwest::get(format!("{}/metrics", stage.server.url)).await.unwrap().text().await.unwrap();
    let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("{name} in {text}")).split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_server_lives_with_its_valkey_and_without() {
    let mut server = valkey::Server::start(&["--requirepass", "geheim"]);
    let url = format!("valkey://:geheim@127.0.0.1:{}", server.port);
    let stage = Stage::set_with(&[("WORKLOOP_BUS_URL", &url)]).await;
    let ready = readiness(&stage).await;
    assert_eq!((&ready["bus"], &ready["bus_connected"]), (&"valkey".into(), &true.into()));
    stage.ada.say(&stage.general, "one").await;
    assert_eq!(metric(&stage, "workloop_bus_connected").await, 1);
    server.kill();
    until_connected(&stage, false).await;
    stage.ada.say(&stage.general, "two").await;
    assert!(metric(&stage, "workloop_bus_fallbacks_total").await > 0);
    assert!(metric(&stage, "workloop_bus_dropped_total").await > 0);
    server.start_again();
    until_connected(&stage, true).await;
    stage.ada.say(&stage.general, "three").await;
    assert_eq!(metric(&stage, "workloop_bus_reconnects_total").await, 1);
    assert!(metric(&stage, "workloop_bus_published_total").await > 0);
    let log = stage.server.log.lock().unwrap().clone();
    assert!(log.contains("the bus is lost") && !log.contains("geheim"), "{log}");
}

#[test]
fn the_doctor_tries_the_bus() {
    let server = valkey::Server::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let doctor = |url: &str| {
        let output = workloop(folder.path()).env("WORKLOOP_BUS_URL", url).arg("doctor").output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (is_well, said) = doctor(&server.url());
    assert!(is_well && said.contains("ok    bus: valkey://127.0.0.1"), "{said}");
    let (is_well, said) = doctor("valkey://127.0.0.1:1");
    assert!(
        !is_well && said.contains("FAIL  bus: valkey://127.0.0.1:1") && said.contains("refused"),
        "{said}"
    );
}
