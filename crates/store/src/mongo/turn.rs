//! One write until it's decided: committed, refused, or out of time.

use std::time::Duration;

use mongodb::ClientSession;
use tokio::{
    sync::{MutexGuard, SemaphorePermit},
    time::{Instant, error::Elapsed, sleep, timeout},
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

    /// Work that must be done in this turn, unless the primary is lost.
    pub async fn unless_lost<T>(
        &self,
        work: impl Future<Output = Work<T>>,
    ) -> std::result::Result<Work<T>, Elapsed> {
        self.engine.unless_lost(self.until, work).await
    }

    /// Begins a transaction.
    pub async fn begin(&mut self) -> Result<Tx> {
        loop {
            let begun = self.unless_lost(async {
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
        let finished = self.unless_lost(async {
            let changes = tx.frames().await?;
            tx.write_tails().await?;
            Ok(changes)
        });
        match finished.await {
            Err(_) => Some(Err(late())),
            Ok(Err(fault)) => self.refuse(tx, fault).await,
            Ok(Ok(changes)) => {
                let mut session = tx.into_look().session;
                match self.commit(&mut session).await {
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

    /// Commits, and asks again while the answer is lost: the server knows what it did.
    async fn commit(&self, session: &mut ClientSession) -> Work<()> {
        let until = Instant::now() + COMMIT;
        let mut tries = 0;
        loop {
            let asked = async { Ok(session.commit_transaction().await?) };
            let lost = match self.engine.unless_lost(until, asked).await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(fault)) => fault,
                Err(_) => Err(Error::Unknown("MongoDB didn't answer a commit in time".into()))?,
            };
            if !lost.is_open() || Instant::now() >= until {
                return Err(lost);
            }
            tries += 1;
            sleep(Duration::from_millis(20 << tries.min(4))).await;
        }
    }

    async fn refuse<T>(&mut self, tx: Tx, fault: Fault) -> Option<Result<T>> {
        let mut session = tx.into_look().session;
        // The new primary knows nothing of it, and would take its time to say so.
        if !matches!(fault, Fault::Lost)
            && let Ok(Ok(())) = timeout(ABORT, session.abort_transaction()).await
        {
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
            self.noticed(at);
        }
        self.inner.nodes.give_back(session);
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
