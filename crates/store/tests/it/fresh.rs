//! A database of a test's own on the servers that all tests share.

use mongodb::{
    Client, ClientSession, Database,
    bson::{Document, doc},
};
use parking_lot::Mutex;
use protocol::UserId;
use store::{Store, mongo::Mongo};
use tokio::{runtime::Handle, task::block_in_place};

use crate::replica::variable;

/// Goes with the test.
pub struct Fresh {
    db: Database,
    nodes: Mutex<Vec<Store>>,
    /// Where it is.
    pub url: String,
}

impl Fresh {
    /// An empty one.
    pub async fn new() -> Self {
        let servers = variable("TEST_MONGODB_URL");
        let name = format!("test-{}", UserId::new());
        let db = Client::with_uri_str(&servers).await.unwrap().database(&name);
        let (hosts, options) = servers.split_once("/?").expect("TEST_MONGODB_URL names no database");
        Self { db, nodes: Mutex::default(), url: format!("{hosts}/{name}?{options}") }
    }

    /// A node on it.
    pub async fn node(&self) -> Store {
        let node = Store::new(Mongo::open(&self.url).await.unwrap());
        self.nodes.lock().push(node.clone());
        node
    }

    /// How many nodes have given a sign of life and aren't known to be dead.
    pub async fn living(&self) -> u64 {
        self.db.collection::<Document>("nodes").count_documents(doc! {}).await.unwrap()
    }

    /// Does what a node does that dies while it moves a feed.
    pub async fn hold(&self, feed: &str) -> ClientSession {
        let mut session = self.db.client().start_session().await.unwrap();
        let note = doc! { "_id": "dead", "beat": 1_i64, "sessions": [session.id().clone()] };
        self.db.collection::<Document>("nodes").insert_one(note).await.unwrap();
        session.start_transaction().await.unwrap();
        let feeds = self.db.collection::<Document>("feeds");
        let change = doc! { "$inc": { "head": 1_i64 } };
        let done = feeds.update_one(doc! { "_id": feed }, change).session(&mut session).await.unwrap();
        assert_eq!(done.matched_count, 1);
        session
    }

    /// The database itself, for what no node of this version does.
    pub fn db(&self) -> &Database {
        &self.db
    }

    /// Says what a program of another version says: its own, and the oldest that it works with.
    pub async fn set_schema(&self, version: u32, usable_by: u32) {
        let meta = self.db.collection::<Document>("meta");
        for (key, value) in [("schema", version), ("usable_by", usable_by)] {
            let change = doc! { "$set": { "value": value } };
            meta.update_one(doc! { "_id": key }, change).upsert(true).await.unwrap();
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let nodes = std::mem::take(&mut *self.nodes.lock());
        block_in_place(|| {
            Handle::current().block_on(async {
                // One that lives on would make the database anew.
                for node in nodes {
                    node.close().await.unwrap();
                }
                self.db.drop().await.unwrap();
            });
        });
    }
}
