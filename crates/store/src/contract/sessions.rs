//! Sessions and tokens.

use protocol::{SessionId, Timestamp, UserId};

use super::Town;
use crate::{
    Error, Store,
    sessions::{Device, Session, SessionKind},
};

fn session(user: UserId, kind: SessionKind) -> Session {
    let now = Timestamp::now();
    Session {
        id: SessionId::new(),
        user,
        kind,
        label: "Firefox".into(),
        created_at: now,
        seen_at: now,
        expires_at: now.plus_seconds(3600),
    }
}

pub async fn a_session_is_found_until_it_ends(store: &Store) {
    let town = Town::new(store).await;
    let one = session(town.ada, SessionKind::Browser);
    store.create_session(one.clone(), [1; 32]).await.unwrap();
    let now = Timestamp::now();
    assert_eq!(store.session([1; 32], now).await.unwrap().unwrap().id, one.id);
    assert!(store.session([2; 32], now).await.unwrap().is_none());
    assert!(store.session([1; 32], now.plus_seconds(3601)).await.unwrap().is_none());
    store.touch_session(one.id, now, now.plus_seconds(7200)).await.unwrap();
    assert!(store.session([1; 32], now.plus_seconds(3601)).await.unwrap().is_some());
    assert_eq!(store.end_session(town.bela, one.id).await.unwrap_err(), Error::NotFound);
    store.end_session(town.ada, one.id).await.unwrap();
    assert!(store.session([1; 32], now).await.unwrap().is_none());
    assert!(store.live_sessions(&[one.id], now).await.unwrap().is_empty());
}

pub async fn a_deactivated_person_has_no_session(store: &Store) {
    let town = Town::new(store).await;
    let (one, token) = (session(town.bela, SessionKind::Browser), session(town.bela, SessionKind::Token));
    store.create_session(one.clone(), [1; 32]).await.unwrap();
    store.create_session(token.clone(), [2; 32]).await.unwrap();
    let mut ended = store.set_active(town.bela, false).await.unwrap().value;
    ended.sort();
    let mut both = vec![one.id, token.id];
    both.sort();
    assert_eq!(ended, both);
    assert!(store.session([1; 32], Timestamp::now()).await.unwrap().is_none());
    assert!(store.create_session(session(town.bela, SessionKind::Browser), [3; 32]).await.is_err());
    assert!(!store.credentials("bela@example.org").await.unwrap().unwrap().active);
    assert!(store.readable_channel(town.general, town.bela).await.unwrap().is_none());
    assert!(store.workspaces_of(town.bela).await.unwrap().is_empty());
    store.set_active(town.bela, true).await.unwrap();
    assert!(store.session([1; 32], Timestamp::now()).await.unwrap().is_none());
}

pub async fn a_new_password_ends_the_other_sessions(store: &Store) {
    let town = Town::new(store).await;
    let (here, there) = (session(town.ada, SessionKind::Browser), session(town.ada, SessionKind::Browser));
    store.create_session(here.clone(), [1; 32]).await.unwrap();
    store.create_session(there.clone(), [2; 32]).await.unwrap();
    assert_eq!(store.set_password(town.ada, "new".into(), Some(here.id)).await.unwrap(), [there.id]);
    let now = Timestamp::now();
    assert_eq!(store.live_sessions(&[there.id, here.id], now).await.unwrap(), [here.id]);
    assert_eq!(store.credentials_of(town.ada).await.unwrap().password_hash, "new");
    let token = session(town.ada, SessionKind::Token);
    store.create_session(token.clone(), [3; 32]).await.unwrap();
    assert_eq!(store.end_sessions(town.ada, None).await.unwrap(), [here.id]);
    assert_eq!(store.sessions(town.ada, now).await.unwrap().len(), 1);
}

pub async fn the_oldest_seen_of_too_many_goes(store: &Store) {
    let town = Town::new(store).await;
    let mut ids = Vec::new();
    for n in 0..101u8 {
        let mut one = session(town.ada, SessionKind::Browser);
        one.seen_at = one.seen_at.plus_seconds(i64::from(n));
        ids.push(one.id);
        store.create_session(one, [n; 32]).await.unwrap();
    }
    let live = store.live_sessions(&ids, Timestamp::now()).await.unwrap();
    assert_eq!(live, ids[1..]);
}

pub(super) fn device(endpoint: &str) -> Device {
    let endpoint = format!("https://push.example.org/{endpoint}");
    Device { endpoint, p256dh: "key".into(), auth: "secret".into(), since: Timestamp::now(), text: false }
}

/// A new browser session of somebody, woken at this endpoint.
pub(super) async fn woken(store: &Store, user: UserId, hash: u8, endpoint: &str) -> SessionId {
    let one = session(user, SessionKind::Browser);
    store.create_session(one.clone(), [hash; 32]).await.unwrap();
    store.set_device(user, one.id, Some(device(endpoint)), one.created_at).await.unwrap();
    one.id
}

async fn endpoints(store: &Store, user: UserId) -> Vec<(SessionId, String)> {
    let found = store.devices(user, Timestamp::now()).await.unwrap();
    found.into_iter().map(|(id, it)| (id, it.endpoint.rsplit_once('/').unwrap().1.to_owned())).collect()
}

pub async fn a_device_is_woken_while_its_session_lives(store: &Store) {
    let town = Town::new(store).await;
    let first = woken(store, town.bela, 1, "one").await;
    let second = woken(store, town.bela, 2, "two").await;
    let both = [(second, "two".to_owned()), (first, "one".to_owned())];
    assert_eq!(endpoints(store, town.bela).await, both, "newest first");
    assert!(endpoints(store, town.ada).await.is_empty());
    let later = Timestamp::now().plus_seconds(3_601);
    assert!(store.devices(town.bela, later).await.unwrap().is_empty(), "the sessions are over");
    store.set_device(town.bela, first, Some(device("three")), Timestamp::now()).await.unwrap();
    assert_eq!(endpoints(store, town.bela).await[0], (first, "three".to_owned()));
    // Told late that the old one is gone: the session has another by now.
    store.forget_device(first, "https://push.example.org/one").await.unwrap();
    assert_eq!(endpoints(store, town.bela).await.len(), 2);
    store.forget_device(first, "https://push.example.org/three").await.unwrap();
    assert_eq!(endpoints(store, town.bela).await, [(second, "two".to_owned())]);
    assert!(store.session([1; 32], Timestamp::now()).await.unwrap().is_some(), "the session goes on");
    store.end_session(town.bela, second).await.unwrap();
    assert!(endpoints(store, town.bela).await.is_empty());
    woken(store, town.bela, 4, "four").await;
    store.set_active(town.bela, false).await.unwrap();
    assert!(endpoints(store, town.bela).await.is_empty());
}

pub async fn an_endpoint_is_one_sessions(store: &Store) {
    let town = Town::new(store).await;
    let before = woken(store, town.ada, 1, "shared").await;
    let after = woken(store, town.bela, 2, "shared").await;
    assert!(endpoints(store, town.ada).await.is_empty(), "whoever signs in there next has it");
    assert_eq!(endpoints(store, town.bela).await, [(after, "shared".to_owned())]);
    store.set_device(town.bela, after, None, Timestamp::now()).await.unwrap();
    assert!(endpoints(store, town.bela).await.is_empty());
    store.set_device(town.bela, after, None, Timestamp::now()).await.unwrap();
    store.set_device(town.ada, before, Some(device("shared")), Timestamp::now()).await.unwrap();
    assert_eq!(endpoints(store, town.ada).await, [(before, "shared".to_owned())]);
}

pub async fn a_device_is_a_browser_of_ones_own(store: &Store) {
    let town = Town::new(store).await;
    let mine = woken(store, town.ada, 1, "mine").await;
    let token = session(town.ada, SessionKind::Token);
    store.create_session(token.clone(), [2; 32]).await.unwrap();
    let now = Timestamp::now();
    for (user, session, now) in [
        (town.bela, mine, now),
        (town.ada, token.id, now),
        (town.ada, SessionId::new(), now),
        (town.ada, mine, now.plus_seconds(3_601)),
    ] {
        let refused = store.set_device(user, session, Some(device("theirs")), now).await;
        assert_eq!(refused.unwrap_err(), Error::NotFound);
        // Nor does trying take the endpoint from whoever has it.
        assert!(store.set_device(town.bela, SessionId::new(), Some(device("mine")), now).await.is_err());
    }
    assert_eq!(endpoints(store, town.ada).await, [(mine, "mine".to_owned())]);
    assert!(endpoints(store, town.bela).await.is_empty());
}

pub async fn the_longest_known_of_too_many_devices_goes(store: &Store) {
    let town = Town::new(store).await;
    let mut ids = Vec::new();
    for n in 0..22u8 {
        ids.push(woken(store, town.ada, n, &n.to_string()).await);
    }
    ids.reverse();
    let found: Vec<SessionId> = endpoints(store, town.ada).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, ids[..20]);
}
