//! `cargo xtask tidy`: holds the tree to its floors and habits (ARCHITECTURE.md,
//! CONTRIBUTING.md), which a compiler can't.

mod files;
mod floors;

use std::{path::Path, process::ExitCode};

use anyhow::{Context, bail};

fn main() -> anyhow::Result<ExitCode> {
    let task = std::env::args().nth(1);
    match task.as_deref() {
        Some("tidy") => tidy(),
        _ => bail!("usage: cargo xtask tidy"),
    }
}

/// Prints every finding; fails when there is one.
fn tidy() -> anyhow::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has a parent")?;
    let mut findings = floors::check(root)?;
    findings.extend(files::check(root)?);
    for finding in &findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: floors and habits hold");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
