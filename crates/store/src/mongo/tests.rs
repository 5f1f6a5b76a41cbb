//! The promises on a real replica set, and what only this engine has to show. The set is the
//! one in `TEST_MONGODB_URL`; every test has a database of its own there.

use mongodb::{
    Client,
    bson::{Document, doc},
};

use super::{Mongo, schema::*, upkeep::EVERYTHING};
use crate::Store;

/// Collections that may be sharded, and the key that every query of them names.
const SHARDED: [(&str, &str); 4] =
    [(MESSAGES, "channel"), (READINGS, "user"), (DRAFTS, "user"), (FEEDS, "_id")];

/// The address of a database that nobody else uses.
fn address() -> (String, String) {
    let url = std::env::var("TEST_MONGODB_URL")
        .expect("TEST_MONGODB_URL is missing: start the services with tests/services/up, or run make test");
    let name = format!("test-{}", crate::epoch::new_epoch().unwrap());
    let (hosts, options) = url.split_once("/?").unwrap_or((url.trim_end_matches('/'), ""));
    (format!("{hosts}/{name}?{options}"), name)
}

/// A database that records every query, and goes at the end.
struct Scratch {
    url: String,
    name: String,
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (url, name) = (self.url.clone(), self.name.clone());
        let is_failing = std::thread::panicking();
        let slow = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let db = Client::with_uri_str(url).await.unwrap().database(&name);
                let found = queries_that_do_not_scale(&db).await;
                db.drop().await.unwrap();
                found
            })
        });
        let slow = slow.join().unwrap();
        assert!(is_failing || slow.is_empty(), "queries that don't scale: {slow:#?}");
    }
}

/// Queries that read a whole collection, or go to all shards.
async fn queries_that_do_not_scale(db: &mongodb::Database) -> Vec<String> {
    use futures_util::TryStreamExt;
    let profile = db.collection::<Document>("system.profile");
    let all: Vec<Document> = profile.find(doc! {}).await.unwrap().try_collect().await.unwrap();
    let mut slow = Vec::new();
    for it in all {
        let command = it.get_document("command").cloned().unwrap_or_default();
        let is_ours = it.get_str("appName").is_ok_and(|name| name == "workloop");
        if !is_ours || command.get_str("comment").is_ok_and(|it| it == EVERYTHING) {
            continue;
        }
        let of = it.get_str("ns").unwrap_or_default().split_once('.').map(|it| it.1).unwrap_or_default();
        if it.get_str("planSummary").is_ok_and(|plan| plan.contains("COLLSCAN")) {
            slow.push(format!("{of} is scanned: {command}"));
        }
        let filter = command.get_document("filter").or_else(|_| command.get_document("q"));
        let key = SHARDED.iter().find(|(sharded, _)| *sharded == of);
        if let (Ok(filter), Some((_, key))) = (filter, key)
            && !filter.contains_key(key)
            && !filter.get_document("_id").is_ok_and(|it| it.contains_key("$gt"))
        {
            slow.push(format!("{of} is asked without its shard key: {command}"));
        }
    }
    slow
}

async fn open() -> (Store, Scratch) {
    let (url, name) = address();
    let engine = Mongo::open(&url).await.unwrap();
    engine.inner.db.run_command(doc! { "profile": 2 }).await.unwrap();
    (Store::new(engine), Scratch { url, name })
}

crate::contract_suite!(open().await);
