//! `cargo xtask tidy`: holds the tree to its floors and habits (ARCHITECTURE.md,
//! CONTRIBUTING.md), which a compiler can't.

mod api;
mod files;
mod floors;
mod links;
mod tree;
mod web;

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
    let sources = tree::files(root, &["rs", "ts", "tsx"])?;
    let documents = tree::files(root, &["md"])?;
    let habits = files::check(&sources);
    for warning in &habits.warnings {
        eprintln!("worth a look: {warning}");
    }
    let mut findings = floors::check(root)?;
    findings.extend(habits.findings);
    findings.extend(api::check(&sources));
    findings.extend(web::check(&sources));
    findings.extend(links::check(root, &documents));
    for finding in &findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} files keep to their floors and habits", sources.len() + documents.len());
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
