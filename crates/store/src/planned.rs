//! What is to be done later, in the person feed. The store keeps and compares; what becomes
//! of it is the caller's to decide.

use async_trait::async_trait;
use protocol::{Planned, PlannedId, PlannedState, Timestamp, UserId};

use crate::{Committed, Result};

/// The states of what isn't over.
pub(crate) const OPEN: [PlannedState; 4] =
    [PlannedState::Waiting, PlannedState::Sending, PlannedState::Refused, PlannedState::Due];

/// Planning.
#[async_trait]
pub trait Plans: Send + Sync {
    /// Adds it (its `rev` is the store's to give). The same nonce of the same person answers
    /// the first one as it is now, and no changes (`bool` false). Conflict `planned_full`
    /// when they have [`protocol::limits::PLANNED`] that aren't over.
    async fn plan(&self, user: UserId, nonce: &str, planned: Planned) -> Result<Committed<(Planned, bool)>>;
    /// One of somebody's own, whatever its state.
    async fn planned(&self, user: UserId, id: PlannedId) -> Result<Planned>;
    /// All of somebody's that aren't over, by time.
    async fn plans(&self, user: UserId) -> Result<Vec<Planned>>;
    /// Replaces it if its `rev` is still the present one; Conflict `planned` otherwise. What
    /// it is (action, place, message, when it was planned) stays.
    async fn replan(&self, user: UserId, planned: Planned) -> Result<Committed<Planned>>;
    /// Those of everybody whose time has come: waiting ones due by then, and those that were
    /// being sent; by time, at most `limit`.
    async fn due_plans(&self, by: Timestamp, limit: usize) -> Result<Vec<(UserId, Planned)>>;
}
