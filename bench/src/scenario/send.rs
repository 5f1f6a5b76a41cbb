//! Durable acknowledgements per second with so many senders waiting; then how long one
//! takes at half of that.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use clap::Args;
use tokio::task::JoinSet;

use super::{Listening, TEXT, micros};
use crate::{
    figures::{Figures, Process, histogram},
    floor,
};
use client::Api;

/// Senders that each wait for their acknowledgement.
#[derive(Args)]
pub struct Send {
    /// Sends waiting at any time.
    #[arg(long, default_value_t = 64)]
    waiting: usize,
    /// For how long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// The program that measures the floor (the store's example `inserts`), if at all.
    #[arg(long)]
    floor: Option<PathBuf>,
}

impl Send {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let channel = api.channel(api.workspace().await?).await?;
        let before = process.and_then(Process::usage);
        let (begin, mut senders) = (Instant::now(), JoinSet::new());
        for _ in 0..self.waiting {
            let api = api.clone();
            senders.spawn(async move {
                let (mut took, mut failures) = (histogram(), Vec::new());
                while begin.elapsed() < Duration::from_secs(self.seconds) {
                    let at = Instant::now();
                    let nonce = protocol::MessageId::new().to_string();
                    match api.send(channel, &nonce, &"x".repeat(TEXT)).await {
                        Ok(()) => took.saturating_record(micros(at.elapsed())),
                        Err(error) => failures.push(error),
                    }
                }
                (took, failures)
            });
        }
        let (mut took, mut failures) = (histogram(), Vec::new());
        while let Some(done) = senders.join_next().await {
            let (own, own_failures) = done?;
            took.add(own)?;
            failures.extend(own_failures);
        }
        let rate = took.len() as f64 / begin.elapsed().as_secs_f64();
        let after = process.and_then(Process::usage);
        let failed = failures.len() as u64;
        if took.is_empty() {
            bail!(failures.pop().context("nothing was sent")?);
        }
        let mut figures = Figures::new(format!("send: {} waiting", self.waiting));
        figures.count("acknowledged", took.len());
        figures.count("failed", failed);
        figures.put("acknowledged_per_s", rate);
        figures.process(before, after, 0);
        if let (Some(before), Some(after)) = (before, after) {
            figures.put("cpu_per_send_us", super::cpu(before, after) * 1e6 / took.len() as f64);
        }
        figures.latency("full", &took);
        let talk = Listening::new().talk(&[(api.clone(), channel)], rate / 2.0, self.seconds as f64).await?;
        figures.latency("half", &talk.acknowledged);

        if let Some(program) = &self.floor {
            let floor = floor::inserts(program, self.waiting, self.seconds, TEXT, process).await?;
            figures.put("floor_inserts_per_s", floor);
        }
        figures.ratio("of_floor", "acknowledged_per_s", "floor_inserts_per_s");
        Ok(figures)
    }
}
