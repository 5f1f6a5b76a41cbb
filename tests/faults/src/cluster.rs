//! The nodes of a run, and what they stand on.

use std::path::Path;

use anyhow::Context;
use tempfile::TempDir;
use url::Url;

use crate::{
    backing::{replica_set::ReplicaSet, valkey::Valkey},
    node::Node,
};

/// A run's own nodes. Everything ends with it.
pub struct Cluster {
    /// The nodes, all started.
    pub nodes: Vec<Node>,
    shared: Option<(ReplicaSet, Valkey)>,
    folder: TempDir,
}

impl Cluster {
    /// One node on SQLite, a folder and the bus inside.
    pub async fn single(program: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut node = Node::new(program, folder.path().join("node"), Vec::new())?;
        node.start().await?;
        Ok(Self { nodes: vec![node], shared: None, folder })
    }

    /// Three nodes on a replica set of three, a Valkey and one folder of files.
    pub async fn of_three(program: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let (database, bus) = (ReplicaSet::start().await?, Valkey::start().await?);
        let settings = [
            ("WORKLOOP_DATABASE_URL", database.url()),
            ("WORKLOOP_BUS_URL", bus.url()),
            ("WORKLOOP_MEDIA_URL", format!("file:{}", folder.path().join("media").display())),
            ("WORKLOOP_SECRET", "0123456789abcdef0123456789abcdef".to_owned()),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value));
        let mut nodes = Vec::new();
        for place in 0..3 {
            let home = folder.path().join(format!("node-{place}"));
            let mut node = Node::new(program, home, settings.to_vec())?;
            node.start().await?;
            nodes.push(node);
        }
        Ok(Self { nodes, shared: Some((database, bus)), folder })
    }

    /// The database that nodes share.
    pub fn database(&mut self) -> anyhow::Result<&mut ReplicaSet> {
        self.shared.as_mut().map(|(database, _)| database).context("the nodes share no database")
    }

    /// The bus that nodes share.
    pub fn bus(&mut self) -> anyhow::Result<&mut Valkey> {
        self.shared.as_mut().map(|(_, bus)| bus).context("the nodes share no bus")
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
