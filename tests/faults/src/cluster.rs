//! The nodes of a run, and what they stand on.

use std::path::Path;

use tempfile::TempDir;
use url::Url;

use crate::node::Node;

/// A run's own nodes. Everything ends with it.
pub struct Cluster {
    /// The nodes, all started.
    pub nodes: Vec<Node>,
    folder: TempDir,
}

impl Cluster {
    /// One node on SQLite, a folder and the bus inside.
    pub async fn single(program: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut node = Node::new(program, folder.path().join("node"), Vec::new())?;
        node.start().await?;
        Ok(Self { nodes: vec![node], folder })
    }

    /// Where the nodes are.
    pub fn urls(&self) -> Vec<Url> {
        self.nodes.iter().map(|node| node.url.clone()).collect()
    }

    /// Leaves the nodes' folders, logs and all, for somebody to look at.
    pub fn keep(self) -> std::path::PathBuf {
        let Self { nodes, folder } = self;
        drop(nodes);
        folder.keep()
    }
}
