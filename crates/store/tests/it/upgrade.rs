//! A rolling upgrade, and going back: servers of this version work on while one of the next
//! migrates, and begin anew on what it left. The next version is played by what it may do.

use mongodb::{
    Database, IndexModel,
    bson::{Document, doc},
    options::IndexOptions,
};
use store::{contract::message, messages::Window};

use crate::{crowd::Crowd, fresh::Fresh};

/// This program's schema is the first; the next only adds to it.
const NEXT: u32 = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_work_on_while_the_next_version_migrates_and_may_come_back() {
    let fresh = Fresh::new().await;
    // What is filled in under their hands may make them wait for too long: a refusal is in order.
    let crowd = Crowd::new(vec![fresh.node().await, fresh.node().await], true).await;
    let migration = async {
        crowd.until_acknowledged().await;
        add_indexes(fresh.db()).await;
        fresh.set_schema(NEXT, NEXT - 1).await;
        for _ in 0..3 {
            add_to_everything(fresh.db()).await;
            crowd.until_acknowledged().await;
        }
    };
    crowd.talk(3, migration).await;

    add_to_everything(fresh.db()).await;
    let back = fresh.node().await;
    let town = &crowd.town;
    let said = back.append(message(town.general, town.bela, "back again")).await.unwrap().value.0;
    let read = back.history(town.general, None, Window::Latest, 10_000).await.unwrap().messages;
    assert_eq!(read.last(), Some(&said));
    let places: Vec<u64> = read.iter().map(|message| message.seq).collect();
    assert_eq!(places, (1..=said.seq).collect::<Vec<_>>(), "what was written before is read too");
    assert_eq!(back.check().await.unwrap(), Vec::<String>::new());

    // What the next version made is still there.
    let indexes = fresh.db().collection::<Document>("messages").list_index_names().await.unwrap();
    assert_eq!(indexes.iter().filter(|name| name.starts_with("later")).count(), 2, "{indexes:?}");
    assert_eq!(back.health().await.unwrap().schema, NEXT);
}

/// Indexes are built while others write; a unique one covers only what bears its field.
async fn add_indexes(db: &Database) {
    let later = |name: &str, unique: bool| {
        let some = doc! { "later.key": { "$gt": "" } };
        let options = IndexOptions::builder().name(name.to_owned()).unique(unique);
        let options = options.partial_filter_expression(some).build();
        IndexModel::builder().keys(doc! { "channel": 1, "later.key": 1 }).options(options).build()
    };
    let messages = db.collection::<Document>("messages");
    messages.create_index(later("later_unique", true)).await.unwrap();
    let by_time = IndexModel::builder().keys(doc! { "channel": 1, "later.at": -1 });
    let named = IndexOptions::builder().name("later_at".to_owned()).build();
    messages.create_index(by_time.options(named).build()).await.unwrap();
    db.create_collection("later").await.unwrap();
}

/// What a document lacks is filled in, under the writers' hands.
async fn add_to_everything(db: &Database) {
    for name in db.list_collection_names().await.unwrap() {
        if name.starts_with("system.") {
            continue;
        }
        let lacking = doc! { "later": { "$exists": false } };
        let filled = vec![doc! { "$set": { "later": { "key": { "$toString": "$_id" }, "at": 0 } } }];
        db.collection::<Document>(&name).update_many(lacking, filled).await.unwrap();
    }
}
