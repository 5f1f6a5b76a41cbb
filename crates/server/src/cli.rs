//! The command line.

pub mod admin;
pub mod backup;
pub mod doctor;
pub mod front;
pub mod health;
pub mod migrate;
pub mod prepare;
pub mod reindex;
pub mod restore;
pub mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::{
    config::{Config, reference},
    http::openapi,
};

/// Team chat in one program.
#[derive(Parser)]
#[command(
    name = "workloop",
    version,
    about,
    after_help = "Settings are environment variables: see `workloop config`."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (also without any command).
    Serve,
    /// Print the settings in effect, secrets hidden.
    Config,
    /// Write everything to one file, while the server runs.
    Backup {
        /// The file to make.
        file: PathBuf,
    },
    /// Put a backup into an empty data folder.
    Restore {
        /// The file to read.
        file: PathBuf,
    },
    /// Before the first start, with a MongoDB or a bucket of your own: make servers that were
    /// just started a replica set, and let the page talk to the bucket. Does nothing twice.
    Prepare,
    /// Move everything to another database, ids, order and cursors unchanged.
    Migrate(migrate::Migrate),
    /// Look after accounts.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// After the database was restored by other means than `restore`, with all servers
    /// stopped: let every client fetch anew, rather than keep what is no longer there.
    RenewEpoch,
    /// Build the search index again.
    Reindex,
    /// Try the settings, the folders and the database, and say what is wrong; with --aws, hold
    /// an installation on AWS against what the architecture promises.
    Doctor(doctor::aws::Aws),
    /// Ask the running server whether it's ready.
    Health,
    /// In nginx's image: write what differs between places, then become nginx.
    Front(front::Front),
    /// Print the API's description.
    Openapi,
    /// Print docs/CONFIGURATION.md.
    ConfigReference,
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> anyhow::Result<()> {
        match self.command.unwrap_or(Command::Serve) {
            Command::Openapi => print!("{}", openapi::text()?),
            Command::ConfigReference => print!("{}", reference::page()),
            Command::Front(front) => return front::run(&front),
            Command::Doctor(asked) if asked.aws => return wait(doctor::aws::run(asked)),
            Command::Doctor(_) => return wait(doctor::run()),
            command => return with_config(command, &Config::load()?),
        }
        Ok(())
    }
}

fn with_config(command: Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Serve => wait(serve::run(config)),
        Command::Config => {
            print!("{}", reference::effective(config));
            Ok(())
        }
        Command::Health => health::run(config),
        Command::Prepare => wait(prepare::run(config)),
        Command::Backup { file } => wait(backup::run(config, &file)),
        Command::Restore { file } => wait(restore::run(config, &file)),
        Command::Migrate(command) => wait(migrate::run(config, command)),
        Command::Admin(command) => wait(admin::run(config, command)),
        Command::RenewEpoch => wait(restore::renew_epoch(config)),
        Command::Reindex => wait(reindex::run(config)),
        Command::Doctor(_) | Command::Front(_) | Command::Openapi | Command::ConfigReference => Ok(()),
    }
}

fn wait(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
