//! Whose browsers are to be woken.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, MessageId, Reading, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    read,
    schema::{HEARD, MEMBERS, META, READINGS, SESSIONS, USERS, WAKES},
    tx::Tx,
    write,
};
use crate::{
    Committed, Result, Wakes,
    wakes::{About, Heard, Listener, Wake},
};

/// A wake's document.
#[derive(Serialize, Deserialize)]
struct WakeDocument {
    session: SessionId,
    user: UserId,
    channel: ChannelId,
    about: String,
    first: u64,
    last: u64,
    due_at: Timestamp,
    tries: u32,
}

/// How far a channel was looked through.
#[derive(Serialize, Deserialize)]
struct HeardDocument {
    rev: u64,
    ts: Timestamp,
}

/// Waking moves no feed; it is one node's work and shares a lane.
const LANE: FeedId = FeedId::User(UserId::from_u128(2));

#[async_trait]
impl Wakes for Mongo {
    async fn kept(&self, name: &str) -> Result<Option<String>> {
        read!(self, |look| kept(look, name))
    }

    async fn keep(&self, name: &str, value: &str) -> Result<String> {
        let done: Result<Committed<_>> = write!(self, LANE, |tx| keep(tx, name, value));
        done.map(|done| done.value)
    }

    async fn listeners(&self, channel: ChannelId, now: Timestamp) -> Result<Vec<Listener>> {
        read!(self, |look| listeners(look, channel, now))
    }

    async fn readings(
        &self,
        channel: ChannelId,
        thread: MessageId,
        users: &[UserId],
    ) -> Result<Vec<(UserId, Reading)>> {
        read!(self, |look| readings(look, channel, thread, users))
    }

    async fn heard(&self, channels: &[ChannelId]) -> Result<Vec<Option<Heard>>> {
        read!(self, |look| heard(look, channels))
    }

    async fn begin_hearing(&self, at: &[(ChannelId, Heard)]) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| begin(tx, at));
        done.map(|done| done.value)
    }

    async fn hear(
        &self,
        channel: ChannelId,
        from: Option<Heard>,
        to: Heard,
        wakes: Vec<Wake>,
    ) -> Result<bool> {
        let wakes = &wakes;
        let done: Result<Committed<_>> = write!(self, LANE, |tx| hear(tx, channel, from, to, wakes));
        done.map(|done| done.value)
    }

    async fn add_wakes(&self, wakes: Vec<Wake>) -> Result<()> {
        let wakes = &wakes;
        let done: Result<Committed<()>> = write!(self, LANE, |tx| add(tx, wakes));
        done.map(|done| done.value)
    }

    async fn due_wakes(&self, by: Timestamp, limit: usize) -> Result<Vec<Wake>> {
        read!(self, |look| due(look, by, limit))
    }

    async fn end_wake(&self, wake: &Wake, rest: Timestamp) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| end(tx, wake, rest));
        done.map(|done| done.value)
    }

    async fn put_off_wakes(&self, session: SessionId, until: Timestamp) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, LANE, |tx| put_off(tx, session, until));
        done.map(|done| done.value)
    }
}

/// What is kept by name stands apart from what the store knows of itself.
fn kept_key(name: &str) -> String {
    format!("kept {name}")
}

async fn kept(look: &mut Look, name: &str) -> Work<Option<String>> {
    let found = look.document(META, doc! { "_id": kept_key(name) }, None).await?;
    Ok(found.and_then(|it| it.get_str("value").ok().map(str::to_owned)))
}

async fn keep(tx: &mut Tx, name: &str, value: &str) -> Work<String> {
    if let Some(kept) = kept(tx, name).await? {
        return Ok(kept);
    }
    tx.insert(META, doc! { "_id": kept_key(name), "value": value }).await?;
    Ok(value.to_owned())
}

async fn listeners(look: &mut Look, channel: ChannelId, now: Timestamp) -> Work<Vec<Listener>> {
    let inside = doc! { "channel": channel.to_string(), "active": true };
    let seats: Vec<docs::Seat> = look.all(MEMBERS, inside, Cut::default()).await?;
    let users: Vec<String> = seats.iter().map(|it| it.user.to_string()).collect();
    let live = doc! {
        "user": { "$in": users }, "push.endpoint": { "$gt": "" }, "expires_at": { "$gt": now.0 },
    };
    let cut = Cut { fields: Some(doc! { "user": 1 }), ..Cut::default() };
    let mut sessions: Vec<(UserId, SessionId)> = Vec::new();
    for it in look.documents(SESSIONS, live, cut).await? {
        sessions.push((id_of(&it, "user")?, id_of(&it, "_id")?));
    }
    let woken: Vec<String> = sessions.iter().map(|(user, _)| user.to_string()).collect();
    let active = doc! { "_id": { "$in": woken }, "active": true };
    let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let active = look.documents(USERS, active, cut).await?;
    let active = active.iter().map(|it| id_of(it, "_id")).collect::<Work<HashSet<UserId>>>()?;
    let seats: HashMap<UserId, docs::Seat> = seats.into_iter().map(|it| (it.user, it)).collect();
    sessions.retain(|(user, _)| active.contains(user));
    sessions.sort_unstable();
    let listener = |(user, session)| {
        let seat: &docs::Seat = seats.get(&user)?;
        Some(Listener { user, session, muted: seat.muted, level: seat.level })
    };
    Ok(sessions.into_iter().filter_map(listener).collect())
}

async fn readings(
    look: &mut Look,
    channel: ChannelId,
    thread: MessageId,
    users: &[UserId],
) -> Work<Vec<(UserId, Reading)>> {
    let places: Vec<String> = users.iter().map(|it| docs::place(*it, channel, Some(thread))).collect();
    let users: Vec<String> = users.iter().map(UserId::to_string).collect();
    let theirs = doc! { "user": { "$in": users }, "_id": { "$in": places } };
    let found = look.documents(READINGS, theirs, Cut::default()).await?;
    found.into_iter().map(|it| Ok((id_of(&it, "user")?, docs::read(it)?))).collect()
}

async fn heard(look: &mut Look, channels: &[ChannelId]) -> Work<Vec<Option<Heard>>> {
    let ids: Vec<String> = channels.iter().map(ChannelId::to_string).collect();
    let mut found: HashMap<ChannelId, Heard> = HashMap::new();
    for it in look.documents(HEARD, doc! { "_id": { "$in": ids } }, Cut::default()).await? {
        let channel = id_of(&it, "_id")?;
        let HeardDocument { rev, ts } = docs::read(it)?;
        found.insert(channel, Heard { rev, ts });
    }
    Ok(channels.iter().map(|it| found.get(it).copied()).collect())
}

async fn set_heard(tx: &mut Tx, channel: ChannelId, Heard { rev, ts }: Heard) -> Work<()> {
    let document = docs::with_key(docs::write(&HeardDocument { rev, ts })?, channel.to_string())?;
    tx.put(HEARD, document).await
}

async fn begin(tx: &mut Tx, at: &[(ChannelId, Heard)]) -> Work<()> {
    for (channel, heard) in at {
        set_heard(tx, *channel, *heard).await?;
    }
    Ok(())
}

async fn hear(tx: &mut Tx, channel: ChannelId, from: Option<Heard>, to: Heard, wakes: &[Wake]) -> Work<bool> {
    if heard(tx, &[channel]).await? != [from] {
        return Ok(false);
    }
    set_heard(tx, channel, to).await?;
    add(tx, wakes).await?;
    Ok(true)
}

fn wake_key(wake: &Wake) -> String {
    format!("{}/{}/{}", wake.session, wake.channel, wake.about.word())
}

/// In a channel with many listeners these are many: what is there already is asked for, and
/// changed, all together.
async fn add(tx: &mut Tx, wakes: &[Wake]) -> Work<()> {
    let keys: Vec<String> = wakes.iter().map(wake_key).collect();
    let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let there = tx.documents(WAKES, doc! { "_id": { "$in": &keys } }, cut).await?;
    let there: HashSet<&str> = there.iter().filter_map(|it| it.get_str("_id").ok()).collect();
    let mut fresh = Vec::new();
    let mut growing: HashMap<(u64, u64), Vec<&str>> = HashMap::new();
    for (wake, key) in wakes.iter().zip(&keys) {
        if there.contains(key.as_str()) {
            growing.entry((wake.first, wake.last)).or_default().push(key);
        } else {
            fresh.push(docs::with_key(document(wake)?, key.clone())?);
        }
    }
    for ((first, last), keys) in growing {
        let more = doc! { "$min": { "first": docs::number(first) }, "$max": { "last": docs::number(last) } };
        tx.set_all(WAKES, doc! { "_id": { "$in": keys } }, more).await?;
    }
    tx.insert_all(WAKES, fresh).await
}

fn document(wake: &Wake) -> Work<Document> {
    let Wake { session, user, channel, about, first, last, due_at, tries } = wake.clone();
    docs::write(&WakeDocument { session, user, channel, about: about.word(), first, last, due_at, tries })
}

async fn due(look: &mut Look, by: Timestamp, limit: usize) -> Work<Vec<Wake>> {
    let cut = Cut::by(doc! { "due_at": 1 }, limit);
    let found = look.documents(WAKES, doc! { "due_at": { "$lte": by.0 } }, cut).await?;
    let wake = |it: Document| {
        let WakeDocument { session, user, channel, about, first, last, due_at, tries } = docs::read(it)?;
        Ok(Wake { session, user, channel, about: About::read(&about)?, first, last, due_at, tries })
    };
    found.into_iter().map(wake).collect()
}

async fn end(tx: &mut Tx, wake: &Wake, rest: Timestamp) -> Work<()> {
    let key = wake_key(wake);
    tx.remove(WAKES, doc! { "_id": &key, "last": { "$lte": docs::number(wake.last) } }).await?;
    let more = doc! { "first": docs::number(wake.last + 1), "due_at": rest.0, "tries": 0 };
    tx.set(WAKES, doc! { "_id": &key }, doc! { "$set": more }).await.map(drop)
}

async fn put_off(tx: &mut Tx, session: SessionId, until: Timestamp) -> Work<()> {
    let later = doc! { "$max": { "due_at": until.0 }, "$inc": { "tries": 1 } };
    tx.set_all(WAKES, doc! { "session": session.to_string() }, later).await.map(drop)
}
