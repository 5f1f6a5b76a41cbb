//! The engine of a single node: objects are files in a folder, URLs are our own.

use std::{
    fs, io,
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use protocol::Timestamp;
use url::form_urlencoded;

use crate::{
    Disposition, Engine, Error, Parts, SignedRequest, SignedUrl, Stored, UPLOAD_LIFE, check_key, disposition,
    signature::{Signer, window_end},
};

mod grant;
mod writer;

pub use grant::{PutGrant, ViewGrant};
pub use writer::Writer;

/// Unfinished writes; a name no key can have.
const UNFINISHED: &str = ".unfinished";

/// A folder of objects. Cheap to clone.
#[derive(Clone)]
pub struct Disk(Arc<Inner>);

struct Inner {
    root: PathBuf,
    signer: Signer,
    base_path: String,
    unfinished: AtomicU64,
}

impl Disk {
    /// Opens or makes the folder and throws away what a crash left unfinished.
    pub fn open(root: PathBuf, secret: [u8; 32], base_path: &str) -> Result<Self, Error> {
        let unfinished = root.join(UNFINISHED);
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unavailable(error)),
            _ => fs::create_dir_all(&unfinished).map_err(unavailable)?,
        }
        let base_path = base_path.trim_end_matches('/').to_owned();
        let unfinished = AtomicU64::new(0);
        Ok(Self(Arc::new(Inner { root, signer: Signer::new(secret), base_path, unfinished })))
    }

    /// A file granted for viewing and its length, ready for ranges.
    pub async fn open_view(&self, grant: &ViewGrant) -> Result<(tokio::fs::File, u64), Error> {
        let file = tokio::fs::File::open(self.path(&grant.key)?).await.map_err(unavailable)?;
        let facts = file.metadata().await.map_err(unavailable)?;
        if facts.is_file() { Ok((file, facts.len())) } else { Err(Error::NotFound) }
    }

    fn path(&self, key: &str) -> Result<PathBuf, Error> {
        check_key(key)?;
        Ok(self.0.root.join(key))
    }

    fn unfinished(&self) -> PathBuf {
        let number = self.0.unfinished.fetch_add(1, Ordering::Relaxed);
        self.0.root.join(UNFINISHED).join(number.to_string())
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let disk = self.clone();
        let task = tokio::task::spawn_blocking(move || work(&disk));
        task.await.map_err(|error| Error::Unavailable(error.to_string()))?
    }

    /// An object's new contents, in its place only when they are whole and on the disk.
    async fn put(
        &self,
        key: &str,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()> + Send + 'static,
    ) -> Result<(), Error> {
        let path = self.path(key)?;
        self.blocking(move |disk| {
            let unfinished = disk.unfinished();
            let written = fs::File::create_new(&unfinished)
                .and_then(|mut file| fill(&mut file).and_then(|()| file.sync_all()));
            let kept = written.and_then(|()| settle(&disk.0.root, &unfinished, &path));
            if kept.is_err() {
                let _gone = fs::remove_file(&unfinished);
            }
            kept.map_err(unavailable)
        })
        .await
    }

    fn signed(&self, key: &str, pairs: &[(&str, &str)], fields: &[&str]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs).append_pair("signature", &self.0.signer.sign(fields));
        format!("{}/{key}?{}", self.0.base_path, query.finish())
    }
}

#[async_trait]
impl Engine for Disk {
    fn origin(&self) -> Option<&str> {
        None
    }

    fn is_reachable(&self) -> bool {
        true
    }

    fn parts(&self) -> Option<&dyn Parts> {
        None
    }

    async fn upload_url(
        &self,
        key: &str,
        size: u64,
        media_type: &str,
        sha256: &str,
        expires_in: Duration,
    ) -> Result<SignedRequest, Error> {
        check_key(key)?;
        let life = i64::try_from(expires_in.min(UPLOAD_LIFE).as_secs()).unwrap_or_default();
        let expires_at = Timestamp::now().plus_seconds(life);
        let (size, expires) = (size.to_string(), expires_at.seconds().to_string());
        let pairs =
            [("size", size.as_str()), ("type", media_type), ("sha256", sha256), ("expires", &expires)];
        let url = self.signed(key, &pairs, &["PUT", key, &size, media_type, sha256, &expires]);
        let headers = vec![("content-type".to_owned(), media_type.to_owned())];
        Ok(SignedRequest { method: "PUT", url, headers, expires_at })
    }

    async fn view_url(
        &self,
        key: &str,
        file_name: &str,
        media_type: &str,
        disposition: Disposition,
    ) -> Result<SignedUrl, Error> {
        check_key(key)?;
        let expires_at = window_end(Timestamp::now());
        let expires = expires_at.seconds().to_string();
        let how = disposition::kind(disposition, media_type);
        let pairs = [("name", file_name), ("type", media_type), ("as", how), ("expires", expires.as_str())];
        let url = self.signed(key, &pairs, &["GET", key, file_name, media_type, how, &expires]);
        Ok(SignedUrl { url, expires_at })
    }

    async fn head(&self, key: &str) -> Result<Option<Stored>, Error> {
        match tokio::fs::metadata(self.path(key)?).await {
            Ok(facts) if facts.is_file() => Ok(Some(Stored::of_size(facts.len()))),
            Ok(_) => Ok(None),
            Err(error) => match unavailable(error) {
                Error::NotFound => Ok(None),
                other => Err(other),
            },
        }
    }

    async fn read_prefix(&self, key: &str, length: u64) -> Result<Bytes, Error> {
        let path = self.path(key)?;
        self.blocking(move |_| read_upto(&path, length)).await
    }

    async fn read(&self, key: &str, max: u64) -> Result<Bytes, Error> {
        let bytes = self.read_prefix(key, max.saturating_add(1)).await?;
        if bytes.len() as u64 > max { Err(Error::TooLarge) } else { Ok(bytes) }
    }

    async fn write(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        self.put(key, move |file| file.write_all(&bytes)).await
    }

    async fn copy_out(&self, key: &str, path: &Path) -> Result<Stored, Error> {
        let (from, to) = (self.path(key)?, path.to_owned());
        self.blocking(move |_| {
            let mut file = fs::File::open(from).map_err(unavailable)?;
            if !file.metadata().map_err(unavailable)?.is_file() {
                return Err(Error::NotFound);
            }
            let mut copy = fs::File::create(to).map_err(unavailable)?;
            Ok(Stored::of_size(io::copy(&mut file, &mut copy).map_err(unavailable)?))
        })
        .await
    }

    async fn copy_in(&self, key: &str, path: &Path) -> Result<(), Error> {
        let path = path.to_owned();
        self.put(key, move |file| io::copy(&mut fs::File::open(path)?, file).map(drop)).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<(), Error> {
        let path = self.path(prefix)?;
        self.blocking(move |_| {
            let gone = match fs::symlink_metadata(&path) {
                Ok(facts) if facts.is_dir() => fs::remove_dir_all(&path),
                Ok(_) => fs::remove_file(&path),
                Err(error) => Err(error),
            };
            match gone.map_err(unavailable) {
                Err(Error::NotFound) => Ok(()),
                other => other,
            }
        })
        .await
    }

    async fn list_keys(&self, prefix: &str, after: &str, limit: usize) -> Result<Vec<String>, Error> {
        if !prefix.is_empty() {
            check_key(prefix)?;
        }
        let (prefix, after) = (prefix.to_owned(), after.to_owned());
        self.blocking(move |disk| {
            let mut keys = Vec::new();
            list(&disk.0.root, &prefix, &after, limit, &mut keys)?;
            Ok(keys)
        })
        .await
    }
}

/// Moves a finished file to its place, surviving a power cut once it returns.
fn settle(root: &Path, unfinished: &Path, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    fs::rename(unfinished, path)?;
    // The names of new folders live in their parents.
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn read_upto(path: &Path, length: u64) -> Result<Bytes, Error> {
    let file = fs::File::open(path).map_err(unavailable)?;
    if !file.metadata().map_err(unavailable)?.is_file() {
        return Err(Error::NotFound);
    }
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).map_err(unavailable)?;
    Ok(bytes.into())
}

/// Walks in the order of the keys, past folders that end before `after`, until there are
/// enough: a page costs what it shows, not what there is.
fn list(root: &Path, folder: &str, after: &str, limit: usize, keys: &mut Vec<String>) -> Result<(), Error> {
    let entries = match fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(unavailable)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(unavailable)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let key = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if check_key(&key).is_ok() {
            let is_folder = entry.file_type().map_err(unavailable)?.is_dir();
            // As its keys begin, so that `a-b` stands before what is beneath `a`.
            found.push(if is_folder { format!("{key}/") } else { key });
        }
    }
    found.sort_unstable();
    for key in found {
        if keys.len() >= limit {
            break;
        }
        match key.strip_suffix('/') {
            None if key.as_str() > after => keys.push(key),
            Some(folder) if key.as_str() > after || after.starts_with(&key) => {
                list(root, folder, after, limit, keys)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn unavailable(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NotFound,
        _ => Error::Unavailable(error.to_string()),
    }
}
