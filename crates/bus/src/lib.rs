//! The bus: hints between nodes that something was committed, and news too fleeting to
//! store (typing, presence, revocations). Losing any of it costs time, never truth: every
//! reader can ask the store what changed after its cursor.

#[cfg(feature = "contract")]
pub mod contract;
pub mod limit;
pub mod local;
pub mod presence;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use protocol::{ChannelId, FeedId, MessageId, SessionId, UserId, WorkspaceId, frame::Presence};

pub use limit::{Decision, Quota};

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

/// A bounded stream of news. A receiver that falls behind is told so and must compare heads.
pub struct Subscription(tokio::sync::broadcast::Receiver<News>);

/// What a subscriber gets.
pub enum Received {
    /// One piece of news.
    News(News),
    /// Some were dropped since the last call: compare feed heads with the store.
    Missed,
    /// The bus is gone.
    Closed,
}

impl Subscription {
    /// Waits for the next piece of news.
    pub async fn next(&mut self) -> Received {
        use tokio::sync::broadcast::error::RecvError;
        match self.0.recv().await {
            Ok(news) => Received::News(news),
            Err(RecvError::Lagged(_)) => Received::Missed,
            Err(RecvError::Closed) => Received::Closed,
        }
    }
}

/// The promises an engine keeps; `contract` tests run against each of them.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Tells all nodes, this one too. Never waits for a subscriber.
    async fn publish(&self, news: News) -> Result<(), Unavailable>;
    /// Follows everything published from now on.
    fn subscribe(&self) -> Subscription;
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
