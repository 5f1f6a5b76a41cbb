//! The in-process engine: one node, nothing to install.

use std::time::Instant;

use async_trait::async_trait;
use protocol::{UserId, frame::Presence};

use crate::{
    Decision, Engine, Health, News, Quota, Subscription, Unavailable, hub::Hub, limit::Buckets,
    presence::Table,
};

/// The bus of a single node. Everything is told to all who subscribed, so that following
/// feeds makes no difference.
#[derive(Default)]
pub struct Local {
    hub: Hub,
    buckets: Buckets,
    table: Table,
}

#[async_trait]
impl Engine for Local {
    async fn publish(&self, news: News) -> Result<(), Unavailable> {
        self.hub.tell(news);
        Ok(())
    }

    fn subscribe(&self) -> Subscription {
        self.hub.subscribe()
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

    fn health(&self) -> Health {
        Health { engine: "local", is_connected: true, ..Health::default() }
    }
}
