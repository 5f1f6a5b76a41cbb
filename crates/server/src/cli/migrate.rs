//! Moves everything from one database to another, and the files with it: ids, order and
//! cursors unchanged, so that clients go on where they were. Streams, goes on where it was
//! cut off, and isn't finished before both sides were compared.

mod files;
mod place;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use store::{
    Store,
    transfer::{self, Kind},
};

use self::place::{Database, Files};
use super::backup::bar;
use crate::config::Config;

/// Records read at once.
const AT_ONCE: usize = 500;

/// What to move where.
#[derive(Args)]
pub struct Migrate {
    /// The database to move: sqlite:PATH, mongodb+srv://… or mongodb://…. Stop its servers
    /// first.
    #[arg(long)]
    from: String,
    /// The empty database to move it to, or one in which a move was cut off.
    #[arg(long)]
    to: String,
    /// The files to move: file:PATH or s3://BUCKET. Left out: the folder `media` beside an SQLite
    /// database, or where WORKLOOP_MEDIA_URL says if that database is the configured one.
    #[arg(long)]
    files_from: Option<String>,
    /// Where to move them, likewise.
    #[arg(long)]
    files_to: Option<String>,
    /// Look at both sides and say what would be moved; move nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Moves, compares, and only then finishes.
pub async fn run(config: &Config, asked: Migrate) -> anyhow::Result<()> {
    let (from, to) = (Database::parse("--from", &asked.from)?, Database::parse("--to", &asked.to)?);
    ensure!(from != to, "--from and --to are the same database");
    let files_from = Files::choose("--files-from", asked.files_from.as_deref(), &from, config)?;
    let files_to = Files::choose("--files-to", asked.files_to.as_deref(), &to, config)?;

    ensure!(from.exists(), "there is no database at {from}");
    let source = from.open().await.context("the database to move can't be opened")?;
    ensure!(source.import_state().await?.is_none(), "{from} is itself half of another database");
    ensure!(source.is_set_up().await?, "there is nothing in {from}");
    let wrong = source.check().await?;
    ensure!(wrong.is_empty(), "the database to move is damaged: {}", wrong.join("; "));
    if asked.dry_run {
        return foresee(&source, &to, &files_from, &files_to).await;
    }

    let target = to.open().await.context("the database to move to can't be opened")?;
    move_records(&source, &target).await.map_err(|error| explain(error, &to))?;
    compare(&source, &target).await?;
    let moved = if files_from == files_to { None } else { Some(files::copy(&files_from, &files_to).await?) };
    let wrong = target.check().await?;
    ensure!(wrong.is_empty(), "what was moved doesn't add up: {}", wrong.join("; "));
    target.finish_import().await?;
    match moved {
        Some(moved) => println!("{:>12} {} files, {} bytes, the same", "bytes", moved.count, moved.bytes),
        None => println!("{:>12} stay where they are", "bytes"),
    }
    source.close().await?;
    target.close().await?;
    println!("moved: both sides hold the same. Point the servers at {to} and start them.");
    Ok(())
}

/// Says what would be moved.
async fn foresee(source: &Store, to: &Database, files_from: &Files, files_to: &Files) -> anyhow::Result<()> {
    for kind in Kind::ALL {
        println!("{:>12} {}", kind.name(), source.count(kind).await?);
    }
    if files_from == files_to {
        println!("{:>12} stay where they are", "bytes");
    } else {
        let found = files::count(files_from).await?;
        println!("{:>12} {} files, {} bytes", "bytes", found.count, found.bytes);
    }
    if to.exists() {
        let target = to.open().await.context("the database to move to can't be opened")?;
        match target.import_state().await? {
            Some(begun) if begun.epoch == source.epoch().await? => {
                println!("a move was cut off at the {}: it would go on there", begun.kind.name());
            }
            Some(_) => bail!("the target holds half of another database: use an empty one"),
            None => ensure!(!target.is_set_up().await?, "the target isn't empty: use an empty one"),
        }
        target.close().await?;
    }
    source.close().await?;
    println!("nothing was moved");
    Ok(())
}

async fn move_records(source: &Store, target: &Store) -> store::Result<()> {
    let (mut all, mut there) = (0, 0);
    for kind in Kind::ALL {
        all += source.count(kind).await?;
        there += target.count(kind).await?;
    }
    let progress = bar(all, "moving records");
    progress.set_position(there);
    transfer::copy(source, target, AT_ONCE, |_, count| progress.inc(count)).await?;
    progress.finish_and_clear();
    Ok(())
}

/// Reads both sides again and says of each kind how many there are.
async fn compare(source: &Store, target: &Store) -> anyhow::Result<()> {
    let progress = bar(Kind::ALL.len() as u64, "comparing");
    let mut lines = Vec::new();
    let mut differ = Vec::new();
    for kind in Kind::ALL {
        let (one, other) =
            tokio::try_join!(transfer::sum(source, kind, AT_ONCE), transfer::sum(target, kind, AT_ONCE))?;
        if one == other {
            lines.push(format!("{:>12} {one}, the same", kind.name()));
        } else {
            differ.push(format!("{}: {one} there, {other} here", kind.name()));
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    println!("{}", lines.join("\n"));
    ensure!(
        differ.is_empty(),
        "both sides differ ({}): something wrote to one of them meanwhile; empty the target and move again",
        differ.join("; ")
    );
    Ok(())
}

fn explain(error: store::Error, to: &Database) -> anyhow::Error {
    match error {
        store::Error::Conflict("not_empty") => anyhow::anyhow!("{to} isn't empty: move to an empty database"),
        store::Error::Conflict("import") => anyhow::anyhow!(
            "{to} holds half of another database, or the one to move was restored meanwhile: move to an empty one"
        ),
        other => anyhow::Error::new(other)
            .context("cut off: run the same command again, and it goes on where it stopped"),
    }
}
