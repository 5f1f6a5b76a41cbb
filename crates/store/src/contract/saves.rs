//! What people keep for themselves.

use protocol::{ChannelKind, FeedId, Item, MessageId, Timestamp, UserId, limits};

use super::{Town, message};
use crate::{Error, Store};

pub async fn what_is_saved_is_told_to_its_owner_alone(store: &Store) {
    let town = Town::new(store).await;
    let said = town.say(town.ada, "tides").await;
    let now = Timestamp::now();
    let done = store.save(town.bela, town.general, said.id, now).await.unwrap();
    assert_eq!((done.value.message, done.value.channel), (said.id, town.general));
    assert_eq!(done.value.saved_at, Some(now));
    let [frame] = &done.changes[..] else { panic!("{done:?}") };
    assert_eq!((frame.feed, frame.to), (FeedId::User(town.bela), done.value.rev));
    assert_eq!(frame.items, [Item::Saved(done.value.clone())]);
    let again = store.save(town.bela, town.general, said.id, now.plus_seconds(9)).await.unwrap();
    assert_eq!((again.value, again.changes.len()), (done.value, 0));
    assert!(store.saved(town.ada).await.unwrap().is_empty());
}

pub async fn what_is_saved_is_listed_newest_first_until_taken_off(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(ChannelKind::Private, "dock", &[town.bela]).await.id;
    let now = Timestamp::now();
    let mut said = Vec::new();
    for (channel, after) in [(town.general, 0), (dock, 1), (town.general, 2)] {
        let one = store.append(message(channel, town.ada, "hm")).await.unwrap().value.0;
        store.save(town.bela, channel, one.id, now.plus_seconds(after)).await.unwrap();
        said.push(one.id);
    }
    assert_eq!(ids(store, town.bela).await, [said[2], said[1], said[0]]);
    let off = store.unsave(town.bela, said[1]).await.unwrap();
    assert_eq!((off.value.saved_at, off.changes.len()), (None, 1));
    assert!(store.unsave(town.bela, said[1]).await.unwrap().changes.is_empty());
    assert_eq!(ids(store, town.bela).await, [said[2], said[0]]);
    store.save(town.bela, dock, said[1], now.plus_seconds(3)).await.unwrap();
    assert_eq!(ids(store, town.bela).await, [said[1], said[2], said[0]]);
    // Who is put out can still tidy up.
    store.leave(dock, town.ada, town.bela, now).await.unwrap();
    store.unsave(town.bela, said[1]).await.unwrap();
}

pub async fn what_is_not_there_is_not_saved(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(ChannelKind::Private, "dock", &[]).await.id;
    let now = Timestamp::now();
    let gone = town.say(town.ada, "forget it").await.id;
    store.delete(town.general, gone, now).await.unwrap();
    let secret = store.append(message(dock, town.ada, "4711")).await.unwrap().value.0.id;
    for message in [gone, secret, MessageId::new()] {
        let refused = store.save(town.bela, town.general, message, now).await;
        assert_eq!(refused.unwrap_err(), Error::NotFound);
        assert_eq!(store.unsave(town.bela, message).await.unwrap_err(), Error::NotFound);
    }
}

pub async fn so_many_are_saved_and_no_more(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let said = (0..=limits::SAVED).map(|_| town.say(town.ada, "wave"));
    let said: Vec<_> = futures_util::future::join_all(said).await.iter().map(|it| it.id).collect();
    for &id in &said[1..] {
        store.save(town.bela, town.general, id, now).await.unwrap();
    }
    let refused = store.save(town.bela, town.general, said[0], now).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("saved"));
    store.unsave(town.bela, said[1]).await.unwrap();
    store.save(town.bela, town.general, said[0], now).await.unwrap();
    assert_eq!(store.saved(town.bela).await.unwrap().len(), limits::SAVED);
}

async fn ids(store: &Store, user: UserId) -> Vec<MessageId> {
    store.saved(user).await.unwrap().iter().map(|it| it.message).collect()
}
