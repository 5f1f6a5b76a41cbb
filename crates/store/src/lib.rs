//! Where everything durable lives. One trait per noun with its promises; an engine keeps
//! them all ([`sqlite`] on one machine, [`mongo`] for many nodes), and the `contract` tests hold each engine to them.
//!
//! Rules for every method: it is one transaction; when it answers `Ok`, the change is
//! durable; it takes ids that the caller has authorised; a name or shape that was refused
//! is the caller's to explain. Writes answer [`Committed`]: the value, and the frames to
//! announce. No driver type crosses a trait.

pub mod alerts;
pub mod channels;
pub mod concerns;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod emoji;
mod epoch;
pub mod feeds;
pub mod files;
pub mod groups;
pub mod leases;
pub mod messages;
pub mod misses;
pub mod mongo;
mod most;
pub mod people;
pub mod pins;
pub mod planned;
pub mod polls;
pub mod previews;
pub mod reading;
pub mod saves;
pub mod sessions;
pub mod sqlite;
pub mod transfer;
pub mod upkeep;
pub mod wakes;
pub mod workspaces;

use std::sync::Arc;

pub use alerts::Alerts;
pub use channels::Channels;
pub use concerns::Concerns;
pub use emoji::Emojis;
pub use feeds::Feeds;
pub use files::Files;
pub use groups::Groups;
pub use leases::Leases;
pub use messages::Messages;
pub use misses::Misses;
pub use people::People;
pub use pins::Pins;
pub use planned::Plans;
pub use polls::Polls;
pub use previews::Previews;
use protocol::Changes;
pub use reading::Readings;
pub use saves::Saves;
pub use sessions::Sessions;
pub use transfer::Transfer;
pub use upkeep::Upkeep;
pub use wakes::Wakes;
pub use workspaces::Workspaces;

/// Why the store couldn't do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such object (or not in that place).
    #[error("not found")]
    NotFound,
    /// It clashes with what is stored; the word says with what (`email`, `handle`, `name`,
    /// `nonce`, `planned`, `planned_full`, `set_up`, `spent`, `file`, `archived`, `reactions`, `pins`, `emoji`, `emoji_full`, `poll_closed`, `poll_full`,
    /// `saved`, `groups`, `group_people`, `last_owner`, `lease`, `not_empty`, `import`).
    #[error("conflicts with the stored {0}")]
    Conflict(&'static str),
    /// Nothing was stored: too busy, or the engine is down. Trying again is safe.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// It may or may not have been stored. Trying again with the same nonce tells.
    #[error("the outcome is unknown: {0}")]
    Unknown(String),
    /// The disk is full or failing: reads go on, writes don't.
    #[error("the store is read-only: {0}")]
    ReadOnly(String),
    /// A bug or a damaged row; the text is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

/// What store methods answer.
pub type Result<T> = std::result::Result<T, Error>;

/// A durable write: its value and what changed, to be announced in this order.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed<T> {
    /// What the caller asked for.
    pub value: T,
    /// One frame per feed that moved; empty when nothing changed.
    pub changes: Vec<Changes>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Pass as `after` for the next page; `None` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// From up to one row more than the limit: that one only tells that there are more.
    fn cut(mut rows: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(cursor);
        Self { rows, next }
    }
}

/// Which page: rows after this cursor (opaque, from [`Page::next`]), at most so many.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Where the last page ended.
    pub after: Option<String>,
    /// At most [`protocol::limits::PAGE`].
    pub limit: usize,
}

/// Everything an engine does.
pub trait Backend:
    People
    + Groups
    + Sessions
    + Workspaces
    + Channels
    + Messages
    + Pins
    + Readings
    + Alerts
    + Concerns
    + Saves
    + Plans
    + Previews
    + Polls
    + Emojis
    + Files
    + Feeds
    + Leases
    + Transfer
    + Upkeep
    + Wakes
    + Misses
{
}

/// A handle on whichever engine the configuration names.
#[derive(Clone)]
pub struct Store(Arc<dyn Backend>);

impl Store {
    /// Wraps an engine.
    pub fn new(engine: impl Backend + 'static) -> Self {
        Self(Arc::new(engine))
    }
}

impl std::ops::Deref for Store {
    type Target = dyn Backend;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}
