//! What goes wrong, by name.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use clap::ValueEnum;
use tokio::time::{Instant, sleep};

use crate::{
    cast::Cast,
    chance::Chance,
    cluster::{Clocks, Cluster},
    crowd,
    front::FrontDoor,
    reader::Manners,
    relay::Way,
};

/// How far ahead of the right time a clock is put, in seconds: a day to either side, and what a
/// machine loses in a month.
const CLOCKS: [i64; 4] = [86_400, -86_400, 300, -300];

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Felt {
    /// How often it happened.
    pub struck: u64,
    /// Bytes that a node's memory grew by at most, where that is what counts.
    pub grown: Option<u64>,
}

impl Felt {
    /// Both.
    pub fn and(self, other: Self) -> Self {
        Self { struck: self.struck + other.struck, grown: self.grown.max(other.grown) }
    }
}

/// See each one's `what`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// One node on SQLite, killed again and again.
    SingleKill,
    /// One node on SQLite, stopped and started in good order.
    SingleRestart,
    /// Nodes of a cluster, killed again and again.
    NodeKill,
    /// All nodes of a cluster, one after the other, stopped and started in good order.
    RollingRestart,
    /// The database's primary hands over.
    PrimaryStepDown,
    /// The database's primary, killed.
    PrimaryKill,
    /// The bus, killed and started again, empty.
    BusKill,
    /// The line to the bus, cut without either end noticing.
    BusCut,
    /// The clock of the only node, on SQLite, jumps to and fro.
    SingleClock,
    /// The clocks of a cluster's nodes jump to and fro, each its own way.
    NodeClock,
    /// The file store answers 503.
    FilesRefuse,
    /// The file store takes seconds for everything.
    FilesSlow,
    /// The line to the file store, cut without either end noticing.
    FilesCut,
    /// Clients that ask for much and take nothing.
    Crowd,
    /// All servers behind a front door that somebody else has built, one after the other.
    FrontDoor,
}

impl Scenario {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleKill => "single-kill",
            Self::SingleRestart => "single-restart",
            Self::NodeKill => "node-kill",
            Self::RollingRestart => "rolling-restart",
            Self::PrimaryStepDown => "primary-step-down",
            Self::PrimaryKill => "primary-kill",
            Self::BusKill => "bus-kill",
            Self::BusCut => "bus-cut",
            Self::SingleClock => "single-clock",
            Self::NodeClock => "node-clock",
            Self::FilesRefuse => "files-refuse",
            Self::FilesSlow => "files-slow",
            Self::FilesCut => "files-cut",
            Self::Crowd => "crowd",
            Self::FrontDoor => "front-door",
        }
    }

    /// What is done, for the table.
    pub fn what(self) -> &'static str {
        match self {
            Self::SingleKill => "kill −9 of the only node, on SQLite, and started again",
            Self::SingleRestart => "SIGTERM to the only node, on SQLite, and started again",
            Self::NodeKill => "kill −9 of a node, and started again",
            Self::RollingRestart => "SIGTERM to one node after the other, each started again",
            Self::PrimaryStepDown => "MongoDB's primary steps down",
            Self::PrimaryKill => "kill −9 of MongoDB's primary, and started again",
            Self::BusKill => "kill −9 of Valkey, and started again, empty",
            Self::BusCut => "all lines to Valkey fall silent, and come back",
            Self::SingleClock => "the clock of the only node, on SQLite, jumps by up to two days",
            Self::NodeClock => "the clock of a node jumps by up to two days",
            Self::FilesRefuse => "the bucket answers 503 to everything",
            Self::FilesSlow => "every 16 KiB to and from the bucket take a second",
            Self::FilesCut => "all lines to the bucket fall silent, and come back",
            Self::Crowd => "80 clients of one node ask for the most there is, and take nothing of it",
            Self::FrontDoor => {
                "all servers behind the load balancer, one after the other, leave and come back"
            }
        }
    }

    /// Whether clients lose their connections by it.
    pub fn cuts_clients(self) -> bool {
        matches!(
            self,
            Self::SingleKill | Self::SingleRestart | Self::NodeKill | Self::RollingRestart | Self::FrontDoor
        )
    }

    /// How long a device may be without a connection that is ready, where that is promised.
    pub fn longest_gap(self) -> Option<Duration> {
        (self == Self::FrontDoor).then_some(Duration::from_secs(3))
    }

    /// How devices behave.
    pub fn manners(self) -> Manners {
        if self == Self::FrontDoor { Manners::REAL } else { Manners::HURRIED }
    }

    /// Whether nobody can write for a while by it.
    fn stops_writes(self) -> bool {
        matches!(self, Self::PrimaryStepDown | Self::PrimaryKill)
    }

    /// Whether hints between nodes are lost by it.
    pub fn cuts_hints(self) -> bool {
        matches!(self, Self::BusKill | Self::BusCut)
    }

    /// Whether what nodes say of the time is to be believed: on a single machine its own clock
    /// is all there is.
    pub fn tells_time(self) -> bool {
        self != Self::SingleClock
    }

    /// Whether files can't be had or stored by it.
    pub fn cuts_files(self) -> bool {
        matches!(self, Self::FilesRefuse | Self::FilesSlow | Self::FilesCut)
    }

    /// How soon after the last write all must have converged: 2 s, and the longest time a
    /// device waits before it comes back.
    pub fn bound(self) -> Duration {
        Duration::from_secs(3)
    }

    /// The nodes it happens to.
    pub async fn stage(self, program: &Path, front: Option<&FrontDoor>) -> anyhow::Result<Cluster> {
        match self {
            Self::SingleKill | Self::SingleRestart => Cluster::single(program, Clocks::Right).await,
            Self::SingleClock => Cluster::single(program, Clocks::Settable).await,
            Self::NodeClock => Cluster::of_three(program, Clocks::Settable).await,
            Self::FrontDoor => Cluster::behind(front.context("say where: --front, --token-file, --restart")?),
            _ => Cluster::of_three(program, Clocks::Right).await,
        }
    }

    /// Lets it happen for so long.
    pub async fn happen(
        self,
        cluster: &mut Cluster,
        cast: &Cast,
        length: Duration,
        chance: &mut Chance,
    ) -> anyhow::Result<Felt> {
        if self == Self::Crowd {
            let grown = Some(crowd::press(cluster, cast, length).await?);
            return Ok(Felt { struck: 1, grown });
        }
        let (end, mut struck) = (Instant::now() + length, 0);
        while Instant::now() < end {
            let victim = chance.below(cluster.nodes.len());
            let some = Duration::from_secs(2) + chance.time(Duration::from_secs(2));
            match self {
                Self::SingleKill | Self::NodeKill => {
                    cluster.nodes[victim].kill()?;
                    sleep(chance.time(Duration::from_millis(500))).await;
                    cluster.nodes[victim].start().await?;
                }
                Self::SingleRestart | Self::RollingRestart => {
                    for node in &mut cluster.nodes {
                        node.stop().await?;
                        node.start().await?;
                    }
                }
                Self::PrimaryStepDown => cluster.database()?.step_down().await?,
                Self::PrimaryKill => cluster.database()?.kill_primary().await?,
                Self::BusKill => {
                    cluster.bus()?.kill()?;
                    sleep(Duration::from_secs(1) + chance.time(Duration::from_secs(2))).await;
                    cluster.bus()?.again().await?;
                }
                Self::BusCut => cluster.bus()?.relay.harm(Way::Silent, some).await,
                Self::FilesRefuse => cluster.files()?.relay.harm(Way::Refusing, some).await,
                Self::FilesSlow => {
                    cluster.files()?.relay.harm(Way::Slow(Duration::from_secs(1)), some).await;
                }
                // Longer than servers wait for it.
                Self::FilesCut => {
                    cluster.files()?.relay.harm(Way::Silent, some + Duration::from_secs(4)).await;
                }
                Self::SingleClock | Self::NodeClock => {
                    cluster.nodes[victim].set_clock(CLOCKS[chance.below(CLOCKS.len())]).await?;
                }
                Self::FrontDoor => cluster.front()?.restart().await?,
                Self::Crowd => {}
            }
            struck += 1;
            // Long enough that something is stored before the next.
            let calm = if self.stops_writes() { 2500 } else { 500 };
            sleep(Duration::from_millis(calm) + chance.time(Duration::from_secs(2))).await;
        }
        if matches!(self, Self::SingleClock | Self::NodeClock) {
            for node in &cluster.nodes {
                node.set_clock(0).await?;
            }
        }
        let line = match self {
            Self::BusCut => Some(&cluster.bus()?.relay),
            _ if self.cuts_files() => Some(&cluster.files()?.relay),
            _ => None,
        };
        anyhow::ensure!(line.is_none_or(|line| line.harmed() > 0), "nothing was said while it was harmed");
        Ok(Felt { struck, grown: None })
    }
}
