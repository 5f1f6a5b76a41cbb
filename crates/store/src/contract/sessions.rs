//! Sessions and tokens.

use protocol::{SessionId, Timestamp, UserId};

use super::Town;
use crate::{
    Error, Store,
    sessions::{Session, SessionKind},
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
