//! Duties: work that one node of the cluster does for all, and another when it dies. Which
//! one is a lease in the store ([`store::leases`] has the rule). A duty's work may be cut
//! off at any await, and for a moment two nodes may be at it; so each step is idempotent or
//! carries the lease's fence.

use std::{collections::BTreeMap, time::Duration};

use store::leases::{Candidate, Lease};
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until, timeout, timeout_at},
};

use crate::Chat;

/// How long a node keeps a duty without being heard of. A dead node's duties are taken over
/// within twice as long.
pub const TERM: Duration = Duration::from_secs(30);
/// How long stopping waits for duties to be given up; what isn't ends by itself.
const STOPPING: Duration = Duration::from_secs(2);

/// A duty that this node has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub duty: &'static str,
    /// Goes with what it writes, where that isn't idempotent.
    pub fence: u64,
}

/// Which duties this node has, by name, with their fences.
type Table = BTreeMap<&'static str, u64>;

/// What this node knows of its duties.
pub(crate) struct Duties {
    /// Who this node is to the others: new with each start.
    node: String,
    held: watch::Sender<Table>,
    stopping: watch::Sender<bool>,
}

impl Duties {
    pub(crate) fn new() -> Self {
        let node = protocol::SessionId::new().to_string();
        Self { node, held: watch::Sender::new(Table::new()), stopping: watch::Sender::new(false) }
    }
}

impl Chat {
    /// Does the work whenever this node has the duty, anew each time that it gets it; work
    /// that ends is begun again when the duty comes round. Dropped in the middle when the
    /// duty is lost. Ends with [`Chat::stop_duties`].
    pub async fn on_duty<W>(self, duty: &'static str, term: Duration, work: impl Fn(Held) -> W)
    where
        W: Future<Output = ()>,
    {
        let mut candidate = Candidate::new(self.store().clone(), duty, &self.duties.node, term);
        let mut stopping = self.duties.stopping.subscribe();
        let pause = term / 3;
        loop {
            let taken = tokio::select! {
                taken = candidate.take() => taken,
                _ = stopping.wait_for(|stop| *stop) => return,
            };
            match taken {
                Ok(Some(lease)) => {
                    let node = &self.duties.node;
                    tracing::info!(duty, node, fence = lease.fence, "this node has the duty now");
                    self.note(|held| held.insert(duty, lease.fence));
                    tokio::select! {
                        () = work(Held { duty, fence: lease.fence }) => {}
                        () = keep(&mut candidate, lease, pause) => {
                            tracing::warn!(duty, node, fence = lease.fence, "this node has lost the duty");
                        }
                        _ = stopping.wait_for(|stop| *stop) => {}
                    }
                    if *stopping.borrow()
                        && let Err(error) = candidate.give_up(lease).await
                    {
                        tracing::debug!(duty, %error, "a duty isn't given up: it ends by itself");
                    }
                    self.note(|held| held.remove(duty));
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(duty, %error, "can't ask for the duty: tried again"),
            }
            tokio::select! {
                () = sleep(pause) => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// Gives up what this node has, so that the others needn't wait for its end; begins no
    /// more. Waits for a moment at most.
    pub async fn stop_duties(&self) {
        self.duties.stopping.send_replace(true);
        let mut held = self.duties.held.subscribe();
        if timeout(STOPPING, held.wait_for(Table::is_empty)).await.is_err() {
            tracing::warn!("some duties weren't given up: they end by themselves");
        }
    }

    /// The duties that this node has now, with their fences.
    pub fn duties(&self) -> Vec<Held> {
        let held = self.duties.held.borrow();
        held.iter().map(|(&duty, &fence)| Held { duty, fence }).collect()
    }

    fn note(&self, change: impl FnOnce(&mut Table) -> Option<u64>) {
        self.duties.held.send_modify(|held| {
            change(held);
        });
    }
}

/// Renews until that fails for good: another has it, or its time is over.
async fn keep(candidate: &mut Candidate, lease: Lease, pause: Duration) {
    let mut until = lease.until;
    loop {
        sleep_until(until.min(Instant::now() + pause)).await;
        if until <= Instant::now() {
            return;
        }
        match timeout_at(until, candidate.take()).await {
            Ok(Ok(Some(renewed))) if renewed.fence == lease.fence => until = renewed.until,
            Ok(Ok(_)) => return,
            Ok(Err(error)) => tracing::warn!(%error, "a duty couldn't be renewed: tried again"),
            Err(_) => return,
        }
    }
}
