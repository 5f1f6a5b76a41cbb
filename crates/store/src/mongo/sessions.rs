//! Sessions and personal tokens.

use std::collections::HashSet;

use async_trait::async_trait;
use mongodb::bson::doc;
use protocol::{FeedId, SessionId, Timestamp, UserId};

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    read,
    schema::{SESSIONS, USERS},
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Result, Sessions,
    sessions::{DEVICES, Device, PER_PERSON, Session, SessionKind},
};

#[async_trait]
impl Sessions for Mongo {
    async fn create_session(&self, session: Session, token_hash: [u8; 32]) -> Result<()> {
        let done: Result<Committed<()>> =
            write!(self, FeedId::User(session.user), |tx| create(tx, &session, token_hash));
        done.map(|done| done.value)
    }

    async fn session(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Session>> {
        read!(self, |look| session(look, token_hash, now))
    }

    async fn touch_session(&self, id: SessionId, seen_at: Timestamp, expires_at: Timestamp) -> Result<()> {
        // No feed of a person's moves: any lane will do, and this one is as good as another.
        let lane = FeedId::User(UserId::from_u128(id.to_u128()));
        let done: Result<Committed<()>> = write!(self, lane, |tx| touch(tx, id, seen_at, expires_at));
        done.map(|done| done.value)
    }

    async fn sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
        read!(self, |look| sessions(look, user, now))
    }

    async fn end_session(&self, user: UserId, id: SessionId) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, FeedId::User(user), |tx| end(tx, user, id));
        done.map(|done| done.value)
    }

    async fn end_sessions(&self, user: UserId, keep: Option<SessionId>) -> Result<Vec<SessionId>> {
        let browsers = Some(SessionKind::Browser);
        let done: Result<Committed<_>> =
            write!(self, FeedId::User(user), |tx| end_all(tx, user, keep, browsers));
        done.map(|done| done.value)
    }

    async fn live_sessions(&self, ids: &[SessionId], now: Timestamp) -> Result<Vec<SessionId>> {
        read!(self, |look| live(look, ids, now))
    }

    async fn set_device(
        &self,
        user: UserId,
        session: SessionId,
        device: Option<Device>,
        now: Timestamp,
    ) -> Result<()> {
        let device = device.as_ref();
        let done: Result<Committed<()>> =
            write!(self, FeedId::User(user), |tx| set_device(tx, user, session, device, now));
        done.map(|done| done.value)
    }

    async fn forget_device(&self, session: SessionId, endpoint: &str) -> Result<()> {
        let lane = FeedId::User(UserId::from_u128(session.to_u128()));
        let done: Result<Committed<()>> = write!(self, lane, |tx| forget_device(tx, session, endpoint));
        done.map(|done| done.value)
    }

    async fn devices(&self, user: UserId, now: Timestamp) -> Result<Vec<(SessionId, Device)>> {
        read!(self, |look| devices(look, user, now))
    }
}

async fn set_device(
    tx: &mut Tx,
    user: UserId,
    session: SessionId,
    device: Option<&Device>,
    now: Timestamp,
) -> Work<()> {
    if let Some(device) = device {
        let others = doc! { "push.endpoint": &device.endpoint, "_id": { "$ne": session.to_string() } };
        tx.set_all(SESSIONS, others, doc! { "$unset": { "push": "" } }).await?;
    }
    let own = doc! {
        "_id": session.to_string(), "user": user.to_string(), "kind": SessionKind::Browser.word(),
        "expires_at": { "$gt": now.0 },
    };
    if !tx.any(SESSIONS, own.clone()).await? {
        Err(Error::NotFound)?;
    }
    let change = match device {
        Some(device) => doc! { "$set": { "push": docs::device(device) } },
        None => doc! { "$unset": { "push": "" } },
    };
    tx.set(SESSIONS, own, change).await?;
    let woken =
        doc! { "user": user.to_string(), "push": { "$exists": true }, "_id": { "$ne": session.to_string() } };
    let cut = Cut {
        sort: doc! { "push.since": -1, "_id": -1 },
        limit: 0,
        fields: Some(doc! { "_id": 1 }),
        ..Cut::default()
    };
    let woken = tx.documents(SESSIONS, woken, cut).await?;
    let over: Vec<SessionId> = woken
        .iter()
        .skip(DEVICES - usize::from(device.is_some()))
        .map(|it| id_of(it, "_id"))
        .collect::<Work<_>>()?;
    if !over.is_empty() {
        let keys: Vec<String> = over.iter().map(SessionId::to_string).collect();
        tx.set_all(SESSIONS, doc! { "_id": { "$in": keys } }, doc! { "$unset": { "push": "" } }).await?;
    }
    Ok(())
}

async fn forget_device(tx: &mut Tx, session: SessionId, endpoint: &str) -> Work<()> {
    let gone = doc! { "_id": session.to_string(), "push.endpoint": endpoint };
    tx.set_all(SESSIONS, gone, doc! { "$unset": { "push": "" } }).await.map(drop)
}

async fn devices(look: &mut Look, user: UserId, now: Timestamp) -> Work<Vec<(SessionId, Device)>> {
    if !look.any(USERS, doc! { "_id": user.to_string(), "active": true }).await? {
        return Ok(Vec::new());
    }
    let woken =
        doc! { "user": user.to_string(), "push": { "$exists": true }, "expires_at": { "$gt": now.0 } };
    let cut = Cut { sort: doc! { "push.since": -1, "_id": -1 }, ..Cut::default() };
    let mut found = Vec::new();
    for it in look.documents(SESSIONS, woken, cut).await? {
        let id = id_of(&it, "_id")?;
        found.extend(docs::device_of(&it)?.map(|device| (id, device)));
    }
    Ok(found)
}

async fn create(tx: &mut Tx, session: &Session, token_hash: [u8; 32]) -> Work<()> {
    if !tx.any(USERS, doc! { "_id": session.user.to_string(), "active": true }).await? {
        Err(Error::NotFound)?;
    }
    tx.insert(SESSIONS, docs::session(session, token_hash)?).await?;
    let own = doc! { "user": session.user.to_string() };
    let cut =
        Cut { sort: doc! { "seen_at": -1 }, limit: 0, fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let all = tx.documents(SESSIONS, own, cut).await?;
    let mut ids: Vec<SessionId> = all.iter().map(|it| id_of(it, "_id")).collect::<Work<_>>()?;
    ids.retain(|id| *id != session.id);
    let over: Vec<String> = ids.iter().skip(PER_PERSON - 1).map(SessionId::to_string).collect();
    if !over.is_empty() {
        tx.remove(SESSIONS, doc! { "_id": { "$in": over } }).await?;
    }
    Ok(())
}

async fn session(look: &mut Look, token_hash: [u8; 32], now: Timestamp) -> Work<Option<Session>> {
    let live = doc! { "token_hash": docs::binary(token_hash), "expires_at": { "$gt": now.0 } };
    let found: Option<Session> = look.one(SESSIONS, live).await?;
    let Some(found) = found else { return Ok(None) };
    let active = look.any(USERS, doc! { "_id": found.user.to_string(), "active": true }).await?;
    Ok(active.then_some(found))
}

async fn touch(tx: &mut Tx, id: SessionId, seen_at: Timestamp, expires_at: Timestamp) -> Work<()> {
    let found: Option<Session> = tx.one(SESSIONS, doc! { "_id": id.to_string() }).await?;
    let found = found.ok_or(Error::NotFound)?;
    let mut set = doc! { "seen_at": found.seen_at.max(seen_at).0 };
    if found.kind == SessionKind::Browser {
        set.insert("expires_at", expires_at.0);
    }
    tx.set(SESSIONS, doc! { "_id": id.to_string() }, doc! { "$set": set }).await.map(drop)
}

async fn sessions(look: &mut Look, user: UserId, now: Timestamp) -> Work<Vec<Session>> {
    let live = doc! { "user": user.to_string(), "expires_at": { "$gt": now.0 } };
    let mut found: Vec<Session> = look.all(SESSIONS, live, Cut::default()).await?;
    found.sort_unstable_by_key(|it| std::cmp::Reverse((it.created_at, it.id)));
    Ok(found)
}

async fn end(tx: &mut Tx, user: UserId, id: SessionId) -> Work<()> {
    match tx.remove(SESSIONS, doc! { "_id": id.to_string(), "user": user.to_string() }).await? {
        0 => Err(Error::NotFound)?,
        _ => Ok(()),
    }
}

/// Ends somebody's sessions (of one kind, or all) but one; answers the ended.
pub async fn end_all(
    tx: &mut Tx,
    user: UserId,
    keep: Option<SessionId>,
    kind: Option<SessionKind>,
) -> Work<Vec<SessionId>> {
    let mut own = doc! { "user": user.to_string() };
    if let Some(keep) = keep {
        own.insert("_id", doc! { "$ne": keep.to_string() });
    }
    if let Some(kind) = kind {
        own.insert("kind", kind.word());
    }
    let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let found = tx.documents(SESSIONS, own, cut).await?;
    let ids: Vec<SessionId> = found.iter().map(|it| id_of(it, "_id")).collect::<Work<_>>()?;
    let keys: Vec<String> = ids.iter().map(SessionId::to_string).collect();
    tx.remove(SESSIONS, doc! { "_id": { "$in": keys } }).await?;
    Ok(ids)
}

async fn live(look: &mut Look, ids: &[SessionId], now: Timestamp) -> Work<Vec<SessionId>> {
    let keys: Vec<String> = ids.iter().map(SessionId::to_string).collect();
    let live = doc! { "_id": { "$in": keys }, "expires_at": { "$gt": now.0 } };
    let found: Vec<Session> = look.all(SESSIONS, live, Cut::default()).await?;
    let users: HashSet<String> = found.iter().map(|it| it.user.to_string()).collect();
    let active = doc! { "_id": { "$in": users.into_iter().collect::<Vec<_>>() }, "active": true };
    let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let active = look.documents(USERS, active, cut).await?;
    let active: HashSet<UserId> = active.iter().map(|it| id_of(it, "_id")).collect::<Work<_>>()?;
    Ok(found.into_iter().filter(|it| active.contains(&it.user)).map(|it| it.id).collect())
}
