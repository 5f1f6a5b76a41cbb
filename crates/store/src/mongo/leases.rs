//! Leases.

use std::time::Duration;

use async_trait::async_trait;
use mongodb::bson::doc;
use protocol::{FeedId, UserId};
use serde::{Deserialize, Serialize};

use super::{Mongo, docs, fault::Work, look::Look, read, schema::LEASES, tx::Tx, write};
use crate::{Committed, Error, Leases, Result, leases::LeaseState};

/// A lease's document; `term` in milliseconds.
#[derive(Serialize, Deserialize)]
struct LeaseDocument {
    holder: Option<String>,
    fence: u64,
    beat: u64,
    term: u64,
    note: String,
}

/// Leases move no feed; they share a lane.
const LANE: FeedId = FeedId::User(UserId::from_u128(1));

#[async_trait]
impl Leases for Mongo {
    async fn lease(&self, name: &str) -> Result<LeaseState> {
        read!(self, |look| state_of(look, name))
    }

    async fn take_lease(
        &self,
        name: &str,
        seen: &LeaseState,
        holder: &str,
        term: Duration,
    ) -> Result<Option<LeaseState>> {
        let done: Result<Committed<_>> = write!(self, LANE, |tx| take(tx, name, seen, holder, term));
        done.map(|done| done.value)
    }

    async fn give_up_lease(&self, name: &str, fence: u64) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| give_up(tx, name, fence));
        done.map(|done| done.value)
    }

    async fn note_lease(&self, name: &str, fence: u64, note: &str) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| note_down(tx, name, fence, note));
        done.map(|done| done.value)
    }
}

async fn state_of(look: &mut Look, name: &str) -> Work<LeaseState> {
    let found: Option<LeaseDocument> = look.one(LEASES, doc! { "_id": name }).await?;
    Ok(found.map_or_else(LeaseState::default, |it| LeaseState {
        holder: it.holder,
        fence: it.fence,
        beat: it.beat,
        term: Duration::from_millis(it.term),
        note: it.note,
    }))
}

async fn put(tx: &mut Tx, name: &str, state: &LeaseState) -> Work<()> {
    let document = docs::write(&LeaseDocument {
        holder: state.holder.clone(),
        fence: state.fence,
        beat: state.beat,
        term: u64::try_from(state.term.as_millis()).unwrap_or(u64::MAX >> 1),
        note: state.note.clone(),
    })?;
    tx.put(LEASES, docs::with_key(document, name.to_owned())?).await
}

async fn take(
    tx: &mut Tx,
    name: &str,
    seen: &LeaseState,
    holder: &str,
    term: Duration,
) -> Work<Option<LeaseState>> {
    let mut state = state_of(tx, name).await?;
    if (state.fence, state.beat) != (seen.fence, seen.beat) {
        return Ok(None);
    }
    if state.holder.as_deref() != Some(holder) {
        state.fence += 1;
        state.holder = Some(holder.to_owned());
    }
    state.beat += 1;
    state.term = term;
    put(tx, name, &state).await?;
    Ok(Some(state))
}

async fn give_up(tx: &mut Tx, name: &str, fence: u64) -> Work<()> {
    let latest = doc! { "_id": name, "fence": docs::number(fence) };
    tx.set(LEASES, latest, doc! { "$set": { "holder": null } }).await.map(drop)
}

async fn note_down(tx: &mut Tx, name: &str, fence: u64, note: &str) -> Work<()> {
    let held = doc! { "_id": name, "fence": docs::number(fence), "holder": { "$gt": "" } };
    match tx.set(LEASES, held, doc! { "$set": { "note": note } }).await? {
        0 => Err(Error::Conflict("lease"))?,
        _ => Ok(()),
    }
}
