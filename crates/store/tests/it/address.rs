//! Addresses and servers that can't be used: the error says what to do, and no secret.

use std::time::{Duration, Instant};

use mongodb::bson::doc;
use store::{Error, mongo::Mongo};

use crate::{fresh::Fresh, replica::Member};

async fn refused(address: &str) -> Error {
    match Mongo::open(address).await {
        Ok(_) => panic!("{address} was taken"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_bad_address_is_refused_with_what_is_wrong() {
    for (address, what) in [
        ("mysql://127.0.0.1/workloop", "address"),
        ("mongodb://", "address"),
        ("mongodb://127.0.0.1:99999/workloop", "address"),
        ("mongodb://ada:s3cret:x@127.0.0.1/workloop", "address"),
        ("mongodb://127.0.0.1/?w=many&w", "address"),
        ("mongodb://127.0.0.1/work%20loop.a", "database"),
    ] {
        let error = refused(address).await;
        let Error::Internal(text) = &error else { panic!("{address}: {error:?}") };
        assert!(text.contains(what), "{address}: {text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable_within_seconds() {
    let begun = Instant::now();
    let error = refused("mongodb://ada:s3cret@127.0.0.1:1/?replicaSet=rs0").await;
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    let Error::Unavailable(text) = &error else { panic!("{error:?}") };
    assert!(text.contains("127.0.0.1:1") && !text.contains("s3cret"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_server_is_refused_with_what_it_lacks() {
    let server = Member::start(&[]);
    server.ask(doc! { "ping": 1 }).await.unwrap();
    let error = refused(&format!("mongodb://127.0.0.1:{}/workloop", server.port)).await;
    let Error::Internal(text) = &error else { panic!("{error:?}") };
    assert!(text.contains("--replSet"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_this_version_cannot_use_is_left_alone() {
    let fresh = Fresh::new().await;
    drop(fresh.node().await);
    fresh.set_schema(99, 98).await;
    let error = refused(&fresh.url).await;
    let Error::Internal(text) = &error else { panic!("{error:?}") };
    assert!(text.contains("99") && text.contains("upgrade"), "{text}");
}

/// An address can ask for less than is promised; it doesn't get it.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_cannot_ask_for_less_than_is_promised() {
    let fresh = Fresh::new().await;
    let careless = format!("{}&w=0&readPreference=secondary&retryWrites=false", fresh.url);
    let store = store::Store::new(Mongo::open(&careless).await.unwrap());
    let town = store::contract::Town::new(&store).await;
    for number in 0..20 {
        let sent = town.say(town.ada, &number.to_string()).await;
        assert_eq!(store.message(town.general, sent.id).await.unwrap(), sent);
    }
}
