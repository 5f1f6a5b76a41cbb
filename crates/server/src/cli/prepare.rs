//! Makes what the settings name ready for the first start: what Atlas and Amazon's set-up do
//! by themselves, for who runs a MongoDB or a bucket of their own.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use media::Bucket;
use protocol::Clock;

use crate::config::{Config, database, media::Place};

/// How long a store may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Forms the replica set, and lets the page talk to the bucket.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    match &config.database.place {
        database::Place::File(_) => println!("database: a file, made by the first start"),
        database::Place::Server(url) => {
            let formed = store::mongo::form_replica_set(url).await?;
            println!(
                "database: {}",
                if formed { "the replica set is formed" } else { "a replica set already" }
            );
        }
    }
    match &config.media.place {
        Place::Folder(_) => println!("files: a folder, made by the first start"),
        Place::Bucket(address) => {
            let page = config.listen.public_url.as_ref().context(
                "WORKLOOP_PUBLIC_URL must say where the page is: the bucket has to allow it by name",
            )?;
            let origin = page.origin().ascii_serialization();
            allow(&Bucket::open(address.clone(), Clock::of_machine()).await?, &origin).await?;
            println!("files: the bucket takes requests of pages from {origin}");
        }
    }
    Ok(())
}

async fn allow(bucket: &Bucket, origin: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    loop {
        match bucket.allow_pages(origin).await {
            Err(media::Error::Unavailable(_)) if begun.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            done => return done.context("the bucket can't be told which page may use it"),
        }
    }
}
