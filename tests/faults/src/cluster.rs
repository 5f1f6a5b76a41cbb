//! The nodes of a run, and what they stand on.

use std::{fs, path::Path};

use anyhow::Context;
use client::Api;
use tempfile::TempDir;
use url::Url;

use crate::{
    backing::{bucket::Bucket, replica_set::ReplicaSet, valkey::Valkey},
    cast::PATIENCE,
    front::FrontDoor,
    node::Node,
};

/// A run's own nodes. Everything ends with it.
pub struct Cluster {
    /// The nodes, all started; none where somebody else runs them.
    pub nodes: Vec<Node>,
    shared: Option<Backing>,
    front: Option<FrontDoor>,
    folder: TempDir,
}

/// Whose time nodes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks {
    /// The machine's.
    Right,
    /// What [`Node::set_clock`] says.
    Settable,
}

impl Clocks {
    fn of(self, node: Node) -> anyhow::Result<Node> {
        if self == Self::Settable { node.with_clock() } else { Ok(node) }
    }
}

/// What nodes share.
struct Backing {
    database: ReplicaSet,
    bus: Valkey,
    files: Bucket,
}

impl Cluster {
    /// One node on SQLite, a folder and the bus inside.
    pub async fn single(program: &Path, clocks: Clocks) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut node = clocks.of(Node::new(program, folder.path().join("node"), Vec::new())?)?;
        node.start().await?;
        Ok(Self { nodes: vec![node], shared: None, front: None, folder })
    }

    /// Three nodes on a replica set of three, a Valkey and a bucket.
    pub async fn of_three(program: &Path, clocks: Clocks) -> anyhow::Result<Self> {
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
            let mut node = clocks.of(Node::new(program, home, settings.clone())?)?;
            node.start().await?;
            nodes.push(node);
        }
        Ok(Self { nodes, shared: Some(Backing { database, bus, files }), front: None, folder })
    }

    /// Somebody else's nodes, known by their front door only.
    pub fn behind(front: &FrontDoor) -> anyhow::Result<Self> {
        let front = Some(front.clone());
        Ok(Self { nodes: Vec::new(), shared: None, front, folder: tempfile::tempdir()? })
    }

    /// The front door, where that is all one knows.
    pub fn front(&self) -> anyhow::Result<&FrontDoor> {
        self.front.as_ref().context("the nodes have no front door")
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.front.as_ref().map_or(self.nodes.len(), |front| front.servers)
    }

    /// Who owns the place: set up anew, unless it was before.
    pub async fn owner(&self) -> anyhow::Result<Api> {
        if let Some(front) = &self.front {
            let token = fs::read_to_string(&front.token_file)?.trim().to_owned();
            return Api::with_patience(front.front.clone(), token, PATIENCE);
        }
        let node = self.nodes.first().context("no node")?;
        Api::with_patience(node.url.clone(), String::new(), PATIENCE)?.set_up(&node.code().await?).await
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
        match &self.front {
            Some(front) => vec![front.front.clone()],
            None => self.nodes.iter().map(|node| node.url.clone()).collect(),
        }
    }

    /// Leaves the nodes' folders, logs and all, for somebody to look at.
    pub fn keep(self) -> std::path::PathBuf {
        let Self { nodes, folder, .. } = self;
        drop(nodes);
        folder.keep()
    }
}
