//! The promises on a real replica set, and what only this engine has to show. The set is the
//! one in `TEST_MONGODB_URL`; every test has a database of its own there.

use mongodb::{
    Client,
    bson::{Bson, Document, doc},
};

use protocol::Timestamp;

use super::{Mongo, schema::*, upkeep::EVERYTHING};
use crate::{Store, Upkeep as _};

/// Collections that may be sharded, and the key that every query of them names.
const SHARDED: [(&str, &str); 5] =
    [(MESSAGES, "channel"), (READINGS, "user"), (DRAFTS, "user"), (SAVES, "user"), (FEEDS, "_id")];

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
        if let Some((_, key)) = SHARDED.iter().find(|(sharded, _)| *sharded == of)
            && let Some(filter) = filter(&command)
            && !names(filter, key)
            && !filter.get_document("_id").is_ok_and(|it| it.contains_key("$gt"))
        {
            slow.push(format!("{of} is asked without its shard key: {command}"));
        }
    }
    slow
}

/// What a command looks for; a pipeline's is in its first stage.
fn filter(command: &Document) -> Option<&Document> {
    let pipeline = || command.get_array("pipeline").ok()?.first()?.as_document()?.get_document("$match").ok();
    command.get_document("filter").or_else(|_| command.get_document("q")).ok().or_else(pipeline)
}

/// Whether it says which value of the key, in each alternative.
fn names(filter: &Document, key: &str) -> bool {
    let each = |it: &Bson| it.as_document().is_some_and(|it| names(it, key));
    filter.contains_key(key) || filter.get_array("$or").is_ok_and(|all| all.iter().all(each))
}

async fn open() -> (Store, Scratch) {
    let (url, name) = address();
    let engine = Mongo::open(&url).await.unwrap();
    engine.inner.db.run_command(doc! { "profile": 2 }).await.unwrap();
    (Store::new(engine), Scratch { url, name })
}

crate::contract_suite!(open().await);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_that_does_not_scale_is_noticed() {
    let engine = Mongo::open(&address().0).await.unwrap();
    let db = &engine.inner.db;
    db.run_command(doc! { "profile": 2 }).await.unwrap();
    let messages = db.collection::<Document>(MESSAGES);
    messages.insert_one(doc! { "_id": "one", "channel": "C1", "rev": 1 }).await.unwrap();
    messages.find_one(doc! { "channel": "C1", "rev": 1 }).await.unwrap();
    messages.find_one(doc! { "channel": "C1", "text": "hi" }).await.unwrap();
    db.collection::<Document>(USERS).find_one(doc! { "title": "hi" }).await.unwrap();
    messages.update_one(doc! { "_id": "one" }, doc! { "$set": { "rev": 2 } }).await.unwrap();
    let alternatives = doc! { "$or": [{ "channel": "C1", "rev": 1 }, { "_id": "one" }] };
    let found = messages.aggregate([doc! { "$match": alternatives }]).await.unwrap();
    drop(found);
    let slow = queries_that_do_not_scale(db).await;
    let beginnings: Vec<&str> = slow.iter().map(|it| it.split(':').next().unwrap()).collect();
    let keyless = "messages is asked without its shard key";
    assert_eq!(beginnings, ["users is scanned", keyless, keyless], "{slow:#?}");
    crate::Upkeep::close(&engine).await.unwrap();
    db.drop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_wrong_is_put_right_by_the_primary() {
    let (url, name) = address();
    let scratch = Scratch { url: url.clone(), name };
    let store = Mongo::open(&url).await.unwrap();
    let clock = store.inner.time.clock();
    assert!(clock.is_set(), "a node begins with the primary's time");
    for wrong_by in [86_400, -86_400, 1] {
        clock.set(Timestamp::now().plus_seconds(wrong_by));
        super::time::ask(&store.inner.db, clock).await.unwrap();
        assert!(clock.machine_ahead().abs() < 0.9, "{wrong_by}: {}", clock.machine_ahead());
    }
    store.close().await.unwrap();
    drop(scratch);
}
