//! The program is killed in the middle of writing, twenty times: what it answered for is
//! there, once, and what it didn't is settled by sending it again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Server, Stage, text};

const ROUNDS: u64 = 20;
const SENDERS: usize = 6;

/// What one sender knows: sent nonces, and the ids it was answered with.
#[derive(Default)]
struct Ledger {
    sent: BTreeSet<String>,
    acknowledged: BTreeMap<String, String>,
}

async fn send(http: &reqwest::Client, url: &str, token: &str, nonce: &str) -> Option<(StatusCode, Value)> {
    let body = json!({"nonce": nonce, "text": format!("text of {nonce}")});
    let response = http.post(url).bearer_auth(token).json(&body).send().await.ok()?;
    Some((response.status(), response.json().await.ok()?))
}

async fn keep_sending(url: String, token: String, name: String, ledger: Arc<Mutex<Ledger>>) {
    let http = reqwest::Client::new();
    for number in 0.. {
        let nonce = format!("{name}-{number}");
        ledger.lock().unwrap().sent.insert(nonce.clone());
        match send(&http, &url, &token, &nonce).await {
            Some((StatusCode::CREATED, message)) => {
                ledger.lock().unwrap().acknowledged.insert(nonce, text(&message["id"]));
            }
            Some((status, body)) => panic!("{status}: {body}"),
            None => return,
        }
    }
}

/// The whole conversation, nonce → id; panics when a nonce or `seq` is there twice.
async fn conversation(server: &Server, token: &str, channel: &str) -> BTreeMap<String, String> {
    let http = reqwest::Client::new();
    let (mut found, mut after) = (BTreeMap::new(), 0);
    loop {
        let url = server.api(&format!("/channels/{channel}/messages?limit=100&after={after}"));
        let page: Value = http.get(url).bearer_auth(token).send().await.unwrap().json().await.unwrap();
        for message in page["messages"].as_array().unwrap_or_else(|| panic!("{page}")) {
            let seq = message["seq"].as_u64().unwrap();
            assert_eq!(seq, after + 1, "the conversation has a hole");
            after = seq;
            if let Some(nonce) = message["nonce"].as_str() {
                let before = found.insert(nonce.to_owned(), text(&message["id"]));
                assert_eq!(before, None, "{nonce} is there twice");
            }
        }
        if page["more_after"] == false {
            return found;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled() {
    let settings = [("WORKLOOP_UNLIMITED", "yes")];
    let stage = Stage::set_with(&settings).await;
    let token = stage.ada.token().await;
    let channel = stage.channel("private", "storm").await;
    let Stage { server, folder, .. } = stage;
    server.kill();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for round in 0..ROUNDS {
        let server = Server::start_in(folder.path(), &settings);
        let url = server.api(&format!("/channels/{channel}/messages"));
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                tokio::spawn(keep_sending(
                    url.clone(),
                    token.clone(),
                    format!("{round}-{sender}"),
                    Arc::clone(&ledger),
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(60 + round * 13 % 110)).await;
        server.kill();
        for sender in senders {
            sender.await.unwrap();
        }

        let server = Server::start_in(folder.path(), &settings);
        let stored = conversation(&server, &token, &channel).await;
        let ledger = Arc::into_inner(ledger).unwrap().into_inner().unwrap();
        ids.extend(ledger.acknowledged);
        for (nonce, id) in &ids {
            assert_eq!(stored.get(nonce), Some(id), "{nonce} was acknowledged");
        }
        let http = reqwest::Client::new();
        let url = server.api(&format!("/channels/{channel}/messages"));
        for nonce in ledger.sent.iter().filter(|nonce| !ids.contains_key(*nonce)) {
            let (status, message) = send(&http, &url, &token, nonce).await.expect("alive now");
            let wanted = if stored.contains_key(nonce) { StatusCode::OK } else { StatusCode::CREATED };
            assert_eq!(status, wanted, "{nonce}: {message}");
        }
        let settled = conversation(&server, &token, &channel).await;
        assert!(ledger.sent.iter().all(|nonce| settled.contains_key(nonce)));
        ids = settled;
        server.kill();
    }
    assert!(ids.len() > 100, "only {} messages were sent: the test shows nothing", ids.len());
}
