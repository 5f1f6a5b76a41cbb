//! Feeds: frames and catching up.

use std::collections::BTreeMap;

use protocol::{Changes, FeedId, Item, Timestamp};

use super::Town;
use crate::{Store, channels::ChannelPatch};

/// What tells an object from the others of its feed.
pub fn object(item: &Item) -> String {
    match item {
        Item::Message(it) => it.id.to_string(),
        Item::Channel(it) => it.id.to_string(),
        Item::Member(it) => format!("member {}", it.user),
        Item::Person(it) => it.user.to_string(),
        Item::Emoji(it) => format!("emoji {}", it.name),
        Item::Group(it) => it.id.to_string(),
        Item::Workspace(it) => it.id.to_string(),
        Item::Membership(it) => format!("membership {}", it.channel),
        Item::Reading(it) => format!("reading {} {:?}", it.channel, it.thread),
        Item::Alert(it) => format!("alert {}", it.message),
        Item::Saved(it) => format!("saved {}", it.message),
        Item::Planned(it) => format!("planned {}", it.id),
        Item::Draft(it) => format!("draft {} {:?}", it.channel, it.thread),
        Item::Account(it) => it.id.to_string(),
    }
}

/// A client's state of one feed: objects, the higher `rev` winning.
pub type State = BTreeMap<String, Item>;

/// Applies one frame or page.
pub fn apply(state: &mut State, changes: &Changes) {
    let in_workspace = matches!(changes.feed, FeedId::Workspace(_));
    for item in &changes.items {
        let rev = item.rev(in_workspace);
        let key = object(item);
        if state.get(&key).is_none_or(|old| old.rev(in_workspace) <= rev) {
            state.insert(key, item.clone());
        }
    }
}

async fn busy_day(town: &Town) -> Vec<Changes> {
    let store = &town.store;
    let mut frames = Vec::new();
    let one = store.append(super::message(town.general, town.ada, "one")).await.unwrap();
    frames.extend(one.changes);
    let id = one.value.0.id;
    let reply = super::message(town.general, town.bela, "reply");
    frames.extend(
        store.append(crate::messages::NewMessage { thread: Some(id), ..reply }).await.unwrap().changes,
    );
    frames.extend(store.react(town.general, id, town.cleo, "🎉", true).await.unwrap().changes);
    let patch = ChannelPatch { topic: Some("tea".into()), ..ChannelPatch::default() };
    let now = Timestamp::now();
    frames.extend(store.update_channel(town.general, town.ada, patch, now).await.unwrap().changes);
    frames.extend(store.leave(town.general, town.cleo, town.cleo, now).await.unwrap().changes);
    frames.extend(store.join(town.general, town.ada, &[town.cleo], now).await.unwrap().changes);
    frames.extend(store.delete(town.general, id, now).await.unwrap().changes);
    frames
}

pub async fn frames_follow_each_other_without_gaps(store: &Store) {
    let town = Town::new(store).await;
    let feed = FeedId::Channel(town.general);
    let mut at = store.heads(&[feed]).await.unwrap()[0];
    for frame in busy_day(&town).await.iter().filter(|it| it.feed == feed) {
        assert_eq!(frame.from, at);
        assert!(frame.to > frame.from && !frame.items.is_empty());
        assert!(frame.items.is_sorted_by_key(|item| item.rev(false)));
        at = frame.to;
    }
    assert_eq!(store.heads(&[feed]).await.unwrap(), [at]);
}

pub async fn catching_up_from_anywhere_ends_at_the_present(store: &Store) {
    let town = Town::new(store).await;
    let feed = FeedId::Channel(town.general);
    let mut state = State::new();
    let start = store.changes(feed, 0, 500).await.unwrap();
    apply(&mut state, &start);
    let mut states = vec![(start.to, state.clone())];
    for frame in busy_day(&town).await.iter().filter(|it| it.feed == feed) {
        apply(&mut state, frame);
        states.push((frame.to, state.clone()));
    }
    for (since, mut old) in states {
        let rest = store.changes(feed, since, 500).await.unwrap();
        assert_eq!((rest.from, rest.to), (since, store.heads(&[feed]).await.unwrap()[0]));
        apply(&mut old, &rest);
        assert_eq!(old, state);
    }
}

pub async fn small_pages_add_up(store: &Store) {
    let town = Town::new(store).await;
    busy_day(&town).await;
    let feeds = [FeedId::Channel(town.general), FeedId::Workspace(town.workspace), FeedId::User(town.cleo)];
    for feed in feeds {
        let whole = store.changes(feed, 0, 500).await.unwrap();
        let mut expected = State::new();
        apply(&mut expected, &whole);
        assert_eq!(expected.len(), whole.items.len(), "each object once");
        let mut state = State::new();
        let mut since = 0;
        while since < whole.to {
            let page = store.changes(feed, since, 2).await.unwrap();
            assert!(page.items.len() <= 2 && page.to > since);
            apply(&mut state, &page);
            since = page.to;
        }
        assert_eq!(state, expected);
    }
    assert_eq!(store.all_channels(None, 10).await.unwrap(), [town.general]);
    assert!(store.all_channels(Some(town.general), 10).await.unwrap().is_empty());
}
