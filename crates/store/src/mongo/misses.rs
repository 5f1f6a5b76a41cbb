//! Who is owed an e-mail.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, MissedMail, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::{
    Mongo, docs,
    fault::Work,
    look::{Cut, Look},
    read,
    schema::{MEMBERS, MISSED, USERS},
    tx::Tx,
    write,
};
use crate::{
    Committed, Misses, Result,
    misses::{Correspondent, Missed},
};

/// An owed e-mail's document; `_id` is whose.
#[derive(Serialize, Deserialize)]
struct MissedDocument {
    id: UserId,
    first: Timestamp,
    last: Timestamp,
    due_at: Timestamp,
    tries: u32,
}

/// Owing moves no feed; it is one node's work and shares a lane.
const LANE: FeedId = FeedId::User(UserId::from_u128(4));

#[async_trait]
impl Misses for Mongo {
    async fn correspondents(
        &self,
        channel: ChannelId,
        among: Option<&[UserId]>,
    ) -> Result<Vec<Correspondent>> {
        read!(self, |look| correspondents(look, channel, among))
    }

    async fn add_missed(&self, missed: Vec<Missed>) -> Result<()> {
        let missed = &missed;
        let done: Result<Committed<()>> = write!(self, LANE, |tx| add(tx, missed));
        done.map(|done| done.value)
    }

    async fn due_missed(&self, by: Timestamp, limit: usize) -> Result<Vec<Missed>> {
        read!(self, |look| due(look, by, limit))
    }

    async fn end_missed(&self, missed: &Missed, rest: Timestamp) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| end(tx, missed, rest));
        done.map(|done| done.value)
    }

    async fn put_off_missed(&self, user: UserId, until: Timestamp, failed: bool) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| put_off(tx, user, until, failed));
        done.map(|done| done.value)
    }
}

async fn correspondents(
    look: &mut Look,
    channel: ChannelId,
    among: Option<&[UserId]>,
) -> Work<Vec<Correspondent>> {
    let mut inside = doc! { "channel": channel.to_string(), "active": true };
    if let Some(users) = among {
        inside.insert("user", doc! { "$in": users.iter().map(UserId::to_string).collect::<Vec<_>>() });
    }
    let seats: Vec<docs::Seat> = look.all(MEMBERS, inside, Cut::default()).await?;
    let ids: Vec<String> = seats.iter().map(|it| it.user.to_string()).collect();
    let active = doc! { "_id": { "$in": ids }, "active": true };
    let users: Vec<docs::User> = look.all(USERS, active, Cut::default()).await?;
    let mut users: HashMap<UserId, docs::User> = users.into_iter().map(|it| (it.id, it)).collect();
    let correspondent = |seat: docs::Seat| {
        let docs::User { id: user, time_zone, notices, .. } = users.remove(&seat.user)?;
        let wants = notices.missed != MissedMail::Never;
        let (muted, level, missed) = (seat.muted, seat.level, notices.missed);
        wants.then_some(Correspondent { user, muted, level, missed, time_zone })
    };
    let mut found: Vec<_> = seats.into_iter().filter_map(correspondent).collect();
    found.sort_unstable_by_key(|it| it.user);
    Ok(found)
}

/// What is there already is asked for, and the rest put in, all together.
async fn add(tx: &mut Tx, missed: &[Missed]) -> Work<()> {
    let keys: Vec<String> = missed.iter().map(|it| it.user.to_string()).collect();
    let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let there = tx.documents(MISSED, doc! { "_id": { "$in": &keys } }, cut).await?;
    let there: HashSet<&str> = there.iter().filter_map(|it| it.get_str("_id").ok()).collect();
    let mut fresh = Vec::new();
    for (it, key) in missed.iter().zip(&keys) {
        if there.contains(key.as_str()) {
            let more = doc! {
                "$min": { "first": it.first.0, "due_at": it.due_at.0 }, "$max": { "last": it.last.0 },
            };
            tx.set(MISSED, doc! { "_id": key }, more).await?;
        } else {
            fresh.push(document(it)?);
        }
    }
    tx.insert_all(MISSED, fresh).await
}

fn document(missed: &Missed) -> Work<Document> {
    let Missed { user: id, first, last, due_at, tries } = *missed;
    docs::write(&MissedDocument { id, first, last, due_at, tries })
}

async fn due(look: &mut Look, by: Timestamp, limit: usize) -> Work<Vec<Missed>> {
    let due = doc! { "due_at": { "$lte": by.0 } };
    let found: Vec<MissedDocument> = look.all(MISSED, due, Cut::by(doc! { "due_at": 1 }, limit)).await?;
    let missed = |it: MissedDocument| {
        let MissedDocument { id: user, first, last, due_at, tries } = it;
        Missed { user, first, last, due_at, tries }
    };
    Ok(found.into_iter().map(missed).collect())
}

async fn end(tx: &mut Tx, missed: &Missed, rest: Timestamp) -> Work<()> {
    let (key, last) = (missed.user.to_string(), missed.last.0);
    tx.remove(MISSED, doc! { "_id": &key, "last": { "$lte": last } }).await?;
    let more = doc! { "$set": { "first": last + 1, "due_at": rest.0, "tries": 0 } };
    tx.set(MISSED, doc! { "_id": key }, more).await.map(drop)
}

async fn put_off(tx: &mut Tx, user: UserId, until: Timestamp, failed: bool) -> Work<()> {
    let later = doc! { "$max": { "due_at": until.0 }, "$inc": { "tries": i32::from(failed) } };
    tx.set(MISSED, doc! { "_id": user.to_string() }, later).await.map(drop)
}
