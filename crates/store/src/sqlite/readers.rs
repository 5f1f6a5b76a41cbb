//! The read side: a few read-only connections, a bounded wait, short transactions.

use std::{path::Path, time::Duration};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use super::Options;
use crate::{Error, Result};

/// The pool.
pub struct Readers {
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
    wait: Duration,
}

impl Readers {
    /// Opens all of its connections.
    pub fn open(file: &Path, options: &Options) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut idle = Vec::new();
        for _ in 0..options.readers {
            let connection = Connection::open_with_flags(file, flags)?;
            connection.busy_timeout(Duration::from_secs(5))?;
            connection.set_prepared_statement_cache_capacity(128);
            connection.execute_batch("PRAGMA cache_size = -16384; PRAGMA query_only = ON;")?;
            idle.push(connection);
        }
        Ok(Self { idle: Mutex::new(idle), free: Semaphore::new(options.readers), wait: options.read_wait })
    }

    /// Runs one read transaction.
    pub async fn run<T, F>(self: &std::sync::Arc<Self>, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let pool = std::sync::Arc::clone(self);
        let permit = match tokio::time::timeout(self.wait, self.free.acquire()).await {
            Ok(Ok(permit)) => permit,
            _ => return Err(Error::Unavailable("all readers are busy".into())),
        };
        // The permit outlives this future in the blocking task, so that giving up on a
        // read doesn't promise a connection that is still in use.
        permit.forget();
        tokio::task::spawn_blocking(move || {
            let seat = Seat::take(&pool)?;
            let transaction = seat.connection()?.unchecked_transaction()?;
            let answer = work(&transaction);
            transaction.finish()?;
            answer
        })
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
    }
}

/// A connection on loan; it goes back even when the work panics.
struct Seat<'a> {
    pool: &'a Readers,
    connection: Option<Connection>,
}

impl<'a> Seat<'a> {
    fn take(pool: &'a Readers) -> Result<Self> {
        let connection = pool.idle.lock().pop();
        Ok(Self { pool, connection })
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(|| Error::Internal("no reader was left".into()))
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.idle.lock().push(connection);
        }
        self.pool.free.add_permits(1);
    }
}
