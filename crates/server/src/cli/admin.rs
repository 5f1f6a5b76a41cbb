//! Looking after accounts from the command line, while the server is stopped.

use clap::Subcommand;

use crate::config::Config;

#[derive(Subcommand)]
pub enum Admin {
    /// All accounts.
    List,
}

pub async fn run(config: &Config, command: Admin) -> anyhow::Result<()> {
    Ok(())
}

pub async fn reindex(config: &Config) -> anyhow::Result<()> {
    Ok(())
}
