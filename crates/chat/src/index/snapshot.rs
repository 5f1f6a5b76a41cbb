//! The index between nodes: whoever has the duty keeps a snapshot of it among the media, for
//! nodes that have no index of this database to begin with ([`super::begin`]).

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout};

use super::pieces::{Sending, hex};
use crate::{
    Chat, Refusal, Result,
    duty::{self, Held},
};

/// The duty of keeping the snapshot.
pub const SNAPSHOT: &str = "search_snapshot";
/// Beneath this key are the snapshots, each in a folder that begins with its maker's fence.
pub const FOLDER: &str = "search";
/// An index with more bytes has no snapshot; new nodes read the store.
pub(super) const MOST: u64 = 8 * 1024 * 1024 * 1024;
/// How long one object may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);
/// The layout of snapshots.
pub(super) const FORMAT: u32 = 1;
/// Keys looked at in one go.
const KEYS: usize = 1_000;

/// When to make the next snapshot.
#[derive(Debug, Clone)]
pub struct Snapshots {
    /// How often it's looked whether one is due.
    pub look: Duration,
    /// Due after so many changes at once…
    pub changes: u64,
    /// …and after this time when there was any.
    pub after: Duration,
    /// The duty's term.
    pub term: Duration,
}

impl Default for Snapshots {
    fn default() -> Self {
        let (look, after) = (Duration::from_secs(5), Duration::from_secs(3_600));
        Self { look, changes: 50_000, after, term: duty::TERM }
    }
}

/// The newest snapshot, as the lease's note has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Newest {
    pub folder: String,
    /// Of the list of pieces, in hex.
    pub sha256: String,
    pub epoch: String,
    /// [`search::Search::applied`] at the time.
    pub applied: u64,
}

/// What a snapshot consists of, under `<folder>/list`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct List {
    pub format: u32,
    /// The index's own, [`search::VERSION`].
    pub version: u32,
    pub epoch: String,
    /// SHA-256 of each piece in hex; they are numbered from 0.
    pub sha256: Vec<String>,
}

/// The key of a piece.
pub(super) fn piece_key(folder: &str, number: usize) -> String {
    format!("{folder}/{number:06}")
}

impl Chat {
    /// Makes snapshots while that is this node's duty.
    pub async fn keep_snapshots(self, plan: Snapshots) {
        let chat = self.clone();
        let term = plan.term;
        let work = |held| chat.make_snapshots(held, &plan);
        self.on_duty(SNAPSHOT, term, work).await;
    }

    async fn make_snapshots(&self, held: Held, plan: &Snapshots) {
        let mut since = Instant::now();
        loop {
            match self.make_due_snapshot(held, plan, since).await {
                Ok(false) => {}
                Ok(true) => since = Instant::now(),
                Err(error) => tracing::warn!(%error, "no snapshot of the search index: tried again soon"),
            }
            sleep(plan.look).await;
        }
    }

    /// Makes one if enough has changed since the newest; whether it did.
    async fn make_due_snapshot(&self, held: Held, plan: &Snapshots, since: Instant) -> Result<bool> {
        if !self.is_indexed() {
            return Ok(false);
        }
        let epoch = self.store().epoch().await?;
        let newest = self.newest_snapshot().await?;
        let applied = self.index()?.applied();
        let is_due = match &newest {
            Some(newest) if newest.epoch == epoch => {
                let changes = applied.saturating_sub(newest.applied);
                changes >= plan.changes || (changes > 0 && since.elapsed() >= plan.after)
            }
            _ => applied > 0,
        };
        if is_due {
            self.make_snapshot(held, newest, epoch, applied).await?;
        }
        Ok(is_due)
    }

    async fn make_snapshot(
        &self,
        held: Held,
        last: Option<Newest>,
        epoch: String,
        applied: u64,
    ) -> Result<()> {
        // Never another's name; the fence first, so that it shows who may remove it.
        let folder = format!("{FOLDER}/{:016}-{}", held.fence, protocol::SessionId::new());
        let made = async {
            let sha256 = self.send_pieces(&folder).await?;
            let list = List { format: FORMAT, version: search::VERSION, epoch: epoch.clone(), sha256 };
            let list = serde_json::to_vec(&list).map_err(|_| Refusal::Internal)?;
            let sha256 = hex(&list);
            self.put_object(&format!("{folder}/list"), list.into()).await?;
            let newest = Newest { folder: folder.clone(), sha256, epoch, applied };
            let note = serde_json::to_string(&newest).map_err(|_| Refusal::Internal)?;
            // From here on it's the newest, unless another has the duty meanwhile.
            Result::Ok(self.store().note_lease(held.duty, held.fence, &note).await?)
        };
        if let Err(error) = made.await {
            if let Err(left) = self.shelf()?.media.delete_prefix(&folder).await {
                tracing::debug!(folder, error = %left, "half a snapshot stays until the next one is made");
            }
            return Err(error);
        }
        tracing::info!(folder, applied, "made a snapshot of the search index");
        // The one before stays for whoever is reading it.
        self.forget_snapshots(held.fence, &[Some(folder), last.map(|it| it.folder)]).await
    }

    /// Sends the index piece by piece; the pieces' checksums.
    async fn send_pieces(&self, folder: &str) -> Result<Vec<String>> {
        let (out, mut pieces) = Sending::new();
        let indexing = Arc::clone(self.indexing()?);
        let writing =
            tokio::task::spawn_blocking(move || indexing.index()?.snapshot(MOST, out).map_err(Refusal::from));
        let mut sha256 = Vec::new();
        while let Some(piece) = pieces.recv().await {
            let key = piece_key(folder, sha256.len());
            sha256.push(hex(&piece));
            self.put_object(&key, piece).await?;
        }
        writing.await.map_err(|_| Refusal::Internal)??;
        Ok(sha256)
    }

    /// Removes all snapshots but these, and but those of later holders: one that wakes up
    /// late must not take away what its successor has made.
    async fn forget_snapshots(&self, fence: u64, keep: &[Option<String>]) -> Result<()> {
        let media = &self.shelf()?.media;
        let (mut after, mut old) = (String::new(), Vec::<String>::new());
        loop {
            let keys = media.list_keys(FOLDER, &after, KEYS).await?;
            for key in &keys {
                let Some((folder, _)) = key.rsplit_once('/') else { continue };
                let name = folder.strip_prefix(FOLDER).unwrap_or_default().trim_start_matches('/');
                let maker = name.split('-').next().and_then(|fence| fence.parse::<u64>().ok());
                let is_kept = keep.iter().flatten().any(|kept| kept == folder);
                if maker.is_some_and(|maker| maker <= fence) && !is_kept && !old.iter().any(|it| it == folder)
                {
                    old.push(folder.to_owned());
                }
            }
            let Some(last) = keys.into_iter().next_back() else { break };
            after = last;
        }
        for folder in old {
            media.delete_prefix(&folder).await?;
        }
        Ok(())
    }

    /// The snapshot that the last holder noted, if any did.
    pub(super) async fn newest_snapshot(&self) -> Result<Option<Newest>> {
        Ok(serde_json::from_str(&self.store().lease(SNAPSHOT).await?.note).ok())
    }

    async fn put_object(&self, key: &str, bytes: Bytes) -> Result<()> {
        match timeout(PATIENCE, self.shelf()?.media.write(key, bytes)).await {
            Ok(written) => Ok(written?),
            Err(_) => {
                tracing::warn!(key, "writing to the media store takes too long");
                Err(Refusal::Unavailable)
            }
        }
    }
}
