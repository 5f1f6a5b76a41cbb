//! Everybody comes back at once, as after a network's hiccup.

use std::time::Instant;

use clap::Args;
use tokio::task::JoinSet;

use crate::{
    api::Api,
    figures::{Figures, Process, histogram},
    socket::{Socket, open_many},
};

/// N connections are cut and reconnect together.
#[derive(Args)]
pub struct Storm {
    /// Connections.
    #[arg(long, default_value_t = 2_000)]
    connections: usize,
}

impl Storm {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        drop(open_many(api, self.connections).await?);
        let before = process.and_then(Process::usage);
        let (begin, mut coming) = (Instant::now(), JoinSet::new());
        for _ in 0..self.connections {
            let api = api.clone();
            coming.spawn(async move { (Socket::open(&api).await, Instant::now()) });
        }
        let (mut late, mut refused, mut kept) = (histogram(), 0_u64, Vec::new());
        while let Some(done) = coming.join_next().await {
            match done? {
                (Ok(socket), at) => {
                    kept.push(socket);
                    late.record(u64::try_from((at - begin).as_micros())?.max(1))?;
                }
                (Err(_), _) => refused += 1,
            }
        }
        let after = process.and_then(Process::usage);
        let mut figures = Figures::new(format!("storm: {} connections at once", self.connections));
        figures.put("refused", refused as f64);
        figures.process(before, after, 0);
        figures.latency("ready", &late);
        Ok(figures)
    }
}
