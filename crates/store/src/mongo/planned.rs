//! What is to be done later.

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{FeedId, Planned, PlannedId, PlannedState, Timestamp, UserId, limits};

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    read,
    schema::PLANNED,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Plans, Result, planned::OPEN};

#[async_trait]
impl Plans for Mongo {
    async fn plan(&self, user: UserId, nonce: &str, planned: Planned) -> Result<Committed<(Planned, bool)>> {
        write!(self, FeedId::User(user), |tx| plan(tx, user, nonce, planned.clone()))
    }

    async fn planned(&self, user: UserId, id: PlannedId) -> Result<Planned> {
        read!(self, |look| planned_of(look, user, id))
    }

    async fn plans(&self, user: UserId) -> Result<Vec<Planned>> {
        read!(self, |look| plans(look, user))
    }

    async fn replan(&self, user: UserId, planned: Planned) -> Result<Committed<Planned>> {
        write!(self, FeedId::User(user), |tx| replan(tx, user, planned.clone()))
    }

    async fn due_plans(&self, by: Timestamp, limit: usize) -> Result<Vec<(UserId, Planned)>> {
        read!(self, |look| due(look, by, limit))
    }
}

/// The document of something planned.
pub fn document(user: UserId, nonce: &str, planned: &Planned) -> Work<Document> {
    let mut document = docs::write(planned)?;
    document.insert("user", user.to_string());
    document.insert("nonce", nonce);
    Ok(document)
}

fn words(states: &[PlannedState]) -> Work<Document> {
    let words =
        states.iter().map(mongodb::bson::serialize_to_bson).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(doc! { "$in": words })
}

async fn planned_of(look: &mut Look, user: UserId, id: PlannedId) -> Work<Planned> {
    let found = look.one(PLANNED, doc! { "_id": id.to_string(), "user": user.to_string() }).await?;
    Ok(found.ok_or(Error::NotFound)?)
}

async fn plans(look: &mut Look, user: UserId) -> Work<Vec<Planned>> {
    // In order within each state only: few enough to be sorted here.
    let open = doc! { "user": user.to_string(), "state": words(&OPEN)? };
    let mut found: Vec<Planned> =
        look.all(PLANNED, open, Cut::by(doc! { "due_at": 1 }, limits::PLANNED)).await?;
    found.sort_unstable_by_key(|it| (it.due_at, it.id));
    Ok(found)
}

async fn due(look: &mut Look, by: Timestamp, limit: usize) -> Work<Vec<(UserId, Planned)>> {
    let states = words(&[PlannedState::Waiting, PlannedState::Sending])?;
    let due = doc! { "state": states, "due_at": { "$lte": by.0 } };
    let found = look.documents(PLANNED, due, Cut::by(doc! { "due_at": 1 }, limit)).await?;
    found.into_iter().map(|it| Ok((id_of(&it, "user")?, docs::read(it)?))).collect()
}

async fn plan(tx: &mut Tx, user: UserId, nonce: &str, mut planned: Planned) -> Work<(Planned, bool)> {
    let own = user.to_string();
    if let Some(first) = tx.one(PLANNED, doc! { "user": &own, "nonce": nonce }).await? {
        return Ok((first, false));
    }
    let open = tx.count(PLANNED, doc! { "user": &own, "state": words(&OPEN)? }).await?;
    if open >= limits::PLANNED as u64 {
        Err(Error::Conflict("planned_full"))?;
    }
    planned.rev = tx.next(FeedId::User(user)).await?;
    tx.insert(PLANNED, document(user, nonce, &planned)?).await?;
    Ok((planned, true))
}

async fn replan(tx: &mut Tx, user: UserId, planned: Planned) -> Work<Planned> {
    let stored = planned_of(tx, user, planned.id).await?;
    if stored.rev != planned.rev {
        Err(Error::Conflict("planned"))?;
    }
    let Planned { text, due_at, state, obstacle, .. } = planned;
    let rev = tx.next(FeedId::User(user)).await?;
    let planned = Planned { text, due_at, state, obstacle, rev, ..stored };
    let key = doc! { "_id": planned.id.to_string() };
    tx.set(PLANNED, key, doc! { "$set": changed(&planned)? }).await?;
    Ok(planned)
}

/// What may change of it.
fn changed(planned: &Planned) -> Work<Document> {
    let mut document = docs::write(planned)?;
    let keys = ["text", "due_at", "state", "obstacle", "rev"];
    Ok(keys.into_iter().filter_map(|key| Some((key.to_owned(), document.remove(key)?))).collect())
}
