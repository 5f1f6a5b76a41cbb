//! The embedded engine: one writer thread, a pool of readers, one file. See the trait
//! files for the promises and `writer` for how a commit is made.

mod alerts;
mod channels;
mod concerns;
mod emoji;
mod export;
mod feeds;
mod files;
mod folder;
mod groups;
mod import;
mod join;
mod leases;
mod messages;
mod misses;
mod people;
mod pins;
mod planned;
mod polls;
mod previews;
mod readers;
mod reading;
mod rows;
mod saves;
mod schema;
mod sessions;
mod shared;
mod sql;
mod tail;
#[cfg(test)]
mod tests;
mod thread;
mod transfer;
mod tx;
mod upkeep;
mod wakes;
mod workspaces;
mod writer;

use std::{path::PathBuf, sync::Arc, time::Duration};

use folder::Folder;
use protocol::Clock;
use readers::Readers;
use rusqlite::Connection;
use sql::Sql;
use tx::Tx;
pub use upkeep::backup;
use writer::Writer;

use crate::{Backend, Committed, Error, Result};

/// Where the database lives.
#[derive(Debug, Clone)]
pub enum Place {
    /// In this file; its folder is locked against a second server.
    File(PathBuf),
    /// In a temporary folder that goes with the engine and is never synced; for tests.
    Memory,
}

/// What may be tuned.
#[derive(Debug, Clone)]
pub struct Options {
    /// Writes that may wait; beyond, they are refused at once.
    pub queue: usize,
    /// Writes of one commit.
    pub batch: usize,
    /// Read connections.
    pub readers: usize,
    /// How long a read waits for a connection.
    pub read_wait: Duration,
    /// How often a read-only database tries to write again.
    pub probe: Duration,
    /// Pages the database may have, to bound its size; `None` for no bound.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 4096,
            batch: 256,
            readers: 4,
            read_wait: Duration::from_secs(5),
            probe: Duration::from_secs(2),
            max_pages: None,
        }
    }
}

/// The embedded engine. Cheap to clone; the database closes with the last clone.
#[derive(Clone)]
pub struct Sqlite {
    inner: Arc<Inner>,
}

// Fields are dropped in this order: the readers first, so that the writer closes the last
// connection and leaves no log behind; the folder's lock at the end.
struct Inner {
    readers: Arc<Readers>,
    writer: Writer,
    folder: Folder,
    /// One machine, one clock: its own.
    clock: Clock,
}

impl Sqlite {
    /// Opens or makes the database, bringing its schema up to date.
    ///
    /// # Errors
    /// `Unavailable` when another server has it; `Internal` when it can't be opened, is
    /// newer than this program, or SQLite is older than 3.51.3.
    pub fn open(place: Place, options: Options) -> Result<Self> {
        // Earlier versions can lose a write when the log restarts under a checkpoint.
        if rusqlite::version_number() < 3_051_003 {
            return Err(Error::Internal(format!("SQLite {} is older than 3.51.3", rusqlite::version())));
        }
        let folder = Folder::open(place)?;
        let mut connection = Connection::open(folder.file())?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {}; PRAGMA foreign_keys = ON;
             PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536;",
            if folder.is_temporary() { "OFF" } else { "FULL" }
        ))?;
        schema::migrate(&mut connection, &folder)?;
        let readers = Readers::open(folder.file(), &options)?;
        let writer = Writer::start(connection, &options)?;
        Ok(Self {
            inner: Arc::new(Inner { writer, readers: Arc::new(readers), folder, clock: Clock::of_machine() }),
        })
    }

    /// Changes how many pages the database may have; 0 for no bound.
    ///
    /// # Errors
    /// `Unavailable` when too busy.
    pub async fn limit_pages(&self, pages: u32) -> Result<()> {
        self.inner.writer.limit_pages(pages).await
    }

    /// One durable transaction; what it moved comes along as frames.
    async fn write<T, F>(&self, work: F) -> Result<Committed<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.inner.writer.submit(work).await
    }

    /// One consistent look.
    async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.inner.readers.run(work).await
    }
}

impl Backend for Sqlite {}
