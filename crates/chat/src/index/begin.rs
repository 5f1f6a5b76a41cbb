//! How the index of a node begins: with its own, else with the newest snapshot, else empty.
//! What is wrong with a snapshot costs time only: the index is then built from the store.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use search::Search;
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::{
    MARK, mark_of,
    pieces::{PIECE, Receiving, hex},
    snapshot::{FORMAT, List, MOST, PATIENCE, piece_key},
};
use crate::{Chat, Refusal, Result};

/// Bytes of a list of pieces, at most.
const LIST: u64 = 1024 * 1024;
/// How long until opening is tried again.
const AGAIN: Duration = Duration::from_secs(10);

impl Chat {
    /// Opens the index that this node keeps in its folder, if it isn't open yet. Tries until
    /// it succeeds: until then searching is refused and the rest works.
    pub(super) async fn open_index(&self) {
        let Some(indexing) = &self.search else { return };
        let Some(dir) = indexing.home.as_deref().filter(|_| indexing.index.get().is_none()) else { return };
        loop {
            match self.begin_index(dir).await {
                Ok(search) => {
                    let _first = indexing.index.set(search);
                    return;
                }
                Err(error) => tracing::error!(%error, "the search index can't be opened: tried again soon"),
            }
            sleep(AGAIN).await;
        }
    }

    async fn begin_index(&self, dir: &Path) -> Result<Search> {
        let mark = mark_of(&self.store().epoch().await?);
        let search = open(dir.to_owned()).await?;
        if search.cursor(MARK) == mark {
            return Ok(search);
        }
        drop(search);
        match self.fetch_snapshot(dir).await {
            Ok(true) => tracing::info!("the search index begins with a snapshot"),
            Ok(false) => {
                tracing::info!("there is no snapshot of this database to begin the search index with")
            }
            Err(error) => {
                tracing::warn!(%error, "the snapshot can't be used: building the search index anew")
            }
        }
        open(dir.to_owned()).await
    }

    /// Puts the newest snapshot in the folder; whether there is one of this database.
    async fn fetch_snapshot(&self, dir: &Path) -> Result<bool> {
        let Some(newest) = self.newest_snapshot().await? else { return Ok(false) };
        let epoch = self.store().epoch().await?;
        if newest.epoch != epoch {
            return Ok(false);
        }
        let list = self.get_object(&format!("{}/list", newest.folder), LIST, &newest.sha256).await?;
        let list: List = serde_json::from_slice(&list).map_err(|_| damaged("its list"))?;
        if (list.format, list.version, &list.epoch) != (FORMAT, search::VERSION, &epoch) {
            return Ok(false);
        }
        let (to, from) = Receiving::new();
        let dir = dir.to_owned();
        let unpacking = tokio::task::spawn_blocking(move || search::unpack(from, MOST, &dir));
        // Breaking off cuts the stream short, which unpacking refuses. Its end is awaited all
        // the same: the folder is opened next.
        let fetched = self.get_pieces(&newest.folder, &list, to).await;
        let unpacked = unpacking.await.map_err(|_| Refusal::Internal)?;
        fetched?;
        unpacked?;
        Ok(true)
    }

    async fn get_pieces(&self, folder: &str, list: &List, to: mpsc::Sender<Bytes>) -> Result<()> {
        for (number, sha256) in list.sha256.iter().enumerate() {
            let piece = self.get_object(&piece_key(folder, number), PIECE as u64, sha256).await?;
            if to.send(piece).await.is_err() {
                // Refused already: unpacking says why.
                break;
            }
        }
        Ok(())
    }

    async fn get_object(&self, key: &str, most: u64, sha256: &str) -> Result<Bytes> {
        let Ok(read) = timeout(PATIENCE, self.shelf()?.media.read(key, most)).await else {
            tracing::warn!(key, "reading from the media store takes too long");
            return Err(Refusal::Unavailable);
        };
        let bytes = read?;
        if hex(&bytes) == sha256 { Ok(bytes) } else { Err(damaged(key)) }
    }
}

/// Reads all of the index to check it: not on a thread that others wait for.
async fn open(dir: PathBuf) -> Result<Search> {
    let opening = tokio::task::spawn_blocking(move || Search::open(Some(dir)));
    Ok(opening.await.map_err(|_| Refusal::Internal)??)
}

fn damaged(what: &str) -> Refusal {
    tracing::warn!(what, "the snapshot of the search index is damaged");
    Refusal::Internal
}
