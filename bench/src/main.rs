//! `workloop-bench`: the load generator. It is a client like any other (it knows the public
//! API and nothing inside), sends on an open loop so that a slow server can't hide its
//! waiting, and counts the server's own CPU and memory from the operating system.

mod figures;
mod floor;
mod plot;
mod scenario;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use client::Api;

use crate::figures::Process;

/// Measures a Workloop server.
#[derive(Parser)]
#[command(name = "workloop-bench")]
struct Options {
    /// The server's address.
    #[arg(long, env = "WORKLOOP_URL", default_value = "http://127.0.0.1:8080")]
    url: url::Url,
    /// A personal token of a workspace owner.
    #[arg(long, env = "WORKLOOP_TOKEN", hide_env_values = true, default_value = "")]
    token: String,
    /// The server's process, for its CPU and memory.
    #[arg(long, env = "WORKLOOP_PID")]
    pid: Option<i32>,
    /// Writes the figures here as JSON too.
    #[arg(long)]
    json: Option<PathBuf>,
    #[command(subcommand)]
    scenario: Scenario,
}

#[derive(Subcommand)]
enum Scenario {
    /// One room of N connections, messages at a steady rate.
    FanOut(scenario::fan_out::FanOut),
    /// Many rooms of a few connections each, all talking.
    Rooms(scenario::rooms::Rooms),
    /// Memory per connection that only listens.
    Idle(scenario::idle::Idle),
    /// N connections come back at once.
    Storm(scenario::storm::Storm),
    /// Durable acknowledgements per second.
    Send(scenario::send::Send),
    /// Time to snapshot and to a channel's newest page, with a long history behind it.
    Open(scenario::open::Open),
    /// One message heard at two nodes of a cluster.
    Hop(scenario::hop::Hop),
    /// Draws the latencies of earlier runs.
    Plot(plot::Plot),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    raise_file_limit();
    let api = Api::new(options.url, options.token)?;
    let process = options.pid.map(Process::new);
    let figures = match options.scenario {
        Scenario::FanOut(it) => it.run(&api, process).await?,
        Scenario::Rooms(it) => it.run(&api, process).await?,
        Scenario::Idle(it) => it.run(&api, process).await?,
        Scenario::Storm(it) => it.run(&api, process).await?,
        Scenario::Send(it) => it.run(&api, process).await?,
        Scenario::Open(it) => it.run(&api, process).await?,
        Scenario::Hop(it) => it.run(&api).await?,
        Scenario::Plot(it) => return it.run(),
    };
    print!("{figures}");
    if let Some(path) = options.json {
        std::fs::write(path, serde_json::to_vec_pretty(&figures)?)?;
    }
    Ok(())
}

/// Thousands of sockets need more descriptors than a shell's default.
fn raise_file_limit() {
    // SAFETY: both calls get a valid pointer to a local struct.
    unsafe {
        let mut limit = std::mem::zeroed::<libc::rlimit>();
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        }
    }
}
