//! What a connection costs that only listens.

use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::cpu;
use crate::figures::{Figures, Process};
use client::{Api, socket::open_many};

/// What a connection may hold of the server's memory, all its state included.
const GOAL: f64 = 4096.0;

/// N connections that say nothing.
#[derive(Args)]
pub struct Idle {
    /// Connections.
    #[arg(long, default_value_t = 10_000)]
    connections: usize,
}

impl Idle {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let process = process.context("idle needs --pid, to read the server's memory")?;
        // What the first connections make the server set up once isn't theirs.
        drop(open_many(api, 100).await?);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = process.usage().context("no such process")?;
        let sockets = open_many(api, self.connections).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        let after = process.usage().context("the server is gone")?;
        let count = sockets.len() as f64;
        let mut figures = Figures::new(format!("idle: {} connections", self.connections));
        figures.count("connections", sockets.len() as u64);
        let bytes = after.rss.saturating_sub(before.rss) as f64 / count;
        figures.put("bytes_per_connection", bytes);
        figures.put("of_goal_4_kib", bytes / GOAL);
        figures.put("cpu_per_connect_us", cpu(before, after) * 1e6 / count);
        figures.put("server_rss_mib", after.rss as f64 / 1_048_576.0);
        Ok(figures)
    }
}
