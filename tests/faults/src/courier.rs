//! Ada carries files without pause: each is begun at a node, sent where that says, finished
//! at another, and put on a message.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use client::Api;
use protocol::FileId;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    actor::Actor,
    history::{Outcome, What},
    sender::SETTLING,
};

/// Between two files, at most.
const PAUSE: Duration = Duration::from_millis(300);
/// Between two tries of one, at most.
const RETRY: Duration = Duration::from_millis(700);
/// Bytes of a small file, at most.
const SMALL: usize = 60_000;
/// Bytes of a large one: a bucket takes it in parts.
const LARGE: usize = 17_000_000;

/// See the module.
pub struct Courier(pub Actor);

impl Courier {
    /// Until it's over; returns when nothing is open any more.
    pub async fn run(mut self) {
        let mut order = 0;
        let mut ended = None;
        while !self.0.is_over() {
            order += 1;
            let size = if self.0.chance.percent(15) { LARGE } else { 1 + self.0.chance.below(SMALL) };
            let first = u8::try_from(order % 256).unwrap_or_default();
            let bytes: Vec<u8> = (0..size).map(|at| first.wrapping_add((at % 251) as u8)).collect();
            let Some(file) = self.carry(&bytes, &mut ended).await else { return };
            let nonce = format!("Ada-{order}");
            let what = What::Send {
                channel: self.0.cast.quay,
                thread: None,
                text: format!("{nonce}, {size} bytes"),
                nonce,
                order,
                files: vec![file],
            };
            while !matches!(self.0.attempt(what.clone()).await, Outcome::Stored { .. }) {
                if self.0.is_late(SETTLING, &mut ended) {
                    return;
                }
                self.0.pause(RETRY).await;
            }
            self.0.pause(PAUSE).await;
        }
    }

    /// Again and again, each time anew, until it's there.
    async fn carry(&mut self, bytes: &[u8], ended: &mut Option<Instant>) -> Option<FileId> {
        loop {
            let (began, node) = (Instant::now(), self.0.node());
            let mut begun = None;
            let tried = self.upload(bytes, node, &mut begun).await;
            let outcome = match &tried {
                Ok(_) => Outcome::Stored { status: 200, message: None, reading: None, planned: None },
                Err(error) => Outcome::Refused { status: 0, code: format!("{error:#}") },
            };
            let what = What::Upload { bytes: bytes.len() };
            self.0.history.note(began, self.0.person.user, node, what, outcome);
            if let Ok(file) = tried {
                return Some(file);
            }
            if let Some(file) = begun {
                // As the browser does. What isn't heard of this is swept a day later.
                let _unheard = self.0.at_any().ask("DELETE", &format!("/files/{file}"), None).await;
            }
            if self.0.is_late(SETTLING, ended) {
                return None;
            }
            self.0.pause(RETRY).await;
        }
    }

    async fn upload(
        &mut self,
        bytes: &[u8],
        node: usize,
        noted: &mut Option<FileId>,
    ) -> anyhow::Result<FileId> {
        let workspace = self.0.cast.workspace;
        let new = json!({
            "name": "cargo.bin", "size": bytes.len(), "media_type": "application/octet-stream",
            "sha256": sha256(bytes),
        });
        let api = self.0.person.at(&self.0.nodes[node]);
        let begun = api.call("POST", &format!("/workspaces/{workspace}/files"), Some(&new)).await?;
        let file: FileId = begun["file"]["id"].as_str().context("no file")?.parse()?;
        *noted = Some(file);
        if let Some(size) = begun["parts"]["size"].as_u64() {
            for (number, part) in (1..).zip(bytes.chunks(usize::try_from(size)?)) {
                let wanted = json!({"number": number, "sha256": sha256(part)});
                let upload =
                    self.0.at_any().call("POST", &format!("/files/{file}/parts"), Some(&wanted)).await?;
                send(&api, &upload, part).await?;
            }
        } else {
            send(&api, &begun["upload"], bytes).await?;
        }
        self.0.at_any().call("POST", &format!("/files/{file}/finish"), Some(&json!({}))).await?;
        Ok(file)
    }
}

/// Sends the bytes as the server asked.
async fn send(api: &Api, upload: &Value, bytes: &[u8]) -> anyhow::Result<()> {
    let headers: BTreeMap<String, String> = serde_json::from_value(upload["headers"].clone())?;
    let status = api.put(upload["url"].as_str().context("no URL")?, &headers, bytes.to_vec()).await?;
    if !(200..300).contains(&status) {
        bail!("the store answered {status}");
    }
    Ok(())
}

/// What a node hands out for a file now: its SHA-256, or why it can't be had.
pub async fn fetched(api: &Api, file: FileId) -> anyhow::Result<String> {
    let wanted = json!({"files": [{"file": file}]});
    let signed = api.call("POST", "/files/urls", Some(&wanted)).await?;
    let url = signed["rows"][0]["url"].as_str().context("no URL")?;
    Ok(sha256(&api.get(url).await?))
}

/// What a channel's files are, through this node.
pub type Held = BTreeMap<FileId, String>;

/// Fetches all of these.
pub async fn all(api: &Api, files: impl Iterator<Item = FileId>) -> Held {
    let mut held = Held::new();
    for file in files {
        held.insert(file, fetched(api, file).await.unwrap_or_else(|error| format!("{error:#}")));
    }
    held
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
