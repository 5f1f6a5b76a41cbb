//! Somebody who does things without pause, each at a node chosen by chance, and notes them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use client::Api;
use tokio::sync::watch;
use url::Url;

use crate::{
    attempt::attempt,
    cast::{Cast, Person},
    chance::Chance,
    history::{History, Outcome, What},
};

/// What everybody has who takes part.
pub struct Actor {
    /// Who.
    pub person: Person,
    /// Everybody, and where.
    pub cast: Arc<Cast>,
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// Where everything is noted.
    pub history: History,
    /// Their own.
    pub chance: Chance,
    /// True once no more is to be begun.
    pub over: watch::Receiver<bool>,
}

impl Actor {
    /// Whether no more is to be begun.
    pub fn is_over(&self) -> bool {
        *self.over.borrow()
    }

    /// One of the nodes.
    pub fn node(&mut self) -> usize {
        self.chance.below(self.nodes.len())
    }

    /// Their client, at one of the nodes.
    pub fn at_any(&mut self) -> Api {
        let node = self.node();
        self.person.at(&self.nodes[node])
    }

    /// Tries it once, anywhere.
    pub async fn attempt(&mut self, what: What) -> Outcome {
        self.attempt_within(what, None).await
    }

    /// The same; with a `patience`, the line is cut after that time.
    pub async fn attempt_within(&mut self, what: What, patience: Option<Duration>) -> Outcome {
        let node = self.node();
        attempt(&self.history, &self.person, &self.nodes, node, what, patience).await
    }

    /// Waits up to this time.
    pub async fn pause(&mut self, longest: Duration) {
        tokio::time::sleep(self.chance.time(longest)).await;
    }

    /// Whether what is open should have been settled by now; `ended`: when it was first asked
    /// after the end.
    pub fn is_late(&self, settling: Duration, ended: &mut Option<Instant>) -> bool {
        self.is_over() && ended.get_or_insert_with(Instant::now).elapsed() > settling
    }
}
