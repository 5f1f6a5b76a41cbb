//! `/push`: from a browser's subscription to what its push service gets.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    time::{sleep, timeout},
};

use crate::stage::{Person, Stage, text};

/// Keys of the example in RFC 8291, which every browser's are like.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn subscription(endpoint: &str) -> Value {
    json!({"endpoint": endpoint, "p256dh": P256DH, "auth": AUTH, "text": true})
}

/// A push service on this machine: its address, and the head of each request as it comes.
struct Service {
    base: String,
    heads: tokio::sync::mpsc::Receiver<String>,
}

impl Service {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (say, heads) = tokio::sync::mpsc::channel(16);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut all = vec![0; 16 * 1024];
                let mut read = 0;
                // The head and some of the body: what is encrypted is for the browser to read.
                while !all[..read].windows(4).any(|it| it == b"\r\n\r\n") {
                    match stream.read(&mut all[read..]).await {
                        Ok(0) | Err(_) => break,
                        Ok(more) => read += more,
                    }
                }
                let head = String::from_utf8_lossy(&all[..read]);
                let head = head.split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
                let close = b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                stream.write_all(close).await.ok();
                say.send(head).await.ok();
            }
        });
        Self { base, heads }
    }

    async fn heard(&mut self, within: Duration) -> Option<String> {
        timeout(within, self.heads.recv()).await.ok().flatten()
    }
}

async fn wait_for_duty(ada: &Person, stage: &Stage) {
    let started = Instant::now();
    loop {
        let metrics = ada.http.get(format!("{}/metrics", stage.server.url)).send().await.unwrap();
        if metrics.text().await.unwrap().lines().any(|line| line == "workloop_duty_hear 1") {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "the only node takes the duty");
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn whoever_isnt_there_is_woken_until_they_want_no_more() {
    let mut service = Service::open().await;
    let settings = [
        ("WORKLOOP_EGRESS_NETWORKS", "127.0.0.1/32"),
        ("WORKLOOP_PUSH_WAIT_SECONDS", "0"),
        ("WORKLOOP_PUSH_CONTACT", "mailto:ops@example.org"),
    ];
    let stage = Stage::set_with(&settings).await;
    let bela = stage.member("Bela").await;
    let before = bela.get("/push").await.ok();
    assert_eq!(before["subscription"], json!(null));
    let key = text(&before["key"]);
    assert_eq!(stage.ada.get("/push").await.ok()["key"], key, "one key for all");
    let there = format!("{}/push/bela", service.base);
    bela.put("/push/subscription", subscription(&there)).await.expect(204.try_into().unwrap());
    assert_eq!(bela.get("/push").await.ok()["subscription"], json!({"text": true}));
    assert_eq!(stage.ada.get("/push").await.ok()["subscription"], json!(null), "it's one browser's");
    wait_for_duty(&bela, &stage).await;
    // Once the node has looked where the channels are, what comes then is news.
    sleep(Duration::from_secs(1)).await;
    stage.ada.say(&stage.general, &format!("<@{}> the ferry!", bela.id)).await;
    let head = service.heard(Duration::from_secs(30)).await.expect("bela is woken");
    assert!(head.starts_with("post /push/bela http/1.1"), "{head}");
    let line = |name: &str| head.lines().find_map(|it| it.strip_prefix(name)).unwrap_or_default().to_owned();
    assert_eq!(line("content-encoding: "), "aes128gcm");
    let authorization = line("authorization: ");
    assert!(authorization.starts_with("vapid t="), "{authorization}");
    assert!(authorization.ends_with(&format!("k={}", key.to_lowercase())), "{authorization}");
    bela.delete("/push/subscription").await.expect(204.try_into().unwrap());
    assert_eq!(bela.get("/push").await.ok()["subscription"], json!(null));
    stage.ada.say(&stage.general, &format!("<@{}> still there?", bela.id)).await;
    assert_eq!(service.heard(Duration::from_secs(3)).await, None);
    let metrics = bela.http.get(format!("{}/metrics", stage.server.url)).send().await.unwrap();
    assert!(metrics.text().await.unwrap().contains("\nworkloop_push_sent_total 1\n"));
}

#[tokio::test]
async fn nobody_is_woken_at_an_address_of_the_servers_own_network() {
    let stage = Stage::set().await;
    for endpoint in [
        "http://127.0.0.1:9/push",
        "https://127.0.0.1/push",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/push",
        "https://push.example.org:8443/push",
        "ftp://push.example.org/push",
        "push",
    ] {
        stage.ada.put("/push/subscription", subscription(endpoint)).await.refused(422, "invalid");
    }
    let long = format!("https://push.example.org/{}", "x".repeat(2_000));
    stage.ada.put("/push/subscription", subscription(&long)).await.refused(422, "invalid");
    assert_eq!(stage.ada.get("/push").await.ok()["subscription"], json!(null));
}

#[tokio::test]
async fn only_a_browser_of_ones_own_is_woken() {
    let stage = Stage::set().await;
    Person::stranger(&stage.server).get("/push").await.refused(401, "signed_out");
    let there = subscription("https://push.example.org/x");
    Person::stranger(&stage.server).put("/push/subscription", there.clone()).await.refused(401, "signed_out");
    let token = stage.ada.token().await;
    let script = reqwest::Client::new()
        .put(stage.server.api("/push/subscription"))
        .bearer_auth(token)
        .json(&there)
        .send()
        .await
        .unwrap();
    assert_eq!(script.status().as_u16(), 403);
    for _ in 0..60 {
        let answer = stage.ada.put("/push/subscription", there.clone()).await;
        if answer.status.as_u16() == 429 {
            answer.refused(429, "too_many_requests");
            return;
        }
    }
    panic!("somebody may subscribe as often as they like");
}

#[tokio::test]
async fn a_server_without_push_says_so() {
    let stage = Stage::set_with(&[("WORKLOOP_PUSH", "off")]).await;
    assert_eq!(stage.ada.get("/push").await.ok(), json!({"key": null, "subscription": null}));
    let there = subscription("https://push.example.org/x");
    stage.ada.put("/push/subscription", there).await.refused(404, "not_found");
}
