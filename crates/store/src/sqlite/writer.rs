//! The one writer. It takes whatever waits, runs each operation in a savepoint of one
//! transaction, commits once, and only then answers, in order of commit. It batches by
//! itself under load and waits for nothing when idle.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use rusqlite::{Connection, ffi};
use tokio::sync::{mpsc, oneshot};

use super::{Options, tx::Tx};
use crate::{Committed, Error, Result};

/// Operations between two checkpoints of the log.
const CHECKPOINT_AFTER: usize = 1000;

/// The handle on the writer thread.
pub struct Writer {
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    read_only: AtomicBool,
    why: Mutex<String>,
}

/// Something for the writer thread to do.
enum Job {
    Work(Box<dyn Work>),
    LimitPages(u32, oneshot::Sender<Result<()>>),
}

/// One operation: run inside the transaction, answered after the commit.
trait Work: Send {
    fn run(&mut self, connection: &Connection) -> Result<()>;
    fn answer(self: Box<Self>, failed: Option<Error>);
}

struct Operation<T, F> {
    work: Option<F>,
    done: Option<Committed<T>>,
    answer: oneshot::Sender<Result<Committed<T>>>,
}

impl<T: Send, F: FnOnce(&mut Tx<'_>) -> Result<T> + Send> Work for Operation<T, F> {
    fn run(&mut self, connection: &Connection) -> Result<()> {
        let work = self.work.take().ok_or_else(|| Error::Internal("ran twice".into()))?;
        let mut tx = Tx::new(connection);
        let value = work(&mut tx)?;
        self.done = Some(Committed { value, changes: tx.frames()? });
        Ok(())
    }

    fn answer(self: Box<Self>, failed: Option<Error>) {
        let result = match (failed, self.done) {
            (None, Some(done)) => Ok(done),
            (Some(error), _) => Err(error),
            (None, None) => Err(Error::Internal("never ran".into())),
        };
        // Nobody waits any more when the caller gave up; the commit stands all the same.
        drop(self.answer.send(result));
    }
}

impl Writer {
    /// Starts the thread.
    pub fn start(connection: Connection, options: &Options) -> Result<Self> {
        ignore_file_size_signal();
        let (queue, jobs) = mpsc::channel(options.queue);
        let state = Arc::new(State::default());
        if let Some(pages) = options.max_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        let inside = Loop {
            connection,
            jobs,
            state: Arc::clone(&state),
            batch: options.batch,
            probe: options.probe,
            unchecked: 0,
            probed: Instant::now(),
        };
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || inside.run())
            .map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)), state })
    }

    /// Queues one operation and waits for its commit.
    pub async fn submit<T, F>(&self, work: F) -> Result<Committed<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Work(Box::new(Operation { work: Some(work), done: None, answer })))?;
        answered.await.map_err(|_| Error::Unknown("the writer stopped".into()))?
    }

    /// Changes the bound on the database's size.
    pub async fn limit_pages(&self, pages: u32) -> Result<()> {
        let (answer, answered) = oneshot::channel();
        self.send(Job::LimitPages(pages, answer))?;
        answered.await.map_err(|_| Error::Unavailable("the writer stopped".into()))?
    }

    /// Whether writes are accepted.
    pub fn is_writable(&self) -> bool {
        self.queue.lock().is_some() && !self.state.read_only.load(Ordering::Relaxed)
    }

    /// Refuses new work, finishes what was queued and closes the connection.
    pub fn close(&self) {
        drop(self.queue.lock().take());
        if let Some(thread) = self.thread.lock().take()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread had panicked");
        }
    }

    fn send(&self, job: Job) -> Result<()> {
        let queue = self.queue.lock();
        let Some(queue) = queue.as_ref() else {
            return Err(Error::Unavailable("the store is closed".into()));
        };
        queue.try_send(job).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Unavailable("too many writes are waiting".into()),
            mpsc::error::TrySendError::Closed(_) => Error::Unavailable("the writer stopped".into()),
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// What the thread holds.
struct Loop {
    connection: Connection,
    jobs: mpsc::Receiver<Job>,
    state: Arc<State>,
    batch: usize,
    probe: Duration,
    unchecked: usize,
    probed: Instant,
}

impl Loop {
    fn run(mut self) {
        let mut waiting = Vec::with_capacity(self.batch);
        while let Some(first) = self.jobs.blocking_recv() {
            self.sort_in(first, &mut waiting);
            while waiting.len() < self.batch {
                match self.jobs.try_recv() {
                    Ok(job) => self.sort_in(job, &mut waiting),
                    Err(_) => break,
                }
            }
            self.commit(std::mem::take(&mut waiting));
            if self.unchecked >= CHECKPOINT_AFTER {
                self.checkpoint();
            }
        }
        self.checkpoint();
    }

    fn sort_in(&mut self, job: Job, waiting: &mut Vec<Box<dyn Work>>) {
        match job {
            Job::Work(work) => waiting.push(work),
            Job::LimitPages(pages, answer) => {
                let pages = if pages == 0 { u32::MAX - 1 } else { pages };
                let done = self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
                drop(answer.send(done.map_err(Error::from)));
            }
        }
    }

    /// One transaction for the whole batch; everyone is answered after it.
    fn commit(&mut self, mut batch: Vec<Box<dyn Work>>) {
        if batch.is_empty() {
            return;
        }
        if let Some(error) = self.still_read_only() {
            return answer_all(batch, &error);
        }
        match self.transact(&mut batch) {
            Ok(outcomes) => {
                self.unchecked += batch.len();
                for (work, outcome) in batch.into_iter().zip(outcomes) {
                    work.answer(outcome.err());
                }
            }
            Err(error) => {
                if !self.connection.is_autocommit()
                    && let Err(error) = self.connection.execute_batch("ROLLBACK")
                {
                    tracing::error!(%error, "a failed batch couldn't be rolled back");
                }
                if let Error::ReadOnly(why) = &error {
                    tracing::error!(why, "the disk refuses writes: read-only until it recovers");
                    self.state.why.lock().clone_from(why);
                    self.state.read_only.store(true, Ordering::Relaxed);
                    self.probed = Instant::now();
                }
                answer_all(batch, &error);
            }
        }
    }

    fn transact(&self, batch: &mut [Box<dyn Work>]) -> Result<Vec<Result<()>>> {
        let conn = &self.connection;
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut outcomes = Vec::with_capacity(batch.len());
        for work in batch {
            conn.prepare_cached("SAVEPOINT op")?.execute([])?;
            // A bug in one operation must not take the writer, and everyone's work, with it.
            let outcome = catch_unwind(AssertUnwindSafe(|| work.run(conn)))
                .unwrap_or_else(|_| Err(Error::Internal("an operation panicked".into())));
            if let Err(error) = &outcome {
                if matches!(error, Error::ReadOnly(_)) || conn.is_autocommit() {
                    return Err(error.clone());
                }
                conn.prepare_cached("ROLLBACK TO op")?.execute([])?;
            }
            conn.prepare_cached("RELEASE op")?.execute([])?;
            outcomes.push(outcome);
        }
        if let Err(error) = conn.prepare_cached("COMMIT")?.execute([]) {
            exit_after_failed_sync(&error);
            return Err(error.into());
        }
        Ok(outcomes)
    }

    /// While read-only: tries now and then whether a write goes through.
    fn still_read_only(&mut self) -> Option<Error> {
        if !self.state.read_only.load(Ordering::Relaxed) {
            return None;
        }
        let error = Error::ReadOnly(self.state.why.lock().clone());
        if self.probed.elapsed() < self.probe {
            return Some(error);
        }
        self.probed = Instant::now();
        // A page's worth, so that room for a few bytes in a half-full page isn't success.
        let tried = self.connection.execute_batch(
            "BEGIN IMMEDIATE;
             INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', hex(randomblob(16384)));
             DELETE FROM meta WHERE key = 'probe';
             COMMIT;",
        );
        if let Err(failed) = tried {
            exit_after_failed_sync(&failed);
            if !self.connection.is_autocommit() {
                drop(self.connection.execute_batch("ROLLBACK"));
            }
            return Some(error);
        }
        tracing::warn!("the disk takes writes again");
        self.state.read_only.store(false, Ordering::Relaxed);
        None
    }

    /// Moves the log into the database, here rather than inside a commit so that a failed
    /// sync is seen.
    fn checkpoint(&mut self) {
        self.unchecked = 0;
        match self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            Ok(()) => {}
            Err(error) => {
                exit_after_failed_sync(&error);
                tracing::warn!(%error, "the log couldn't be checkpointed");
            }
        }
    }
}

fn answer_all(batch: Vec<Box<dyn Work>>, error: &Error) {
    for work in batch {
        work.answer(Some(error.clone()));
    }
}

/// After a failed sync the kernel may have dropped the pages and report success next
/// time: only a fresh start, which reads what is really there, is safe.
fn exit_after_failed_sync(error: &rusqlite::Error) {
    if let Some(code) = error.sqlite_error()
        && matches!(code.extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC)
    {
        tracing::error!(%error, "a sync failed: stopping, because what is on the disk is unknown");
        std::process::exit(74);
    }
}

/// A file-size limit must be an error of the write, not the end of the process.
fn ignore_file_size_signal() {
    // SAFETY: setting a disposition to "ignore" touches no memory of ours.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}
