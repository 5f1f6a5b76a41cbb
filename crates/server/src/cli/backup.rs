//! One file with everything: a consistent snapshot of the database, then the uploaded
//! files, then a manifest of checksums. Taken while the server runs, and read back once
//! before it's called done.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::config::Config;

/// Name of the database in the archive.
pub const DATABASE: &str = "database.sqlite";
/// Folder of the uploaded files in the archive.
pub const MEDIA: &str = "media";
/// Name of the manifest, the last entry.
pub const MANIFEST: &str = "manifest.json";
/// The archive's layout.
pub const FORMAT: u32 = 1;

/// What the archive holds.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    /// The archive's layout.
    pub format: u32,
    /// Version of the server that made it.
    pub version: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// Path in the archive → SHA-256 in hex.
    pub sha256: BTreeMap<String, String>,
}

/// Writes the archive and checks it.
pub async fn run(config: &Config, target: &Path) -> anyhow::Result<()> {
    let database = config.database.place.file().context(
        "only an SQLite database is copied by this command: see \"Backup\" in docs/OPERATING.md for MongoDB",
    )?;
    ensure!(!target.exists(), "{} is there already; name a new file", target.display());
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staging = tempfile::Builder::new()
        .prefix(".workloop-backup")
        .tempdir_in(folder)
        .context("no room beside the target")?;
    let snapshot = staging.path().join(DATABASE);
    store::sqlite::backup(database, &snapshot).context("the database can't be copied")?;

    let folder = config.media.place.folder();
    let mut media = folder.map_or(Ok(Vec::new()), files_below)?;
    let folder = folder.unwrap_or(Path::new(""));
    // The index is built from the database; its snapshots come and go meanwhile.
    let snapshots = folder.join(chat::index::SNAPSHOT_FOLDER);
    media.retain(|path| !path.starts_with(&snapshots));
    let unfinished = staging.path().join("archive.tar");
    let progress = bar(media.len() as u64 + 1, "copying");
    write_archive(&unfinished, &snapshot, folder, &media, &progress)?;
    progress.finish_and_clear();

    let files = verify(&unfinished)?;
    std::fs::rename(&unfinished, target)?;
    let size = std::fs::metadata(target)?.len();
    println!("{}: {files} files, {size} bytes, read back and right", target.display());
    if config.media.place.folder().is_none() {
        println!("uploaded files aren't in it: they stay in {}", config.media.place);
    }
    Ok(())
}

/// A progress bar that is silent when nobody watches.
pub fn bar(length: u64, doing: &'static str) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}").unwrap_or(ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_message(doing)
}

fn write_archive(
    target: &Path,
    snapshot: &Path,
    media: &Path,
    files: &[PathBuf],
    progress: &ProgressBar,
) -> anyhow::Result<()> {
    let mut archive = tar::Builder::new(BufWriter::new(File::create(target)?));
    let mut sha256 = BTreeMap::new();
    sha256.insert(DATABASE.to_owned(), append(&mut archive, snapshot, DATABASE)?);
    progress.inc(1);
    for path in files {
        let relative = path.strip_prefix(media)?.to_str().context("a file name that isn't UTF-8")?;
        let name = format!("{MEDIA}/{relative}");
        // Deleted since it was listed: the snapshot may know it still, the person doesn't want it.
        if path.exists() {
            sha256.insert(name.clone(), append(&mut archive, path, &name)?);
        }
        progress.inc(1);
    }
    let made_at = jiff::Timestamp::now().to_string();
    let manifest =
        Manifest { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), made_at, sha256 };
    let text = serde_json::to_vec_pretty(&manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, MANIFEST, text.as_slice())?;
    let mut file = archive.into_inner()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(())
}

fn append(archive: &mut tar::Builder<impl Write>, path: &Path, name: &str) -> anyhow::Result<String> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut header = tar::Header::new_gnu();
    header.set_size(file.metadata()?.len());
    header.set_mode(0o600);
    let mut reader = Hashing { inner: file, hash: Sha256::new() };
    archive.append_data(&mut header, name, &mut reader).with_context(|| path.display().to_string())?;
    Ok(reader.hex())
}

/// Reads a whole archive and compares each checksum; answers the number of files.
pub fn verify(archive: &Path) -> anyhow::Result<usize> {
    let mut seen = BTreeMap::new();
    let mut manifest = None;
    let progress = ProgressBar::new_spinner().with_message("reading back");
    for entry in tar::Archive::new(File::open(archive)?).entries()? {
        let entry = entry?;
        let name = entry.path()?.to_str().context("a file name that isn't UTF-8")?.to_owned();
        if name == MANIFEST {
            manifest =
                Some(serde_json::from_reader::<_, Manifest>(entry).context("the manifest can't be read")?);
        } else {
            let mut reader = Hashing { inner: entry, hash: Sha256::new() };
            std::io::copy(&mut reader, &mut std::io::sink())?;
            seen.insert(name, reader.hex());
        }
        progress.tick();
    }
    progress.finish_and_clear();
    let manifest = manifest.context("no manifest: the file was cut off, or isn't a backup of Workloop")?;
    ensure!(manifest.format == FORMAT, "format {} is of a newer Workloop", manifest.format);
    for (name, hash) in &manifest.sha256 {
        match seen.get(name) {
            None => bail!("{name} is missing"),
            Some(found) if found != hash => bail!("{name} is damaged"),
            Some(_) => {}
        }
    }
    ensure!(seen.len() == manifest.sha256.len(), "there are files in it that the manifest doesn't name");
    Ok(seen.len())
}

/// All files below a folder, sorted; unfinished uploads (dot names) left out.
fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| folder.display().to_string())?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    Ok(files)
}

/// Hashes what is read through it.
struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R> Hashing<R> {
    fn hex(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}
