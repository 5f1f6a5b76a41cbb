//! One call and what is known of it afterwards.

use std::time::{Duration, Instant};

use anyhow::Context;
use client::{Answer, Api};
use protocol::{Message, Planned, Reading};
use serde_json::{Value, json};
use url::Url;

use crate::{
    cast::Person,
    history::{History, Outcome, What},
};

/// Tries it once at this node and notes it. With a `patience`, the line is cut after that
/// time, whatever becomes of the request.
pub async fn attempt(
    history: &History,
    person: &Person,
    nodes: &[Url],
    node: usize,
    what: What,
    patience: Option<Duration>,
) -> Outcome {
    let began = Instant::now();
    let api = person.at(&nodes[node]);
    let outcome = match patience {
        None => outcome(ask(&api, &what).await),
        Some(patience) => match tokio::time::timeout(patience, ask(&api, &what)).await {
            Ok(answer) => outcome(answer),
            Err(_) => Outcome::Unknown { why: Outcome::HUNG_UP.to_owned() },
        },
    };
    history.note(began, person.user, node, what, outcome.clone());
    outcome
}

async fn ask(api: &Api, what: &What) -> anyhow::Result<Answer> {
    let (method, path, body) = request(what);
    api.ask(method, &path, body.as_ref()).await
}

fn request(what: &What) -> (&'static str, String, Option<Value>) {
    match what {
        What::Send { channel, thread, nonce, text, files, .. } => {
            let body = json!({"nonce": nonce, "text": text, "thread": thread, "files": files});
            ("POST", format!("/channels/{channel}/messages"), Some(body))
        }
        What::Edit { channel, message, text } => {
            ("PATCH", format!("/channels/{channel}/messages/{message}"), Some(json!({"text": text})))
        }
        What::React { channel, message, emoji } => {
            ("PUT", format!("/channels/{channel}/messages/{message}/reactions/{emoji}"), Some(json!({})))
        }
        What::Read { channel, seq, generation } => {
            let body = json!({"seq": seq, "generation": generation});
            ("POST", format!("/channels/{channel}/read"), Some(body))
        }
        What::Unread { channel, seq } => {
            ("POST", format!("/channels/{channel}/unread"), Some(json!({"seq": seq})))
        }
        What::Look { channel, message, .. } => {
            ("GET", format!("/channels/{channel}/messages/{message}"), None)
        }
        What::Plan { channel, nonce, action, text, due } => {
            let body = json!({"nonce": nonce, "action": action, "text": text, "due_at": due});
            ("POST", format!("/channels/{channel}/planned"), Some(body))
        }
        What::Replan { plan, text, due } => {
            ("PATCH", format!("/planned/{plan}"), Some(json!({"text": text, "due_at": due})))
        }
        What::Unplan { plan } => ("DELETE", format!("/planned/{plan}"), Some(json!({}))),
        What::SendNow { plan } => ("POST", format!("/planned/{plan}/send"), Some(json!({}))),
        What::Add { channel, user } => {
            ("POST", format!("/channels/{channel}/members"), Some(json!({"users": [user]})))
        }
        What::Remove { channel, user } => {
            ("DELETE", format!("/channels/{channel}/members/{user}"), Some(json!({})))
        }
        // Several calls, which the courier makes and notes as one.
        What::Upload { .. } => ("GET", "/status".to_owned(), None),
        What::Peep { channel } => ("GET", format!("/channels/{channel}/messages?limit=1"), None),
    }
}

fn outcome(answer: anyhow::Result<Answer>) -> Outcome {
    let Answer { status, body } = match answer {
        Ok(answer) => answer,
        Err(error) => return Outcome::Unknown { why: format!("{error:#}") },
    };
    if (200..300).contains(&status) {
        let message: Option<Message> = serde_json::from_value(body.clone()).ok();
        let planned: Option<Planned> = serde_json::from_value(body.clone()).ok();
        let reading: Option<Reading> = serde_json::from_value(body).ok();
        let (message, planned) = (message.map(Box::new), planned.map(Box::new));
        return Outcome::Stored { status, message, reading, planned };
    }
    // A 500, or a proxy's own page, says nothing of what happened behind it.
    if body["outcome"] == "unknown" || (500..600).contains(&status) && body["code"].is_null() {
        return Outcome::Unknown { why: format!("{status}: {body}") };
    }
    Outcome::Refused { status, code: body["code"].as_str().unwrap_or_default().to_owned() }
}

/// All of a feed, or what changed in it after a position, page by page.
pub async fn changes(
    api: &Api,
    feed: protocol::FeedId,
    since: u64,
) -> anyhow::Result<Vec<protocol::Changes>> {
    let (mut pages, mut since) = (Vec::new(), since);
    loop {
        let path = format!("/changes?feed={feed}&since={since}&limit={PAGE}");
        let page: protocol::Changes = serde_json::from_value(api.call("GET", &path, None).await?)
            .with_context(|| format!("changes of {feed}"))?;
        let is_last = !page.more;
        anyhow::ensure!(is_last || page.to > since, "{feed}: a page that leads nowhere");
        since = page.to;
        pages.push(page);
        if is_last {
            return Ok(pages);
        }
    }
}

/// Objects of a page.
const PAGE: usize = protocol::limits::PAGE;
