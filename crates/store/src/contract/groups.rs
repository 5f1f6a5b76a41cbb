//! Groups of people that are named together.

use protocol::{ChannelKind, FeedId, GroupId, Item, Role, Timestamp, UserGroup, UserId, limits};

use super::{Town, user};
use crate::{
    Error, Store,
    groups::GroupPatch,
    people::{AccountPatch, NewUser},
};

/// A group to be made.
pub fn group(town: &Town, handle: &str, people: &[UserId]) -> UserGroup {
    let mut people = people.to_vec();
    people.sort_unstable();
    UserGroup {
        id: GroupId::new(),
        workspace: town.workspace,
        handle: handle.into(),
        name: format!("The {handle} people"),
        people,
        active: true,
        created_at: Timestamp::now(),
        rev: 0,
    }
}

pub async fn a_group_is_told_to_the_workspace_until_it_is_deleted(store: &Store) {
    let town = Town::new(store).await;
    let made = store.create_group(group(&town, "pilots", &[town.bela])).await.unwrap();
    let feed = FeedId::Workspace(town.workspace);
    assert_eq!(made.changes.len(), 1);
    assert_eq!(made.changes[0].items, [Item::Group(made.value.clone())]);
    assert_eq!((made.changes[0].feed, made.changes[0].to), (feed, made.value.rev));
    let patch = GroupPatch { add: vec![town.cleo, town.bela], ..GroupPatch::default() };
    let changed = store.update_group(town.workspace, made.value.id, patch.clone()).await.unwrap();
    assert_eq!(changed.value.people.len(), 2, "{:?}", changed.value);
    assert!(changed.value.people.is_sorted());
    let same = store.update_group(town.workspace, made.value.id, patch).await.unwrap();
    assert_eq!((same.value, same.changes.len()), (changed.value.clone(), 0), "it is so already");
    let patch = GroupPatch { remove: vec![town.bela], name: Some("Pilots".into()), ..GroupPatch::default() };
    let changed = store.update_group(town.workspace, made.value.id, patch).await.unwrap().value;
    assert_eq!((changed.people.as_slice(), changed.name.as_str()), (&[town.cleo][..], "Pilots"));
    assert_eq!(store.groups(town.workspace).await.unwrap(), std::slice::from_ref(&changed));
    let gone = store.delete_group(town.workspace, made.value.id).await.unwrap();
    assert_eq!(gone.value, UserGroup { active: false, people: vec![], rev: gone.value.rev, ..changed });
    assert_eq!(gone.changes[0].items, [Item::Group(gone.value.clone())]);
    assert!(store.groups(town.workspace).await.unwrap().is_empty());
    let again = store.delete_group(town.workspace, made.value.id).await;
    assert_eq!(again.unwrap_err(), Error::NotFound);
    let patched = store.update_group(town.workspace, made.value.id, GroupPatch::default()).await;
    assert_eq!(patched.unwrap_err(), Error::NotFound);
    let caught_up = store.changes(feed, made.value.rev, 100).await.unwrap();
    assert_eq!(caught_up.items, [Item::Group(gone.value)], "once, in its present state");
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

pub async fn a_handle_is_a_persons_or_a_groups(store: &Store) {
    let town = Town::new(store).await;
    let taken = Err(Error::Conflict("handle"));
    let of_bela = store.create_group(group(&town, "bela", &[])).await;
    assert_eq!(of_bela.map(drop), taken);
    let pilots = store.create_group(group(&town, "pilots", &[])).await.unwrap().value;
    let crew = store.create_group(group(&town, "crew", &[])).await.unwrap().value;
    assert_eq!(store.create_group(group(&town, "crew", &[])).await.map(drop), taken);
    let called = |handle: &str| GroupPatch { handle: Some(handle.into()), ..GroupPatch::default() };
    for handle in ["bela", "crew"] {
        let refused = store.update_group(town.workspace, pilots.id, called(handle)).await;
        assert_eq!(refused.map(drop), taken, "{handle}");
    }
    let newcomer = NewUser { handle: "crew".into(), ..user("dora") };
    assert_eq!(store.create_user(newcomer, town.workspace, Role::Member).await.map(drop), taken);
    let patch = AccountPatch { handle: Some("crew".into()), ..AccountPatch::default() };
    assert_eq!(store.update_account(town.cleo, patch.clone()).await.map(drop), taken);
    store.delete_group(town.workspace, crew.id).await.unwrap();
    store.update_account(town.cleo, patch).await.unwrap();
    assert_eq!(store.update_group(town.workspace, pilots.id, called("crew")).await.map(drop), taken);
    store.update_group(town.workspace, pilots.id, called("cleo")).await.unwrap();
}

pub async fn a_handle_that_many_want_at_once_is_ones(store: &Store) {
    let town = Town::new(store).await;
    let wanting = (0..4).map(|_| {
        let (store, group) = (store.clone(), group(&town, "watch", &[]));
        tokio::spawn(async move { store.create_group(group).await.is_ok() })
    });
    let patch = AccountPatch { handle: Some("watch".into()), ..AccountPatch::default() };
    let people = [town.bela, town.cleo].map(|user| {
        let (store, patch) = (store.clone(), patch.clone());
        tokio::spawn(async move { store.update_account(user, patch).await.is_ok() })
    });
    let mut got = 0;
    for task in wanting.collect::<Vec<_>>().into_iter().chain(people) {
        got += u32::from(task.await.unwrap());
    }
    assert_eq!(got, 1);
}

pub async fn only_people_of_the_workspace_are_in_a_group(store: &Store) {
    let town = Town::new(store).await;
    let strange = store.create_group(group(&town, "pilots", &[town.bela, UserId::new()])).await;
    assert_eq!(strange.unwrap_err(), Error::NotFound);
    let pilots = store.create_group(group(&town, "pilots", &[town.bela])).await.unwrap().value;
    let patch = GroupPatch { add: vec![UserId::new()], ..GroupPatch::default() };
    let strange = store.update_group(town.workspace, pilots.id, patch).await;
    assert_eq!(strange.unwrap_err(), Error::NotFound);
    let elsewhere = store.delete_group(protocol::WorkspaceId::new(), pilots.id).await;
    assert_eq!(elsewhere.unwrap_err(), Error::NotFound);
    assert_eq!(store.groups(town.workspace).await.unwrap(), [pilots]);
}

pub async fn so_many_are_in_a_group_and_so_many_groups_are_there(store: &Store) {
    let town = Town::new(store).await;
    let crew = store.create_group(group(&town, "crew", &[town.ada])).await.unwrap().value;
    let add = (0..limits::USER_GROUP_PEOPLE).map(|_| UserId::new()).collect();
    let patch = GroupPatch { add, ..GroupPatch::default() };
    let full = store.update_group(town.workspace, crew.id, patch).await;
    assert_eq!(full.unwrap_err(), Error::Conflict("group_people"));
    for number in 1..limits::GROUPS {
        store.create_group(group(&town, &format!("g{number}"), &[])).await.unwrap();
    }
    let one_more = store.create_group(group(&town, "more", &[])).await;
    assert_eq!(one_more.unwrap_err(), Error::Conflict("groups"));
    store.delete_group(town.workspace, crew.id).await.unwrap();
    store.create_group(group(&town, "more", &[])).await.unwrap();
}

pub async fn a_group_reaches_those_who_may_read(store: &Store) {
    let town = Town::new(store).await;
    let gustav = town.person("gustav", Role::Guest).await;
    let hanna = town.person("hanna", Role::Guest).await;
    let all = [town.ada, town.bela, town.cleo, gustav, hanna];
    let crew = store.create_group(group(&town, "crew", &all)).await.unwrap().value;
    let pilots = store.create_group(group(&town, "pilots", &[town.bela])).await.unwrap().value;
    let docks = town.channel(ChannelKind::Public, "docks", &[town.ada, gustav]).await;
    let bridge = town.channel(ChannelKind::Private, "bridge", &[town.ada, town.bela]).await;
    let both = [crew.id, pilots.id, GroupId::new()];
    let reached = async |channel, open| store.audience(channel, &both, open).await.unwrap();
    let mut readers = [town.ada, town.bela, town.cleo, gustav];
    readers.sort_unstable();
    assert_eq!(reached(docks.id, true).await, readers, "no guest from elsewhere");
    let mut inside = [town.ada, gustav];
    inside.sort_unstable();
    assert_eq!(reached(docks.id, false).await, inside);
    let mut inside = [town.ada, town.bela];
    inside.sort_unstable();
    assert_eq!(reached(bridge.id, false).await, inside, "a secret stays one");
    store.set_active(town.bela, false).await.unwrap();
    store.leave(docks.id, town.ada, gustav, Timestamp::now()).await.unwrap();
    let mut left = [town.ada, town.cleo];
    left.sort_unstable();
    assert_eq!(reached(docks.id, true).await, left);
    store.delete_group(town.workspace, crew.id).await.unwrap();
    assert!(reached(docks.id, true).await.is_empty());
}
