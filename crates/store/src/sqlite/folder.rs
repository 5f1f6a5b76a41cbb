//! The database's folder: locked while a server has it, temporary in tests.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use super::Place;
use crate::{Error, Result};

/// An opened folder; the lock goes when it is dropped.
pub struct Folder {
    file: PathBuf,
    _lock: File,
    temporary: Option<tempfile::TempDir>,
}

impl Folder {
    /// Makes the folder if need be and takes its lock.
    pub fn open(place: Place) -> Result<Self> {
        let (file, temporary) = match place {
            Place::File(file) => (file, None),
            Place::Memory => {
                let folder = tempfile::tempdir().map_err(|error| broken("a temporary folder", &error))?;
                (folder.path().join("workloop.sqlite"), Some(folder))
            }
        };
        let parent = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(|error| broken(&parent.display().to_string(), &error))?;
        let path = file.with_extension("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| broken(&path.display().to_string(), &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { file, _lock: lock, temporary }),
            Err(TryLockError::WouldBlock) => Err(Error::Unavailable(format!(
                "another server is using {}; stop it first, or give this one its own folder",
                file.display()
            ))),
            Err(TryLockError::Error(error)) => Err(broken(&path.display().to_string(), &error)),
        }
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether nothing in it needs to last.
    pub fn is_temporary(&self) -> bool {
        self.temporary.is_some()
    }
}

fn broken(what: &str, error: &std::io::Error) -> Error {
    Error::Internal(format!("{what}: {error}"))
}
