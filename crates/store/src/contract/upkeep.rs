//! Health and consistency.

use super::{Town, message};
use crate::Store;

pub async fn a_healthy_store_says_so(store: &Store) {
    let town = Town::new(store).await;
    town.say(town.ada, "hello").await;
    let health = store.health().await.unwrap();
    assert!(health.writable && health.bytes > 0 && health.schema > 0);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

pub async fn another_epoch_is_another_word(store: &Store) {
    let before = store.epoch().await.unwrap();
    assert!(!before.is_empty());
    store.renew_epoch().await.unwrap();
    assert_ne!(store.epoch().await.unwrap(), before);
}

pub async fn a_closed_store_takes_no_writes(store: &Store) {
    let town = Town::new(store).await;
    store.close().await.unwrap();
    assert!(store.append(message(town.general, town.ada, "late")).await.is_err());
    assert!(!store.health().await.unwrap().writable);
}
