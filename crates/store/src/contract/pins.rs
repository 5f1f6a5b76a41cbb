//! Pins.

use protocol::{FeedId, Item, Message, MessageId, Timestamp, limits};

use super::Town;
use crate::{Error, Store};

pub async fn a_pin_is_told_once_and_listed_newest_first(store: &Store) {
    let town = Town::new(store).await;
    let (one, two) = (town.say(town.ada, "one").await, town.say(town.bela, "two").await);
    let reply = town.reply(one.id, town.cleo, "in a thread").await;
    let now = Timestamp::now();
    let pin = |message: &Message, after| {
        store.pin(town.general, message.id, town.bela, true, now.plus_seconds(after))
    };
    let done = pin(&two, 0).await.unwrap();
    assert_eq!((done.value.pinned_at, done.value.pinned_by), (Some(now), Some(town.bela)));
    assert!(done.value.rev > two.rev && done.value.seq == two.seq);
    let [frame] = &done.changes[..] else { panic!("{done:?}") };
    assert_eq!(frame.feed, FeedId::Channel(town.general));
    assert_eq!(frame.items, [Item::Message(done.value.clone())]);
    assert_eq!(store.message(town.general, two.id).await.unwrap(), done.value);
    assert!(pin(&two, 9).await.unwrap().changes.is_empty(), "it is pinned already");
    pin(&one, 1).await.unwrap();
    pin(&reply, 2).await.unwrap();
    assert_eq!(ids(store, &town).await, [reply.id, one.id, two.id]);
    store.pin(town.general, one.id, town.ada, false, now).await.unwrap();
    assert_eq!(ids(store, &town).await, [reply.id, two.id]);
    let loose = store.pin(town.general, one.id, town.ada, false, now).await.unwrap();
    assert_eq!((loose.value.pinned_at, loose.value.pinned_by, loose.changes.len()), (None, None, 0));
}

pub async fn a_pin_outlives_an_edit_and_goes_with_its_message(store: &Store) {
    let town = Town::new(store).await;
    let said = town.say(town.ada, "tides").await;
    let now = Timestamp::now();
    store.pin(town.general, said.id, town.bela, true, now).await.unwrap();
    let none = protocol::mention::Mentions::default();
    let edited =
        store.edit(town.general, said.id, "the tides".into(), none, Vec::new(), now).await.unwrap().value;
    assert_eq!(edited.pinned_at, Some(now));
    let reacted = store.react(town.general, said.id, town.cleo, "👍", true).await.unwrap().value;
    assert_eq!(store.pins(town.general).await.unwrap(), [reacted]);
    town.reply(said.id, town.cleo, "aye").await;
    assert_eq!(store.pins(town.general).await.unwrap()[0].replies.as_ref().unwrap().replies, 1);
    let (tombstone, _) = store.delete(town.general, said.id, now).await.unwrap().value;
    assert_eq!((tombstone.pinned_at, tombstone.pinned_by), (None, None));
    assert!(store.pins(town.general).await.unwrap().is_empty());
    let refused = store.pin(town.general, said.id, town.bela, true, now).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
    let unknown = store.pin(town.general, MessageId::new(), town.bela, true, now).await;
    assert_eq!(unknown.unwrap_err(), Error::NotFound);
}

pub async fn a_channel_has_so_many_pins_and_no_more(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let mut said = Vec::new();
    for number in 0..=limits::PINS {
        said.push(town.say(town.ada, &number.to_string()).await.id);
    }
    let pin = |id, on| store.pin(town.general, id, town.ada, on, now);
    for &id in &said[1..] {
        pin(id, true).await.unwrap();
    }
    assert_eq!(pin(said[0], true).await.unwrap_err(), Error::Conflict("pins"));
    assert_eq!(store.pins(town.general).await.unwrap().len(), limits::PINS);
    pin(said[1], false).await.unwrap();
    pin(said[0], true).await.unwrap();
}

async fn ids(store: &Store, town: &Town) -> Vec<MessageId> {
    store.pins(town.general).await.unwrap().iter().map(|it| it.id).collect()
}
