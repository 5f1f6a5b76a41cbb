//! Sweeping: the bytes of deleted files and of uploads that came to nothing.

use std::time::Duration;

use protocol::{FileId, Timestamp};
use store::files::StoredFile;

use crate::{Chat, Result, duty};

/// The duty of sweeping.
pub const SWEEP: &str = "sweep";
/// Seconds after which a file on no message is an orphan.
const ORPHANED: i64 = 86_400;
/// Files swept in one go.
const AT_ONCE: usize = 100;
/// How often orphans are looked for.
const EVERY: Duration = Duration::from_secs(3_600);

impl Chat {
    /// Sweeps every hour while that is this node's duty, beginning when it gets it. Two at
    /// once would do no harm: files are marked in one write, and removing bytes or noting
    /// that they have gone changes nothing the second time.
    pub async fn keep_swept(self) {
        let chat = self.clone();
        let work = |_| async {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let before = chat.now().plus_seconds(-ORPHANED);
                if let Err(error) = chat.sweep(before).await {
                    tracing::warn!(%error, "not swept: tried again in an hour");
                }
            }
        };
        self.on_duty(SWEEP, duty::TERM, work).await;
    }

    /// Removes the bytes of deleted files, and files on no message begun before. Answers
    /// how many there were.
    pub async fn sweep(&self, before: Timestamp) -> Result<usize> {
        let mut swept = 0;
        loop {
            let found = self.store().sweepable(before, AT_ONCE).await?;
            self.remove(&found).await?;
            swept += found.len();
            if found.len() < AT_ONCE {
                return Ok(swept);
            }
        }
    }

    /// Removes the bytes of files just deleted, behind the answer's back. What fails is left
    /// to the hourly sweep.
    pub(crate) fn sweep_soon(&self, deleted: Vec<FileId>) {
        if deleted.is_empty() {
            return;
        }
        let chat = self.clone();
        tokio::spawn(async move {
            let mut found = Vec::with_capacity(deleted.len());
            for id in deleted {
                found.extend(chat.store().file(id).await.ok());
            }
            if let Err(error) = chat.remove(&found).await {
                tracing::warn!(%error, "bytes of deleted files not removed: tried again within the hour");
            }
        });
    }

    async fn remove(&self, files: &[StoredFile]) -> Result<()> {
        let shelf = self.shelf()?;
        let mut gone = Vec::with_capacity(files.len());
        for stored in files {
            shelf.media.delete_prefix(&stored.prefix).await?;
            gone.push(stored.file.id);
        }
        Ok(self.store().swept(&gone).await?)
    }
}
