//! The bytes: every object of one place also in the other, of the same size and checksum.

use std::{io, path::Path};

use anyhow::{Context as _, ensure};
use media::Media;
use sha2::{Digest as _, Sha256};

use super::place::Files;
use crate::cli::backup::bar;

/// Keys looked at in one go.
const KEYS: usize = 1_000;

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Objects.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What there is to move.
pub async fn count(from: &Files) -> anyhow::Result<Found> {
    if from.exists() { found(&from.open().await?).await } else { Ok(Found::default()) }
}

async fn found(media: &Media) -> anyhow::Result<Found> {
    let (mut found, mut after) = (Found::default(), String::new());
    while let Some(keys) = page(media, &mut after).await? {
        for key in keys {
            found.count += 1;
            found.bytes += media.head(&key).await?.map_or(0, |stored| stored.size);
        }
    }
    Ok(found)
}

/// Copies what isn't there yet, and compares everything.
pub async fn copy(from: &Files, to: &Files) -> anyhow::Result<Found> {
    if !from.exists() {
        return Ok(Found::default());
    }
    let (from, to) = (from.open().await?, to.open().await?);
    let all = found(&from).await?;
    let progress = bar(all.bytes, "moving files");
    let staging = tempfile::tempdir().context("no room for a file on its way")?;
    let (mut copied, mut after) = (Found::default(), String::new());
    while let Some(keys) = page(&from, &mut after).await? {
        for key in keys {
            let bytes = copy_one(&from, &to, &key, staging.path()).await.with_context(|| key.clone())?;
            copied.count += 1;
            copied.bytes += bytes;
            progress.inc(bytes);
        }
    }
    progress.finish_and_clear();
    let there = found(&to).await?;
    ensure!(
        there == copied,
        "there are {} files where {} were moved to: move to an empty place",
        there.count,
        copied.count
    );
    Ok(copied)
}

/// The bytes of one object that is the same on both sides now.
async fn copy_one(from: &Media, to: &Media, key: &str, staging: &Path) -> anyhow::Result<u64> {
    let (ours, theirs) = (staging.join("from"), staging.join("to"));
    let size = from.copy_out(key, &ours).await?.size;
    let sha256 = checksum(&ours)?;
    let is_there = async || match to.head(key).await? {
        Some(stored) if stored.size == size => {
            to.copy_out(key, &theirs).await?;
            anyhow::Ok(checksum(&theirs)? == sha256)
        }
        _ => Ok(false),
    };
    if !is_there().await? {
        to.copy_in(key, &ours).await?;
        ensure!(is_there().await?, "it isn't the same after copying");
    }
    Ok(size)
}

fn checksum(path: &Path) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok(hash.finalize().into())
}

/// The next keys, moving on behind them; none at the end. Snapshots of the search index
/// aren't moved: they belong to leases, which aren't either.
async fn page(media: &Media, after: &mut String) -> anyhow::Result<Option<Vec<String>>> {
    let mut keys = media.list_keys("", after, KEYS).await?;
    let Some(last) = keys.last() else { return Ok(None) };
    after.clone_from(last);
    let snapshots = format!("{}/", chat::index::SNAPSHOT_FOLDER);
    keys.retain(|key| !key.starts_with(&snapshots));
    Ok(Some(keys))
}
