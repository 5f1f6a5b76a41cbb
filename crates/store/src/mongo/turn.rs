//! One write until it's decided: committed, refused, or out of time.

use std::time::Duration;

use mongodb::ClientSession;
use tokio::{
    sync::{MutexGuard, SemaphorePermit},
    time::{Instant, error::Elapsed, sleep, timeout, timeout_at},
};

use super::{
    Mongo,
    fault::{Fault, Work},
    look::Look,
    tx::Tx,
};
use crate::{Committed, Error, Result};

/// Beginnings after which a write that is always refused by an index is given up: then it's
/// no race.
const DUPLICATES: u32 = 12;
/// How long the answer to a commit is asked for again.
const COMMIT: Duration = Duration::from_secs(10);
/// How long an abort is waited for: the server would do it by itself.
const ABORT: Duration = Duration::from_secs(1);

/// This node's turn at writing to a feed.
pub struct Turn<'a> {
    engine: &'a Mongo,
    until: Instant,
    tries: u32,
    duplicates: u32,
    _place: SemaphorePermit<'a>,
    _lane: MutexGuard<'a, ()>,
}

impl<'a> Turn<'a> {
    /// A turn that ends at `until`.
    pub fn new(
        engine: &'a Mongo,
        until: Instant,
        place: SemaphorePermit<'a>,
        lane: MutexGuard<'a, ()>,
    ) -> Self {
        Self { engine, until, tries: 0, duplicates: 0, _place: place, _lane: lane }
    }

    /// When the work must be done.
    pub fn until(&self) -> Instant {
        self.until
    }

    /// Begins a transaction.
    pub async fn begin(&mut self) -> Result<Tx> {
        loop {
            let begun = timeout_at(self.until, async {
                let session = self.engine.inner.nodes.session().await?;
                Tx::begin(Look::new(session, self.engine.inner.db.clone()), self.duplicates > 0).await
            });
            match begun.await {
                Err(_) => return Err(late()),
                Ok(Ok(tx)) => return Ok(tx),
                Ok(Err(fault)) => self.again(fault).await?,
            }
        }
    }

    /// Decides; `None` to begin again.
    pub async fn end<T>(
        &mut self,
        mut tx: Tx,
        worked: std::result::Result<Work<T>, Elapsed>,
    ) -> Option<Result<Committed<T>>> {
        let value = match worked {
            Ok(Ok(value)) => value,
            Ok(Err(fault)) => return self.refuse(tx, fault).await,
            // The session is broken off in the middle: dropping it aborts.
            Err(_) => return Some(Err(late())),
        };
        let finished = timeout_at(self.until, async {
            let changes = tx.frames().await?;
            tx.write_tails().await?;
            Ok(changes)
        });
        match finished.await {
            Err(_) => Some(Err(late())),
            Ok(Err(fault)) => self.refuse(tx, fault).await,
            Ok(Ok(changes)) => {
                let mut session = tx.into_look().session;
                match commit(&mut session).await {
                    Ok(()) => {
                        self.engine.acknowledged(session);
                        Some(Ok(Committed { value, changes }))
                    }
                    Err(fault) if fault.is_open() => {
                        Some(Err(Error::Unknown(format!("MongoDB: {}", Error::from(fault)))))
                    }
                    Err(fault) => match self.again(fault).await {
                        Ok(()) => None,
                        Err(error) => Some(Err(error)),
                    },
                }
            }
        }
    }

    async fn refuse<T>(&mut self, tx: Tx, fault: Fault) -> Option<Result<T>> {
        let mut session = tx.into_look().session;
        if let Ok(Ok(())) = timeout(ABORT, session.abort_transaction()).await {
            self.engine.inner.nodes.give_back(session);
        }
        match self.again(fault).await {
            Ok(()) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Waits a little if it's worth trying again; the error if it isn't.
    async fn again(&mut self, fault: Fault) -> Result<()> {
        self.tries += 1;
        self.duplicates += u32::from(fault.is_duplicate());
        let wait = Duration::from_micros(u64::from(fastrand(500 << self.tries.min(6)) + 200));
        if !fault.is_passing() || self.duplicates > DUPLICATES || Instant::now() + wait >= self.until {
            return Err(fault.into());
        }
        sleep(wait).await;
        Ok(())
    }
}

impl Mongo {
    /// Remembers when a commit took effect, and keeps the session for the next.
    fn acknowledged(&self, session: ClientSession) {
        if let Some(at) = session.operation_time() {
            let mut acked = self.inner.acked.lock();
            *acked = at.max(*acked);
        }
        self.inner.nodes.give_back(session);
    }
}

/// Commits, and asks again while the answer is lost: the server knows what it did.
async fn commit(session: &mut ClientSession) -> Work<()> {
    let until = Instant::now() + COMMIT;
    let mut tries = 0;
    loop {
        let lost = match timeout_at(until, session.commit_transaction()).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => Fault::from(error),
            Err(_) => Err(Error::Unknown("MongoDB didn't answer a commit in time".into()))?,
        };
        if !lost.is_open() || Instant::now() >= until {
            return Err(lost);
        }
        tries += 1;
        sleep(Duration::from_millis(20 << tries.min(4))).await;
    }
}

fn late() -> Error {
    Error::Unavailable("MongoDB didn't answer in time".into())
}

/// A number below `bound`, so that two who met don't meet again. Not for secrets.
fn fastrand(bound: u32) -> u32 {
    let mut bytes = [0; 4];
    // Without randomness everybody waits the longest.
    if getrandom::fill(&mut bytes).is_err() {
        return bound;
    }
    u32::from_le_bytes(bytes) % bound.max(1)
}
