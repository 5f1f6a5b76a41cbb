//! Many rooms of a few: the shape of a real working day.

use clap::Args;

use super::{Listening, Load};
use crate::figures::{Figures, Process};
use client::{Api, socket::open_many};

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
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
}

impl Rooms {
    /// Runs it.
    pub async fn run(self, api: &Api, process: Option<Process>) -> anyhow::Result<Figures> {
        let workspace = api.workspace().await?;
        let mut listening = Listening::new();
        let mut channels = Vec::with_capacity(self.rooms);
        for person in api.people(workspace, self.rooms).await? {
            channels.push((person.clone(), person.channel(workspace).await?));
        }
        for (person, _) in &channels {
            listening.listen(open_many(person, self.members).await?);
        }
        let figures =
            Figures::new(format!("rooms: {} rooms of {} at {}/s", self.rooms, self.members, self.rate));
        let load = Load { rate: self.rate, seconds: self.seconds, members: self.members };
        load.run(figures, process, listening, &channels).await
    }
}
