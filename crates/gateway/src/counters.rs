//! What a shard counts.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Upper bounds of the fan-out's histogram, seconds.
pub const BOUNDS: [f64; 8] = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.25, 1.0];

/// Counters of one shard; read by others, written by itself.
#[derive(Debug, Default)]
pub struct Counters {
    writes: AtomicU64,
    bytes: AtomicU64,
    slow: AtomicU64,
    missed: AtomicU64,
    resets: AtomicU64,
    fanouts: [AtomicU64; BOUNDS.len()],
    fanout_count: AtomicU64,
    fanout_micros: AtomicU64,
}

impl Counters {
    /// So many writes of so many bytes went to listeners.
    pub fn sent(&self, writes: u64, bytes: u64) {
        if writes > 0 {
            self.writes.fetch_add(writes, Relaxed);
            self.bytes.fetch_add(bytes, Relaxed);
        }
    }

    /// A client took nothing for too long.
    pub fn slow(&self) {
        self.slow.fetch_add(1, Relaxed);
    }

    /// A listener fell behind the ring and was sent to the store.
    pub fn missed(&self) {
        self.missed.fetch_add(1, Relaxed);
    }

    /// A feed was reset instead of caught up.
    pub fn reset(&self) {
        self.resets.fetch_add(1, Relaxed);
    }

    /// A hint took so long from reaching the node to having been written to all who listen.
    pub fn took(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        if let Some(at) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            self.fanouts[at].fetch_add(1, Relaxed);
        }
        self.fanout_count.fetch_add(1, Relaxed);
        self.fanout_micros.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }
}

/// What all shards counted together since the start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Writes of feed frames to clients; under load one write has many frames.
    pub writes: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Clients cut because they took nothing.
    pub slow: u64,
    /// Times that a client was sent to the store because its ring had moved on.
    pub missed: u64,
    /// Feeds reset instead of caught up.
    pub resets: u64,
    /// Hints by how long they took from this node to all its listeners: one count for each
    /// of [`BOUNDS`], not cumulated.
    pub fanouts: [u64; BOUNDS.len()],
    /// All of them.
    pub fanout_count: u64,
    /// The time they took together, seconds.
    pub fanout_seconds: f64,
}

impl Counts {
    /// Adds a shard's.
    pub fn add(&mut self, counters: &Counters) {
        self.writes += counters.writes.load(Relaxed);
        self.bytes += counters.bytes.load(Relaxed);
        self.slow += counters.slow.load(Relaxed);
        self.missed += counters.missed.load(Relaxed);
        self.resets += counters.resets.load(Relaxed);
        for (sum, count) in self.fanouts.iter_mut().zip(&counters.fanouts) {
            *sum += count.load(Relaxed);
        }
        self.fanout_count += counters.fanout_count.load(Relaxed);
        self.fanout_seconds += counters.fanout_micros.load(Relaxed) as f64 / 1e6;
    }
}
