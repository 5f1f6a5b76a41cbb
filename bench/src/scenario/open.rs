//! Opening Workloop with a long history behind the channel.

use std::time::Instant;

use clap::Args;
use tokio::task::JoinSet;

use crate::{
    api::Api,
    figures::{Figures, Process, histogram},
};

/// A channel with a long history.
#[derive(Args)]
pub struct Open {
    /// Messages written first.
    #[arg(long, default_value_t = 100_000)]
    messages: usize,
    /// Times it's opened.
    #[arg(long, default_value_t = 200)]
    times: usize,
}

impl Open {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let channel = api.channel(api.workspace().await?).await?;
        let mut writers = JoinSet::new();
        for share in 0..64 {
            let api = api.clone();
            writers.spawn(async move {
                for number in (share..self.messages).step_by(64) {
                    api.send(channel, &format!("open-{number}"), &format!("Message {number}")).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(done) = writers.join_next().await {
            done??;
        }
        let before = process.and_then(Process::usage);
        let (mut snapshot, mut page, mut middle) = (histogram(), histogram(), histogram());
        let half = self.messages / 2;
        for _ in 0..self.times {
            for (path, took) in [
                ("/snapshot".to_owned(), &mut snapshot),
                (format!("/channels/{channel}/messages?limit=50"), &mut page),
                (format!("/channels/{channel}/messages?around={half}&limit=50"), &mut middle),
            ] {
                let at = Instant::now();
                api.call("GET", &path, None).await?;
                took.record(u64::try_from(at.elapsed().as_micros())?.max(1))?;
            }
        }
        let mut figures = Figures::new(format!("open: {} messages", self.messages));
        figures.process(before, process.and_then(Process::usage), 0);
        figures.latency("snapshot", &snapshot);
        figures.latency("newest_page", &page);
        figures.latency("middle_page", &middle);
        Ok(figures)
    }
}
