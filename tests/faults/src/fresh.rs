//! A fresh look at one node over REST, as somebody who has just come sees it.

use std::collections::BTreeMap;

use anyhow::Context;
use client::Api;
use protocol::{ChannelId, Message, Reading};
use serde::Deserialize;
use url::Url;

use crate::{
    attempt,
    cast::{Cast, Person},
    checker::{Fresh, Own, OwnChannel},
    courier,
    replica::Replica,
};

/// What is used of `GET /snapshot`.
#[derive(Deserialize)]
struct Snapshot {
    cursors: BTreeMap<protocol::FeedId, u64>,
    workspaces: Vec<Workspace>,
}

#[derive(Deserialize)]
struct Workspace {
    channels: Vec<Joined>,
}

#[derive(Deserialize)]
struct Joined {
    channel: protocol::Channel,
    reading: Reading,
    last_seq: u64,
    mentions: Vec<u64>,
}

/// What is used of a page of history.
#[derive(Deserialize)]
pub struct Page {
    /// The messages, by number.
    pub messages: Vec<Message>,
    more_after: bool,
}

/// One person's snapshot through this node.
pub async fn own(person: &Person, node: &Url) -> anyhow::Result<Own> {
    let snapshot = person.at(node).call("GET", "/snapshot", None).await?;
    let snapshot: Snapshot = serde_json::from_value(snapshot).context("a snapshot")?;
    let mut own = Own { cursors: snapshot.cursors, ..Own::default() };
    for joined in snapshot.workspaces.into_iter().flat_map(|place| place.channels) {
        let Joined { channel, reading, last_seq, mentions } = joined;
        own.channels.insert(channel.id, OwnChannel { reading, last_seq, mentions });
    }
    Ok(own)
}

/// Everything that the cast may see through this node.
pub async fn look(cast: &Cast, node: &Url) -> anyhow::Result<Fresh> {
    let mut fresh = Fresh::default();
    let mut replica = Replica::default();
    for person in cast.people() {
        let own = own(&person, node).await?;
        let api = person.at(node);
        for feed in own.cursors.keys() {
            if !fresh.feeds.contains_key(feed) {
                let mut head = 0;
                for page in attempt::changes(&api, *feed, 0).await? {
                    replica.keep(&page);
                    head = page.to;
                }
                let objects = replica.feeds.remove(feed).unwrap_or_default();
                fresh.feeds.insert(*feed, (head, objects));
            }
        }
        fresh.people.insert(person.user, own);
    }
    fresh.sightings = replica.sightings;
    for channel in [cast.quay, cast.deck] {
        fresh.conversations.insert(channel, conversation(&cast.ada, node, channel).await?);
    }
    let files = fresh.conversations.values().flatten().flat_map(|message| &message.files).map(|file| file.id);
    fresh.files = courier::all(&cast.ada.at(node), files).await;
    Ok(fresh)
}

/// Messages of a channel after this number.
pub async fn window(api: &Api, channel: ChannelId, after: u64, limit: usize) -> anyhow::Result<Page> {
    let path = format!("/channels/{channel}/messages?limit={limit}&after={after}");
    serde_json::from_value(api.call("GET", &path, None).await?).context("a page")
}

async fn conversation(person: &Person, node: &Url, channel: ChannelId) -> anyhow::Result<Vec<Message>> {
    let (api, mut all) = (person.at(node), Vec::<Message>::new());
    loop {
        let after = all.last().map_or(0, |message| message.seq);
        let page = window(&api, channel, after, 100).await?;
        let is_last = !page.more_after || page.messages.is_empty();
        all.extend(page.messages);
        if is_last {
            return Ok(all);
        }
    }
}
