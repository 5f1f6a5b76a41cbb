//! Everybody comes back at once, as after a network's hiccup, while others talk on.

use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Args;
use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use super::{Listening, cpu, micros};
use crate::figures::{Figures, Process, histogram};
use client::{Api, Socket, socket::open_many};

/// Who stays connected all the time.
const BYSTANDERS: usize = 20;
/// Messages per second they hear.
const RATE: f64 = 50.0;

/// N connections are cut and reconnect together.
#[derive(Args)]
pub struct Storm {
    /// Connections.
    #[arg(long, default_value_t = 5_000)]
    connections: usize,
    /// For how long the bystanders are listened to before it.
    #[arg(long, default_value_t = 5.0)]
    calm: f64,
}

impl Storm {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let workspace = api.workspace().await?;
        let Some(other) = api.people(workspace, 1).await?.pop() else { bail!("nobody came") };
        let talk = [(other.clone(), other.channel(workspace).await?)];
        let mut figures = Figures::new(format!("storm: {} connections at once", self.connections));

        let mut calm = Listening::new();
        calm.listen(open_many(&other, BYSTANDERS).await?);
        calm.talk(&talk, RATE, self.calm).await?;
        calm.settle().await?;
        figures.latency("bystander_calm", &calm.finish().await?);

        drop(open_many(api, self.connections).await?);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut stormy = Listening::new();
        stormy.listen(open_many(&other, BYSTANDERS).await?);
        let before = process.and_then(Process::usage);
        let talking = stormy.talk(&talk, RATE, self.calm);
        let (talked, came) = tokio::join!(talking, come(api, self.connections));
        talked?;
        let (ready, refused) = came?;
        let after = process.and_then(Process::usage);
        stormy.settle().await?;
        figures.latency("bystander_storm", &stormy.finish().await?);

        figures.count("came_back", ready.len());
        figures.count("refused", refused);
        figures.put("all_back_s", ready.max() as f64 / 1e6);
        if let (Some(before), Some(after)) = (before, after) {
            let per = cpu(before, after) * 1e6 / self.connections as f64;
            figures.put("cpu_per_connect_us", per);
        }
        figures.process(before, after, 0);
        figures.latency("ready", &ready);
        Ok(figures)
    }
}

/// All at once; how long each took until it was caught up, and how many were refused.
async fn come(api: &Api, count: usize) -> anyhow::Result<(Histogram<u64>, u64)> {
    let (begin, mut coming) = (Instant::now(), JoinSet::new());
    for _ in 0..count {
        let api = api.clone();
        coming.spawn(async move { (Socket::open(&api).await, begin.elapsed()) });
    }
    let (mut ready, mut refused, mut kept) = (histogram(), 0, Vec::new());
    while let Some(done) = coming.join_next().await {
        match done? {
            (Ok(socket), took) => {
                kept.push(socket);
                ready.saturating_record(micros(took));
            }
            (Err(_), _) => refused += 1,
        }
    }
    if kept.is_empty() {
        bail!("nobody came back");
    }
    Ok((ready, refused))
}
