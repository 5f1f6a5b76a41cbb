//! Which messages contain people's own keywords.

use std::collections::HashMap;

use async_trait::async_trait;
use mongodb::bson::doc;
use protocol::{Alert, ChannelId, FeedId, MessageId, UserId};

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    read,
    reading::put_own,
    schema::{ALERTS, MEMBERS, USERS},
    thread,
    tx::Tx,
    write,
};
use crate::{Alerts, Committed, Result};

/// Alerts move the feeds of many; it is one node's work and shares a lane.
const LANE: FeedId = FeedId::User(UserId::from_u128(3));

#[async_trait]
impl Alerts for Mongo {
    async fn keywords_in(&self, channel: ChannelId) -> Result<Vec<(UserId, Vec<String>)>> {
        read!(self, |look| keywords_in(look, channel))
    }

    async fn alerted(&self, messages: &[MessageId]) -> Result<Vec<(UserId, Alert)>> {
        read!(self, |look| alerted(look, messages))
    }

    async fn put_alerts(&self, alerts: Vec<(UserId, Alert)>) -> Result<Committed<()>> {
        let alerts = &alerts;
        write!(self, LANE, |tx| put(tx, alerts))
    }
}

async fn keywords_in(look: &mut Look, channel: ChannelId) -> Work<Vec<(UserId, Vec<String>)>> {
    let inside = doc! { "channel": channel.to_string(), "active": true };
    let cut = Cut { fields: Some(doc! { "user": 1 }), ..Cut::default() };
    let seats = look.documents(MEMBERS, inside, cut).await?;
    let users: Vec<&str> = seats.iter().filter_map(|it| it.get_str("user").ok()).collect();
    let who = doc! { "_id": { "$in": users }, "active": true, "keywords.0": { "$exists": true } };
    let found: Vec<docs::User> = look.all(USERS, who, Cut::by(doc! { "_id": 1 }, 0)).await?;
    Ok(found.into_iter().map(|it| (it.id, it.keywords)).collect())
}

async fn alerted(look: &mut Look, messages: &[MessageId]) -> Work<Vec<(UserId, Alert)>> {
    let messages: Vec<String> = messages.iter().map(MessageId::to_string).collect();
    let of = doc! { "message": { "$in": messages }, "active": true };
    let found = look.documents(ALERTS, of, Cut::default()).await?;
    found.into_iter().map(|it| Ok((id_of(&it, "user")?, docs::read(it)?))).collect()
}

async fn put(tx: &mut Tx, alerts: &[(UserId, Alert)]) -> Work<()> {
    let keys: Vec<String> = alerts.iter().map(|(user, it)| docs::pair(user, it.message)).collect();
    let there = tx.documents(ALERTS, doc! { "_id": { "$in": &keys } }, Cut::default()).await?;
    let there: HashMap<&str, bool> =
        there.iter().filter_map(|it| Some((it.get_str("_id").ok()?, it.get_bool("active").ok()?))).collect();
    for ((user, alert), key) in alerts.iter().zip(&keys) {
        if there.get(key.as_str()).copied().unwrap_or(false) == alert.active {
            continue;
        }
        let rev = tx.next(FeedId::User(*user)).await?;
        put_own(tx, ALERTS, *user, key.clone(), &Alert { rev, ..alert.clone() }).await?;
        if alert.active
            && let Some(root) = alert.thread
        {
            thread::follow(tx, alert.channel, root, *user, alert.seq - 1, true).await?;
        }
    }
    Ok(())
}
