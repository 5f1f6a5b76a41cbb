//! The in-process engine: one node, nothing to install.

use std::time::Instant;

use async_trait::async_trait;
use protocol::{UserId, frame::Presence};
use tokio::sync::broadcast;

use crate::{Decision, Engine, News, Quota, Subscription, Unavailable, limit::Buckets, presence::Table};

/// News kept for a subscriber that is busy; one that falls further behind is told so.
const BACKLOG: usize = 8_192;

/// The bus of a single node.
pub struct Local {
    news: broadcast::Sender<News>,
    buckets: Buckets,
    table: Table,
}

impl Default for Local {
    fn default() -> Self {
        Self { news: broadcast::Sender::new(BACKLOG), buckets: Buckets::default(), table: Table::default() }
    }
}

#[async_trait]
impl Engine for Local {
    async fn publish(&self, news: News) -> Result<(), Unavailable> {
        // An error only says that nobody listens.
        let _ = self.news.send(news);
        Ok(())
    }

    fn subscribe(&self) -> Subscription {
        Subscription(self.news.subscribe())
    }

    async fn take(&self, key: &str, quota: Quota) -> Result<Decision, Unavailable> {
        Ok(self.buckets.take(key, quota, Instant::now()))
    }

    async fn present(
        &self,
        user: UserId,
        connection: u64,
        state: Option<Presence>,
    ) -> Result<(Presence, Presence), Unavailable> {
        Ok(self.table.set(user, connection, state, Instant::now()))
    }

    async fn presence(&self, users: &[UserId]) -> Result<Vec<(UserId, Presence)>, Unavailable> {
        Ok(self.table.of(users, Instant::now()))
    }
}
