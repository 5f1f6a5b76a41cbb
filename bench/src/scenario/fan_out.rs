//! One room, N listeners: deliveries per second of server CPU and how late they come.

use clap::Args;

use super::{Listening, Load};
use crate::figures::{Figures, Process};
use client::{Api, socket::open_many};

/// One room of N connections.
#[derive(Args)]
pub struct FanOut {
    /// Connections in the room.
    #[arg(long, default_value_t = 1_000)]
    members: usize,
    /// Messages per second.
    #[arg(long, default_value_t = 20.0)]
    rate: f64,
    /// For how long.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
}

impl FanOut {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let channel = api.channel(api.workspace().await?).await?;
        let mut listening = Listening::new();
        listening.listen(open_many(api, self.members).await?);
        let figures = Figures::new(format!("fan-out: one room of {} at {}/s", self.members, self.rate));
        let load = Load { rate: self.rate, seconds: self.seconds, members: self.members };
        load.run(figures, process, listening, &[(api.clone(), channel)]).await
    }
}
