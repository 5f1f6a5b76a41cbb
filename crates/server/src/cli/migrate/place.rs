//! Which databases and files are meant.

use std::path::{Path, PathBuf};

use media::Media;
use store::Store;

use crate::{
    config::{Config, database::local_path, environment::Bad},
    http, wiring,
};

/// A database by its URL.
#[derive(Debug, PartialEq, Eq)]
pub enum Database {
    /// The embedded engine's file, as absolute as can be.
    Sqlite(PathBuf),
}

impl Database {
    /// Reads the URL given for this option.
    pub fn parse(option: &str, url: &str) -> Result<Self, Bad> {
        Ok(Self::Sqlite(settled(&local_path(option, url, "sqlite")?)))
    }

    /// Whether it's there without being made.
    pub fn exists(&self) -> bool {
        match self {
            Self::Sqlite(file) => file.exists(),
        }
    }

    /// Opens it, and makes it where that's needed.
    pub fn open(&self) -> store::Result<Store> {
        match self {
            Self::Sqlite(file) => wiring::open_store(file),
        }
    }
}

/// Where files are.
#[derive(Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// The given one, else what goes with the database.
    pub fn choose(option: &str, given: Option<&str>, of: &Database, config: &Config) -> Result<Self, Bad> {
        if let Some(url) = given {
            return Ok(Self(settled(&local_path(option, url, "file")?)));
        }
        let Database::Sqlite(file) = of;
        if *file == settled(&config.database.file) {
            return Ok(Self(settled(&config.media.folder)));
        }
        Ok(Self(file.with_file_name("media")))
    }

    /// Opens it. Nothing is served from here, so nothing is signed.
    pub fn open(&self) -> Result<Media, media::Error> {
        Media::disk(self.0.clone(), [0; 32], http::MEDIA_BASE).map(|(media, _)| media)
    }

    /// Whether it's there without being made.
    pub fn exists(&self) -> bool {
        self.0.exists()
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
