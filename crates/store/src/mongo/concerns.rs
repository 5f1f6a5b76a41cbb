//! What concerns somebody, over all channels they may read: these are named, so that whoever
//! shards asks as few as can be.

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{MessageId, Timestamp, UserId};

use super::{
    Mongo,
    docs::Seat,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    people::places,
    read,
    schema::{ALERTS, CHANNELS as PUBLIC, MEMBERS, MESSAGES},
};
use crate::{
    Concerns, Error, Result,
    concerns::{Concern, Which, latest},
};

/// Channels that are looked at for one person.
const CHANNELS: usize = 5_000;

#[async_trait]
impl Concerns for Mongo {
    async fn concerns(
        &self,
        user: UserId,
        which: Which,
        after: Option<(Timestamp, MessageId)>,
        limit: usize,
    ) -> Result<Vec<Concern>> {
        read!(self, |look| concerns(look, user, which, after, limit))
    }
}

async fn concerns(
    look: &mut Look,
    user: UserId,
    which: Which,
    after: Option<(Timestamp, MessageId)>,
    limit: usize,
) -> Work<Vec<Concern>> {
    let mut found = Vec::new();
    let me = user.to_string();
    let channels = readable(look, user).await?;
    if which.mentions {
        let others = doc! { "$ne": &me };
        let named = doc! { "channel": { "$in": &channels }, "addressed": { "$exists": true, "$eq": &me }, "author": &others };
        found.extend(list(look, MESSAGES, named, "ts", "_id", after, limit).await?);
        found.extend(to_all(look, &me, others, after, limit).await?);
        let alerted = doc! { "user": &me, "active": true };
        found.extend(list(look, ALERTS, alerted, "ts", "message", after, limit).await?);
    }
    if which.reactions {
        let reacted = doc! { "channel": { "$in": channels }, "author": &me, "reacted_at": { "$gt": 0_i64 } };
        found.extend(list(look, MESSAGES, reacted, "reacted_at", "_id", after, limit).await?);
    }
    Ok(latest(found, limit))
}

/// The channels that somebody may read, or might: what is asked of each answer is asked again.
async fn readable(look: &mut Look, user: UserId) -> Work<Vec<String>> {
    let only = |field: &str| Cut { fields: Some(doc! { field: 1 }), limit: CHANNELS, ..Cut::default() };
    let own = doc! { "user": user.to_string(), "active": true };
    let seats = look.documents(MEMBERS, own, only("channel")).await?;
    let mut all: Vec<String> =
        seats.iter().filter_map(|it| it.get_str("channel").ok()).map(str::to_owned).collect();
    for place in places(look, user).await? {
        let public = doc! { "workspace": place.workspace.to_string(), "kind": "public" };
        let found = look.documents(PUBLIC, public, only("_id")).await?;
        all.extend(found.iter().filter_map(|it| it.get_str("_id").ok()).map(str::to_owned));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// What named everyone where they are in, since they came.
async fn to_all(
    look: &mut Look,
    me: &str,
    others: Document,
    after: Option<(Timestamp, MessageId)>,
    limit: usize,
) -> Work<Vec<Concern>> {
    let own = doc! { "user": me, "active": true };
    let seats: Vec<Seat> = look.all(MEMBERS, own, Cut { limit: CHANNELS, ..Cut::default() }).await?;
    let mut found = Vec::new();
    let mut from = after;
    // Those of before somebody came are rare, and are passed over.
    loop {
        let channels: Vec<String> = seats.iter().map(|it| it.channel.to_string()).collect();
        let all = doc! {
            "addressed": { "$exists": true, "$eq": "*" }, "channel": { "$in": channels }, "author": &others,
        };
        let page = list(look, MESSAGES, all, "ts", "_id", from, limit).await?;
        let is_last = page.len() < limit;
        from = page.last().map(|it| (it.at, it.message));
        let since =
            |it: &Concern| seats.iter().any(|seat| seat.channel == it.channel && seat.joined_at <= it.at);
        found.extend(page.into_iter().filter(since));
        if is_last || found.len() >= limit {
            return Ok(found);
        }
    }
}

/// The latest of what matches, after a place.
async fn list(
    look: &mut Look,
    of: &str,
    mut filter: Document,
    at: &str,
    message: &str,
    after: Option<(Timestamp, MessageId)>,
    limit: usize,
) -> Work<Vec<Concern>> {
    if let Some((last, id)) = after {
        let or =
            vec![doc! { at: { "$lt": last.0 } }, doc! { at: last.0, message: { "$lt": id.to_string() } }];
        filter.insert("$or", or);
        let mut bound = filter.get_document(at).cloned().unwrap_or_default();
        bound.insert("$lte", last.0);
        filter.insert(at, bound);
    }
    let cut = Cut {
        fields: Some(doc! { "_id": 1, "message": 1, "channel": 1, at: 1 }),
        ..Cut::by(doc! { at: -1, message: -1 }, limit)
    };
    let found = look.documents(of, filter, cut).await?;
    let concern = |it: &Document| {
        let time =
            it.get_i64(at).map_err(|_| Error::Internal(format!("{at} of a stored document isn't a time")))?;
        Ok(Concern { at: Timestamp(time), message: id_of(it, message)?, channel: id_of(it, "channel")? })
    };
    found.iter().map(concern).collect()
}
