//! The contract, and what only this engine has: a lock, a disk that fills, versions.

mod disk;
mod kill;
mod upgrade;

use std::{sync::Arc, time::Duration};

use super::{Options, Place, Sql, Sqlite, schema};
use crate::{
    Error, Store, Upkeep,
    contract::{Town, message},
    transfer::{Kind, sum},
};

crate::contract_suite!((Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap()), ()));

fn folder() -> (tempfile::TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("workloop.sqlite"));
    (folder, place)
}

#[test]
fn a_second_server_is_refused_until_the_first_is_gone() {
    let (_folder, place) = folder();
    let first = Sqlite::open(place.clone(), Options::default()).unwrap();
    let Err(Error::Unavailable(why)) = Sqlite::open(place.clone(), Options::default()) else { panic!() };
    assert!(why.contains("another server is using"), "{why}");
    drop(first);
    Sqlite::open(place, Options::default()).unwrap();
}

#[test]
fn a_newer_schema_is_refused() {
    let (_folder, place) = folder();
    drop(Sqlite::open(place.clone(), Options::default()).unwrap());
    let Place::File(file) = &place else { panic!() };
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    drop(connection);
    let Err(Error::Internal(why)) = Sqlite::open(place, Options::default()) else { panic!() };
    assert!(why.contains("newer Workloop"), "{why}");
}

#[tokio::test]
async fn what_was_answered_is_there_after_opening_again() {
    let (_folder, place) = folder();
    let store = Store::new(Sqlite::open(place.clone(), Options::default()).unwrap());
    let town = Town::new(&store).await;
    let sent = town.say(town.ada, "kept").await;
    let general = town.general;
    let epoch = store.epoch().await.unwrap();
    drop((store, town));
    let store = Store::new(Sqlite::open(place, Options::default()).unwrap());
    assert_eq!(store.message(general, sent.id).await.unwrap(), sent);
    assert_eq!(store.epoch().await.unwrap(), epoch);
    assert!(store.check().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_crash_loses_nothing_that_was_answered() {
    let (folder, place) = folder();
    let store = Store::new(Sqlite::open(place, Options::default()).unwrap());
    let town = Town::new(&store).await;
    let sent = town.say(town.ada, "kept").await;
    // What a crash leaves: the files as they are now, the log not checkpointed.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["workloop.sqlite", "workloop.sqlite-wal"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let place = Place::File(crashed.path().join("workloop.sqlite"));
    let again = Store::new(Sqlite::open(place, Options::default()).unwrap());
    assert_eq!(again.message(town.general, sent.id).await.unwrap(), sent);
    assert!(again.check().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_recovers_by_itself() {
    let options = Options { probe: Duration::ZERO, ..Options::default() };
    let engine = Sqlite::open(Place::Memory, options).unwrap();
    let store = Store::new(engine.clone());
    let town = Town::new(&store).await;
    let first = town.say(town.ada, "before").await;
    engine.limit_pages(1).await.unwrap();
    let text = "x".repeat(16_000);
    let mut answered = Vec::new();
    let refused = loop {
        match store.append(message(town.general, town.ada, &text)).await {
            Ok(done) => answered.push(done.value.0.id),
            Err(error) => break error,
        }
        assert!(answered.len() < 1000);
    };
    assert!(matches!(refused, Error::ReadOnly(_)), "{refused:?}");
    assert!(!store.health().await.unwrap().writable);
    assert_eq!(store.message(town.general, first.id).await.unwrap(), first, "reads go on");
    assert!(matches!(store.append(message(town.general, town.ada, "no")).await, Err(Error::ReadOnly(_))));
    engine.limit_pages(0).await.unwrap();
    assert!(store.health().await.unwrap().writable, "asking finds out");
    let after = town.say(town.ada, "after").await;
    assert!(store.health().await.unwrap().writable);
    assert_eq!(after.seq, first.seq + answered.len() as u64 + 1, "refused writes left no hole");
    for id in answered {
        store.message(town.general, id).await.unwrap();
    }
    assert!(store.check().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_writing_opens_and_adds_up() {
    let store = Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap());
    let town = Arc::new(Town::new(&store).await);
    let writing = Arc::clone(&town);
    let writer = tokio::spawn(async move {
        for n in 0..200 {
            writing.say(writing.ada, &n.to_string()).await;
        }
    });
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("backup.sqlite");
    store.backup_to(&file).await.unwrap();
    assert!(store.backup_to(&file).await.is_err(), "a backup never overwrites");
    writer.await.unwrap();
    let copy = Store::new(Sqlite::open(Place::File(file), Options::default()).unwrap());
    assert!(copy.check().await.unwrap().is_empty());
    assert!(copy.is_set_up().await.unwrap());
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let options = Options { queue: 1, ..Options::default() };
    let engine = Sqlite::open(Place::Memory, options).unwrap();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let busy = engine.clone();
    let first = tokio::spawn(async move {
        busy.write(move |_| held.recv().map_err(|error| Error::Internal(error.to_string()))).await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let waiting = engine.clone();
    let second = tokio::spawn(async move { waiting.renew_epoch().await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(matches!(engine.renew_epoch().await, Err(Error::Unavailable(_))));
    release.send(()).unwrap();
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
}

#[tokio::test]
async fn damage_is_found() {
    let engine = Sqlite::open(Place::Memory, Options::default()).unwrap();
    let town = Town::new(&Store::new(engine.clone())).await;
    let sent = town.say(town.ada, "one").await;
    town.say(town.ada, "two").await;
    let id = sent.id.to_u128().to_be_bytes();
    engine
        .write(move |tx| tx.conn.run("DELETE FROM messages WHERE id = ?1", rusqlite::params![id]).map(drop))
        .await
        .unwrap();
    engine.write(|tx| tx.conn.run("UPDATE feeds SET head = 1, last_seq = 1", []).map(drop)).await.unwrap();
    let faults = engine.check().await.unwrap().join("\n");
    for word in ["densely", "last message", "channel feed", "workspace feed", "person feed", "cursor"] {
        assert!(faults.contains(word), "{word}: {faults}");
    }
}

#[tokio::test]
async fn pages_of_an_export_are_bounded_in_bytes() {
    let store = Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap());
    let town = Town::new(&store).await;
    for _ in 0..5 {
        town.say(town.ada, &"x".repeat(1_500_000)).await;
    }
    let all = store.count(Kind::Messages).await.unwrap();
    let page = store.records(Kind::Messages, None, 500).await.unwrap();
    assert!(page.rows.len() as u64 <= all - 2 && page.next.is_some(), "{} of {all}", page.rows.len());
    assert_eq!(sum(&store, Kind::Messages, 500).await.unwrap().count, all);
}

#[tokio::test]
async fn a_bug_in_one_operation_leaves_the_others_alone() {
    let engine = Sqlite::open(Place::Memory, Options::default()).unwrap();
    let town = Town::new(&Store::new(engine.clone())).await;
    let failed = engine
        .write(|tx| -> crate::Result<()> {
            tx.conn.run("DELETE FROM members", [])?;
            panic!("a bug")
        })
        .await;
    assert!(matches!(failed, Err(Error::Internal(_))));
    town.say(town.ada, "still here").await;
}
