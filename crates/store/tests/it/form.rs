//! Servers that were just started and are made a replica set.

use store::{
    Error, Store,
    contract::Town,
    mongo::{Mongo, form_replica_set},
};

use crate::{fresh::Fresh, replica::ReplicaSet};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_were_just_started_become_a_set_once() {
    let set = ReplicaSet::strangers();
    let url = set.url();
    let (one, other) = tokio::join!(form_replica_set(&url), form_replica_set(&url));
    assert!(one.unwrap() != other.unwrap(), "one of two made it");
    let store = Store::new(Mongo::open(&set.url()).await.unwrap());
    let town = Town::new(&store).await;
    assert!(!form_replica_set(&set.url()).await.unwrap(), "it is one");
    assert_eq!(store.account(town.ada).await.unwrap().handle, "ada");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_of_another_name_is_left_alone() {
    let fresh = Fresh::new().await;
    for (url, said) in [
        (fresh.url.replace("replicaSet=rs0", "replicaSet=harbour"), "called rs0, not harbour"),
        (fresh.url.replace("replicaSet=rs0", ""), "must name the set"),
    ] {
        let Err(Error::Internal(text)) = form_replica_set(&url).await else { panic!("{url}") };
        assert!(text.contains(said), "{text}");
    }
}
