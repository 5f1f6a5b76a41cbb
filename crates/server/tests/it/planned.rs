//! Messages to be sent later and reminders.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Person, Stage, micros, nonce, text};

/// Longer than the server takes to notice what is due, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

fn later(words: &str, seconds: i64) -> Value {
    json!({"nonce": nonce(), "action": "send", "text": words, "due_at": micros(seconds)})
}

impl Stage {
    /// How often something was said in `#general`.
    async fn times(&self, who: &Person, words: &str) -> usize {
        let path = format!("/channels/{}/messages?limit=100", self.general);
        let found = who.get(&path).await.ok();
        found["messages"].as_array().unwrap().iter().filter(|it| it["text"] == words).count()
    }

    /// Waits until there is nothing planned any more.
    async fn until_done(&self, who: &Person) {
        let started = Instant::now();
        while who.get("/planned").await.ok()["rows"] != json!([]) {
            assert!(started.elapsed() < PATIENCE, "it isn't sent");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn a_scheduled_message_is_ones_own_until_it_is_sent() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let path = format!("/channels/{}/planned", stage.general);
    let body = later("good morning", 3_600);
    let planned = bela.post(&path, body.clone()).await.expect(StatusCode::CREATED);
    let again = bela.post(&path, body).await.expect(StatusCode::OK);
    assert_eq!(again, planned, "the same nonce is the same plan");
    let own = format!("/planned/{}", text(&planned["id"]));
    assert_eq!(bela.get("/snapshot").await.ok()["planned"], json!([planned]));
    assert_eq!(stage.ada.get("/snapshot").await.ok()["planned"], json!([]));
    stage.ada.patch(&own, json!({"text": "mine"})).await.refused(404, "not_found");
    stage.ada.delete(&own).await.refused(404, "not_found");
    stage.ada.post(&format!("{own}/send"), json!({})).await.refused(404, "not_found");
    let changed = bela.patch(&own, json!({"text": "good evening", "due_at": micros(7_200)})).await.ok();
    assert_eq!((&changed["text"], &changed["state"]), (&json!("good evening"), &json!("waiting")));
    let sent = bela.post(&format!("{own}/send"), json!({})).await.ok();
    assert_eq!((&sent["text"], &sent["author"]), (&json!("good evening"), &json!(bela.id)));
    bela.delete(&own).await.refused(404, "not_found");
    assert_eq!(bela.get("/planned").await.ok()["rows"], json!([]));
    assert_eq!(stage.times(&stage.ada, "good evening").await, 1);
}

#[tokio::test]
async fn it_is_sent_by_itself_even_after_the_server_was_away_and_once() {
    let stage = Stage::set().await;
    let path = format!("/channels/{}/planned", stage.general);
    stage.ada.post(&path, later("by itself", 1)).await.expect(StatusCode::CREATED);
    stage.until_done(&stage.ada).await;
    assert_eq!(stage.times(&stage.ada, "by itself").await, 1);
    stage.ada.post(&path, later("late", 5)).await.expect(StatusCode::CREATED);
    let stage = stage.while_stopped(|_| std::thread::sleep(Duration::from_secs(6))).await;
    stage.until_done(&stage.ada).await;
    let stage = stage.while_stopped(|_| ()).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(stage.times(&stage.ada, "late").await, 1);
    assert_eq!(stage.times(&stage.ada, "by itself").await, 1);
}

#[tokio::test]
async fn a_reminder_is_due_until_dismissed() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let said = stage.ada.say(&stage.general, "answer me").await;
    let path = format!("/channels/{}/planned", stage.general);
    let body = json!({"nonce": "r", "action": "remind", "message": said["id"], "due_at": micros(0)});
    let planned = bela.post(&path, body).await.expect(StatusCode::CREATED);
    let started = Instant::now();
    let due = loop {
        let rows = bela.get("/planned").await.ok()["rows"].clone();
        if rows[0]["state"] == "due" {
            break rows[0].clone();
        }
        assert!(started.elapsed() < PATIENCE, "not due: {rows}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert_eq!((&due["id"], &due["message"]), (&planned["id"], &said["id"]));
    let own = format!("/planned/{}", text(&due["id"]));
    bela.post(&format!("{own}/send"), json!({})).await.refused(422, "invalid");
    assert_eq!(bela.patch(&own, json!({"due_at": micros(60)})).await.ok()["state"], "waiting");
    assert_eq!(bela.delete(&own).await.ok()["state"], "over");
    assert_eq!(bela.get("/planned").await.ok()["rows"], json!([]));
}

#[tokio::test]
async fn a_plan_that_cannot_be_is_refused() {
    let stage = Stage::set_with(&[("WORKLOOP_UNLIMITED", "yes")]).await;
    let bela = stage.member("Bela").await;
    let path = format!("/channels/{}/planned", stage.general);
    for (body, field) in [(later("early", -3_600), "due_at"), (later(" ", 60), "text")] {
        assert_eq!(bela.post(&path, body).await.refused(422, "invalid")["field"], field);
    }
    let bridge = stage.channel("private", "bridge").await;
    bela.post(&format!("/channels/{bridge}/planned"), later("hm", 60)).await.refused(404, "not_found");
    for number in 0..100 {
        stage.ada.post(&path, later(&number.to_string(), 3_600)).await.expect(StatusCode::CREATED);
    }
    stage.ada.post(&path, later("more", 3_600)).await.refused(409, "too_many_planned");
}
