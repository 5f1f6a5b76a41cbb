//! Leases: which node does what must be done once across the cluster, and how another takes
//! over when that node dies.
//!
//! The rule, the same for every engine, trusts no clock that two machines would have to
//! agree on. A lease has a **fence**, which rises with each change of holder, and a
//! **beat**, which rises with each renewal. A holder believes in its lease for one term,
//! counted on its own monotonic clock from before it asked. Somebody else takes it only
//! after seeing fence and beat unchanged for that holder's whole term (and a tenth, for
//! clocks that run unevenly) on *its* monotonic clock, which began later: so the old
//! holder has stopped believing by then. Taking is a compare-and-set on (fence, beat).
//!
//! A process that was stopped and wakes up may still believe for a moment. What it does then
//! must be harmless: idempotent (sweeping is), or written with its fence
//! ([`Leases::note_lease`]), which the store refuses once there is a newer one.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use crate::{Result, Store};

/// A lease as the store has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeaseState {
    /// Who has it; `None` before the first taking and after giving up.
    pub holder: Option<String>,
    /// Rises with each change of holder; 0 before the first.
    pub fence: u64,
    /// Rises with each renewal.
    pub beat: u64,
    /// How long the holder believes in a renewal.
    pub term: Duration,
    /// What holders leave each other: how far the work is, say. At most 16 KiB.
    pub note: String,
}

/// Leases.
#[async_trait]
pub trait Leases: Send + Sync {
    /// The lease as it stands; the default state for one that nobody ever took. Must not be
    /// older than this caller's own last write.
    async fn lease(&self, name: &str) -> Result<LeaseState>;
    /// Takes or renews the lease if fence and beat are still those of `seen`; `None` when
    /// they aren't. The same holder keeps its fence and gets the next beat, another gets the
    /// next fence. The note stays.
    async fn take_lease(
        &self,
        name: &str,
        seen: &LeaseState,
        holder: &str,
        term: Duration,
    ) -> Result<Option<LeaseState>>;
    /// Lets others take it at once; does nothing when this fence isn't the latest.
    async fn give_up_lease(&self, name: &str, fence: u64) -> Result<()>;
    /// Replaces the note, in one transaction with the look at the fence. Conflict `lease`
    /// when another has held it since, or nobody holds it.
    async fn note_lease(&self, name: &str, fence: u64, note: &str) -> Result<()>;
}

/// A lease that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Goes with writes that aren't idempotent.
    pub fence: u64,
    /// Until when this process may believe that it has it, unless renewed.
    pub until: Instant,
}

/// Somebody who wants a lease: remembers what it saw of others' renewals, and when.
pub struct Candidate {
    store: Store,
    name: String,
    holder: String,
    term: Duration,
    seen: Option<(LeaseState, Instant)>,
}

impl Candidate {
    /// Wants the lease of this name. `holder` must be of this process alone, new with each
    /// start. It's asked for with [`Candidate::take`], best three times a term.
    pub fn new(store: Store, name: &str, holder: &str, term: Duration) -> Self {
        Self { store, name: name.into(), holder: holder.into(), term, seen: None }
    }

    /// Takes or renews the lease; `None` while another has it.
    ///
    /// # Errors
    /// The store's; what is held already is held until its end all the same.
    pub async fn take(&mut self) -> Result<Option<Lease>> {
        let asked = Instant::now();
        let state = self.store.lease(&self.name).await?;
        let may = match &state.holder {
            None => true,
            Some(holder) => *holder == self.holder || self.is_silent(&state),
        };
        if !may {
            return Ok(None);
        }
        let taken = self.store.take_lease(&self.name, &state, &self.holder, self.term).await?;
        Ok(taken.map(|state| Lease { fence: state.fence, until: asked + self.term }))
    }

    /// Gives it up, if this fence is still the latest.
    ///
    /// # Errors
    /// The store's; the lease then ends by itself.
    pub async fn give_up(&self, lease: Lease) -> Result<()> {
        self.store.give_up_lease(&self.name, lease.fence).await
    }

    /// Whether nothing was heard of the holder for all of its term. Counted from when the
    /// state had been read, which is after it was written.
    fn is_silent(&mut self, state: &LeaseState) -> bool {
        match &self.seen {
            Some((seen, since)) if (seen.fence, seen.beat) == (state.fence, state.beat) => {
                since.elapsed() >= state.term + state.term / 10
            }
            _ => {
                self.seen = Some((state.clone(), Instant::now()));
                false
            }
        }
    }
}
