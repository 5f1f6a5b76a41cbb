//! What the parts of the gateway share on this node.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use chat::Chat;
use tokio::sync::Semaphore;

use crate::{order::Order, shard::Handle};

/// Newcomers brought up to date at once; more wait their turn, so that many who come back
/// together don't keep those who stayed from the store.
const WELCOMED: usize = 64;

/// See the module.
pub struct Node {
    /// The rules.
    pub chat: Chat,
    /// Who listens to what, and how far it has come.
    pub order: Order,
    /// The shards.
    pub shards: Vec<Handle>,
    /// Where what waits for the store runs.
    pub runtime: tokio::runtime::Handle,
    /// Turns of newcomers.
    pub welcomes: Semaphore,
    connections: AtomicUsize,
    ids: AtomicU64,
}

impl Node {
    /// With these shards.
    pub fn new(chat: Chat, shards: Vec<Handle>, runtime: tokio::runtime::Handle) -> Self {
        Self {
            order: Order::new(shards.len(), chat.bus().clone()),
            chat,
            shards,
            runtime,
            welcomes: Semaphore::new(WELCOMED),
            connections: AtomicUsize::new(0),
            ids: AtomicU64::new(0),
        }
    }

    /// A number for a connection, never given twice.
    pub fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }

    /// One connection more; how many there were.
    pub fn entered(&self) -> usize {
        self.connections.fetch_add(1, Ordering::Relaxed)
    }

    /// One connection less.
    pub fn left(&self) {
        self.connections.fetch_sub(1, Ordering::Relaxed);
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}
