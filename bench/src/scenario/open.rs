//! Opening Workloop, and looking around in a channel with a long history, next to the same
//! in a channel with a short one.

use std::time::Instant;

use clap::Args;
use protocol::ChannelId;
use tokio::task::JoinSet;

use super::micros;
use crate::figures::{Figures, Process, histogram};
use client::Api;

/// Messages of the channel to compare with.
const SHORT: usize = 100;
/// Messages of a page.
const PAGE: usize = 50;

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
        let workspace = api.workspace().await?;
        // Two people with a channel each, so that a snapshot has the one or the other in it.
        let people = api.people(workspace, 2).await?;
        let mut places = Vec::new();
        for (person, messages) in people.iter().zip([SHORT.min(self.messages), self.messages]) {
            let channel = person.channel(workspace).await?;
            write(person, channel, messages).await?;
            places.push(Place { api: person.clone(), channel, messages });
        }
        let looks = ["snapshot", "newest", "middle", "oldest", "changes_newest", "changes_oldest"];
        let mut took = vec![[histogram(), histogram()]; looks.len()];
        let before = process.and_then(Process::usage);
        for _ in 0..self.times {
            for (look, took) in looks.iter().zip(&mut took) {
                for (place, took) in places.iter().zip(took) {
                    let path = place.path(look);
                    let at = Instant::now();
                    place.api.call("GET", &path, None).await?;
                    took.saturating_record(micros(at.elapsed()));
                }
            }
        }
        let after = process.and_then(Process::usage);
        let mut figures = Figures::new(format!("open: {} messages, and {SHORT}", self.messages));
        figures.count("messages", self.messages as u64);
        figures.process(before, after, 0);
        for (look, [short, long]) in looks.iter().zip(&took) {
            figures.latency(look, long);
            let ratio = long.value_at_quantile(0.5) as f64 / short.value_at_quantile(0.5) as f64;
            figures.put(&format!("{look}_over_short"), ratio);
        }
        Ok(figures)
    }
}

struct Place {
    api: Api,
    channel: ChannelId,
    messages: usize,
}

impl Place {
    fn path(&self, look: &str) -> String {
        let Self { channel, messages, .. } = self;
        let newest = messages.saturating_sub(PAGE);
        match look {
            "newest" => format!("/channels/{channel}/messages?limit={PAGE}"),
            "middle" => format!("/channels/{channel}/messages?around={}&limit={PAGE}", messages / 2),
            "oldest" => format!("/channels/{channel}/messages?after=0&limit={PAGE}"),
            "changes_newest" => format!("/changes?feed={channel}&since={newest}&limit={PAGE}"),
            "changes_oldest" => format!("/changes?feed={channel}&since=0&limit={PAGE}"),
            _ => "/snapshot".to_owned(),
        }
    }
}

async fn write(api: &Api, channel: ChannelId, messages: usize) -> anyhow::Result<()> {
    let mut writers = JoinSet::new();
    for share in 0..64 {
        let api = api.clone();
        writers.spawn(async move {
            for number in (share..messages).step_by(64) {
                api.send(channel, &format!("open-{number}"), &format!("Message {number}")).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = writers.join_next().await {
        done??;
    }
    Ok(())
}
