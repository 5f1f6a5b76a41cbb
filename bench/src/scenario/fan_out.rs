//! One room, N listeners: deliveries per second of server CPU and how late they come.

use clap::Args;

use super::Listening;
use crate::{
    api::Api,
    figures::{Figures, Process},
    socket::open_many,
};

/// One room of N connections.
#[derive(Args)]
pub struct FanOut {
    /// Connections in the room.
    #[arg(long, default_value_t = 1_000)]
    members: usize,
    /// Messages per second.
    #[arg(long, default_value_t = 50.0)]
    rate: f64,
    /// For how long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

impl FanOut {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let channel = api.channel(api.workspace().await?).await?;
        let listening = Listening::new();
        listening.listen(open_many(api, self.members).await?);
        let before = process.and_then(Process::usage);
        let (sent, failed) = listening.talk(&[(api.clone(), channel)], self.rate, self.seconds).await;
        let deliveries = listening.settle().await;
        let after = process.and_then(Process::usage);
        let mut figures = Figures::new(format!("fan-out: one room of {} at {}/s", self.members, self.rate));
        figures.put("sent", sent as f64);
        figures.put("failed", failed as f64);
        figures.put("deliveries", deliveries as f64);
        figures.put("deliveries_missing", ((sent - failed) * self.members as u64) as f64 - deliveries as f64);
        figures.process(before, after, deliveries);
        figures.latency("delivery", &listening.lateness().await);
        Ok(figures)
    }
}
