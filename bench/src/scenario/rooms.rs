//! Many rooms of a few: the shape of a real working day.

use clap::Args;

use super::Listening;
use crate::{
    api::Api,
    figures::{Figures, Process},
    socket::open_many,
};

/// Many rooms, each with its own person on several connections.
#[derive(Args)]
pub struct Rooms {
    /// Rooms.
    #[arg(long, default_value_t = 50)]
    rooms: usize,
    /// Connections in each.
    #[arg(long, default_value_t = 20)]
    members: usize,
    /// Messages per second over all rooms.
    #[arg(long, default_value_t = 500.0)]
    rate: f64,
    /// For how long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

impl Rooms {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let workspace = api.workspace().await?;
        let listening = Listening::new();
        let mut channels = Vec::with_capacity(self.rooms);
        for person in api.people(workspace, self.rooms).await? {
            channels.push((person.clone(), person.channel(workspace).await?));
            listening.listen(open_many(&person, self.members).await?);
        }
        let before = process.and_then(Process::usage);
        let (sent, failed) = listening.talk(&channels, self.rate, self.seconds).await;
        let deliveries = listening.settle().await;
        let after = process.and_then(Process::usage);
        let mut figures =
            Figures::new(format!("rooms: {} rooms of {} at {}/s", self.rooms, self.members, self.rate));
        figures.put("sent", sent as f64);
        figures.put("failed", failed as f64);
        figures.put("deliveries", deliveries as f64);
        figures.process(before, after, deliveries);
        figures.latency("delivery", &listening.lateness().await);
        Ok(figures)
    }
}
