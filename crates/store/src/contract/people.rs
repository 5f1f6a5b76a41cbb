//! Accounts and persons.

use protocol::{ChannelKind, FeedId, Role, Status, Timestamp};

use super::{Town, user};
use crate::{
    Error, PageRequest, Store,
    people::{AccountPatch, NewUser},
};

pub async fn addresses_and_handles_are_unique(store: &Store) {
    let town = Town::new(store).await;
    let same_address = NewUser { email: "bela@example.org".into(), ..user("dora") };
    let same_handle = NewUser { handle: "bela".into(), ..user("dora") };
    let refused = store.create_user(same_address, town.workspace, Role::Member).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("email"));
    let refused = store.create_user(same_handle, town.workspace, Role::Member).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("handle"));
    let patch = AccountPatch { handle: Some("cleo".into()), ..AccountPatch::default() };
    assert_eq!(store.update_account(town.bela, patch).await.unwrap_err(), Error::Conflict("handle"));
    assert!(store.credentials("dora@example.org").await.unwrap().is_none());
    let called = store.person_called(town.workspace, "bela").await.unwrap();
    assert_eq!(called.map(|person| person.user), Some(town.bela));
    assert!(store.person_called(town.workspace, "dora").await.unwrap().is_none());
    assert_eq!(store.credentials("bela@example.org").await.unwrap().unwrap().user, town.bela);
}

pub async fn a_new_member_is_in_the_default_channel_and_a_guest_is_not(store: &Store) {
    let town = Town::new(store).await;
    let guest = town.person("gustav", Role::Guest).await;
    assert_eq!(store.joined_ids(town.bela).await.unwrap(), [town.general]);
    assert!(store.joined_ids(guest).await.unwrap().is_empty());
}

pub async fn a_profile_change_moves_both_feeds_and_a_preference_only_ones_own(store: &Store) {
    let town = Town::new(store).await;
    let feeds = [FeedId::User(town.bela), FeedId::Workspace(town.workspace)];
    let before = store.heads(&feeds).await.unwrap();
    let patch =
        AccountPatch { preferences: Some(serde_json::json!({"theme": "dark"})), ..AccountPatch::default() };
    store.update_account(town.bela, patch.clone()).await.unwrap();
    assert_eq!(store.heads(&feeds).await.unwrap(), [before[0] + 1, before[1]]);
    assert!(store.update_account(town.bela, patch).await.unwrap().changes.is_empty());
    let patch = AccountPatch { title: Some("Pilot".into()), ..AccountPatch::default() };
    let done = store.update_account(town.bela, patch).await.unwrap();
    assert_eq!(store.heads(&feeds).await.unwrap(), [before[0] + 2, before[1] + 1]);
    assert_eq!(done.changes.len(), 2);
    let person = store.person(town.workspace, town.bela).await.unwrap().unwrap();
    assert_eq!((person.title.as_str(), person.rev), ("Pilot", before[1] + 1));
}

pub async fn a_status_is_seen_by_all_until_taken_off(store: &Store) {
    let town = Town::new(store).await;
    let status =
        Status { emoji: "🗓️".into(), text: "Meeting".into(), until: Some(Timestamp(7)), quiet: true };
    let patch = |status| AccountPatch { status: Some(status), ..AccountPatch::default() };
    let done = store.update_account(town.bela, patch(Some(status.clone()))).await.unwrap();
    assert_eq!((done.value.status.as_ref(), done.changes.len()), (Some(&status), 2), "both feeds tell");
    // Its end writes nothing: whoever shows it compares.
    let seen = async || store.person(town.workspace, town.bela).await.unwrap().unwrap();
    assert_eq!(seen().await.status, Some(status.clone()));
    let patch_title = AccountPatch { title: Some("Pilot".into()), ..AccountPatch::default() };
    store.update_account(town.bela, patch_title).await.unwrap();
    assert_eq!(seen().await.status, Some(status.clone()), "another change leaves it");
    assert!(store.update_account(town.bela, patch(Some(status))).await.unwrap().changes.is_empty());
    let other = store.person(town.workspace, town.ada).await.unwrap().unwrap();
    assert_eq!(other.status, None, "nobody else's");
    store.update_account(town.bela, patch(None)).await.unwrap();
    assert_eq!(seen().await.status, None);
    assert_eq!(store.account(town.bela).await.unwrap().status, None);
}

pub async fn the_last_owner_stays_owner(store: &Store) {
    let town = Town::new(store).await;
    let refused = store.set_role(town.workspace, town.ada, Role::Member).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("last_owner"));
    assert_eq!(store.set_active(town.ada, false).await.unwrap_err(), Error::Conflict("last_owner"));
    store.set_role(town.workspace, town.bela, Role::Owner).await.unwrap();
    store.set_role(town.workspace, town.ada, Role::Member).await.unwrap();
}

pub async fn a_guest_sees_only_whom_they_share_a_channel_with(store: &Store) {
    let town = Town::new(store).await;
    let guest = town.person("gustav", Role::Guest).await;
    town.channel(ChannelKind::Private, "dock", &[guest]).await;
    let page = PageRequest { after: None, limit: 100 };
    let seen = store.people(town.workspace, Some(guest), page).await.unwrap();
    let seen: Vec<_> = seen.rows.iter().map(|it| it.user).collect();
    assert!(seen.contains(&town.ada) && seen.contains(&guest) && !seen.contains(&town.bela));
    let mut after = None;
    let mut all = Vec::new();
    loop {
        let page = store.people(town.workspace, None, PageRequest { after, limit: 3 }).await.unwrap();
        all.extend(page.rows.into_iter().map(|it| it.user));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(all.len(), 4);
    assert!(all.is_sorted());
}
