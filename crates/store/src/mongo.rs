//! The engine of many nodes: a MongoDB replica set, or a sharded cluster of them.
//!
//! Every write is one transaction over a few documents, its commit acknowledged by a
//! majority's journals. What decides between nodes is the feed's own document: whoever moves
//! a feed writes it, so of two transactions that move the same feed one begins again on
//! what the other left. Positions are therefore dense, and a position can't appear below one
//! that was seen. `docs/decisions/0009-*` has the argument.
//!
//! Reading order: [`client`] connects; [`schema`] is collections and indexes; [`look`] reads
//! at one moment; [`tx`] writes; [`turn`] tries a write until it's decided; [`nodes`] frees
//! what a dead node held; [`time`] tells the time that all nodes share; then a file per noun.

mod alerts;
mod append;
mod channels;
mod client;
mod concerns;
mod docs;
mod emoji;
mod export;
mod fault;
mod feeds;
mod files;
mod form;
mod groups;
mod import;
mod join;
mod leases;
mod look;
mod mentions;
mod messages;
mod misses;
mod nodes;
mod people;
mod pins;
mod planned;
mod polls;
mod previews;
mod reading;
mod saves;
mod schema;
mod sessions;
mod shared;
mod tail;
#[cfg(test)]
mod tests;
mod thread;
mod time;
mod transfer;
mod turn;
mod tx;
mod upkeep;
mod wakes;
mod workspaces;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use mongodb::{
    Client, Database,
    bson::Timestamp as OperationTime,
    options::{DatabaseOptions, ReadConcern},
};
use parking_lot::Mutex;
use protocol::FeedId;
use tokio::{
    sync::watch,
    time::{Instant, error::Elapsed, timeout, timeout_at},
};

use crate::{Backend, Error, Result};
use fault::{Fault, Work};
pub use form::form_replica_set;
use look::Look;
use nodes::Nodes;
use time::Time;
use turn::Turn;

/// How long one read or write may take, tries included.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Writes under way and waiting; beyond, they are refused at once.
const QUEUE: usize = 4096;
/// Locks that keep this node's writers of one feed from each other.
const LANES: usize = 64;

/// The engine. Cheap to clone; its background work ends with the last clone.
#[derive(Clone)]
pub struct Mongo {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    db: Database,
    /// The same, for looks.
    snapshots: Database,
    nodes: Nodes,
    time: Time,
    appends: append::Queues,
    /// Writers of one feed on this node wait for each other here rather than for a conflict.
    lanes: [tokio::sync::Mutex<()>; LANES],
    places: tokio::sync::Semaphore,
    /// The latest moment that this node has acknowledged or looked at: no look that begins
    /// from now on may be of an earlier one.
    latest: Mutex<OperationTime>,
    /// Counts how often the primary was lost.
    losses: watch::Receiver<u64>,
    closed: AtomicBool,
}

/// Reads at one moment, again when that moment turns out to be too old. `$work` is an
/// expression of a future over `&mut Look`.
macro_rules! read {
    ($engine:expr, |$look:ident| $work:expr) => {{
        let engine = $engine;
        let until = tokio::time::Instant::now() + $crate::mongo::PATIENCE;
        loop {
            let mut look = match engine.look().await {
                Ok(look) => look,
                Err(error) => break Err(error),
            };
            let read = {
                let $look = &mut look;
                engine.unless_lost(until, $work).await
            };
            if let Some(answer) = engine.seen(look, read, until).await {
                break answer;
            }
        }
    }};
}

/// Writes in one transaction, from the beginning again when another node was faster. The
/// feed is one that the work is going to move. `$work` is an expression of a future over
/// `&mut Tx`.
macro_rules! write {
    ($engine:expr, $feed:expr, |$tx:ident| $work:expr) => {{
        let mut turn = match $engine.turn($feed).await {
            Ok(turn) => turn,
            Err(error) => return Err(error),
        };
        loop {
            let mut tx = match turn.begin().await {
                Ok(tx) => tx,
                Err(error) => break Err(error),
            };
            let worked = {
                let $tx = &mut tx;
                turn.unless_lost($work).await
            };
            if let Some(answer) = turn.end(tx, worked).await {
                break answer;
            }
        }
    }};
}
use {read, write};

impl Mongo {
    /// Connects, and brings collections and indexes up to date. The database is the one that
    /// the address names, else `workloop`.
    ///
    /// # Errors
    /// `Internal` for an address or a server that can't be used, with what to do;
    /// `Unavailable` when no server answers.
    pub async fn open(url: &str) -> Result<Self> {
        let (client, db, losses) = client::connect(url).await?;
        schema::migrate(&db).await?;
        let time = Time::start(&db).await?;
        let nodes = Nodes::start(&client, &db).await?;
        // A read concern of the client's would be used in place of the session's snapshot.
        let options = DatabaseOptions::builder().read_concern(ReadConcern::snapshot()).build();
        let snapshots = client.database_with_options(db.name(), options);
        Ok(Self {
            inner: Arc::new(Inner {
                client,
                db,
                snapshots,
                nodes,
                time,
                appends: append::Queues::default(),
                lanes: std::array::from_fn(|_| tokio::sync::Mutex::new(())),
                places: tokio::sync::Semaphore::new(QUEUE),
                latest: Mutex::new(OperationTime { time: 0, increment: 0 }),
                losses,
                closed: AtomicBool::new(false),
            }),
        })
    }

    /// A look at the present.
    async fn look(&self) -> Result<Look> {
        let no_earlier = *self.inner.latest.lock();
        let begun = self.inner.client.start_session().snapshot(true).await.map_err(Fault::from)?;
        Ok(Look { no_earlier, ..Look::new(begun, self.inner.snapshots.clone()) })
    }

    /// What a look found; `None` to look again. A new primary may for a moment not know how
    /// far its predecessor's majority was: nobody must miss what this node has acknowledged,
    /// nor see a feed go back.
    async fn seen<T>(
        &self,
        look: Look,
        read: std::result::Result<Work<T>, Elapsed>,
        until: Instant,
    ) -> Option<Result<T>> {
        let late = || Some(Err(Error::Unavailable("MongoDB didn't answer in time".into())));
        match read {
            Err(_) => late(),
            Ok(Ok(value)) => {
                // Nothing was asked, as of an empty list: nothing can be too old.
                let Some(moment) = look.moment() else { return Some(Ok(value)) };
                if moment >= look.no_earlier {
                    self.noticed(moment);
                    return Some(Ok(value));
                }
                if Instant::now() >= until {
                    return late();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
                None
            }
            Ok(Err(fault)) if fault.is_passing() && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
                None
            }
            Ok(Err(fault)) => Some(Err(fault.into())),
        }
    }

    /// Remembers a moment that was acknowledged or looked at.
    fn noticed(&self, moment: OperationTime) {
        let mut latest = self.inner.latest.lock();
        *latest = moment.max(*latest);
    }

    /// What is asked of the primary, unless time runs out or another becomes the primary: a
    /// frozen one keeps its connections open and never answers.
    async fn unless_lost<T>(
        &self,
        until: Instant,
        work: impl Future<Output = Work<T>>,
    ) -> std::result::Result<Work<T>, Elapsed> {
        let mut losses = self.inner.losses.clone();
        losses.mark_unchanged();
        timeout_at(until, async {
            tokio::select! {
                biased;
                done = work => done,
                Ok(()) = losses.changed() => Err(Fault::Lost),
            }
        })
        .await
    }

    /// A turn at writing, this node's only one for that feed.
    async fn turn(&self, feed: FeedId) -> Result<Turn<'_>> {
        if self.inner.closed.load(Ordering::Relaxed) {
            return Err(Error::Unavailable("the store is closed".into()));
        }
        let Ok(place) = self.inner.places.try_acquire() else {
            return Err(Error::Unavailable("too many writes are waiting".into()));
        };
        let until = Instant::now() + PATIENCE;
        let bits = match feed {
            FeedId::Channel(id) => id.to_u128(),
            FeedId::Workspace(id) => id.to_u128(),
            FeedId::User(id) => id.to_u128(),
        };
        let lane = &self.inner.lanes[(bits % LANES as u128) as usize];
        let Ok(lane) = timeout(PATIENCE, lane.lock()).await else {
            return Err(Error::Unavailable("writes before this one took too long".into()));
        };
        Ok(Turn::new(self, until, place, lane))
    }
}

impl Backend for Mongo {}
