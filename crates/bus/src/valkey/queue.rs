//! What is to be told to other nodes: a bounded queue that takes what it's given at once or
//! not at all, and one task that publishes it, all that waits in one go.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use bytes::Bytes;
use parking_lot::Mutex;
use protocol::FeedId;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use super::{Shared, wire};
use crate::News;

/// News that may wait for the server.
const WAITING: usize = 8_192;
/// Their bytes.
const BYTES: usize = 32 * 1024 * 1024;
/// News published in one go.
const BATCH: usize = 512;
/// Between tellings of which feeds moved.
const MOVED: Duration = Duration::from_millis(200);
/// Feeds whose moving is remembered for when the server is back. Nodes that miss more of
/// them find them by comparing heads.
const REMEMBERED: usize = 20_000;

/// The near end of the queue.
pub struct Queue {
    waiting: mpsc::Sender<(String, Bytes)>,
    bytes: AtomicUsize,
    moved: Mutex<HashMap<FeedId, u64>>,
}

impl Queue {
    /// And its far end.
    pub fn new() -> (Self, mpsc::Receiver<(String, Bytes)>) {
        let (waiting, far) = mpsc::channel(WAITING);
        (Self { waiting, bytes: AtomicUsize::new(0), moved: Mutex::default() }, far)
    }

    /// Takes one in; false when there is no room.
    pub fn push(&self, channel: String, bytes: Bytes) -> bool {
        let size = bytes.len();
        if self.bytes.fetch_add(size, Relaxed) + size > BYTES
            || self.waiting.try_send((channel, bytes)).is_err()
        {
            self.bytes.fetch_sub(size, Relaxed);
            return false;
        }
        true
    }

    /// Whether all that was taken in has gone out, or was given up.
    pub fn is_empty(&self) -> bool {
        self.bytes.load(Relaxed) == 0
    }

    /// Notes that a feed came so far, to be told in a moment.
    pub fn moved(&self, feed: FeedId, to: u64) {
        let mut moved = self.moved.lock();
        if moved.len() < REMEMBERED || moved.contains_key(&feed) {
            let known = moved.entry(feed).or_default();
            *known = (*known).max(to);
        }
    }
}

/// Publishes what waits, as long as the engine lives.
pub async fn publish(shared: &Shared, mut far: mpsc::Receiver<(String, Bytes)>) {
    let mut ticks = interval(MOVED);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut batch, mut ripe) = (Vec::new(), Vec::new());
    loop {
        tokio::select! {
            count = far.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    return;
                }
                let size = batch.iter().map(|(_, bytes)| bytes.len()).sum();
                send(shared, &batch).await;
                shared.queue.bytes.fetch_sub(size, Relaxed);
                batch.clear();
            }
            _ = ticks.tick() => tell_moved(shared, &mut ripe).await,
        }
    }
}

async fn send(shared: &Shared, batch: &[(String, Bytes)]) -> bool {
    let count = batch.len() as u64;
    let Some(link) = shared.link() else {
        shared.counts.dropped.fetch_add(count, Relaxed);
        return false;
    };
    match link.publish(batch).await {
        Ok(()) => {
            shared.counts.published.fetch_add(count, Relaxed);
            true
        }
        Err(error) => {
            shared.counts.dropped.fetch_add(count, Relaxed);
            shared.failed(&link, &error);
            false
        }
    }
}

/// Tells which feeds moved, to nodes that follow them all, in few small pieces; kept until
/// the server is there to take them. Those noted since the last time ripen until the next:
/// their changes themselves may still be in the queue, and are to be heard first.
async fn tell_moved(shared: &Shared, ripe: &mut Vec<(FeedId, u64)>) {
    if shared.link().is_none() {
        return;
    }
    let noted = shared.queue.moved.lock().drain().collect();
    for part in std::mem::replace(ripe, noted).chunks(wire::MOST) {
        let Some(bytes) = wire::encode(shared.node, &News::Moved { feeds: part.to_vec() }) else { continue };
        if !send(shared, &[(shared.names.all(), bytes)]).await {
            part.iter().for_each(|(feed, to)| shared.queue.moved(*feed, *to));
        }
    }
}
