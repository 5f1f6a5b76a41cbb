//! The nodes of a run, and what they stand on.

use std::path::Path;

use anyhow::Context;
use tempfile::TempDir;
use url::Url;

use crate::{
    backing::{bucket::Bucket, replica_set::ReplicaSet, valkey::Valkey},
    node::Node,
};

/// A run's own nodes. Everything ends with it.
pub struct Cluster {
    /// The nodes, all started.
    pub nodes: Vec<Node>,
    shared: Option<Backing>,
    folder: TempDir,
}

/// What nodes share.
struct Backing {
    database: ReplicaSet,
    bus: Valkey,
    files: Bucket,
}

impl Cluster {
    /// One node on SQLite, a folder and the bus inside.
    pub async fn single(program: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut node = Node::new(program, folder.path().join("node"), Vec::new())?;
        node.start().await?;
        Ok(Self { nodes: vec![node], shared: None, folder })
    }

    /// Three nodes on a replica set of three, a Valkey and a bucket.
    pub async fn of_three(program: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let (database, bus) = (ReplicaSet::start().await?, Valkey::start().await?);
        let files = Bucket::open().await?;
        let mut settings = files.settings()?;
        settings.extend([
            ("WORKLOOP_DATABASE_URL".to_owned(), database.url()),
            ("WORKLOOP_BUS_URL".to_owned(), bus.url()),
            ("WORKLOOP_SECRET".to_owned(), "0123456789abcdef0123456789abcdef".to_owned()),
        ]);
        let mut nodes = Vec::new();
        for place in 0..3 {
            let home = folder.path().join(format!("node-{place}"));
            let mut node = Node::new(program, home, settings.clone())?;
            node.start().await?;
            nodes.push(node);
        }
        Ok(Self { nodes, shared: Some(Backing { database, bus, files }), folder })
    }

    /// The database that nodes share.
    pub fn database(&mut self) -> anyhow::Result<&mut ReplicaSet> {
        self.shared.as_mut().map(|shared| &mut shared.database).context("the nodes share no database")
    }

    /// The bus that nodes share.
    pub fn bus(&mut self) -> anyhow::Result<&mut Valkey> {
        self.shared.as_mut().map(|shared| &mut shared.bus).context("the nodes share no bus")
    }

    /// The bucket that nodes share.
    pub fn files(&self) -> anyhow::Result<&Bucket> {
        self.shared.as_ref().map(|shared| &shared.files).context("the nodes share no bucket")
    }

    /// Where the nodes are.
    pub fn urls(&self) -> Vec<Url> {
        self.nodes.iter().map(|node| node.url.clone()).collect()
    }

    /// Leaves the nodes' folders, logs and all, for somebody to look at.
    pub fn keep(self) -> std::path::PathBuf {
        let Self { nodes, folder, .. } = self;
        drop(nodes);
        folder.keep()
    }
}
