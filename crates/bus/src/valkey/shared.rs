//! What the engine's parts share: whether there is a server to ask, asking it, and what
//! this node knows by itself.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use parking_lot::{Mutex, RwLock};
use protocol::{UserId, frame::Presence};
use redis::{FromRedisValue, RedisError, RedisResult};
use tokio::time::timeout;

use super::{
    address::Address,
    keeper::Wanted,
    link::{self, Link},
    names::Names,
    queue::Queue,
    scripts::{Script, Scripts},
    wire,
};
use crate::{
    Health, News,
    hub::Hub,
    limit::Buckets,
    presence::{EXPIRY, Table},
};

/// Until an answer that somebody waits for; then the link is given up.
const ANSWER: Duration = Duration::from_millis(500);
/// Subscribers are told of gaps at most so often; heads are compared all the time anyway.
const GAP: Duration = Duration::from_millis(200);

/// See the module.
pub struct Shared {
    pub address: Address,
    pub names: Names,
    pub scripts: Scripts,
    /// Tells this process from all others, ever.
    pub node: u64,
    link: RwLock<Option<Link>>,
    pub hub: Hub,
    pub queue: Queue,
    pub wanted: Wanted,
    pub buckets: Buckets,
    pub table: Table,
    pub counts: Counts,
    told_gap: Mutex<Option<Instant>>,
}

#[derive(Default)]
pub struct Counts {
    connected: AtomicU64,
    pub published: AtomicU64,
    pub dropped: AtomicU64,
    received: AtomicU64,
    undecodable: AtomicU64,
    fallbacks: AtomicU64,
}

impl Shared {
    /// Nothing known yet, nobody here.
    pub fn new(address: Address, queue: Queue) -> Self {
        Self {
            names: Names::new(&address.prefix),
            address,
            scripts: Scripts::default(),
            // Without randomness there's still a new id's time.
            node: getrandom::u64().unwrap_or_else(|_| UserId::new().to_u128() as u64),
            link: RwLock::default(),
            hub: Hub::default(),
            queue,
            wanted: Wanted::default(),
            buckets: Buckets::default(),
            table: Table::default(),
            counts: Counts::default(),
            told_gap: Mutex::default(),
        }
    }

    /// How it is.
    pub fn health(&self) -> Health {
        let counts = &self.counts;
        Health {
            engine: "valkey",
            is_connected: self.link.read().is_some(),
            reconnects: counts.connected.load(Relaxed).saturating_sub(1),
            published: counts.published.load(Relaxed),
            dropped: counts.dropped.load(Relaxed),
            received: counts.received.load(Relaxed),
            undecodable: counts.undecodable.load(Relaxed),
            fallbacks: counts.fallbacks.load(Relaxed),
        }
    }

    /// Lets go of the link, which holds this for what it hears.
    pub fn forget(&self) {
        *self.link.write() = None;
    }

    /// The link, while there is a good one.
    pub fn link(&self) -> Option<Link> {
        self.link.read().clone()
    }

    /// A link may be used from now on.
    pub fn found(self: &Arc<Self>, link: Link) {
        *self.link.write() = Some(link);
        self.counts.connected.fetch_add(1, Relaxed);
        self.hub.missed();
        let shared = self.clone();
        tokio::spawn(async move { shared.say_who_is_here().await });
    }

    /// … and not any more.
    pub fn lost(&self, link: &Link) {
        let mut known = self.link.write();
        if known.as_ref().is_some_and(|known| known.id == link.id) {
            *known = None;
        }
    }

    /// An error came; a link that is broken is asked nothing more.
    pub fn failed(&self, link: &Link, error: &RedisError) {
        if link::breaks(error) {
            self.lost(link);
            link.give_up();
        } else {
            tracing::debug!(%error, "the bus's server refuses");
        }
    }

    /// Hands something to the task that publishes.
    pub fn queue(&self, channel: String, news: &News) {
        let has_link = self.link.read().is_some();
        let is_taken =
            has_link && wire::encode(self.node, news).is_none_or(|bytes| self.queue.push(channel, bytes));
        if !is_taken {
            self.counts.dropped.fetch_add(1, Relaxed);
        }
    }

    /// Takes in what was published; what this node said it has heard already.
    pub fn hear(&self, bytes: Bytes) {
        match wire::decode(bytes) {
            Ok((node, _)) if node == self.node => {}
            Ok((_, news)) => {
                self.counts.received.fetch_add(1, Relaxed);
                self.hub.tell(news);
            }
            Err(wire::Undecodable) => {
                self.counts.undecodable.fetch_add(1, Relaxed);
                let (mut told, now) = (self.told_gap.lock(), Instant::now());
                if told.is_none_or(|told| now.duration_since(told) >= GAP) {
                    *told = Some(now);
                    self.hub.missed();
                }
            }
        }
    }

    /// Asks the server; `None` when there is none to ask.
    pub async fn ask<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> Option<T> {
        if let Some(link) = self.link() {
            let answer = timeout(ANSWER, link.run(script, keys, arguments)).await;
            match answer.unwrap_or_else(|_| Err(link::too_late())) {
                Ok(answer) => return Some(answer),
                Err(error) => self.failed(&link, &error),
            }
        }
        self.counts.fallbacks.fetch_add(1, Relaxed);
        None
    }

    pub fn present_arguments(&self, connection: u64, state: Option<Presence>) -> [String; 3] {
        let state = match state {
            Some(Presence::Active) => 2,
            Some(Presence::Away) => 1,
            Some(Presence::Offline) | None => 0,
        };
        [format!("{:x}:{connection}", self.node), state.to_string(), EXPIRY.as_millis().to_string()]
    }

    /// A server that refuses our scripts is no use, nor a cluster of which a part is away,
    /// and the log should say why: each part is asked once.
    pub async fn try_scripts(&self, link: &Link) -> RedisResult<()> {
        for key in self.names.probes() {
            let keys = [key];
            let asked = link.run::<Vec<u8>>(&self.scripts.presence, &keys, &[]);
            timeout(ANSWER, asked).await.map_err(|_| link::too_late())??;
        }
        Ok(())
    }

    /// Tells a server that may know nothing who is connected here.
    async fn say_who_is_here(&self) {
        for (user, connection, state) in self.table.all(Instant::now()) {
            let arguments = self.present_arguments(connection, Some(state));
            let keys = [self.names.presence(user)];
            if self.ask::<(u8, u8)>(&self.scripts.present, &keys, &arguments).await.is_none() {
                return;
            }
        }
    }
}
