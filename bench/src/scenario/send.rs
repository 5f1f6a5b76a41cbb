//! Durable acknowledgements per second with so many senders waiting.

use std::time::{Duration, Instant};

use clap::Args;
use tokio::task::JoinSet;

use crate::{
    api::Api,
    figures::{Figures, Process, histogram},
};

/// Senders that each wait for their acknowledgement.
#[derive(Args)]
pub struct Send {
    /// Sends waiting at any time.
    #[arg(long, default_value_t = 64)]
    waiting: usize,
    /// For how long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
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
                let (mut took, mut failed) = (histogram(), 0_u64);
                while begin.elapsed() < Duration::from_secs(self.seconds) {
                    let at = Instant::now();
                    let nonce = protocol::MessageId::new().to_string();
                    match api.send(channel, &nonce, &"x".repeat(super::TEXT)).await {
                        Ok(()) => took += u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX).max(1),
                        Err(_) => failed += 1,
                    }
                }
                (took, failed)
            });
        }
        let (mut took, mut failed) = (histogram(), 0);
        while let Some(done) = senders.join_next().await {
            let (own, own_failed) = done?;
            took.add(own)?;
            failed += own_failed;
        }
        let seconds = begin.elapsed().as_secs_f64();
        let mut figures = Figures::new(format!("send: {} waiting", self.waiting));
        figures.put("acknowledged_per_s", took.len() as f64 / seconds);
        figures.put("failed", failed as f64);
        figures.process(before, process.and_then(Process::usage), took.len());
        figures.latency("acknowledged", &took);
        Ok(figures)
    }
}
