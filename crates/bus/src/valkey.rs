//! The engine of many nodes: a Valkey (or Redis) server between them, single or a cluster.
//!
//! It may be lost at any time. Then news reaches this node's own subscribers as ever, other
//! nodes find changes by comparing heads with the store, and budgets and presence are this
//! process's own, at once and until the server is back: nothing is asked of a server that
//! didn't answer.
//!
//! Reading order: [`address`] is where it is; [`shared`] knows whether it's there and asks
//! it; [`keeper`] connects and subscribes; [`link`] is one connection; [`queue`] publishes;
//! [`wire`] is news as bytes; [`names`] and [`scripts`] are what is kept on the server.

pub mod address;
mod keeper;
mod link;
mod names;
mod queue;
mod scripts;
mod shared;
mod wire;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use protocol::{FeedId, UserId, frame::Presence};
use tokio::{task::AbortHandle, time::timeout};

use crate::{Decision, Engine, Health, News, Quota, Subscription, Unavailable};
use address::Address;
use link::Link;
use queue::Queue;
use redis::RedisError;
use shared::Shared;

/// The first connection is waited for so long at the start.
const START: Duration = Duration::from_secs(2);
/// What was published is waited for so long at the end.
const SETTLE: Duration = Duration::from_secs(1);
/// People asked for, or told of, in one command.
const PEOPLE: usize = 500;

/// See the module.
pub struct Valkey {
    shared: Arc<Shared>,
    tasks: Vec<AbortHandle>,
}

impl Valkey {
    /// Starts the engine, and waits a moment for its first connection; without one it goes
    /// on and keeps trying. Must be called in a tokio runtime.
    pub async fn start(address: Address) -> Self {
        let (queue, far) = Queue::new();
        let shared = Arc::new(Shared::new(address, queue));
        let publishing = {
            let shared = shared.clone();
            tokio::spawn(async move { queue::publish(&shared, far).await })
        };
        let keeping = tokio::spawn(keeper::keep(shared.clone()));
        let connected = async {
            while shared.link().is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // Late is told by the keeper, and isn't a reason not to start.
        let _ = timeout(START, connected).await;
        Self { shared, tasks: vec![publishing.abort_handle(), keeping.abort_handle()] }
    }
}

/// Tries whether the server can be used, subscriptions and scripts too.
///
/// # Errors
/// It can't be reached, or refuses; says why.
pub async fn try_out(address: Address) -> Result<(), Unavailable> {
    let shared = Shared::new(address, Queue::new().0);
    let tried = async {
        let link = Link::open(0, &shared.address, Arc::new(|_| ())).await?;
        link.subscribe(&[shared.names.all()]).await?;
        shared.try_scripts(&link).await
    };
    tried.await.map_err(|error: RedisError| Unavailable(error.to_string()))
}

impl Drop for Valkey {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
        // The link holds what is shared, for what it hears.
        self.shared.forget();
    }
}

#[async_trait]
impl Engine for Valkey {
    async fn publish(&self, news: News) -> Result<(), Unavailable> {
        let shared = &self.shared;
        match &news {
            News::Changed { feed: FeedId::Workspace(_), .. } => {
                // Heard by all: who enters a workspace isn't followed there yet.
                shared.queue(shared.names.all(), &news);
            }
            News::Changed { feed, to, .. } => {
                if let FeedId::Channel(_) = feed {
                    shared.queue.moved(*feed, *to);
                }
                shared.queue(shared.names.feed(*feed), &news);
            }
            News::Typing { channel, .. } => {
                shared.queue(shared.names.feed(FeedId::Channel(*channel)), &news);
            }
            News::Presence { user, state, workspaces } => {
                for workspace in workspaces {
                    let workspaces = vec![*workspace];
                    let news = News::Presence { user: *user, state: *state, workspaces };
                    shared.queue(shared.names.feed(FeedId::Workspace(*workspace)), &news);
                }
            }
            News::Revoked { sessions } => {
                for part in sessions.chunks(wire::MOST) {
                    shared.queue(shared.names.all(), &News::Revoked { sessions: part.to_vec() });
                }
            }
            // Made by engines, not told by anybody else.
            News::Moved { .. } | News::Followed { .. } => {}
        }
        // This node's own hear it from here, whether there is a server or not.
        shared.hub.tell(news);
        Ok(())
    }

    fn subscribe(&self) -> Subscription {
        self.shared.hub.subscribe()
    }

    fn follow(&self, feed: FeedId) {
        self.shared.wanted.follow(feed);
    }

    fn unfollow(&self, feed: FeedId) {
        self.shared.wanted.unfollow(feed);
    }

    async fn take(&self, key: &str, quota: Quota) -> Result<Decision, Unavailable> {
        let shared = &self.shared;
        let arguments = scripts::costs(quota).map(|cost| cost.to_string());
        let wait = shared.ask(&shared.scripts.take, &[shared.names.budget(key)], &arguments).await;
        let decision = wait.map(scripts::decision);
        Ok(match decision {
            Some(Decision::Wait(wait)) => Decision::Wait(wait),
            // Taken from our own too, so that losing the server gives nobody a full budget.
            Some(Decision::Go) => {
                shared.buckets.take(key, quota, Instant::now());
                Decision::Go
            }
            None => shared.buckets.take(key, quota, Instant::now()),
        })
    }

    async fn present(
        &self,
        user: UserId,
        connection: u64,
        state: Option<Presence>,
    ) -> Result<(Presence, Presence), Unavailable> {
        let shared = &self.shared;
        let own = shared.table.set(user, connection, state, Instant::now());
        let arguments = shared.present_arguments(connection, state);
        let answer: Option<(u8, u8)> =
            shared.ask(&shared.scripts.present, &[shared.names.presence(user)], &arguments).await;
        Ok(answer.map_or(own, |(before, after)| (presence(before), presence(after))))
    }

    async fn presence(&self, users: &[UserId]) -> Result<Vec<(UserId, Presence)>, Unavailable> {
        let shared = &self.shared;
        let mut together: BTreeMap<u128, Vec<UserId>> = BTreeMap::new();
        for user in users {
            // Only a cluster minds who is asked for in one go.
            let bucket = if shared.address.is_cluster { names::bucket(*user) } else { 0 };
            together.entry(bucket).or_default().push(*user);
        }
        let mut present = Vec::new();
        for part in together.values().flat_map(|users| users.chunks(PEOPLE)) {
            let keys: Vec<String> = part.iter().map(|user| shared.names.presence(*user)).collect();
            let states: Option<Vec<u8>> = shared.ask(&shared.scripts.presence, &keys, &[]).await;
            let Some(states) = states else { return Ok(shared.table.of(users, Instant::now())) };
            let states = part.iter().zip(states).map(|(user, state)| (*user, presence(state)));
            present.extend(states.filter(|(_, state)| *state != Presence::Offline));
        }
        Ok(present)
    }

    fn health(&self) -> Health {
        self.shared.health()
    }

    async fn settle(&self) {
        let empty = async {
            while !self.shared.queue.is_empty() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        // What isn't out by now is lost, as it may be at any time.
        let _ = timeout(SETTLE, empty).await;
    }
}

fn presence(state: u8) -> Presence {
    match state {
        2 => Presence::Active,
        1 => Presence::Away,
        _ => Presence::Offline,
    }
}
