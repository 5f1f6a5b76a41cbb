//! A device that listens: it follows the gateway as docs/GATEWAY.md says, and comes back to
//! any node with full jitter.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use client::{Api, Closed, Socket};
use parking_lot::Mutex;
use protocol::{
    FeedId,
    frame::{ClientFrame, ServerFrame, close},
};
use tokio::{sync::watch, time::timeout};
use url::Url;

use crate::{
    attempt,
    cast::Person,
    chance::Chance,
    checker::Violation,
    replica::{Next, Replica},
};

/// A frame of ours that takes longer isn't taken.
const ACCEPTED: Duration = Duration::from_secs(4);

/// What a device does without being asked.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// Between two heartbeats; one that isn't answered by the next has met nobody.
    heartbeat: Duration,
    /// A connection that takes longer doesn't come.
    dead: Duration,
    /// It comes back with full jitter below `min(longest, shortest × 2ⁿ)`.
    shortest: Duration,
    longest: Duration,
}

impl Manners {
    /// A browser's.
    pub const REAL: Self = Self {
        heartbeat: Duration::from_secs(25),
        dead: Duration::from_secs(10),
        shortest: Duration::from_millis(500),
        longest: Duration::from_secs(30),
    };
    /// Sooner in everything, so that a short run has some of each.
    pub const HURRIED: Self = Self {
        heartbeat: Duration::from_secs(4),
        dead: Duration::from_secs(4),
        shortest: Duration::from_millis(200),
        longest: Duration::from_secs(1),
    };
}

/// How a device fared.
#[derive(Debug, Clone, Default)]
pub struct Fared {
    /// Connections after the first.
    pub reconnects: u64,
    /// Longest time without a connection that was ready.
    pub longest: Duration,
}

/// What others may look at while the device listens.
pub type Shared = Arc<Mutex<(Replica, Fared)>>;

/// One device.
pub struct Reader {
    /// For people.
    pub name: String,
    /// Whose.
    pub person: Person,
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// What it does by itself.
    pub manners: Manners,
    /// What it holds.
    pub shared: Shared,
    /// This device's own.
    pub chance: Chance,
    /// True once it is to end.
    pub ended: watch::Receiver<bool>,
}

impl Reader {
    /// Listens until it's ended.
    pub async fn run(mut self) {
        let (mut failures, mut alone) = (0_u32, None);
        while !*self.ended.borrow() {
            let node = self.chance.below(self.nodes.len());
            let api = self.person.at(&self.nodes[node]);
            let mut ended = self.ended.clone();
            let end = tokio::select! {
                end = self.follow(&api, &mut failures, &mut alone) => end,
                _ = ended.wait_for(|ended| *ended) => return,
            };
            if alone.is_none() {
                alone = Some(Instant::now());
            }
            let pause = match end {
                Ok(after) => Duration::from_millis(after.into()),
                Err(error) => {
                    if let Some(Closed(code @ (close::BAD_FRAME | close::SIGNED_OUT))) = error.downcast_ref()
                    {
                        let why = format!("{} was closed with {code}", self.name);
                        self.shared.lock().0.broken.push(Violation::new("P5", why));
                    }
                    let Manners { shortest, longest, .. } = self.manners;
                    let longest = longest.min(shortest * 2_u32.saturating_pow(failures.min(8)));
                    failures += 1;
                    self.chance.time(longest)
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// One connection, until the server asks to move (after so many ms) or it breaks.
    async fn follow(
        &mut self,
        api: &Api,
        failures: &mut u32,
        alone: &mut Option<Instant>,
    ) -> anyhow::Result<u32> {
        let mut socket =
            timeout(self.manners.dead, Socket::connect(api)).await.context("no connection in time")??;
        let (epoch, cursors) = {
            let replica = &self.shared.lock().0;
            (replica.epoch.clone(), replica.cursors.clone())
        };
        let is_new = epoch.is_empty();
        self.shared.lock().0.is_catching_up = true;
        say(&mut socket, &ClientFrame::Hello { epoch, cursors }).await?;
        let (mut is_ready, mut answered, every) = (false, true, self.manners.heartbeat);
        let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
        loop {
            let payload = tokio::select! {
                payload = socket.next() => payload?,
                _ = beat.tick() => {
                    anyhow::ensure!(answered && is_ready, "the server has fallen silent");
                    answered = false;
                    let cursors = self.shared.lock().0.cursors.clone();
                    say(&mut socket, &ClientFrame::Heartbeat { cursors }).await?;
                    continue;
                }
            };
            let frame: ServerFrame = serde_json::from_slice(&payload)?;
            answered |= matches!(frame, ServerFrame::Heartbeat {});
            let next = self.shared.lock().0.take(frame);
            match next {
                Next::Nothing => {}
                Next::Move(after) => return Ok(after),
                Next::Ready => {
                    is_ready = true;
                    *failures = 0;
                    let fared = &mut self.shared.lock().1;
                    if let Some(since) = alone.take() {
                        fared.longest = fared.longest.max(since.elapsed());
                    }
                    fared.reconnects += u64::from(!is_new);
                }
                Next::Ask(feed) => {
                    let since = self.shared.lock().0.cursors.get(&feed).copied().unwrap_or(0);
                    for page in attempt::changes(api, feed, since).await? {
                        self.shared.lock().0.fill(&page);
                    }
                }
                Next::Fetch(feed, to) => self.fetch(api, feed, to).await?,
            }
        }
    }

    /// All of a feed, after a reset. Until all of it is there the feed has no cursor, so
    /// that a connection that breaks meanwhile is told of it again.
    async fn fetch(&self, api: &Api, feed: FeedId, to: u64) -> anyhow::Result<()> {
        let path = format!("/changes?feed={feed}&since=0&limit=1");
        let probe = api.ask("GET", &path, None).await?;
        if probe.status == 404 {
            // Put out meanwhile: `gone` is on its way, unless one is let in again before.
            self.shared.lock().0.unfetched.insert(feed);
            return Ok(());
        }
        let pages = attempt::changes(api, feed, 0).await?;
        let mut shared = self.shared.lock();
        for page in &pages {
            shared.0.keep(page);
        }
        shared.0.unfetched.remove(&feed);
        shared.0.cursors.insert(feed, to);
        Ok(())
    }
}

async fn say(socket: &mut Socket, frame: &ClientFrame) -> anyhow::Result<()> {
    timeout(ACCEPTED, socket.send(&serde_json::to_vec(frame)?)).await.context("nothing is accepted")?
}
