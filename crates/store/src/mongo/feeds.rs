//! Feeds: every collection's objects, merged by position.

use std::collections::HashMap;

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{Changes, Channel, ChannelId, Epoch, FeedId, Item, Message};

use super::{
    Mongo, docs,
    fault::Work,
    look::{Cut, Look, turn},
    people::persons,
    read,
    schema::{
        ALERTS, CHANNELS, DRAFTS, EMOJI, FEEDS, GROUPS, MEMBERS, MESSAGES, META, PERSONS, PLANNED, READINGS,
        SAVES, USERS, WORKSPACES,
    },
    tail,
};
use crate::{
    Error, Feeds, Result,
    most::{self, Most},
};

/// Feeds asked for in one query.
const TOGETHER: usize = 1000;

#[async_trait]
impl Feeds for Mongo {
    async fn epoch(&self) -> Result<Epoch> {
        read!(self, |look| epoch(look))
    }

    async fn heads(&self, feeds: &[FeedId]) -> Result<Vec<u64>> {
        read!(self, |look| heads(look, feeds))
    }

    async fn changes(&self, feed: FeedId, since: u64, limit: usize) -> Result<Changes> {
        read!(self, |look| changes(look, feed, since, limit))
    }

    async fn all_channels(&self, after: Option<ChannelId>, limit: usize) -> Result<Vec<ChannelId>> {
        read!(self, |look| all_channels(look, after, limit))
    }
}

async fn epoch(look: &mut Look) -> Work<Epoch> {
    let found = look.document(META, doc! { "_id": "epoch" }, None).await?;
    let epoch = found.and_then(|it| it.get_str("value").ok().map(str::to_owned));
    Ok(epoch.ok_or_else(|| Error::Internal("the database has no epoch".into()))?)
}

async fn heads(look: &mut Look, feeds: &[FeedId]) -> Work<Vec<u64>> {
    let mut heads = HashMap::new();
    for part in feeds.chunks(TOGETHER) {
        let ids: Vec<String> = part.iter().map(FeedId::to_string).collect();
        let cut = Cut { fields: Some(doc! { "head": 1 }), ..Cut::default() };
        for it in look.documents(FEEDS, doc! { "_id": { "$in": ids } }, cut).await? {
            let head = docs::number_of(&it, "head")?;
            heads.insert(it.get_str("_id").unwrap_or_default().to_owned(), head);
        }
    }
    Ok(feeds.iter().map(|feed| heads.get(&feed.to_string()).copied().unwrap_or(0)).collect())
}

async fn changes(look: &mut Look, feed: FeedId, since: u64, limit: usize) -> Work<Changes> {
    let _turn = turn().await;
    let head = tail::stored(look, feed).await?.head;
    changes_since(look, feed, since, Most::page(limit), head).await
}

async fn all_channels(look: &mut Look, after: Option<ChannelId>, limit: usize) -> Work<Vec<ChannelId>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let cut = Cut { sort: doc! { "_id": 1 }, limit, fields: Some(doc! { "_id": 1 }), ..Cut::default() };
    let found = look.documents(CHANNELS, doc! { "_id": { "$gt": after } }, cut).await?;
    found.iter().map(|it| id_of(it, "_id")).collect()
}

/// An id of a document that must have it.
pub fn id_of<T: std::str::FromStr>(document: &Document, key: &str) -> Work<T> {
    let id = document.get_str(key).ok().and_then(|id| id.parse().ok());
    Ok(id.ok_or_else(|| Error::Internal(format!("{key} of a stored document isn't an id")))?)
}

/// What changed, read within the caller's look or transaction; `head` is the feed's.
pub async fn changes_since(
    look: &mut Look,
    feed: FeedId,
    since: u64,
    most: Most,
    head: u64,
) -> Work<Changes> {
    let (items, gapless) =
        if since < head { items(look, feed, since, most).await? } else { (Vec::new(), None) };
    Ok(most::changes(feed, since, items, gapless, most.rows, head))
}

/// One more than wanted from each collection tells whether the merged list is cut. Where
/// messages were cut before that, it's without gaps up to this `rev` only.
async fn items(look: &mut Look, feed: FeedId, since: u64, most: Most) -> Work<(Vec<Item>, Option<u64>)> {
    let later = doc! { "$gt": docs::number(since) };
    let limit = most.rows + 1;
    let by_rev = || Cut::by(doc! { "rev": 1 }, limit);
    let (mut items, mut gapless) = (Vec::new(), None);
    match feed {
        FeedId::Channel(id) => {
            let id = id.to_string();
            let cut = Cut { fields: Some(tail::shown()), ..by_rev() };
            let found = look.page(MESSAGES, doc! { "channel": &id, "rev": &later }, cut, most).await?;
            let messages = found.0.into_iter().map(docs::read).collect::<Work<Vec<Message>>>()?;
            gapless = messages.last().filter(|_| found.1).map(|last| last.rev);
            items.extend(messages.into_iter().map(Item::Message));
            let channel: Option<Channel> = look.one(CHANNELS, doc! { "_id": &id, "rev": &later }).await?;
            items.extend(channel.map(Item::Channel));
            let seats: Vec<docs::Seat> =
                look.all(MEMBERS, doc! { "channel": &id, "rev": &later }, by_rev()).await?;
            items.extend(seats.iter().map(|it| Item::Member(it.member())));
        }
        FeedId::Workspace(id) => {
            let id = id.to_string();
            let places = look.all(PERSONS, doc! { "workspace": &id, "rev": &later }, by_rev()).await?;
            items.extend(persons(look, places).await?.into_iter().map(Item::Person));
            let groups = look.all(GROUPS, doc! { "workspace": &id, "rev": &later }, by_rev()).await?;
            items.extend(groups.into_iter().map(Item::Group));
            let workspace = look.one(WORKSPACES, doc! { "_id": &id, "rev": &later }).await?;
            items.extend(workspace.map(Item::Workspace));
            let public = doc! { "workspace": &id, "kind": "public", "workspace_rev": &later };
            let channels: Vec<Channel> =
                look.all(CHANNELS, public, Cut::by(doc! { "workspace_rev": 1 }, limit)).await?;
            items.extend(channels.into_iter().map(Item::Channel));
            let emoji = look.all(EMOJI, doc! { "workspace": &id, "rev": &later }, by_rev()).await?;
            items.extend(emoji.into_iter().map(Item::Emoji));
        }
        FeedId::User(id) => {
            let id = id.to_string();
            let own = doc! { "user": &id, "user_rev": &later };
            let seats: Vec<docs::Seat> =
                look.all(MEMBERS, own, Cut::by(doc! { "user_rev": 1 }, limit)).await?;
            items.extend(seats.iter().map(|it| Item::Membership(it.membership())));
            let own = doc! { "user": &id, "rev": &later };
            let readings = look.all(READINGS, own.clone(), by_rev()).await?;
            items.extend(readings.into_iter().map(Item::Reading));
            let drafts = look.all(DRAFTS, own.clone(), by_rev()).await?;
            items.extend(drafts.into_iter().map(Item::Draft));
            let alerts = look.all(ALERTS, own.clone(), by_rev()).await?;
            items.extend(alerts.into_iter().map(Item::Alert));
            let saves = look.all(SAVES, own.clone(), by_rev()).await?;
            items.extend(saves.into_iter().map(Item::Saved));
            let planned = look.all(PLANNED, own, by_rev()).await?;
            items.extend(planned.into_iter().map(Item::Planned));
            let user: Option<docs::User> = look.one(USERS, doc! { "_id": &id, "rev": &later }).await?;
            if let Some(user) = user {
                items.push(Item::Account(user.account()?));
            }
        }
    }
    Ok((items, gapless))
}
