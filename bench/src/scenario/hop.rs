//! What the bus between nodes adds: each message is heard at the node that it was sent to,
//! and at another one, in the same run.

use clap::Args;

use super::Listening;
use crate::figures::Figures;
use client::{Api, socket::open_many};

/// Two listeners at two nodes.
#[derive(Args)]
pub struct Hop {
    /// Another node of the cluster.
    #[arg(long, env = "WORKLOOP_OTHER_URL")]
    other: url::Url,
    /// Messages per second.
    #[arg(long, default_value_t = 20.0)]
    rate: f64,
    /// For how long.
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,
}

impl Hop {
    /// Runs it.
    pub async fn run(self, api: &Api) -> anyhow::Result<Figures> {
        let workspace = api.workspace().await?;
        let channel = api.channel(workspace).await?;
        let mut near = Listening::new();
        let mut far = near.beside();
        near.listen(open_many(api, 1).await?);
        far.listen(open_many(&api.at(self.other), 1).await?);
        let talk = near.talk(&[(api.clone(), channel)], self.rate, self.seconds).await?;
        let mut figures = Figures::new(format!("hop: {} messages/s, heard at two nodes", self.rate));
        figures.count("sent", talk.sent);
        figures.count("failed", talk.failed);
        figures.count("heard_near", near.settle().await?);
        figures.count("heard_far", far.settle().await?);
        figures.latency("near", &near.finish().await?);
        figures.latency("far", &far.finish().await?);
        figures.ratio("far_over_near", "far_p50_ms", "near_p50_ms");
        Ok(figures)
    }
}
