//! Puts a backup into an empty data folder. Every checksum is compared before anything is
//! put in place; the database takes a new epoch, so that no client keeps what it lacks.

use std::{fs::File, os::unix::fs::DirBuilderExt as _, path::Path};

use anyhow::{Context as _, ensure};

use super::backup::{DATABASE, MANIFEST, MEDIA, bar, verify};
use crate::config::Config;

/// Restores the archive.
pub async fn run(config: &Config, archive: &Path) -> anyhow::Result<()> {
    let target = config
        .database
        .place
        .file()
        .context("a backup is restored into an SQLite database; move it on with `workloop migrate`")?;
    ensure!(!target.exists(), "{} is there already; restore into an empty data folder", target.display());
    let folder = config.media.place.folder();
    if let Some(folder) = folder {
        ensure!(is_empty(folder)?, "{} isn't empty; restore into an empty data folder", folder.display());
    }
    let files = verify(archive).with_context(|| format!("{} can't be restored", archive.display()))?;

    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.database.data)?;
    let staging = tempfile::Builder::new().prefix(".restore").tempdir_in(&config.database.data)?;
    unpack(archive, staging.path(), files as u64)?;
    // The epoch is renewed before the database is in its place: a half-done restore is
    // never taken for the old one.
    let database = staging.path().join(DATABASE);
    let engine = crate::wiring::open_file(&database)?;
    let wrong = engine.check().await?;
    ensure!(wrong.is_empty(), "the database in it is damaged: {}", wrong.join("; "));
    engine.renew_epoch().await?;
    engine.close().await?;
    drop(engine);

    let uploads = staging.path().join(MEDIA);
    match folder {
        Some(folder) => put(&uploads, folder)?,
        None => ensure!(
            !uploads.exists(),
            "the backup holds files: restore it without WORKLOOP_MEDIA_URL, then move them to the bucket \
             with `workloop migrate`"
        ),
    }
    put(&database, target)?;
    println!("restored {files} files; start the server with `workloop serve`");
    Ok(())
}

/// Gives the configured database a new epoch.
pub async fn renew_epoch(config: &Config) -> anyhow::Result<()> {
    let store = crate::wiring::open_store(&config.database.place).await?;
    store.renew_epoch().await?;
    println!("every client fetches anew once the servers are started");
    Ok(store.close().await?)
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries
            .all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.')))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn unpack(archive: &Path, into: &Path, files: u64) -> anyhow::Result<()> {
    let progress = bar(files, "restoring");
    for entry in tar::Archive::new(File::open(archive)?).entries()? {
        let mut entry = entry?;
        let is_plain = entry.header().entry_type().is_file();
        ensure!(is_plain, "an entry that is no file");
        if entry.path()?.as_os_str() != MANIFEST {
            // Refuses paths that lead out of the folder.
            ensure!(entry.unpack_in(into)?, "an entry that leads out of the folder");
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(())
}

/// Moves into place, over file systems if need be.
fn put(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    if to.is_dir() {
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            put(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    if std::fs::rename(from, to).is_ok() {
        return Ok(());
    }
    if from.is_dir() {
        std::fs::create_dir_all(to)?;
        return put(from, to);
    }
    std::fs::copy(from, to)?;
    File::open(to)?.sync_all()?;
    Ok(())
}
