//! `workloop`: the server and everything to look after it.
//!
//! Reading order: [`config`] says what can be set, [`wiring`] puts the parts together,
//! [`http`] is the face, [`listener`] the door, [`cli`] the commands, [`control`]
//! how some of them reach the running server.

mod cli;
mod config;
mod control;
mod http;
mod listener;
mod metrics;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("workloop: {error:#}");
            ExitCode::FAILURE
        }
    }
}
