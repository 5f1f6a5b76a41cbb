//! The bus: hints between nodes that something was committed, and news too fleeting to
//! store (typing, presence, revocations). Losing any of it costs time, never truth: every
//! reader can ask the store what changed after its cursor.
//!
//! Reading order: this file is the promise; [`local`] keeps it within one process, with
//! [`limit`] and [`presence`]; [`valkey`] between many.

#[cfg(feature = "contract")]
pub mod contract;
mod health;
mod hub;
pub mod limit;
pub mod local;
pub mod presence;
pub mod valkey;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use protocol::{ChannelId, FeedId, MessageId, SessionId, UserId, WorkspaceId, frame::Presence};

pub use health::Health;
pub use hub::{Received, Subscription};
pub use limit::{Decision, Quota};
pub use valkey::Valkey;

/// One piece of news.
#[derive(Debug, Clone)]
pub enum News {
    /// A feed moved from `from` to `to`; `frame` is the `changes` frame, already encoded.
    Changed {
        /// Which feed.
        feed: FeedId,
        /// Position it follows.
        from: u64,
        /// Position it reaches.
        to: u64,
        /// The encoded gateway frame, shared by all receivers.
        frame: Bytes,
    },
    /// Other nodes moved these feeds at least so far. Told a moment later than `Changed`, of
    /// all channels and whether followed or not: for those who follow everything.
    Moved {
        /// Which feeds, and the positions they reached.
        feeds: Vec<(FeedId, u64)>,
    },
    /// Changes of these feeds are heard of from now on; what came just before may not have
    /// been: compare their heads with the store.
    Followed {
        /// Which feeds.
        feeds: Vec<FeedId>,
    },
    /// Somebody is writing.
    Typing {
        /// Where.
        channel: ChannelId,
        /// In which thread.
        thread: Option<MessageId>,
        /// Who.
        user: UserId,
    },
    /// Somebody's presence changed; told to the workspaces they are in.
    Presence {
        /// Who.
        user: UserId,
        /// How present now.
        state: Presence,
        /// Where it may be told.
        workspaces: Vec<WorkspaceId>,
    },
    /// These sessions ended: close their connections.
    Revoked {
        /// Which.
        sessions: Vec<SessionId>,
    },
}

/// Why the bus couldn't do it. Callers log it and go on: the store has the truth.
#[derive(Debug, thiserror::Error)]
#[error("the bus is unavailable: {0}")]
pub struct Unavailable(pub String);

/// The promises an engine keeps; `contract` tests run against each of them.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Tells all nodes, this one too. Never waits for a subscriber, nor for another node.
    async fn publish(&self, news: News) -> Result<(), Unavailable>;
    /// Hears what is published on this node from now on, and of what other nodes publish
    /// all that isn't about one feed, and the feeds that are followed here.
    fn subscribe(&self) -> Subscription;
    /// Somebody on this node listens to a feed: what other nodes publish about it is wanted.
    /// Counted: as many [`Engine::unfollow`]s end it. Takes effect a moment later, when
    /// subscribers are told [`News::Followed`], unless it was so before.
    fn follow(&self, _feed: FeedId) {}
    /// … and listens no more.
    fn unfollow(&self, _feed: FeedId) {}
    /// Takes one from the budget of `key`, shared by all nodes.
    async fn take(&self, key: &str, quota: Quota) -> Result<Decision, Unavailable>;
    /// Records a connection's presence for 60 s; `None` removes it. Answers the person's
    /// presence over all their connections before and after.
    async fn present(
        &self,
        user: UserId,
        connection: u64,
        state: Option<Presence>,
    ) -> Result<(Presence, Presence), Unavailable>;
    /// The presence of these people; those absent from the answer are offline.
    async fn presence(&self, users: &[UserId]) -> Result<Vec<(UserId, Presence)>, Unavailable>;
    /// How it is.
    fn health(&self) -> Health;
    /// Waits until what was published has been handed on, a second at most: for a process
    /// that is about to end.
    async fn settle(&self) {}
}

/// A handle on whichever engine the configuration names.
#[derive(Clone)]
pub struct Bus(Arc<dyn Engine>);

impl Bus {
    /// Wraps an engine.
    pub fn new(engine: impl Engine + 'static) -> Self {
        Self(Arc::new(engine))
    }

    /// The in-process engine of a single node.
    pub fn local() -> Self {
        Self::new(local::Local::default())
    }
}

impl std::ops::Deref for Bus {
    type Target = dyn Engine;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}
