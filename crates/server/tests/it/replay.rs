//! Records, for each action, what Bela's client starts from, the frames it hears, and what
//! a fresh snapshot says afterwards. The web's reducers replay the same files: from the
//! first through the frames they must reach the second. `WORKLOOP_RECORD=1` writes them.

use std::collections::BTreeMap;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Map, Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    gateway::{Socket, connect, frame},
    stage::{Person, Stage, micros, repository, text},
};

const FOLDER: &str = "web/src/state/replays";
/// Nothing more is coming after so long.
const QUIET: std::time::Duration = std::time::Duration::from_millis(400);

/// Puts fixed names in the place of random ids and clock times, so that two recordings of
/// the same are the same.
#[derive(Default)]
struct Names {
    ids: BTreeMap<String, String>,
    times: BTreeMap<i64, i64>,
    nonces: BTreeMap<String, String>,
}

impl Names {
    fn is_id(text: &str) -> bool {
        text.len() == 27
            && "UWCMFSIPG".contains(&text[..1])
            && text[1..].bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    }

    fn is_time(key: &str) -> bool {
        key == "ts" || key.ends_with("_at")
    }

    /// Ids in order of meeting them, times in their own order.
    fn learn(&mut self, value: &Value) {
        match value {
            Value::String(text) if Self::is_id(text) && !self.ids.contains_key(text) => {
                let name = format!("{}{:026}", &text[..1], self.ids.len() + 1);
                self.ids.insert(text.clone(), name);
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(fields) => {
                for (key, field) in fields {
                    if let ("nonce", Some(nonce)) = (key.as_str(), field.as_str()) {
                        let name = format!("nonce-{}", self.nonces.len() + 1);
                        self.nonces.entry(nonce.to_owned()).or_insert(name);
                    }
                    if let (true, Some(time)) = (Self::is_time(key), field.as_i64()) {
                        self.times.insert(time, 0);
                    }
                    // Maps by id are met again where their objects are.
                    if key != "cursors" {
                        self.learn(field);
                    }
                }
            }
            _ => {}
        }
    }

    fn apply(&self, key: &str, value: &Value) -> Value {
        match value {
            Value::String(_) if key == "epoch" => json!("epoch"),
            Value::String(text) if key == "nonce" => json!(self.nonces.get(text)),
            Value::String(text) => {
                let mut text = text.clone();
                for (id, name) in &self.ids {
                    text = text.replace(id, name);
                }
                Value::String(text)
            }
            Value::Number(number) if Self::is_time(key) => number
                .as_i64()
                .and_then(|time| self.times.get(&time))
                .map_or(value.clone(), |time| json!(time)),
            Value::Array(items) => items.iter().map(|item| self.apply("", item)).collect(),
            Value::Object(fields) => {
                let mut sorted: Vec<_> = fields
                    .iter()
                    .map(|(key, field)| (self.ids.get(key).unwrap_or(key).clone(), self.apply(key, field)))
                    .collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(sorted.into_iter().collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }

    fn rename(mut self, recording: &Value) -> Value {
        self.learn(recording);
        for (rank, time) in self.times.values_mut().enumerate() {
            *time = 1_700_000_000_000_000 + i64::try_from(rank).unwrap() * 1_000_000;
        }
        self.apply("", recording)
    }
}

/// Everything heard until nothing more comes.
async fn heard(socket: &mut Socket) -> Vec<Value> {
    let mut frames = Vec::new();
    while let Ok(next) = tokio::time::timeout(QUIET, socket.next()).await {
        if let Message::Text(text) = next.expect("still open").expect("no error") {
            frames.push(serde_json::from_str::<Value>(&text).unwrap());
        }
    }
    frames.retain(|frame| matches!(frame["t"].as_str(), Some("changes" | "reset" | "gone")));
    frames
}

async fn record(stage: &Stage, bela: &Person, name: &str, action: impl AsyncFnOnce()) {
    let before = bela.get("/snapshot").await.ok();
    let token = bela.token().await;
    let mut socket = connect(stage, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
    let hello = json!({"t": "hello", "epoch": before["epoch"], "cursors": before["cursors"]});
    socket.send(Message::text(hello.to_string())).await.unwrap();
    while frame(&mut socket).await["t"] != "ready" {}
    action().await;
    let mut frames = heard(&mut socket).await;
    let after = bela.get("/snapshot").await.ok();
    // Feeds keep their own order, not one among them.
    frames.sort_by_key(|frame| text(&frame["feed"]));
    let recording = json!({"action": name, "before": before, "frames": frames, "after": after});
    let mut renamed = Names::default().rename(&recording);
    if let Some(frames) = renamed["frames"].as_array_mut() {
        frames.sort_by_key(|frame| text(&frame["feed"]));
    }
    keep(name, &renamed);
}

fn keep(name: &str, recording: &Value) {
    let path = repository(FOLDER).join(format!("{}.json", name.replace(' ', "-")));
    let text = format!("{}\n", serde_json::to_string_pretty(recording).unwrap());
    if std::env::var_os("WORKLOOP_RECORD").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "{} is out of date; run: WORKLOOP_RECORD=1 cargo nextest run -p server replay",
        path.display()
    );
}

#[tokio::test]
async fn every_action_leads_from_snapshot_to_snapshot() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let ada = &stage.ada;
    let general = format!("/channels/{}", stage.general);
    let messages = format!("{general}/messages");
    let said = ada.say(&stage.general, "ahoy").await;
    let path = format!("{messages}/{}", text(&said["id"]));

    record(&stage, &bela, "message sent", async || drop(ada.say(&stage.general, "all hands").await)).await;
    record(&stage, &bela, "message mentions", async || {
        drop(ada.say(&stage.general, &format!("<@{}> look", bela.id)).await)
    })
    .await;
    record(&stage, &bela, "message edited", async || {
        drop(ada.patch(&path, json!({"text": "ahoy there"})).await.ok())
    })
    .await;
    record(&stage, &bela, "reaction added", async || {
        drop(ada.put(&format!("{path}/reactions/👍"), json!({})).await.ok())
    })
    .await;
    record(&stage, &bela, "message pinned", async || {
        drop(ada.put(&format!("{path}/pin"), json!({})).await.ok())
    })
    .await;
    record(&stage, &bela, "message saved", async || {
        drop(bela.put(&format!("{path}/saved"), json!({})).await.ok())
    })
    .await;
    record(&stage, &bela, "reply sent", async || {
        ada.post(&messages, json!({"nonce": "reply", "text": "aye", "thread": said["id"]})).await.ok();
    })
    .await;
    record(&stage, &bela, "reply by oneself", async || {
        bela.post(&messages, json!({"nonce": "mine", "text": "aye aye", "thread": said["id"]})).await.ok();
    })
    .await;
    let ask = json!({"nonce": "poll", "poll": {"question": "Tea?", "options": ["yes", "no"]}});
    let asked = ada.post(&messages, ask).await.expect(reqwest::StatusCode::CREATED);
    let poll = format!("{messages}/{}", text(&asked["id"]));
    record(&stage, &bela, "vote given", async || {
        drop(ada.put(&format!("{poll}/vote"), json!({"options": [0]})).await.ok())
    })
    .await;
    record(&stage, &bela, "poll closed", async || {
        drop(ada.post(&format!("{poll}/poll/close"), json!({})).await.ok())
    })
    .await;
    record(&stage, &bela, "message deleted", async || drop(ada.delete(&path).await.ok())).await;
    record(&stage, &bela, "channel read", async || {
        drop(bela.post(&format!("{general}/read"), json!({"seq": 4, "generation": 0})).await.ok())
    })
    .await;
    record(&stage, &bela, "channel unread", async || {
        drop(bela.post(&format!("{general}/unread"), json!({"seq": 3})).await.ok())
    })
    .await;
    record(&stage, &bela, "draft kept", async || {
        drop(bela.put(&format!("{general}/draft"), json!({"text": "almost", "updated_at": 1})).await.ok())
    })
    .await;
    record(&stage, &bela, "channel starred", async || {
        drop(bela.patch(&format!("{general}/membership"), json!({"starred": true})).await.ok())
    })
    .await;
    record(&stage, &bela, "topic set", async || {
        drop(ada.patch(&general, json!({"topic": "tides"})).await.ok())
    })
    .await;
    record(&stage, &bela, "profile changed", async || {
        drop(ada.patch("/account", json!({"title": "Captain"})).await.ok())
    })
    .await;
    let emoji = format!("/workspaces/{}/emoji", stage.workspace);
    record(&stage, &bela, "emoji added", async || {
        let image = crate::files::upload(&stage, ada, "polly.png", &crate::files::png()).await;
        ada.post(&emoji, json!({"name": "polly", "image": image["id"]})).await.ok();
    })
    .await;
    record(&stage, &bela, "emoji taken away", async || {
        drop(ada.delete(&format!("{emoji}/polly")).await.ok())
    })
    .await;
    record(&stage, &bela, "person joined", async || drop(stage.member("Cleo").await)).await;
    record(&stage, &bela, "role changed", async || {
        ada.patch(&format!("/workspaces/{}/people/{}", stage.workspace, bela.id), json!({"role": "admin"}))
            .await
            .ok();
    })
    .await;
    record(&stage, &bela, "channel created", async || drop(stage.channel("public", "docks").await)).await;
    let bridge = stage.channel("private", "bridge").await;
    let members = format!("/channels/{bridge}/members");
    record(&stage, &bela, "added to a channel", async || {
        drop(ada.post(&members, json!({"users": [bela.id]})).await.ok())
    })
    .await;
    record(&stage, &bela, "channel archived", async || {
        drop(ada.patch(&format!("/channels/{bridge}"), json!({"archived": true})).await.ok())
    })
    .await;
    record(&stage, &bela, "removed from a channel", async || {
        drop(ada.delete(&format!("{members}/{}", bela.id)).await.ok())
    })
    .await;
    let plan = async |message: Value, text: &str, seconds| {
        let body = json!({
            "nonce": text.replace(' ', "-"), "action": if message.is_null() { "send" } else { "remind" }, "message": message,
            "text": text, "due_at": micros(seconds),
        });
        bela.post(&format!("{general}/planned"), body).await.ok()
    };
    record(&stage, &bela, "message scheduled", async || drop(plan(Value::Null, "later", 3_600).await)).await;
    // Due before anything else happened, so that two recordings have their times in one order.
    let asked = ada.say(&stage.general, "who brings the charts?").await;
    record(&stage, &bela, "reminder due", async || {
        plan(asked["id"].clone(), "ask again", -200).await;
        while !bela.get("/planned").await.ok()["rows"].to_string().contains("\"due\"") {
            tokio::time::sleep(QUIET / 4).await;
        }
    })
    .await;
    let due = text(&bela.get("/planned").await.ok()["rows"][0]["id"]);
    record(&stage, &bela, "reminder dismissed", async || {
        drop(bela.delete(&format!("/planned/{due}")).await.ok())
    })
    .await;
    record(&stage, &bela, "keywords set", async || {
        drop(bela.patch("/account", json!({"keywords": ["tide", "Elbe"]})).await.ok())
    })
    .await;
    record(&stage, &bela, "keyword said", async || {
        ada.say(&stage.general, "the tide turns").await;
        while bela.get(&general).await.ok()["joined"]["alerts"] == json!([]) {
            tokio::time::sleep(QUIET / 4).await;
        }
    })
    .await;
    let groups = format!("/workspaces/{}/groups", stage.workspace);
    let mut crew = String::new();
    record(&stage, &bela, "group made", async || {
        let body = json!({"handle": "crew", "name": "Crew", "people": [bela.id]});
        crew = text(&ada.post(&groups, body).await.ok()["id"]);
    })
    .await;
    record(&stage, &bela, "group named", async || {
        drop(ada.say(&stage.general, &format!("<@{crew}> look")).await)
    })
    .await;
    record(&stage, &bela, "group deleted", async || drop(ada.delete(&format!("{groups}/{crew}")).await.ok()))
        .await;
}
