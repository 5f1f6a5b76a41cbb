//! What goes wrong, by name.

use std::{path::Path, time::Duration};

use clap::ValueEnum;
use tokio::time::{Instant, sleep};

use crate::{chance::Chance, cluster::Cluster};

/// See each one's `what`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// One node on SQLite, killed again and again.
    SingleKill,
    /// One node on SQLite, stopped and started in good order.
    SingleRestart,
}

impl Scenario {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleKill => "single-kill",
            Self::SingleRestart => "single-restart",
        }
    }

    /// What is done, for the table.
    pub fn what(self) -> &'static str {
        match self {
            Self::SingleKill => "kill −9 of the only node, on SQLite, and started again",
            Self::SingleRestart => "SIGTERM to the only node, on SQLite, and started again",
        }
    }

    /// Nodes it takes.
    pub fn nodes(self) -> usize {
        1
    }

    /// Whether clients lose their connections by it.
    pub fn cuts_clients(self) -> bool {
        true
    }

    /// Whether hints between nodes are lost by it.
    pub fn cuts_hints(self) -> bool {
        false
    }

    /// How soon after the last write all must have converged: 2 s, and the longest time a
    /// device waits before it comes back.
    pub fn bound(self) -> Duration {
        Duration::from_secs(3)
    }

    /// The nodes it happens to.
    pub async fn stage(self, program: &Path) -> anyhow::Result<Cluster> {
        Cluster::single(program).await
    }

    /// Lets it happen for so long; how often it did.
    pub async fn happen(
        self,
        cluster: &mut Cluster,
        length: Duration,
        chance: &mut Chance,
    ) -> anyhow::Result<u64> {
        let (end, mut struck) = (Instant::now() + length, 0);
        while Instant::now() < end {
            let victim = chance.below(cluster.nodes.len());
            let node = &mut cluster.nodes[victim];
            match self {
                Self::SingleKill => node.kill()?,
                Self::SingleRestart => node.stop().await?,
            }
            struck += 1;
            sleep(chance.time(Duration::from_millis(500))).await;
            node.start().await?;
            sleep(Duration::from_millis(500) + chance.time(Duration::from_secs(2))).await;
        }
        Ok(struck)
    }
}
