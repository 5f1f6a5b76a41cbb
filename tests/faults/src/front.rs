//! Servers that somebody else runs, behind one address: what a person sees of a deployment.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::Context as _;
use clap::Args;
use tokio::{process::Command, time::timeout};
use url::Url;

/// All servers must have left and come back by then.
const PATIENCE: Duration = Duration::from_secs(180);

/// Where they are, and how they are restarted: for the scenario front-door.
#[derive(Debug, Clone, Args)]
#[group(requires_all = ["front", "token_file", "restart", "servers"])]
pub struct FrontDoor {
    /// The address that people use.
    #[arg(long, required = false)]
    pub front: Url,
    /// A file that holds a token of the first workspace's owner.
    #[arg(long, required = false)]
    pub token_file: PathBuf,
    /// A program that restarts all servers behind it, one after the other.
    #[arg(long, required = false)]
    pub restart: PathBuf,
    /// How many there are, for the table.
    #[arg(long, required = false)]
    pub servers: usize,
}

impl FrontDoor {
    /// Restarts all, and returns when they are back.
    pub async fn restart(&self) -> anyhow::Result<()> {
        let mut restarting = Command::new(&self.restart);
        restarting.stdin(Stdio::null()).kill_on_drop(true);
        let ended = timeout(PATIENCE, restarting.status()).await.context("the restart takes too long")?;
        let status = ended.with_context(|| format!("{} doesn't start", self.restart.display()))?;
        anyhow::ensure!(status.success(), "{} ended with {status}", self.restart.display());
        Ok(())
    }
}
