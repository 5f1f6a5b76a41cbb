//! Which databases and files are meant.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use media::Media;
use protocol::Clock;
use store::Store;

use crate::{
    config::{Config, database::Place, environment::Bad, media::Place as MediaPlace},
    wiring,
};

/// A database by its URL.
#[derive(Debug, PartialEq, Eq)]
pub struct Database(Place);

impl Database {
    /// Reads the URL given for this option; a file's path as absolute as can be.
    pub fn parse(option: &str, url: &str) -> Result<Self, Bad> {
        Ok(Self(match Place::parse(option, url)? {
            Place::File(file) => Place::File(settled(&file)),
            server => server,
        }))
    }

    /// Whether it's there without being made. A server's is made by looking; it stays empty.
    pub fn exists(&self) -> bool {
        self.0.file().is_none_or(Path::exists)
    }

    /// Opens it, and makes it where that's needed.
    pub async fn open(&self) -> store::Result<Store> {
        wiring::open_store(&self.0).await
    }
}

/// Without a password: it is told to whoever reads the screen.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where files are.
#[derive(Debug, PartialEq, Eq)]
pub struct Files(MediaPlace);

impl Files {
    /// The given one, else what goes with the database.
    pub fn choose(option: &str, given: Option<&str>, of: &Database, config: &Config) -> Result<Self, Bad> {
        if let Some(url) = given {
            return Ok(Self::at(MediaPlace::parse(option, url)?));
        }
        let configured = match &config.database.place {
            Place::File(file) => Place::File(settled(file)),
            server => server.clone(),
        };
        match of.0.file() {
            _ if of.0 == configured => Ok(Self::at(config.media.place.clone())),
            Some(file) => Ok(Self(MediaPlace::Folder(file.with_file_name("media")))),
            None => Err(Bad::new(option, "must be given: no folder goes with a MongoDB database")),
        }
    }

    /// A folder's path as absolute as can be.
    fn at(place: MediaPlace) -> Self {
        Self(match place {
            MediaPlace::Folder(folder) => MediaPlace::Folder(settled(&folder)),
            bucket => bucket,
        })
    }

    /// Opens it. Nothing is served from here, so nothing is signed.
    pub async fn open(&self) -> Result<Media, media::Error> {
        wiring::open_media(&self.0, [0; 32], Clock::of_machine()).await.map(|(media, _)| media)
    }

    /// Whether it's there without being made.
    pub fn exists(&self) -> bool {
        self.0.folder().is_none_or(Path::exists)
    }
}

/// The path without detours, also of what isn't there yet, so that two can be compared.
fn settled(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for folder in whole.ancestors() {
        if let (Ok(real), Ok(rest)) = (folder.canonicalize(), whole.strip_prefix(folder)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    whole
}
